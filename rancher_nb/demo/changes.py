"""Create, update and delete.

Knows which change starts which process and what each type gets at birth. Checks of values are in `fields` and
`rules`; actions in `actions`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from . import life
from .faults import Fault, not_allowed, not_found
from .fields import accept
from .naming import base_of
from .rules import check_rules
from .services import stop_of_remove
from .states import removable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .store import Row
    from .visit import Visit

__all__ = ["create", "delete", "hashed", "update"]

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789"
# Fields whose change starts the process `update`; all others are written and that is that.
SCHEDULED = {
    "service": frozenset({"name", "scale", "metadata", "retainIp", "selectorContainer", "selectorLink", "lbConfig"}),
    "stack": frozenset({"name"}),
    "host": frozenset({"labels", "memory", "milliCpu", "localStorageMb"}),
    "account": frozenset({"name"}),
    "port": frozenset({"publicPort"}),
}


def create(visit: Visit, schema: Mapping[str, Any]) -> list[Row]:
    """Create what the call describes and return it: one row, or `count` containers. Raises Fault 405 and 422."""
    if "POST" not in schema["collectionMethods"]:
        raise not_allowed()
    decisive = visit.deciding(schema)
    given = dict(visit.call.fields)
    if visit.call.version == "v1" and "environmentId" in given:
        given.setdefault("stackId", given["environmentId"])
    accepted = accept(visit, decisive, given, flag="create")
    count = min(int(accepted.pop("count", None) or 1), 100)
    world, now = visit.world, visit.world.now()
    doc = {**accepted, "accountId": accepted.get("accountId") or visit.scope.account}
    check_rules(visit, decisive["id"], doc)
    rows = []
    for _ in range(count):
        born = {**doc, **birth(visit, decisive["id"]), "created": int(now), "uuid": world.uuid()}
        row = world.store.add(decisive["id"], born)
        life.begin(world, row, "create", now)
        rows.append(row)
    return rows


def birth(visit: Visit, type_id: str) -> dict[str, Any]:
    """Return the fields that a new *type_id* gets without being asked."""
    own: dict[str, Any] = {"kind": "docker" if type_id == "host" else type_id, "state": "requested"}
    if base_of(type_id) == "instance":
        project = visit.world.store.get("account", visit.scope.account)
        network = project.doc.get("defaultNetworkId") if project else None
        return own | {"startCount": 0, "nativeContainer": False, "primaryNetworkId": network}
    if base_of(type_id) == "service":
        return own | {"createIndex": 0, "healthState": "healthy", "secondaryLaunchConfigs": [], "system": False}
    if type_id == "stack":
        return own | {"healthState": "healthy", "system": False}
    if type_id == "volume":
        return own | {"isHostPath": False}
    if type_id == "project":
        return own | {"healthState": "healthy", "version": "2", "accountId": None}
    if type_id == "apiKey":
        return own | fresh_key(visit)
    if type_id == "registrationToken":
        return own | {"token": f"{visit.world.hexadecimal(20).upper()}:1483142400000:{secret(visit, 25)}"}
    return own


def fresh_key(visit: Visit) -> dict[str, Any]:
    """Return the parts of a new key. The secret itself is kept only until the answer is made."""
    plain = visit.call.fields.get("secretValue") if not visit.scope.inside else None
    public = visit.call.fields.get("publicValue") if not visit.scope.inside else None
    word = str(plain or secret(visit, 40))
    return {
        "publicValue": str(public or visit.world.hexadecimal(20).upper()),
        "secretValue": hashed(word, visit.world.hexadecimal(20)),
        "_plain": word,
    }


def secret(visit: Visit, length: int) -> str:
    """Return a new secret of *length* characters."""
    return "".join(visit.world.chance.choice(ALPHABET) for _ in range(length))


def hashed(plain: str, salt: str) -> str:
    """Return *plain* as the server stores it."""
    return f"SHA256:{salt}:{hashlib.sha256((salt + plain).encode()).hexdigest()}"


def update(visit: Visit, schema: Mapping[str, Any], row: Row) -> Row:
    """Write the fields of the call that may be updated; what matters to others starts the process `update`."""
    if "PUT" not in schema["resourceMethods"]:
        raise not_allowed()
    decisive = visit.deciding(schema)
    accepted = accept(visit, decisive, visit.call.fields, flag="update")
    changed = {name: value for name, value in accepted.items() if row.doc.get(name) != value}
    check_rules(visit, row.type, {**row.doc, **changed}, number=row.number)
    row.doc |= changed
    visit.world.store.put(row)
    moving = SCHEDULED.get(row.table, frozenset())
    # A scale is acted on even when it is the old one; anything else only when it is new.
    if row.state in ("active", "inactive") and (moving & changed.keys() or "scale" in accepted):
        life.begin(visit.world, row, "update", visit.world.now())
    return row


def delete(visit: Visit, schema: Mapping[str, Any], row: Row) -> Row:
    """Start the removal of *row*. Raises Fault 405 by state, 409 for what is purged."""
    if "DELETE" not in schema["resourceMethods"]:
        raise not_allowed()
    if row.state in ("purging", "purged"):
        raise Fault(409)
    if row.type == "account" and row.doc.get("kind") == "admin":
        raise Fault(
            405,
            "LastAdminAccount",
            message="Cannot delete the last admin account.",
            detail="At least one admin account is required at all times",
        )
    if not removable(row.table, row.state):
        raise not_allowed()
    if row.state == "removed" and row.type == "project":
        raise not_found()
    if row.state not in ("removing", "removed"):
        remove(visit, row)
    return row


def remove(visit: Visit, row: Row) -> None:
    """Start the removal; a running container is stopped first."""
    if row.table == "instance":
        stop_of_remove(visit.world, row, visit.world.now())
    else:
        life.begin(visit.world, row, "remove", visit.world.now())

"""Actions: what a POST with `?action=` does.

Knows which actions are processes (answered 202, with the resource on its way) and which have an answer of their own
(200). Knows no paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import life
from .compose import compose_files
from .faults import Fault, invalid
from .fields import accept_input
from .listing import envelope
from .naming import decipher_id
from .rolling import upgrade_document
from .schemas import load
from .shapes import shape, template_of
from .states import offered, process_for
from .streams import host_access

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .store import Row
    from .tokens import Signer
    from .visit import Visit

__all__ = ["perform"]

STREAMS = frozenset({"logs", "execute", "proxy", "dockersocket"})
OK, ACCEPTED = 200, 202


def perform(visit: Visit, signer: Signer, schema: Mapping[str, Any], row: Row, name: str) -> tuple[int, dict[str, Any]]:
    """Do the action *name* of *row* and return status and document.

    Raises Fault 422: InvalidAction for one that the schema does not have, ActionNotAvailable for one that this state
    does not offer, and the codes of validation for a bad input.
    """
    template = template_of(visit.schemas, "environment" if schema["id"] == "environment" else row.type)
    if name not in template.actions:
        raise invalid("InvalidAction", "action")
    if name not in offered(row.type, row.table, row.state, template.actions, inside=visit.scope.inside):
        raise invalid("ActionNotAvailable", "action")
    given = input_of(visit, row, name)
    if name in STREAMS:
        return OK, host_access(visit, signer, row, name, given)
    own = OWN.get((row.table, name))
    if own:
        return OK, own(visit, row, given)
    prepare(row, name, given)
    if process_for(row.table, name) is None:
        return ACCEPTED, shape(row, visit.view)
    life.begin(visit.world, row, name, visit.world.now())
    document = shape(row, visit.view)
    if row.type == "apiKey":
        # The server hides the secret of its GET answers only: an action shows the stored hash.
        document["secretValue"] = row.doc.get("secretValue")
    return ACCEPTED, document


def input_of(visit: Visit, row: Row, name: str) -> dict[str, Any]:
    """Return the checked input of the action *name*."""
    declared = load("v2-beta", visit.schemas.scope).schemas.get(row.type, {}).get("resourceActions", {}).get(name, {})
    type_id = declared.get("input")
    return accept_input(visit, type_id, visit.call.fields) if type_id else {}


def prepare(row: Row, name: str, given: dict[str, Any]) -> None:
    """Note in *row* what the process *name* needs from its input."""
    if row.table == "instance" and name == "stop":
        row.doc["_removing"] = bool(given.get("remove"))
    elif row.table == "service" and name == "upgrade":
        row.doc["upgrade"] = upgrade_document(row, in_service(given))
    elif row.table == "service" and name == "restart":
        strategy = given["rollingRestartStrategy"]
        row.doc["_batch"], row.doc["_interval"] = strategy["batchSize"], strategy["intervalMillis"]
    elif row.table == "stack" and name == "upgrade":
        for field in ("dockerCompose", "rancherCompose", "environment", "externalId"):
            if given.get(field) is not None:
                row.doc[field] = given[field]


def in_service(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the in-service strategy of an upgrade; its absence is told in the server's own words."""
    strategy = given.get("inServiceStrategy")
    if not strategy:
        raise invalid("MissingRequired", "Upgrade strategy needs to be set")
    if not strategy.get("launchConfig") and not strategy.get("secondaryLaunchConfigs"):
        told = "LaunchConfig/secondaryLaunchConfigs need to be specified for inService strategy"
        raise invalid("InvalidOption", told)
    return dict(strategy)


def evacuate(visit: Visit, row: Row, _given: dict[str, Any]) -> dict[str, Any]:
    """Move all running containers of a host to others."""
    rows = visit.world.store.find("instance", "tie_host = ? AND removed IS NULL", (row.number,))
    for container in rows:
        if container.state == "running":
            life.begin(visit.world, container, "migrate", visit.world.now())
    return shape(row, visit.view)


def deactivate_project(visit: Visit, row: Row, _given: dict[str, Any]) -> dict[str, Any]:
    """Deactivate a project; alone among the processes it is answered with 200."""
    life.begin(visit.world, row, "deactivate", visit.world.now())
    return shape(row, visit.view)


def set_members(visit: Visit, row: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Replace the members of a project."""
    world = visit.world
    for old in world.store.find("projectMember", '"projectId" = ? AND removed IS NULL', (row.number,)):
        old.doc |= {"removed": int(world.now()), "state": "removed"}
        world.store.put(old)
    members = []
    for member in given["members"]:
        external = decipher_id(str(member.get("externalId")))
        doc = {
            "kind": "projectMember",
            "state": "active",
            "created": int(world.now()),
            "uuid": world.uuid(),
            "accountId": row.number,
            "projectId": row.number,
            "externalId": str(external or member.get("externalId")),
            "externalIdType": member.get("externalIdType"),
            "role": member.get("role"),
        }
        members.append(world.store.add("projectMember", doc))
    return envelope(visit, "project", [shape(member, visit.view) for member in members])


def default_network(visit: Visit, row: Row, _given: dict[str, Any]) -> dict[str, Any]:
    """Answer with the project: its default network is not changed by this."""
    return shape(row, visit.view)


def link_of(visit: Visit, link: Mapping[str, Any]) -> tuple[str, int]:
    """Return name and number of the service that *link* names. The server breaks down (500) when it names none."""
    number = decipher_id(str(link.get("serviceId") or ""))
    target = visit.world.store.get("service", number)
    if target is None:
        raise Fault(500)
    return str(link.get("name") or target.doc.get("name")), target.number


def add_link(visit: Visit, row: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Link a service to another."""
    name, number = link_of(visit, given["serviceLink"])
    links = dict(row.doc.get("_links") or {})
    if number in links.values():
        raise invalid("NotUnique", "serviceId")
    row.doc["_links"] = {**links, name: number}
    return written(visit, row)


def remove_link(visit: Visit, row: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Take a link away; none to take is fine."""
    _, number = link_of(visit, given["serviceLink"])
    row.doc["_links"] = {name: to for name, to in (row.doc.get("_links") or {}).items() if to != number}
    return written(visit, row)


def set_links(visit: Visit, row: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Replace all links of a service."""
    row.doc["_links"] = dict(link_of(visit, link) for link in given.get("serviceLinks") or [])
    return written(visit, row)


def written(visit: Visit, row: Row) -> dict[str, Any]:
    """Write *row* and return its resource."""
    visit.world.store.put(row)
    return shape(row, visit.view)


def services_of(visit: Visit, row: Row) -> list[Row]:
    """Return the live services of a stack."""
    return list(
        visit.world.store.find("service", '"stackId" = ? AND removed IS NULL', (row.number,), tail="ORDER BY id")
    )


def all_services(state: str, process: str) -> Callable[[Visit, Row, dict[str, Any]], dict[str, Any]]:
    """Return the action of a stack that starts *process* of each of its services that is in *state*."""

    def act(visit: Visit, row: Row, _given: dict[str, Any]) -> dict[str, Any]:
        for service in services_of(visit, row):
            if service.state == state:
                life.begin(visit.world, service, process, visit.world.now())
        return shape(row, visit.view)

    return act


def add_outputs(visit: Visit, row: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Add to the outputs of a stack."""
    row.doc["outputs"] = {**(row.doc.get("outputs") or {}), **given["outputs"]}
    return written(visit, row)


def export_config(visit: Visit, row: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Return the compose files of a stack, or of some of its services."""
    wanted = [decipher_id(str(text)) for text in given.get("serviceIds") or []]
    docker, rancher = compose_files(s for s in services_of(visit, row) if not wanted or s.number in wanted)
    head: dict[str, Any] = {
        "id": None,
        "type": "composeConfig",
        "links": {},
        "actions": {},
        "baseType": "composeConfig",
    }
    return {**head, "dockerComposeConfig": docker, "rancherComposeConfig": rancher}


def set_labels(visit: Visit, row: Row, _given: dict[str, Any]) -> dict[str, Any]:
    """Replace the labels of a container (an action of v1 alone)."""
    row.doc["labels"] = {str(k): str(v) for k, v in (visit.call.fields.get("labels") or {}).items()}
    return written(visit, row)


OWN: Mapping[tuple[str, str], Callable[[Visit, Row, dict[str, Any]], dict[str, Any]]] = {
    ("account", "deactivate"): deactivate_project,
    ("account", "defaultNetworkId"): default_network,
    ("account", "setmembers"): set_members,
    ("host", "evacuate"): evacuate,
    ("instance", "setlabels"): set_labels,
    ("service", "addservicelink"): add_link,
    ("service", "removeservicelink"): remove_link,
    ("service", "setservicelinks"): set_links,
    ("stack", "activateservices"): all_services("inactive", "activate"),
    ("stack", "addoutputs"): add_outputs,
    ("stack", "deactivateservices"): all_services("active", "deactivate"),
    ("stack", "exportconfig"): export_config,
}

"""Who asks, and what that one may see.

Knows keys, accounts and projects. Knows no types and no answers but 401 and 403. With access control off, whoever has
no valid key is the admin, as on a fresh 1.6 server; a valid key still narrows what is seen.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import TYPE_CHECKING

from .faults import Fault
from .naming import decipher_id, fold
from .visit import Scope

if TYPE_CHECKING:
    from .calls import Call
    from .store import Row
    from .world import World

__all__ = ["ADMIN", "TOKEN_SCOPE", "authenticate", "key_holder"]

ADMIN = 1
# Requests for the type `token` run as a built-in account, so that one can log in without being logged in.
TOKEN_SCOPE = Scope(4, 4, "token", "token", inside=False)
USABLE = ("active", "updating-active", "upgrading")


def authenticate(world: World, call: Call, *, enforced: bool) -> Scope:
    """Return the scope of *call*. Raises Fault 401 without a needed key, 403 for a project not theirs."""
    holder = key_holder(world, call.header("authorization"))
    if holder is None:
        if enforced or call.header("x-enforce-authentication").lower() == "true":
            raise Fault(401)
        holder = world.store.get("account", ADMIN)
    if holder is None:
        raise Fault(401)
    if holder.type == "project":
        return inside_own(call, holder)
    return inside_any(world, call, holder)


def key_holder(world: World, authorization: str) -> Row | None:
    """Return the active account whose key the header *authorization* holds, None for no or a wrong key."""
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        access, _, secret = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    # The access key is compared as the database compares text: without regard to case.
    keys = world.store.find("credential", '"publicValue" = ? AND removed IS NULL', (fold(access),)) if access else ()
    for key in keys:
        if key.state == "active" and fits(secret, str(key.doc.get("secretValue"))):
            account = world.store.get("account", key.doc.get("accountId"))
            return account if account and account.state in USABLE else None
    return None


def fits(secret: str, stored: str) -> bool:
    """Whether *secret* is the one that *stored* was made of."""
    _, salt, digest = (*stored.split(":"), "", "", "")[:3]
    return hmac.compare_digest(hashlib.sha256((salt + secret).encode()).hexdigest(), digest)


def asked_project(call: Call) -> str | None:
    """Return the project that *call* names: by header, by parameter, or by the start of its path."""
    return call.header("x-api-project-id") or call.parameter("projectId") or call.project


def inside_own(call: Call, project: Row) -> Scope:
    """Return the scope of an environment key: its own project, whatever the path. Raises Fault 403 for another."""
    asked = asked_project(call)
    if asked and decipher_id(asked) != project.number:
        raise Fault(403)
    return Scope(project.number, project.number, "project", str(project.doc.get("name") or ""), inside=True)


def inside_any(world: World, call: Call, holder: Row) -> Scope:
    """Return the scope of an account key: all, or the project it names. Raises Fault 403 for one it cannot use."""
    kind, name = str(holder.doc.get("kind")), str(holder.doc.get("name") or "")
    asked = asked_project(call)
    if not asked:
        return Scope(holder.number, holder.number, kind, name, inside=False)
    project = world.store.get("account", decipher_id(asked))
    if project is None or project.type != "project" or project.state not in USABLE:
        raise Fault(403)
    return Scope(holder.number, project.number, kind, name, inside=True)

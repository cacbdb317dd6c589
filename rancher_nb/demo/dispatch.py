"""From a call to an answer: which part of the API is meant, and in which order a 1.6 server checks.

Knows the order (settle what is due, 401, 404, 422, 405, fields) and who answers what. Knows no details of any.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from . import life
from .access import TOKEN_SCOPE, authenticate
from .actions import perform
from .answers import Answer, api_answer, finished
from .bodies import fields_of
from .changes import create, delete, update
from .compose import compose_zip
from .faults import Fault, invalid, not_allowed, not_found
from .listing import collection, envelope, include_of, inlined, joined_rows, linked_collection
from .naming import base_of, decipher_id
from .neighbours import neighbours
from .roots import outside_answer, root, schema_answer, token_answer
from .schemas import load
from .settings import Settings, delete_setting, list_settings, show_setting, write_setting
from .shapes import STATS, shape, shape_all, template_of
from .streams import stats_access
from .visit import Scope, Visit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .calls import Call
    from .store import Row
    from .tokens import Signer
    from .world import World

__all__ = ["Desk"]

log = logging.getLogger(__name__)

QUERY_MAX = 16 * 1024
ROOT_WORDS = ("schemas", "schema")
TOKEN_WORDS = ("token", "tokens")
Reply = tuple[int, Any]


@dataclass(slots=True)
class Desk:
    """Where the calls of one demo are answered."""

    world: World
    settings: Settings
    signer: Signer
    enforced: bool

    def answer(self, call: Call) -> Answer:
        """Return the answer to *call*. Never raises: what goes wrong is an answer too."""
        with self.world.store.lock:
            return finished(self.whole(call), call, self.world.now())

    def whole(self, call: Call) -> Answer:
        """Return the answer, before its length and date are known."""
        life.settle(self.world)
        if len(call.query) > QUERY_MAX:
            return Answer(414)
        outside = outside_answer(call)
        if outside is not None:
            return outside
        scope: Scope | None = None
        try:
            call = replace(call, fields=fields_of(call))
            scope = self.scope_of(call)
            status, document = self.reply(Visit(self.world, call, scope))
        except Fault as fault:
            status, document = fault.status, fault.document(self.world.uuid())
        except Exception:
            # The boundary of a server: a fault of ours is a 500 without a traceback in the answer.
            log.exception("answering %s %s failed", call.method, call.path)
            status, document = 500, Fault(500).document(self.world.uuid())
        if isinstance(document, bytes):
            return Answer(status, document, (("content-type", "application/zip"),))
        refused = isinstance(document, dict) and document.get("code") == "InvalidCSRFToken"
        return api_answer(call, scope, status, document, "" if refused else self.world.hexadecimal(10).upper())

    def scope_of(self, call: Call) -> Scope:
        """Return who asks. Raises Fault 401 and 403, and 403 for a browser's request without its CSRF token."""
        if (call.type_word or "").lower() in TOKEN_WORDS:
            return TOKEN_SCOPE
        return authenticate(self.world, call, enforced=self.enforced)

    def reply(self, visit: Visit) -> Reply:
        """Return status and document for *visit*."""
        call = visit.call
        cookie = call.cookie("CSRF")
        foreign = cookie not in (None, call.header("x-api-csrf"), call.parameter("CSRF"))
        if foreign and call.is_browser and call.method != "GET":
            raise Fault(403, "InvalidCSRFToken", message="CSRF header and cookie do not match")
        if call.type_word is None:
            return 200, root(visit)
        word = call.type_word.lower()
        if word in ROOT_WORDS:
            return 200, schema_answer(visit)
        if word in TOKEN_WORDS:
            return token_answer(visit, enforced=self.enforced)
        schema = visit.schemas.find(word)
        if schema is None:
            raise not_found()
        if schema["id"] in ("setting", "activeSetting"):
            return self.setting_reply(visit, schema)
        return self.list_reply(visit, schema) if call.id_text is None else self.item_reply(visit, schema)

    def setting_reply(self, visit: Visit, schema: Mapping[str, Any]) -> Reply:
        """Answer for settings, whose ids are names."""
        method, name = visit.call.method, visit.call.id_text
        if name is None and method == "GET":
            return 200, list_settings(visit, self.settings, schema)
        if name is None:
            if method != "POST" or schema["id"] != "setting":
                raise not_allowed()
            return 201, write_setting(visit, self.settings, None)
        if visit.call.link is not None:
            raise not_found()
        if method == "GET":
            return 200, show_setting(visit, self.settings, name)
        if method == "PUT":
            return 200, write_setting(visit, self.settings, name)
        if method == "DELETE":
            return 200, delete_setting(visit, self.settings, name)
        raise not_allowed()

    def list_reply(self, visit: Visit, schema: Mapping[str, Any]) -> Reply:
        """Answer for a collection."""
        call = visit.call
        if call.method == "GET":
            return 200, collection(visit, schema)
        if call.method != "POST":
            raise not_allowed()
        if call.parameter("action") is not None:
            raise invalid("InvalidAction", "action")
        if schema["id"] == "subscribe":
            return 201, None
        return 201, created(visit, schema)

    def item_reply(self, visit: Visit, schema: Mapping[str, Any]) -> Reply:
        """Answer for one resource, an action of it, or a link of it."""
        call = visit.call
        number = number_of(visit)
        if call.link is not None:
            return self.link_reply(visit, schema, number)
        row = row_of(visit, schema, number)
        action = call.parameter("action")
        if call.method == "POST" and action is not None:
            return perform(visit, self.signer, schema, row, action)
        if call.method == "GET":
            return 200, shown(visit, schema, row)
        if call.method == "PUT":
            return 200, shape(update(visit, schema, row), visit.view)
        if call.method == "DELETE":
            resource = shape(delete(visit, schema, row), visit.view)
            return 200, envelope(visit, "project", [resource]) if row.type == "project" else resource
        raise not_allowed()

    def link_reply(self, visit: Visit, schema: Mapping[str, Any], number: int) -> Reply:
        """Answer for a link of a resource."""
        call, word = visit.call, visit.call.link or ""
        row = seen(visit, schema, number)
        kind = row.type if row else schema["id"]
        if call.method == "GET" and row is not None:
            if word.lower() in {
                name.lower() for name in (*STATS.get(kind, ()), *(["hostStats"] if kind == "project" else []))
            }:
                return 200, stats_access(visit, self.signer, row, word.lower())
            if word.lower() == "composeconfig" and row.type == "stack" and call.version != "v1":
                return 200, compose_zip(
                    visit.world.store.find("service", '"stackId" = ? AND removed IS NULL', (number,))
                )
        name = named_link(visit, kind, word)
        found = neighbours(visit.world, visit.schemas, base_of(schema["id"]), number, name) if name else None
        if found is None or (row is None and found.sort != "many"):
            raise not_found()
        if call.method == "POST":
            return 201, created(visit, visit.schemas.find(found.type) or schema)
        if call.method != "GET":
            raise not_allowed()
        if found.sort != "one":
            return 200, linked_collection(visit, schema, found)
        bounds, values = visit.bounds(found.table)
        target = next(
            visit.world.store.find(found.table, f"{bounds} AND {found.where}", [*values, *found.values]), None
        )
        if target is None:
            raise not_found()
        return 200, shape(target, visit.view)


def number_of(visit: Visit) -> int:
    """Return the number that the id of the call means. Raises Fault 404 for text that is no id."""
    text = visit.call.id_text or ""
    if visit.plain_ids:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004 - 63 bits
    else:
        number = decipher_id(text)
    if number is None:
        raise not_found()
    return number


def seen(visit: Visit, schema: Mapping[str, Any], number: int) -> Row | None:
    """Return row *number* if it is of the type asked for and the caller may see it."""
    table = base_of(schema["id"])
    bounds, values = visit.bounds(table)
    row = next(visit.world.store.find(table, f"{bounds} AND id = ?", [*values, number]), None)
    return row if row and schema["id"] in (table, row.type, "environment") else None


def row_of(visit: Visit, schema: Mapping[str, Any], number: int) -> Row:
    """Return row *number*. Raises Fault 404 where the caller sees none."""
    row = seen(visit, schema, number)
    if row is None:
        raise not_found()
    return row


def shown(visit: Visit, schema: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """Return the resource *row*, with what `include` asks for."""
    resource = shape(row, visit.view)
    link = include_of(visit, schema)
    if link is not None:
        resource |= inlined(visit, row, link, joined_rows(visit, row, link))
    return resource


def created(visit: Visit, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Create what the call describes; several containers come back as a collection."""
    rows = create(visit, schema)
    resources = shape_all(rows, visit.view)
    for row, resource in zip(rows, resources, strict=True):
        if "_plain" in row.doc:
            # Shown once, in this answer.
            resource["secretValue"] = row.doc.pop("_plain")
            visit.world.store.put(row)
    if len(resources) == 1:
        return resources[0]
    return envelope(visit, schema["id"], resources, allowed=visit.filters_of(schema), create_types=schema["id"])


def named_link(visit: Visit, type_id: str, word: str) -> str | None:
    """Return the link that *word* names on resources of *type_id*: as spelt or all in lower case."""
    names = [name for name, _ in template_of(visit.schemas, type_id).links]
    if type_id == "project":
        newest = load(visit.call.version or "v1", visit.schemas.scope)
        names += [s["pluralName"] for s in newest.schemas.values() if "GET" in s["collectionMethods"]]
    if visit.call.version == "v1" and base_of(type_id) == "service":
        names = [name for name in names if name != "stack"]
    return next((name for name in names if word in (name, name.lower())), None)

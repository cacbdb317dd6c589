"""Rows, pages and plans for the tests of this room."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rancher_nb.api import CATTLE, Plan, Query, Response, Schema, plan
from rancher_nb.frame.packing import packing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rancher_nb.api import Condition, SortKey

STR = str(packing().join([]).dtype)
"""How this pandas calls its texts: ``str``, or ``string`` before its version 3."""
NOW = datetime(2017, 3, 3, 12, 0, tzinfo=UTC)
URL = "http://h/v2-beta/projects/1a5/things"
TEXT = ["eq", "ne", "prefix", "like", "notlike", "null", "notnull"]
ORDERED = ["eq", "ne", "lt", "lte", "gt", "gte", "null", "notnull"]
EXACT = ["eq", "ne", "null", "notnull"]
FIELDS: dict[str, dict[str, Any]] = {
    "id": {"type": "int"},
    "name": {"type": "string", "nullable": True},
    "state": {"type": "enum", "options": ["running", "stopped", "error"], "nullable": True},
    "tty": {"type": "boolean", "nullable": True},
    "memory": {"type": "int", "nullable": True},
    "load": {"type": "float", "nullable": True},
    "created": {"type": "date", "nullable": True},
    "hostId": {"type": "reference[host]", "nullable": True},
    "note": {"type": "string"},
    "labels": {"type": "map[string]"},
    "ports": {"type": "array[string]"},
    "info": {"type": "json"},
    "launchConfig": {"type": "launchConfig"},
    "secretValue": {"type": "password"},
}
FILTERS = {
    "id": ORDERED,
    "name": TEXT,
    "state": EXACT,
    "tty": EXACT,
    "memory": ORDERED,
    "created": ORDERED,
    "hostId": EXACT,
    "note": TEXT,
}
SCHEMA = Schema.from_json(
    {
        "id": "thing",
        "pluralName": "things",
        "resourceFields": FIELDS,
        "collectionFilters": {name: {"modifiers": each} for name, each in FILTERS.items()},
        "collectionMethods": ["GET"],
        "links": {"collection": URL},
    },
)


def row(number: int | str, **fields: Any) -> dict[str, Any]:
    """Return a resource as the server writes it, with links and actions that nobody asked for."""
    key = number if isinstance(number, str) else f"1i{number}"
    return {
        "id": key,
        "type": "thing",
        "links": {"self": f"{URL}/{key}"},
        "actions": {"stop": f"{URL}/{key}/?action=stop"},
        "createdTS": 1,
        **fields,
    }


def answer(
    rows: Iterable[Any],
    *,
    next: str | None = None,
    sort: tuple[str, str] | None = None,
    limit: int | None = 1000,
) -> Response:
    """Return a page that holds *rows*."""
    document = {
        "type": "collection",
        "resourceType": "thing",
        "data": list(rows),
        "pagination": {"next": next, "limit": limit, "partial": next is not None},
        "sort": sort and {"name": sort[0], "order": sort[1], "reverse": "http://h"},
        "filters": {"name": [{"value": "x", "modifier": "eq"}]},
    }
    return Response(200, {"Content-Type": "application/json"}, json.dumps(document).encode(), URL)


def paged(rows: Sequence[Any], size: int, *, sort: tuple[str, str] | None = None) -> Iterator[Response]:
    """Yield *rows* in pages of *size*; an empty list is one empty page."""
    for start in range(0, max(1, len(rows)), size):
        more = f"{URL}?marker=m{start + size}" if start + size < len(rows) else None
        yield answer(rows[start : start + size], next=more, sort=sort, limit=size)


def planned(
    condition: Condition | None = None,
    *,
    sort: tuple[SortKey, ...] = (),
    limit: int | None = None,
    columns: tuple[str, ...] = (),
    schema: Schema = SCHEMA,
) -> Plan:
    """Return the plan of a query as a session makes it."""
    query = Query(schema.id, condition, sort, limit, columns)
    return plan(query.bound(schema, now=NOW), schema, CATTLE)

"""From what a person names to resources: ``TYPE/ID``, ``TYPE/NAME``, a resource, a row, a frame.

Knows how an id is told from a name, and that a name must be unique to mean something. It changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..api import Comparison, Operator, Query, Request, Resource, plan
from ..errors import NotFound, QueryError, did_you_mean

if TYPE_CHECKING:
    from ..api import Schema
    from .connection import Connection

__all__ = ["as_target", "find_one", "fresh", "named_rows"]

ID = re.compile(r"1[a-z]+\d+|1[a-z]+!.+")
NAMES_LISTED = 200  # rows read for the close matches of a misspelt name


def fresh(here: Connection, resource: Resource) -> Resource:
    """Return *resource* as it is now: what it offers depends on its state."""
    schema = here.schemas.get(resource.type)
    return here.client.resource(Request("GET", resource.link("self")), schema=schema)


def find_one(here: Connection, schema: Schema, wanted: str) -> Resource:
    """Return the resource of type *schema* with the id or the unique name *wanted*.

    Raises QueryError when no resource, or more than one, has that name, NotFound when the id does not exist.
    """
    if ID.fullmatch(wanted) or "name" not in schema.filters or not schema.is_listable:
        found = by_id(here, schema, wanted)
    else:
        found = by_name(here, schema, wanted)
    here.learn((found,))
    return found


def by_id(here: Connection, schema: Schema, wanted: str) -> Resource:
    """Return the resource with the id *wanted*.

    The address is the collection's with the id after it, as the API's own clients build it.
    """
    if schema.collection_url is None:
        raise QueryError(f"{schema.id} has no collection here", word=schema.id, hint="%rancher types")
    url = f"{schema.collection_url}/{quote(wanted, safe='!:')}"
    return here.client.resource(Request("GET", url), schema=schema)


def by_name(here: Connection, schema: Schema, wanted: str) -> Resource:
    """Return the one resource called *wanted*, letter case and all."""
    rows = [each for each in named_rows(here, schema, wanted) if each.name == wanted]
    if len(rows) == 1:
        return rows[0]
    if rows:
        ids = ", ".join(str(each.id) for each in rows[:8])
        raise QueryError(
            f"{len(rows)} {schema.plural} are called '{wanted}'",
            word=wanted,
            hint=f"name one by its id: {ids}",
        )
    try:
        return by_id(here, schema, wanted)  # settings and others whose id is a name
    except NotFound:
        pass
    names = [each.name or "" for each in here.client.collection(schema.collection_url or "", schema=schema).data]
    raise QueryError(
        f"no {schema.id} is called '{wanted}'. {did_you_mean(wanted, names[:NAMES_LISTED])}".rstrip(),
        word=wanted,
        hint=f"%rancher get {schema.plural} columns name",
    )


def named_rows(here: Connection, schema: Schema, wanted: str) -> tuple[Resource, ...]:
    """Return the first page of resources that the server finds by the name *wanted*."""
    query = Query(schema.id, Comparison(("name",), Operator.EQ, wanted))
    request = plan(query, schema, here.dialect, distrust=here.distrust).requests[0]
    return here.client.collection(request, schema=schema).data


def as_target(value: Any) -> Resource | list[tuple[str, str]]:
    """Return what a Python value names: itself if it is a resource, else (type, id) pairs of rows.

    A row is a Series that came out of a frame, a frame is one of ours or derived from one; both know their type
    from ``attrs``. Raises QueryError for anything else.
    """
    if isinstance(value, Resource):
        return value
    resource = getattr(value, "resource", None)
    if isinstance(resource, Resource):
        return resource
    story = getattr(value, "attrs", {}).get("rancher")
    if story is not None and hasattr(value, "index"):
        is_frame = hasattr(value, "columns")
        ids = list(value.index) if is_frame else [value.name]
        return [(story["type"], str(each)) for each in ids]
    raise QueryError(
        f"a {type(value).__name__} names no resource",
        word=type(value).__name__,
        hint="give TYPE/ID, a resource, or rows of a frame that %rancher get made",
    )

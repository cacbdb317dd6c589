"""From what a person names to resources: ``TYPE/ID``, ``TYPE/NAME``, a resource, a row, a frame.

Knows how an id is told from a name, and that a name must be unique to mean something. It changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..api import Collection, Comparison, Operator, Query, Request, Resource, decipher, plan
from ..errors import NotFound, QueryError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..api import Response, Schema
    from .connection import Connection

__all__ = ["address_of", "as_target", "find_one", "fresh", "named_rows", "resources_of"]

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


def address_of(here: Connection, schema: Schema, wanted: str) -> Request:
    """Return the request that asks for the resource *wanted*: its address by id, a filter by name."""
    if ID.fullmatch(wanted) or "name" not in schema.filters:
        return Request("GET", f"{schema.collection_url}/{quote(wanted, safe='!:')}")
    return named_request(here, schema, wanted)


def named_request(here: Connection, schema: Schema, wanted: str) -> Request:
    """Return the request for the resources called *wanted*."""
    query = Query(schema.id, Comparison(("name",), Operator.EQ, wanted))
    return plan(query, schema, here.dialect, distrust=here.distrust).requests[0]


def by_id(here: Connection, schema: Schema, wanted: str) -> Resource:
    """Return the resource with the id *wanted*.

    The address is the collection's with the id after it, as the API's own clients build it.
    """
    if schema.collection_url is None:
        raise QueryError(f"{schema.id} has no collection here", word=schema.id, hint="%rancher types")
    url = f"{schema.collection_url}/{quote(wanted, safe='!:')}"
    found = here.client.resource(Request("GET", url), schema=schema)
    if found.id != wanted:
        # 1.6 reads only the number of an id: containers/1h1 is container 1i1 to it.
        raise QueryError(f"'{wanted}' is no id of a {schema.id}: the server took it for {found.label}", word=wanted)
    return found


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


def named_rows(here: Connection, schema: Schema, wanted: str) -> list[Resource]:
    """Return the resources that the server finds by the name *wanted*: more, when it does not filter."""
    request = named_request(here, schema, wanted)
    return resources_of(here.client.pages(request), request, schema)


def resources_of(pages: Iterable[Response], request: Request, schema: Schema) -> list[Resource]:
    """Return the resources on *pages*, which answer *request*, each once."""
    collections = (Collection.from_json(decipher(request, page), schema=schema) for page in pages)
    by_id = {each.id: each for collection in collections for each in collection.data}
    return list(by_id.values())


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
        if is_frame and value.index.name != "id":
            raise QueryError(
                f"the frame's index is '{value.index.name}', not the ids",
                word="index",
                hint="rows are named by their ids: keep the index that %rancher get made",
            )
        ids = list(value.index) if is_frame else [value.name]
        return [(story["type"], str(each)) for each in ids]
    raise QueryError(
        f"a {type(value).__name__} names no resource",
        word=type(value).__name__,
        hint="give TYPE/ID, a resource, or rows of a frame that %rancher get made",
    )

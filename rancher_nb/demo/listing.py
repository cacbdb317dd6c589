"""Collections: the envelope around rows, pages, and what is joined to each.

Knows the shape of a 1.6 collection and its quirks. Knows no single resource beyond asking for its shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .faults import not_allowed
from .naming import base_of
from .neighbours import Neighbours, link_name, neighbours
from .query import (
    Filter,
    Page,
    Sort,
    filter_echo,
    read_filters,
    read_page,
    read_sort,
    sort_echo,
    sort_links,
    where,
)
from .schemas import REVISED, column_kinds, load
from .shapes import shape, shape_all, template_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .schemas import SchemaSet
    from .store import Row
    from .visit import Visit

__all__ = ["collection", "envelope", "linked_collection"]

# Lists that the server never pages: their `pagination` is null.
UNPAGED = frozenset(
    """extensionPoint haConfig identity localAuthConfig networkPolicyRuleWithin processDefinition processPool
    processSummary project projectMember schema serviceProxy subscribe token typeDocumentation""".split(),
)
LIVE = "removed IS NULL"


def collection(visit: Visit, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the collection of *schema* as the call asks for it. Raises Fault 405 where it cannot be listed."""
    type_id: str = schema["id"]
    if "GET" not in schema["collectionMethods"]:
        raise not_allowed()
    if type_id == "project":
        return projects(visit)
    allowed = visit.filters_of(schema)
    filters = read_call_filters(visit, visit.working_filters_of(schema), base_of(type_id))
    sort = read_sort(allowed, visit.call)
    if type_id in UNPAGED:
        return envelope(visit, type_id, [], allowed=allowed, filters=filters, sort=sort)
    page = read_page(visit.call)
    data, more = page_of(visit, schema, scoped(visit, type_id, filters), sort=sort, page=page)
    shown = "environment" if visit.call.version == "v1" and base_of(type_id) == type_id == "service" else type_id
    return envelope(
        visit, shown, data, allowed=allowed, filters=filters, sort=sort, pagination=pagination(visit, page, more=more),
        create_types=type_id,
    )  # fmt: skip


def read_call_filters(visit: Visit, allowed: Mapping[str, Any], base: str) -> list[Filter]:
    """Return the filters of the call; `environmentId` of v1 means `stackId`."""
    pairs = visit.call.pairs
    if visit.call.version == "v1":
        pairs = [("stackId" + name[13:] if name.startswith("environmentId") else name, v) for name, v in pairs]
    return read_filters(allowed, column_kinds(base), pairs, visit.world.now())


def scoped(visit: Visit, type_id: str, filters: Sequence[Filter]) -> tuple[str, list[Any]]:
    """Return the condition for the rows of *type_id* that the caller sees and *filters* let through."""
    table = base_of(type_id)
    bounds, values = visit.bounds(table)
    clauses = [bounds]
    if type_id not in (table, "environment"):
        clauses.append("kind_of = ?")
        values.append(type_id)
        # The server asks for its own kind after the caller's, which is thereby ignored (and still echoed).
        filters = [filter_ for filter_ in filters if filter_.column != "kind"]
    if visit.call.parameter("_removed") is None:
        clauses.append(LIVE)
    condition, more = where(filters)
    return " AND ".join([*clauses, condition]), [*values, *more]


def page_of(
    visit: Visit, schema: Mapping[str, Any], asked: tuple[str, list[Any]], *, sort: Sort | None, page: Page
) -> tuple[list[dict[str, Any]], bool]:
    """Return the resources of one page of what is *asked*, a condition and its values, and whether more follow."""
    condition, values = asked
    if page.offset < 0:
        return [], False
    order = (sort or Sort("id", descending=False)).sql
    table = base_of(schema["id"])
    link = include_of(visit, schema)
    if link is None:
        tail = f"{order} LIMIT {page.limit + 1} OFFSET {page.offset}"
        rows = list(visit.world.store.find(table, condition, values, tail=tail))
        return shape_all(rows[: page.limit], visit.view), len(rows) > page.limit
    rows_all = visit.world.store.find(table, condition, values, tail=order)
    return joined_page(visit, rows_all, link, page)


def include_of(visit: Visit, schema: Mapping[str, Any]) -> str | None:
    """Return the link of *schema* that the first `include` parameter names, in any letter case."""
    word = (visit.call.parameter("include") or "").lower()
    names = [name for name, _ in template_of(visit.schemas, schema["id"]).links]
    return link_name(schema, names, word) if word else None


def joined_page(visit: Visit, rows: Iterator[Row], link: str, page: Page) -> tuple[list[dict[str, Any]], bool]:
    """Return a page whose limit counts joined rows, as the server's join does: a parent may come back on the next."""
    data: list[dict[str, Any]] = []
    at, end = 0, page.offset + page.limit
    for row in rows:
        joined = joined_rows(visit, row, link)
        width = max(1, len(joined))
        first, last = max(page.offset - at, 0), min(end - at, width)
        if first < last:
            resource = shape(row, visit.view)
            resource |= inlined(visit, row, link, joined[first:last])
            data.append(resource)
        at += width
        if at > end:
            return data, True
    return data, False


def joined_rows(visit: Visit, row: Row, link: str) -> list[Row]:
    """Return the rows that *link* of *row* joins."""
    found = neighbours(visit.world, visit.schemas, row.table, row.number, link)
    return list(visit.world.store.find(found.table, found.where, found.values, tail="ORDER BY id")) if found else []


def inlined(visit: Visit, row: Row, link: str, joined: Sequence[Row]) -> dict[str, Any]:
    """Return what `include` adds to a resource: nothing where nothing is related."""
    found = neighbours(visit.world, visit.schemas, row.table, row.number, link)
    if not joined or found is None:
        return {}
    resources = shape_all(joined, visit.view)
    return {link: resources[0] if found.sort == "one" else resources}


def pagination(visit: Visit, page: Page, *, more: bool) -> dict[str, Any]:
    """Return the `pagination` of a page; only `next` is ever set."""
    follow = visit.call.without("marker", plus=f"marker=m{page.offset + page.limit}") if more else None
    return {"first": None, "previous": None, "next": follow, "limit": page.limit, "total": None, "partial": more}


def envelope(
    visit: Visit,
    type_id: str,
    data: list[dict[str, Any]],
    *,
    allowed: Mapping[str, Any] | None = None,
    filters: Sequence[Filter] = (),
    sort: Sort | None = None,
    pagination: dict[str, Any] | None = None,
    create_types: str | None = None,
    defaults: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the collection around *data*, with all eleven keys."""
    return {
        "type": "collection",
        "resourceType": type_id,
        "links": {"self": visit.call.url},
        "createTypes": creatable(visit, create_types),
        "actions": {},
        "data": data,
        "sortLinks": sort_links(allowed or {}, visit.call),
        "pagination": pagination,
        "sort": sort_echo(sort, visit.call),
        "filters": filter_echo(allowed or {}, filters),
        "createDefaults": dict(defaults or {}),
    }


def creatable(visit: Visit, type_id: str | None) -> dict[str, str]:
    """Return the types that a collection of *type_id* offers to create, with where to post them."""
    if type_id is None:
        return {}
    wanted = "stack" if type_id == "environment" else type_id
    schemas = deciding(visit, wanted)
    return {
        name: f"{visit.call.stem}/{schemas.schemas[name]['pluralName'].lower()}"
        for name in schemas.create_types(wanted)
    }


def deciding(visit: Visit, type_id: str) -> SchemaSet:
    """Return the schemas that decide about *type_id*: those of v2-beta for stacks and services."""
    return load("v2-beta", visit.schemas.scope) if base_of(type_id) in REVISED else visit.schemas


def projects(visit: Visit) -> dict[str, Any]:
    """Return the list of projects, which knows only `name`, `uuid`, `id` (a bare number) and `all`."""
    bounds, values = visit.bounds("account")
    allowed = {name: {"modifiers": ["eq"]} for name in ("name", "uuid", "id")}
    filters = read_filters(allowed, column_kinds("account"), visit.call.pairs, visit.world.now())
    condition, more = where(filters)
    rows = visit.world.store.find(
        "account", f"{bounds} AND kind_of = 'project' AND {LIVE} AND {condition}", [*values, *more], tail="ORDER BY id"
    )
    return envelope(visit, "project", shape_all(rows, visit.view))


def linked_collection(visit: Visit, parent: Mapping[str, Any], found: Neighbours) -> dict[str, Any]:
    """Return the collection behind a link. Filters are echoed and never applied; children are never paged or sorted."""
    schema = visit.schemas.find(found.type) or {"id": found.type, "collectionFilters": {}, "includeableLinks": []}
    if parent["id"] == "project":
        rows = visit.world.store.find(found.table, found.where, found.values, tail="ORDER BY id")
        return envelope(visit, found.type, shape_all(rows, visit.view))
    allowed = visit.filters_of(schema)
    own = visit.working_filters_of(schema)
    both = {name: own[name] for name in own if name in visit.working_filters_of(parent)}
    filters = read_call_filters(visit, both, found.table)
    sort = read_sort(allowed, visit.call)
    page = read_page(visit.call)
    bounds, values = visit.bounds(found.table)
    condition, more_values = f"{bounds} AND {found.where}", [*values, *found.values]
    if found.sort == "many":
        rows_sort, asked = sort, page
    else:
        rows_sort, asked = None, Page(1 << 30, 0)
    tail = f"{(rows_sort or Sort('id', descending=False)).sql} LIMIT {asked.limit + 1} OFFSET {max(asked.offset, 0)}"
    rows_found = (
        list(visit.world.store.find(found.table, condition, more_values, tail=tail)) if asked.offset >= 0 else []
    )
    shown = "environment" if visit.call.version == "v1" and found.type in ("service", "stack") else found.type
    return envelope(
        visit, shown, shape_all(rows_found[: asked.limit], visit.view), allowed=allowed, filters=filters,
        sort=sort, pagination=pagination(visit, page, more=len(rows_found) > asked.limit), create_types=found.type,
        defaults=found.defaults,
    )  # fmt: skip

"""Links: which rows a link of a resource leads to.

Knows how tables hang together. Three sorts, as on a running 1.6 server: to one resource; to children (all at once,
never paged, whatever was asked); to many through a map (paged and sorted, and blind to whether the parent exists).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .naming import base_of, format_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .schemas import SchemaSet
    from .store import Row
    from .world import World

__all__ = ["Neighbours", "link_name", "neighbours"]

# Links that are not called like the type they lead to.
TYPES: Mapping[str, str] = {
    "clusters": "host",
    "consumedbyservices": "service",
    "consumedservices": "service",
    "hostLabels": "label",
    "instanceLabels": "label",
    "networkContainer": "container",
    "privatePorts": "port",
    "publicPorts": "port",
    "targetInstanceLinks": "instanceLink",
}
MANY = frozenset(
    {
        ("host", "instances"),
        ("host", "storagePools"),
        ("instance", "hosts"),
        ("instance", "services"),
        ("label", "hosts"),
        ("label", "instances"),
        ("service", "consumedbyservices"),
        ("service", "consumedservices"),
        ("service", "instances"),
        ("volume", "storagePools"),
    },
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The rows behind a link, as a condition on a table, and which sort of link it is."""

    sort: Literal["one", "children", "many"]
    type: str
    where: str = "0"
    values: Sequence[Any] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table of the rows."""
        return base_of(self.type)


def link_name(schema: Mapping[str, Any], names: Sequence[str], word: str) -> str | None:
    """Return the link that *word* in a path means: spelt as in *names* or all in lower case; None for no link."""
    if word not in names and word != word.lower():
        return None
    allowed = {name.lower() for name in schema["includeableLinks"]}
    return next((name for name in names if name.lower() == word.lower() and name.lower() in allowed), None)


def neighbours(world: World, schemas: SchemaSet, table: str, number: int, link: str) -> Neighbours | None:
    """Return what *link* of row *number* of *table* leads to; None when it leads to no type that the caller sees."""
    row = world.store.get(table, number)
    if (table, link) in MANY:
        return Neighbours("many", TYPES.get(link) or singular(schemas, link), *mapped(world, row, table, number, link))
    schema = schemas.find(TYPES.get(link) or link)
    type_id = schema["id"] if schema else singular(schemas, link)
    columns = world.store.table(base_of(type_id))
    own = f"{link}Id"
    if own in world.store.table(table) or (row is not None and own in row.doc):
        reference = row.doc.get(own) if row else None
        return Neighbours("one", type_id, "id = ?", (reference,))
    parent = f"{table}Id"
    if parent not in columns:
        return Neighbours("children", type_id)
    creatable = schema is not None and "POST" in schema["collectionMethods"] and parent in schema["resourceFields"]
    defaults = {parent: format_id(table, number)} if creatable and table != "account" else {}
    return Neighbours("children", type_id, f'"{parent}" = ? AND removed IS NULL', (number,), defaults)


def singular(schemas: SchemaSet, link: str) -> str:
    """Return the type that the plural *link* names; a type that this caller cannot see keeps its naive singular."""
    schema = schemas.find(link)
    return str(schema["id"]) if schema else link.removesuffix("s")


def mapped(world: World, row: Row | None, table: str, number: int, link: str) -> tuple[str, list[Any]]:
    """Return the condition for rows that hang on row *number* through a map."""
    if link == "instances" and table in ("host", "service"):
        return f"tie_{table} = ? AND removed IS NULL", [number]
    if row is None:
        return "0", []
    numbers: list[Any] = []
    if link == "hosts":
        numbers = [row.doc.get("hostId")]
    elif link == "services":
        numbers = [row.doc.get("_service")]
    elif link == "consumedservices":
        numbers = list((row.doc.get("_links") or {}).values())
    elif link == "consumedbyservices":
        peers = world.store.find("service", '"accountId" = ? AND removed IS NULL', (row.doc["accountId"],))
        numbers = [peer.number for peer in peers if number in (peer.doc.get("_links") or {}).values()]
    return f"id IN ({','.join('?' * len(numbers))})", numbers

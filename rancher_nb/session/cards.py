"""Resources as cards: what a card loads and does when it is pressed.

Knows how an address becomes facts or rows, and that a press is the same as the verb of that name. It does not know
how a card looks.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..api import CATTLE, Collection, Column, Listing, Request, Resource, Schema
from .report import cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..widgets import Card, CardFacts, CardRows
    from .connection import Connection

__all__ = ["facts_of", "make_card"]


def facts_of(here: Connection | None, resource: Resource) -> CardFacts:
    """Return what a card of *resource* says; without a connection, what the resource alone tells."""
    from ..widgets import card_facts

    unknown = Schema(resource.type, resource.type)
    if here is None:
        return card_facts(resource, schema=unknown, life=CATTLE.life(resource), now=datetime.now(UTC))
    return card_facts(
        resource,
        schema=here.schemas.get(resource.type) or unknown,
        life=here.dialect.life(resource),
        now=here.now,
        names=here.names,
        inputs=here.schemas,
    )


def rows_of(here: Connection, address: str, collection: Collection) -> CardRows:
    """Return the list behind a link: a row for each resource, each of which opens as a card."""
    from ..widgets import CardRows

    kind = here.schemas.get(collection.resource_type)
    title = kind.plural if kind is not None else collection.resource_type or "list"
    rows = tuple(
        (cell(each.id), cell(each.name), cell(here.dialect.life(each).state), cell(each.type))
        for each in collection.data
    )
    more = "only the first page is shown" if collection.next else ""
    columns = (Column("id", "id"), Column("name"), Column("state", "state"), Column("type"))
    return CardRows(
        title=title,
        address=address,
        listing=Listing(columns, rows, len(rows), footer=(("", (more,)),) if more else ()),
        targets=tuple(each.links.get("self", "") for each in collection.data),
        ids=tuple(each.id or "" for each in collection.data),
    )


def make_card(here: Connection, resource: Resource, *, act: Callable[[str, Resource], Any]) -> Card:
    """Return a card of *resource* whose links load from the connection it came from and whose buttons call *act*."""
    from ..widgets import Card

    def load(address: str) -> CardFacts | CardRows:
        document = here.client.ask(Request("GET", address))
        if isinstance(document, dict) and document.get("type") == "collection":
            collection = Collection.from_json(document)
            here.learn(collection.data)
            return rows_of(here, address, collection)
        found = Resource.from_json(document, schema=here.schemas.get(str((document or {}).get("type"))))
        here.learn((found,))
        return facts_of(here, found)

    def press(facts: CardFacts, name: str) -> CardFacts:
        current = here.client.resource(Request("GET", facts.address), schema=here.schemas.get(facts.type))
        after: Any = act(name, current)
        return facts_of(here, after if isinstance(after, Resource) and after.id == current.id else current)

    return Card(facts_of(here, resource), load=load, act=press, read_only=here.read_only)

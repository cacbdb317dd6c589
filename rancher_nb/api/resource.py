"""One resource and one collection of them, as the server sent them.

Knows the envelope: id, type, links, actions, fields. The four namespaces stay apart: ``r["name"]`` is a field,
``r.links`` and ``r.actions`` are what they say, and server data never becomes an attribute. It does not know
how to fetch, and nothing of schemas beyond which field types hold secrets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..errors import NotOffered, NotRancher, did_you_mean, printable
from .schema import addresses
from .secret import SECRET_NAMES, hidden, masked

if TYPE_CHECKING:
    from .schema import Schema

__all__ = ["Collection", "Resource"]

ENVELOPE = frozenset({"id", "type", "baseType", "links", "actions", "actionLinks"})


@dataclass(frozen=True, slots=True, eq=False)
class Resource(Mapping[str, Any]):
    """One resource: a read-only mapping of its fields, with *links* and *actions* beside it.

    Both maps hold addresses; they list what is offered in the state the resource was in when it was read.
    """

    id: str | None
    type: str
    base_type: str
    fields: Mapping[str, Any]
    links: Mapping[str, str]
    actions: Mapping[str, str]

    @classmethod
    def from_json(cls, document: Any, *, schema: Schema | None = None) -> Resource:
        """Read a resource document; fields that hold secrets become `Secret`, secrets deeper inside a mask.

        Which ones do is known from *schema* (fields of type ``password``) and from the names the API uses.
        Raises NotRancher when the document is not a resource.
        """
        if not isinstance(document, Mapping) or not isinstance(document.get("type"), str):
            raise NotRancher("the answer is not a resource", hint="is this a Rancher server?")
        secret = {name for name, each in schema.fields.items() if each.is_secret} if schema else set()
        fields = {
            name: hidden(value) if name in secret or is_secret_text(name, value) else masked(value)
            for name, value in document.items()
            if name not in ENVELOPE
        }
        identity = document.get("id")
        return cls(
            id=None if identity is None else str(identity),
            type=document["type"],
            base_type=str(document.get("baseType") or document["type"]),
            fields=MappingProxyType(fields),
            links=addresses(document.get("links")),
            actions=addresses(document.get("actionLinks")) or addresses(document.get("actions")),
        )

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    @property
    def name(self) -> str | None:
        """The resource's own name, None where it has none."""
        name = self.fields.get("name")
        return name if isinstance(name, str) and name else None

    @property
    def label(self) -> str:
        """Type, id and name in one short phrase: ``container 1i5 web``."""
        return " ".join(" ".join(part.split()) for part in (self.type, self.id, self.name) if part)

    def link(self, name: str) -> str:
        """Return the address of link *name*, letter case ignored.

        Raises NotOffered, listing the links there are. A link that is missing usually means that the
        reference is null or that the key may not see the type.
        """
        return self._offered("link", name, self.links)

    def action(self, name: str) -> str:
        """Return the address of action *name*, letter case ignored.

        Raises NotOffered, listing the actions offered in the state this resource was read in.
        """
        return self._offered("action", name, self.actions)

    def _offered(self, kind: str, name: str, addresses: Mapping[str, str]) -> str:
        for known, address in addresses.items():
            if known.lower() == name.lower():
                return address
        state = self.fields.get("state")
        now = f" while it is {state}" if kind == "action" and state else ""
        offers = ", ".join(sorted(addresses)) or f"no {kind}s"
        raise NotOffered(
            f"{self.label} does not offer the {kind} '{name}'{now}. {did_you_mean(name, addresses)}".rstrip(),
            offered=addresses,
            hint=f"it offers {offers}",
        )

    def __repr__(self) -> str:
        state = self.fields.get("state")
        return f"<{printable(self.label)}{f' {printable(str(state))}' if state else ''}>"


def is_secret_text(name: str, value: Any) -> bool:
    """Whether *value* is a text below a name that the API gives to secrets."""
    return name in SECRET_NAMES and isinstance(value, str)


def as_map(value: Any) -> Mapping[str, Any]:
    """Return *value* if it is a map, else an empty one."""
    return value if isinstance(value, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Collection:
    """One page of a collection, its items as resources.

    *next* is the address of the page that follows, None on the last one. *sort* is (field, descending) as the
    server confirms it, None when it sorted by nothing.
    """

    resource_type: str
    data: tuple[Resource, ...]
    next: str | None
    sort: tuple[str, bool] | None
    links: Mapping[str, str]

    @classmethod
    def from_json(cls, document: Any, *, schema: Schema | None = None) -> Collection:
        """Read a collection document.

        Raises NotRancher when the document is no collection.
        """
        if not isinstance(document, Mapping) or not isinstance(document.get("data"), list):
            raise NotRancher("the answer is not a collection", hint="is this a Rancher server?")
        sort = as_map(document.get("sort"))
        following = as_map(document.get("pagination")).get("next")
        return cls(
            resource_type=str(document.get("resourceType") or ""),
            data=tuple(Resource.from_json(each, schema=schema) for each in document["data"]),
            next=following if isinstance(following, str) else None,
            sort=(str(sort["name"]), sort.get("order") == "desc") if sort.get("name") else None,
            links=addresses(document.get("links")),
        )

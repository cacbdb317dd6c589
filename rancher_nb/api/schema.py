"""The schemas a server describes itself with: types, fields, filters, actions, methods.

Knows the schema documents of the generic API (github.com/rancher/api-spec, specification.md) and the type
grammar of their fields. It does not know how to fetch them, and nothing of single resources.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ..errors import NotRancher, QueryError, did_you_mean
from .secret import SECRET_NAMES

__all__ = ["UNSET", "Action", "Field", "FieldType", "Schema", "Schemas", "Unset"]

KEYWORDS = frozenset(
    "string password float int date blob boolean enum reference array map json type none".split(),
)
SCALARS = frozenset("string password float int date blob boolean enum reference type".split())


DEEPEST = 8  # brackets in a type; real ones have three


class Unset(enum.Enum):
    """The one value that means "not given": None will not do, for null is a legal JSON value."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset.UNSET


@dataclass(frozen=True, slots=True)
class FieldType:
    """The type of a field: a keyword of the grammar, or a schema id for a nested object.

    *kind* is the keyword, ``object`` for a schema id; *of* is what an array or map holds, *target* the schema
    that a reference or nested object names.

    >>> FieldType.parse("map[reference[volume]]").of
    FieldType(kind='reference', of=None, target='volume')
    """

    kind: str
    of: FieldType | None = None
    target: str | None = None

    @classmethod
    def parse(cls, text: str) -> FieldType:
        """Read the grammar ``kind``, ``kind[inner]`` or a schema id; an odd text is taken as a schema id."""
        match = re.fullmatch(r"(\w+)\[(.*)\]", text)
        if match is None or text.count("[") > DEEPEST:
            return cls(text) if text in KEYWORDS else cls("object", target=text)
        kind, inner = match.groups()
        return cls(kind, target=inner) if kind == "reference" else cls(kind, of=cls.parse(inner))

    @property
    def is_scalar(self) -> bool:
        """Whether a value of this type is one plain value, not a list, map or object."""
        return self.kind in SCALARS

    def __str__(self) -> str:
        if self.kind == "object":
            return self.target or "object"
        inner = self.target if self.kind == "reference" else self.of
        return self.kind if inner is None else f"{self.kind}[{inner}]"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a schema. Limits that the schema does not set are None, the default is UNSET."""

    name: str
    type: FieldType
    description: str | None = None
    create: bool = False
    update: bool = False
    nullable: bool = False
    required: bool = False
    unique: bool = False
    default: Any = UNSET
    options: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    valid_chars: str | None = None
    invalid_chars: str | None = None

    @classmethod
    def from_json(cls, name: str, facts: Mapping[str, Any]) -> Field:
        """Read one entry of ``resourceFields``; attributes the server leaves out take their defaults."""
        return cls(
            name=name,
            type=FieldType.parse(text_in(facts, "type") or "json"),
            description=text_in(facts, "description"),
            create=bool(facts.get("create")),
            update=bool(facts.get("update")),
            nullable=bool(facts.get("nullable")),
            required=bool(facts.get("required")),
            unique=bool(facts.get("unique")),
            default=facts.get("default", UNSET),
            options=texts_in(facts, "options"),
            min=number_in(facts, "min"),
            max=number_in(facts, "max"),
            min_length=number_in(facts, "minLength"),
            max_length=number_in(facts, "maxLength"),
            valid_chars=text_in(facts, "validChars"),
            invalid_chars=text_in(facts, "invalidChars"),
        )

    @property
    def is_secret(self) -> bool:
        """Whether values of this field are secrets: by its type, or plain texts by the names the API gives them."""
        return self.type.kind == "password" or (self.type.kind == "string" and self.name in SECRET_NAMES)


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a type: the schemas of its *input* and *output*, None where it has none."""

    name: str
    input: str | None = None
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """One type: its fields, filters (name to modifiers), actions and methods, all read-only."""

    id: str
    plural: str
    fields: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    actions: Mapping[str, Action] = field(default_factory=lambda: MappingProxyType({}))
    collection_methods: tuple[str, ...] = ()
    resource_methods: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Schema:
        """Read one schema document.

        Raises NotRancher when it has no id or its fields are not a map.
        """
        fields = facts.get("resourceFields") or {}
        if not isinstance(facts.get("id"), str) or not isinstance(fields, Mapping):
            raise NotRancher("a schema without an id or with odd fields", hint="is this a Rancher server?")
        return cls(
            id=facts["id"],
            plural=text_in(facts, "pluralName") or facts["id"],
            fields=MappingProxyType({name: Field.from_json(name, each) for name, each in maps_of(fields)}),
            filters=MappingProxyType(
                {
                    name: texts_in(each, "modifiers") or ("eq",)
                    for name, each in maps_of(facts.get("collectionFilters"))
                },
            ),
            actions=MappingProxyType(
                {
                    name: Action(name, text_in(each, "input"), text_in(each, "output"))
                    for name, each in maps_of(facts.get("resourceActions"))
                },
            ),
            collection_methods=texts_in(facts, "collectionMethods"),
            resource_methods=texts_in(facts, "resourceMethods"),
            includes=texts_in(facts, "includeableLinks"),
            links=addresses(facts.get("links")),
        )

    @property
    def collection_url(self) -> str | None:
        """The address of the collection; None for a type that cannot be listed."""
        return self.links.get("collection")

    @property
    def is_listable(self) -> bool:
        """Whether this key may list the type here."""
        return "GET" in self.collection_methods and self.collection_url is not None

    @property
    def is_creatable(self) -> bool:
        """Whether this key may create one here."""
        return "POST" in self.collection_methods

    def modifiers(self, name: str) -> tuple[str, ...]:
        """Return the modifiers the server accepts on field *name*; empty when it cannot be filtered."""
        return self.filters.get(name, ())

    def field(self, name: str) -> Field:
        """Return the field *name*.

        Raises QueryError with close matches when the type has no such field.
        """
        if name in self.fields:
            return self.fields[name]
        raise QueryError(
            f"{self.id} has no field '{name}'. {did_you_mean(name, self.fields)}".rstrip(),
            word=name,
            hint=f"%rancher describe {self.id}",
        )

    def action(self, name: str) -> Action:
        """Return the action *name* in the schema's spelling, letter case ignored.

        Raises QueryError with close matches when the type never has such an action.
        """
        for known, action in self.actions.items():
            if known.lower() == name.lower():
                return action
        known_actions = ", ".join(sorted(self.actions)) or "no actions"
        raise QueryError(
            f"{self.id} has no action '{name}'. {did_you_mean(name, self.actions)}".rstrip(),
            word=name,
            hint=f"{self.id} has {known_actions}",
        )


class Schemas(Mapping[str, Schema]):
    """All schemas of one scope, by id; `find` also takes plural names in any letter case."""

    def __init__(self, schemas: tuple[Schema, ...], *, url: str) -> None:
        """Index *schemas*, which were read from *url*."""
        self.url = url
        self._by_id = {schema.id: schema for schema in schemas}
        self._by_name = {schema.plural.lower(): schema for schema in schemas}
        self._by_name |= {schema.id.lower(): schema for schema in schemas}

    @classmethod
    def from_json(cls, document: Any, *, url: str) -> Schemas:
        """Read the schemas collection that *url* answered.

        Raises NotRancher when the document is no collection of schemas.
        """
        data = document.get("data") if isinstance(document, Mapping) else None
        if not isinstance(data, list) or not data:
            raise NotRancher(
                f"{url} did not answer with a list of schemas",
                hint="give the address of the API, for example https://rancher.example.com/v2-beta",
            )
        return cls(tuple(Schema.from_json(each) for each in data if isinstance(each, Mapping)), url=url)

    def __getitem__(self, schema_id: str) -> Schema:
        return self._by_id[schema_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, name: str) -> Schema:
        """Return the type called *name*: its id or plural name, letter case ignored.

        Raises QueryError with close matches when there is none.
        """
        found = self._by_name.get(name.lower())
        if found is not None:
            return found
        names = [schema.plural for schema in self.values() if schema.is_listable] or list(self)
        raise QueryError(
            f"there is no type '{name}' here. {did_you_mean(name, names)}".rstrip(),
            word=name,
            hint="%rancher types",
        )


def maps_of(value: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the pairs of a map of maps; null stands for an empty one, what is no map is left out."""
    pairs = value.items() if isinstance(value, Mapping) else ()
    return [(str(name), each or {}) for name, each in pairs if each is None or isinstance(each, Mapping)]


def text_in(facts: Mapping[str, Any], key: str) -> str | None:
    """Return the text at *key*, None when there is none."""
    value = facts.get(key)
    return value if isinstance(value, str) else None


def number_in(facts: Mapping[str, Any], key: str) -> int | None:
    """Return the whole number at *key*, None when there is none."""
    value = facts.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def texts_in(facts: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the texts in the list at *key*; what is no text is left out."""
    value = facts.get(key)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()


def addresses(links: Any) -> Mapping[str, str]:
    """Return the addresses in a map of links or actions; what is no map, or no text in it, is left out."""
    pairs = links.items() if isinstance(links, Mapping) else ()
    return MappingProxyType({str(name): address for name, address in pairs if isinstance(address, str)})

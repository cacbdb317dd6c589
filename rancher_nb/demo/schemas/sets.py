"""The schemas of a running 1.6 server, by API version and scope, from data files beside this module.

Knows which types, fields, filters, links, actions and methods a caller sees. Knows no rows and no addresses: links
are made for each request. The data are the answers of a running 1.6 server, without its addresses.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from ..naming import CHILDREN, base_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["REVISED", "VERSIONS", "Kind", "SchemaSet", "column_kinds", "load"]

VERSIONS = ("v1", "v2-beta")
SCOPES = ("admin", "project")
# Stacks and services of /v1 are answered with the fields of /v2-beta.
REVISED = frozenset({"service", "stack"})
DATES = frozenset({"created", "finished", "healthUpdated", "removeAfter", "removeTime", "removed"})

Kind = str  # text, int, date, boolean, reference: how a column compares


@dataclass(frozen=True, slots=True, eq=False)
class SchemaSet:
    """All schemas that one version of the API shows to one scope, in the order of the server's list."""

    version: str
    scope: str
    schemas: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, str]

    def find(self, word: str) -> Mapping[str, Any] | None:
        """Return the schema whose id or plural *word* is, letter case ignored."""
        return self.schemas.get(self.words.get(word.lower(), ""))

    def may(self, type_id: str, method: str) -> bool:
        """Whether *method* is allowed on collections of *type_id*."""
        schema = self.schemas.get(type_id)
        return schema is not None and method in schema["collectionMethods"]

    def create_types(self, type_id: str) -> list[str]:
        """Return the types that a collection of *type_id* offers to create; none for a type without kinds."""
        return [child for child in CHILDREN.get(type_id, ()) if self.may(child, "POST")]


@cache
def load(version: str, scope: str) -> SchemaSet:
    """Return the schemas of *version* ("v1" or "v2-beta") for *scope* ("admin" or "project")."""
    packed = files(__package__).joinpath(f"{version}-{scope}.json.gz").read_bytes()
    schemas = {schema["id"]: schema for schema in msgspec.json.decode(gzip.decompress(packed))}
    words = {schema["pluralName"].lower(): name for name, schema in schemas.items()}
    words |= {name.lower(): name for name in schemas}
    return SchemaSet(version, scope, schemas, words)


@cache
def column_kinds(base: str) -> Mapping[str, Kind]:
    """Return the columns of the table of *base*, that is every field any of its types can be filtered by."""
    kinds: dict[str, Kind] = {}
    for version in reversed(VERSIONS):
        for scope in SCOPES:
            for name, schema in load(version, scope).schemas.items():
                if base_of(name) == base:
                    for column, filter_ in schema["collectionFilters"].items():
                        kinds.setdefault(column, column_kind(column, filter_, schema["resourceFields"].get(column)))
    kinds.pop("id", None)
    return kinds


def column_kind(name: str, filter_: Mapping[str, Any], field: Mapping[str, Any] | None) -> Kind:
    """Return how the column *name* compares. Some columns are no fields: their modifiers tell."""
    declared = str((field or {}).get("type", ""))
    if declared.startswith("reference"):
        return "reference"
    if declared in ("int", "date", "boolean"):
        return declared
    if "lt" in filter_["modifiers"]:
        return "date" if name in DATES else "int"
    if "prefix" not in filter_["modifiers"] and not declared and name.endswith("Id"):
        return "reference"
    return "text"

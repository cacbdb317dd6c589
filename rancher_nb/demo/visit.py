"""One visit: who asks, what for, and from where the answer is seen.

Knows how calls, rights and schemas come together. Knows no answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .naming import base_of
from .schemas import REVISED, SchemaSet, load
from .shapes import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .calls import Call
    from .world import World

__all__ = ["Scope", "Visit"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Who acts, as account numbers: *user* was authenticated, *account* (a project, when inside one) is acted on."""

    user: int
    account: int
    kind: str
    name: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """One authenticated call."""

    world: World
    call: Call
    scope: Scope

    @property
    def schemas(self) -> SchemaSet:
        """The schemas that this caller sees."""
        return load(self.call.version or "v1", "project" if self.scope.inside else "admin")

    @property
    def view(self) -> View:
        """From where resources are seen."""
        key = "actionLinks" if self.call.header("x-api-action-links") else "actions"
        as_projects = (self.call.type_word or "").lower() in ("project", "projects")
        return View(self.world, self.schemas, self.call.stem, key, self.plain_ids, as_projects)

    @property
    def plain_ids(self) -> bool:
        """Whether ids are bare numbers; only the admin outside projects may ask for that."""
        return not self.scope.inside and self.call.parameter("_plainId") not in (None, "false")

    def deciding(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the schema with the fields and filters of *schema*: those of v2-beta for stacks and services of v1."""
        if self.call.version == "v1" and base_of(schema["id"]) in REVISED:
            newest = load("v2-beta", self.schemas.scope).schemas
            return newest.get("stack" if schema["id"] == "environment" else schema["id"]) or schema
        return schema

    def filters_of(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the fields by which lists of *schema* say that they can be filtered and sorted."""
        filters: Mapping[str, Any] = {} if schema["id"] == "project" else self.deciding(schema)["collectionFilters"]
        return filters

    def working_filters_of(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return those of the filters that work: a column that is no field of the caller's schema is ignored."""
        fields = self.deciding(schema).get("resourceFields", {})
        return {name: filter_ for name, filter_ in self.filters_of(schema).items() if name in fields}

    def bounds(self, table: str) -> tuple[str, list[Any]]:
        """Return the SQL condition for the rows of *table* that this caller may see."""
        if not self.scope.inside:
            return "1", []
        if table == "account":
            return "id = ?", [self.scope.account]
        if "accountId" in self.world.store.table(table):
            return '"accountId" = ?', [self.scope.account]
        return "1", []

"""What a dialect must answer, as a protocol, and the values it answers with.

Knows the questions only; every file beside this one answers them for one API.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..condition import Comparison, Nullness
    from ..query import SortKey
    from ..resource import Resource
    from ..schema import Schema
    from ..wire import Request

__all__ = ["Dialect", "Filter", "Life", "Push"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition that the server itself applies: field *name*, *modifier*, *value* as text."""

    name: str
    modifier: str
    value: str

    def to_parameter(self) -> tuple[str, str]:
        """Return the query parameter that asks for it: ``field`` or ``field_modifier``, and the value."""
        return (self.name if self.modifier == "eq" else f"{self.name}_{self.modifier}"), self.value

    def __str__(self) -> str:
        return "=".join(self.to_parameter())


@dataclass(frozen=True, slots=True)
class Push:
    """Whether the server can be asked a condition: the *filter*, or the reason *why* not.

    A filter may let extra rows through, never lose one: the whole condition is applied here again.
    """

    filter: Filter | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """Where a resource stands: *state*, whether it is *moving*, whether its last move *failed*.

    *message* says what goes on or went wrong; *progress* is a percentage or None.
    """

    state: str | None
    moving: bool
    failed: bool
    message: str | None
    progress: int | None


class Dialect(Protocol):
    """One way of speaking the API."""

    name: str
    page_limit: int
    """Rows asked for in one page."""

    def push(self, piece: Comparison | Nullness, schema: Schema) -> Push:
        """Return how the server is asked *piece*, or why it is not."""
        ...

    def unsound_sort(self, key: SortKey, schema: Schema) -> str:
        """Return why the server's order by *key* is not ours; empty when it is."""
        ...

    def parameters(
        self,
        filters: tuple[Filter, ...],
        *,
        sort: SortKey | None,
        limit: int,
    ) -> tuple[tuple[str, str], ...]:
        """Return the query parameters that ask for *filters*, an order and *limit* rows a page."""
        ...

    def life(self, resource: Resource) -> Life:
        """Return where *resource* stands."""
        ...

    def logs(self, resource: Resource, *, lines: int, since: str, follow: bool) -> Request:
        """Return the request that asks for a log socket of *resource*.

        Raises NotOffered when it has no logs now.
        """
        ...

    def update(self, resource: Resource, changes: Mapping[str, Any]) -> Request:
        """Return the request that sends *changes* to *resource*."""
        ...

    def project_scope(self, project: Resource) -> str:
        """Return an address inside *project*, whose answer names the project's own schemas."""
        ...

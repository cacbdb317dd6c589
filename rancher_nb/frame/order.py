"""The order of rows: confirmed as the server made it, or made here.

Knows sort keys and what a page says of its own order. It does not know how rows are decoded or kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .layout import type_at
from .values import dig, id_key, sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..api import Plan, Schema
    from .residue import Columns
    from .values import Key

__all__ = ["Order"]


class Order:
    """The sort keys of all kept rows, page by page, and whether the server is known to keep that order.

    The server's order is confirmed when every page says so in its own ``sort`` *and* the rows really came so:
    servers echo an order that they do not make.
    """

    def __init__(self, plan: Plan, schema: Schema) -> None:
        """Read the wanted order from *plan*."""
        self._sort = plan.query.sort
        self._asked = None if plan.sort is None else (plan.sort.path[0], plan.sort.descending)
        self._keys = [sort_key(type_at(schema, key.path)) for key in self._sort]
        self._columns: list[list[Key]] = [[] for _ in self._sort]
        self._last: tuple[Key, Key] | None = None
        self.confirmed = self._asked is not None and not plan.sorts_here

    @property
    def is_ours(self) -> bool:
        """Whether the rows must be sorted here."""
        return bool(self._sort) and not self.confirmed

    def heard(self, said: tuple[str, bool] | None) -> None:
        """Take note of a page's own word on its order: (field, descending), None when it has none."""
        self.confirmed = self.confirmed and said == self._asked

    def add(self, ids: Sequence[str], columns: Columns) -> None:
        """Take the keys of the rows *ids* from *columns*, and see whether they came in order."""
        for key, make, kept in zip(self._sort, self._keys, self._columns, strict=True):
            values = columns(key.path[0])
            kept.extend(make(dig(value, key.path[1:])) for value in values)
        if self.confirmed and ids:
            self.confirmed = self._in_order(self._columns[0][-len(ids) :], ids)

    def _in_order(self, keys: list[Key], ids: Sequence[str]) -> bool:
        """Whether rows with *keys* follow each other and those before; equal keys are ordered by id."""
        came = list(zip(keys, map(id_key, ids), strict=True))
        before = [self._last or came[0], *came[:-1]]
        self._last = came[-1]
        if self._sort[0].descending:
            return all(a >= b for a, b in zip(before, came, strict=True))
        return all(a <= b for a, b in zip(before, came, strict=True))

    def positions(self, ids: Sequence[str]) -> list[int]:
        """Return where each row of the wanted order stands among *ids*, which are those added so far.

        Nulls come first ascending and last descending; rows with equal keys are ordered by the number in their
        id, in the direction of the first key.
        """
        numbers = list(map(id_key, ids))
        found = sorted(range(len(ids)), key=numbers.__getitem__, reverse=self._sort[0].descending)
        for key, column in reversed(list(zip(self._sort, self._columns, strict=True))):
            found.sort(key=column.__getitem__, reverse=key.descending)
        return found

"""The kept rows of all pages as growing columns.

Knows how the columns of a frame are filled page by page and finished together, and what is noted when a value
contradicts its schema. It does not know which rows are kept, or why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import printable
from .columns import MISFITS, LooseColumn, column_for, contradicts, text_index, without_secrets
from .values import dig

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..api import Schema
    from .columns import Column
    from .layout import Wanted
    from .packing import Packing
    from .residue import Columns

__all__ = ["Gathered"]


class Gathered:
    """The columns *wanted*, and the *ids* of the rows in them."""

    def __init__(self, wanted: tuple[Wanted, ...], schema: Schema, packing: Packing) -> None:
        """Start without rows."""
        self.ids: list[str] = []
        self.notes: list[str] = []
        self._wanted, self._schema, self._packing = wanted, schema, packing
        self._columns: dict[str, Column] = {}
        for each in wanted:
            options = () if each.steps else schema.field(each.field).options
            self._columns[each.name] = column_for(each.type, options, packing)

    def add(self, ids: Sequence[str], columns: Columns, *, odd: frozenset[str]) -> None:
        """Add the rows *ids*; values of the fields *odd*, and those inside fields, may contradict the schema."""
        if not ids:
            return
        self.ids.extend(ids)
        for each in self._wanted:
            values = columns(each.field)
            if each.steps:
                values = [dig(value, each.steps) for value in values]
            self._append(each, values, ids, is_sure=not each.steps and each.field not in odd)

    def _append(self, each: Wanted, values: Sequence[Any], ids: Sequence[str], *, is_sure: bool) -> None:
        """Add one page of one column; let the column go loose when a value does not fit."""
        column = self._columns[each.name]
        if not isinstance(column, LooseColumn) and (is_sure or not any(contradicts(v, each.type) for v in values)):
            try:
                column.append(values)
            except MISFITS:
                pass
            else:
                return
        if not isinstance(column, LooseColumn):
            column = self._columns[each.name] = self._loosened(each, column, values, ids)
        column.append(values)

    def _loosened(self, each: Wanted, column: Column, values: Sequence[Any], ids: Sequence[str]) -> Column:
        """Return *column* as plain values and note why."""
        value, example = next(
            (pair for pair in zip(values, ids, strict=True) if contradicts(pair[0], each.type)),
            (values[0], ids[0]),
        )
        said = printable(repr(without_secrets(value)), limit=60)
        self.notes.append(
            f"{self._schema.id}.{each.name} is of type {each.type} but {example} has {said}: "
            "the column is kept as it came",
        )
        return LooseColumn(column.plain())

    def finish(self) -> pd.DataFrame:
        """Return all rows as a frame and forget them, a column at a time so that little is kept twice."""
        index = text_index(self.ids, self._packing, "id")
        self.ids = []
        arrays = {each.name: self._columns.pop(each.name).finish() for each in self._wanted}
        for name, array in arrays.items():
            if array.dtype == object:  # as a Series, so that pandas does not guess another dtype
                arrays[name] = pd.Series(array, index=index, dtype=object, copy=False)
        return pd.DataFrame(arrays, index=index, copy=False)

"""A frame as a listing: the cells that are shown, as texts.

Knows which columns and rows of a frame are worth their place and how each kind of value is written. It does not
draw, and it does not escape: whoever draws must.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..api import Cell, Column, FieldType, Listing, Provenance
from ..errors import QueryError
from .layout import column_at
from .residue import values_of
from .shown import KEY
from .values import spelled

if TYPE_CHECKING:
    from ..api import Schema

__all__ = ["listing"]

LONGEST = 60
CHOSEN = 12  # columns; as many a person names one by one
STATE = re.compile(r"(^s|S)tate$")
CODE = re.compile(r"^(imageUuid|image|uuid|externalId|fqdn|vip|ip6?|.*Ip|.*IpAddress|.*Uuid)$")
KINDS = {"int": "number", "float": "number", "date": "time", "reference": "id"}


def listing(
    frame: pd.DataFrame,
    schema: Schema | None,
    *,
    max_rows: int = 20,
    max_columns: int = 20,
    few_columns: int = CHOSEN,
) -> Listing:
    """Return the first *max_rows* rows of *frame* and its first *max_columns* columns that say something.

    In a frame of more than *few_columns* one that is null in every shown row is left out; such columns are counted.
    A few were asked for by name. The index comes first
    unless it is a mere numbering. *schema* says what kind each column is; without one its dtype does. The footer
    is the provenance, where the frame has one. Long texts are cut with ``…``.
    """
    top = frame.iloc[:max_rows]
    named = [(str(name), top.iloc[:, place]) for place, name in enumerate(top.columns)]
    full = [(name, values_of(series), series) for name, series in named]
    telling = (
        [each for each in full if any(value is not None for value in each[1])]
        if len(top) and len(full) > few_columns
        else full
    )
    shown = telling[:max_columns]
    columns = [Column(name, kind_of(name, series, schema)) for name, _, series in shown]
    cells = [
        [cell(value, column.kind) for value in values] for (_, values, _), column in zip(shown, columns, strict=True)
    ]
    if not (isinstance(frame.index, pd.RangeIndex) and frame.index.name is None):
        name = "" if frame.index.name is None else str(frame.index.name)
        series = top.index.to_series()
        columns.insert(0, Column(name, kind_of(name, series, schema)))
        cells.insert(0, [cell(value, columns[0].kind) for value in values_of(series)])
    return Listing(
        columns=tuple(columns),
        rows=tuple(zip(*cells, strict=True)) if cells else ((),) * len(top),
        total=len(frame),
        footer=tuple(provenance_of(frame)),
        empty_columns=len(full) - len(telling),
        more_columns=len(telling) - len(shown),
    )


def provenance_of(frame: pd.DataFrame) -> list[tuple[str, tuple[str, ...]]]:
    """Return the footer of the frame's provenance; empty when it has none, or one that cannot be read."""
    facts: Any = frame.attrs.get(KEY)
    if not isinstance(facts, dict):
        return []
    try:
        return Provenance.from_dict(facts).parts()
    except TypeError:  # attrs may be anybody's, or of another version
        return []


def kind_of(name: str, series: pd.Series[Any], schema: Schema | None) -> str:
    """Return the kind of a column: by its name, by its field's type, then by its dtype."""
    if name == "id":
        return "id"
    if STATE.search(name):
        return "state"
    if CODE.match(name):
        return "code"
    kind = type_in(schema, name)
    if kind is not None and kind.kind in KINDS and series.dtype != object:
        return KINDS[kind.kind]
    if series.dtype.kind == "M":
        return "time"
    return "number" if series.dtype.kind in "iuf" else "text"


def type_in(schema: Schema | None, name: str) -> FieldType | None:
    """Return the type of column *name*, None when the schema does not know it."""
    try:
        return None if schema is None else column_at(schema, name).type
    except QueryError:
        return None


def cell(value: object, kind: str) -> Cell:
    """Return one value as a cell."""
    if value is None:
        return Cell("", null=True)
    if isinstance(value, datetime):
        return Cell(f"{value:%Y-%m-%d %H:%M:%S}")
    if kind == "number" and isinstance(value, int | float):
        return Cell(f"{value:,}")
    text = spelled(value)
    return Cell(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")

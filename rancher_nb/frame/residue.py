"""Conditions applied to rows, with SQL's three truth values.

Knows what each operator means for each kind of value; the same code tests rows fresh from the wire and rows of a
DataFrame. It does not know servers, pages or how a condition was split between the server and us.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from ..api import Comparison, Conjunction, Disjunction, Membership, Negation, Nullness, Operator, format_path
from ..errors import QueryError
from .layout import missing_column, type_at
from .values import dig, id_key, instant, is_numbered, number, spelled, truth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..api import Condition, FieldType, Path, Scalar, Schema

__all__ = ["NO", "UNKNOWN", "YES", "Columns", "Judge", "compiled", "evaluate", "like_test", "values_of"]

NO, UNKNOWN, YES = 0, 1, 2  # so that and is the least, or the greatest, not the distance from YES
Columns: TypeAlias = Callable[[str], Sequence[object]]
"""Gives the values of a field, a null as None."""
Test: TypeAlias = Callable[[object], int]
Judge: TypeAlias = "Callable[[Columns, int], NDArray[np.uint8]]"
"""Given the columns and the number of rows, says NO, UNKNOWN or YES for each row."""

ORDERINGS: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
}


def evaluate(condition: Condition, data: pd.DataFrame, schema: Schema) -> pd.Series[bool]:
    """Return which rows of *data* the bound *condition* selects, as a mask with the index of *data*.

    A comparison with null is neither true nor false, so it selects nothing, and neither does its negation.
    ``like`` ignores letter case; all else is exact. Texts are ordered by code point, times as instants, ids and
    references by the number in them. The index is ``id``; fields inside maps and lists are looked up in their
    columns, and what is missing there is null. A value of another kind than the literal equals nothing and has
    no order. Raises QueryError when *data* lacks a column that the condition looks at, or for a broken pattern.
    """

    def column(name: str) -> Sequence[object]:
        if name == "id" and "id" not in data.columns:
            return values_of(data.index.to_series())
        if name not in data.columns:
            raise missing_column(name, map(str, data.columns))
        return values_of(data[name])

    selected = compiled(condition, schema)(column, len(data)) == YES
    return pd.Series(selected, index=data.index, dtype=bool)


def values_of(series: pd.Series[Any]) -> list[object]:
    """Return the values of *series* as plain Python values, a null as None, times in UTC without their zone."""
    if isinstance(series.dtype, pd.DatetimeTZDtype):
        series = series.dt.tz_convert("UTC").dt.tz_localize(None)
    if series.dtype.kind == "M":
        return list(series.to_numpy().astype("datetime64[us]").tolist())
    values = series.astype(object)
    return list(values.where(values.notna(), None))


def compiled(condition: Condition, schema: Schema) -> Judge:
    """Return the function that judges rows by *condition*; raises QueryError for a pattern that does not compile."""
    match condition:
        case Comparison(path, sign, value):
            return leaf(path, comparison(path, sign, value, type_at(schema, path)))
        case Membership(path, values):
            kind = type_at(schema, path)
            return leaf(path, any_of([comparison(path, Operator.EQ, value, kind) for value in values]))
        case Nullness(path, null):
            return leaf(path, lambda value: YES if (value is None) is null else NO)
        case Negation(part):
            judge = compiled(part, schema)
            return lambda columns, count: np.uint8(YES) - judge(columns, count)
        case Conjunction(parts):
            return joined([compiled(part, schema) for part in parts], np.minimum)
        case Disjunction(parts):
            return joined([compiled(part, schema) for part in parts], np.maximum)


def joined(judges: list[Judge], join: Callable[..., Any]) -> Judge:
    """Return the judge that joins the verdicts of *judges*."""
    return lambda columns, count: reduce(join, (judge(columns, count) for judge in judges))


def leaf(path: Path, test: Test) -> Judge:
    """Return the judge that applies *test* to what *path* leads to in each row."""
    field, steps = path[0], path[1:]

    def judge(columns: Columns, count: int) -> NDArray[np.uint8]:
        values: Any = columns(field)
        if steps:
            values = (dig(value, steps) for value in values)
        return np.fromiter(map(test, values), np.uint8, count)

    return judge


def any_of(tests: list[Test]) -> Test:
    """Return the test that one of *tests* holds."""
    return lambda value: max((test(value) for test in tests), default=NO)


def comparison(path: Path, sign: Operator, value: Scalar, kind: FieldType) -> Test:
    """Return the test of one value against one literal."""
    compare = ORDERINGS.get(sign)
    if compare is None:
        return text_test(sign, spelled(value), path, is_time=kind.kind == "date")
    read, wanted = reading(value, by_number=is_numbered(kind) and sign not in (Operator.EQ, Operator.NE))
    odd = {Operator.EQ: NO, Operator.NE: YES}.get(sign, UNKNOWN)

    def test(got: object) -> int:
        if got is None:
            return UNKNOWN
        comparable = read(got)
        return odd if comparable is None else YES if compare(comparable, wanted) else NO

    return test


def reading(literal: Scalar, *, by_number: bool) -> tuple[Callable[[object], Any], Any]:
    """Return how a value is read to be compared with *literal*, and what the literal is read as."""
    match literal:
        case bool():
            return truth, literal
        case int() | float():
            return number, literal
        case datetime():
            aware = literal if literal.tzinfo else literal.replace(tzinfo=UTC)
            return instant, instant(aware)
        case str() if by_number:
            return lambda value: id_key(spelled(value)), id_key(literal)
        case str():
            return spelled, literal
        case _:
            raise TypeError(f"{literal!r} is not bound to a time: use Query.bound")


def text_test(sign: Operator, literal: str, path: Path, *, is_time: bool) -> Test:
    """Return the test of a value's text; times have the API's form whatever they are kept as."""
    holds = text_predicate(sign, literal, path)

    def test(value: object) -> int:
        if value is None:
            return UNKNOWN
        time = instant(value) if is_time else None
        return YES if holds(spelled(value if time is None else time)) else NO

    return test


def text_predicate(sign: Operator, literal: str, path: Path) -> Callable[[str], bool]:
    """Return what the pattern operator *sign* asks of a text."""
    match sign:
        case Operator.PREFIX:
            return lambda text: text.startswith(literal)
        case Operator.CONTAINS:
            return lambda text: literal in text
        case Operator.LIKE:
            return like_test(literal)
    search = regex(literal, path).search
    if sign is Operator.NOT_MATCH:
        return lambda text: search(text) is None
    return lambda text: search(text) is not None


def like_test(pattern: str) -> Callable[[str], bool]:
    """Return what a ``like`` pattern asks of a text: ``%`` any text, ``_`` one character, no escapes.

    The pieces between the ``%`` are looked for one behind the other, each at its first place: an expression with
    ``.*`` for each would try all places of all pieces, which takes for ever on a long text.
    """
    first, *rest = pattern.split("%")
    head = piece_of(first)
    if not rest:
        return lambda text: head.fullmatch(text) is not None
    middle = [piece_of(piece) for piece in rest[:-1] if piece]
    tail, size = piece_of(rest[-1]), len(rest[-1])

    def holds(text: str) -> bool:
        found = head.match(text)
        for piece in middle:
            if found is None:
                return False
            found = piece.search(text, found.end())
        # A piece is as long as what it matches, so the last one can only begin here.
        return found is not None and found.end() <= len(text) - size and tail.match(text, len(text) - size) is not None

    return holds


def piece_of(text: str) -> re.Pattern[str]:
    """Return the expression for a piece of a ``like`` pattern without ``%``; letter case is ignored."""
    return re.compile("".join("." if c == "_" else re.escape(c) for c in text), re.DOTALL | re.IGNORECASE)


def regex(pattern: str, path: Path) -> re.Pattern[str]:
    """Return *pattern* compiled.

    Raises QueryError that says what is wrong with it and where.
    """
    try:
        return re.compile(pattern)
    except re.error as fault:
        raise QueryError(
            f"the pattern '{pattern}' for {format_path(path)} does not compile: {fault}",
            word=pattern,
            hint="~ takes a Python regular expression; 'contains' looks for plain text",
        ) from None

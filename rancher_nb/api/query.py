"""What is asked for: a type, a condition, an order, a limit, columns.

Knows how a query is put together and checked against a schema, and how literals get the type of their field. It
does not know what a server can do with it (that is the plan).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from ..errors import QueryError, did_you_mean
from .condition import (
    Comparison,
    Condition,
    Conjunction,
    Disjunction,
    Membership,
    Negation,
    Nullness,
    Operator,
    Path,
    Scalar,
    fields_of,
    format_path,
    format_value,
)
from .schema import Field, FieldType, Schema
from .times import Ago, parse_time

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Query", "SortKey", "bind", "columns_of", "doubts"]

TRUE = frozenset({"true", "yes", "on", "1"})
FALSE = frozenset({"false", "no", "off", "0"})
TEXT_OPERATORS = frozenset(
    {Operator.LIKE, Operator.PREFIX, Operator.CONTAINS, Operator.MATCH, Operator.NOT_MATCH},
)
Bound: TypeAlias = "str | int | float | bool | datetime"


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of an order. Nulls come first when ascending and last when descending, as the server has it."""

    path: Path
    descending: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{format_path(self.path)}"


@dataclass(frozen=True, slots=True)
class Query:
    """A question about one type.

    *type* is a schema id or plural name; *columns* empty means the type's own columns; *limit* None means all
    rows. *url* asks another address than the type's collection: the list behind a link.
    """

    type: str
    condition: Condition | None = None
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    columns: tuple[str, ...] = ()
    url: str | None = None

    def __str__(self) -> str:
        parts = [self.type]
        if self.condition is not None:
            parts.append(f"where {self.condition}")
        if self.sort:
            parts.append(f"sort {','.join(map(str, self.sort))}")
        if self.limit is not None:
            parts.append(f"limit {self.limit}")
        if self.columns:
            parts.append(f"columns {','.join(self.columns)}")
        return " ".join(parts)

    def bound(self, schema: Schema, *, now: datetime) -> Query:
        """Return this query with every literal in the type of its field, ready for a plan.

        Raises QueryError for a field the schema lacks, a value its field cannot hold, or a negative limit.
        """
        for name in (*(key.path[0] for key in self.sort), *self.columns):
            if name != "id":
                schema.field(re.split(r"[.\[]", name, maxsplit=1)[0])
        if self.limit is not None and self.limit < 0:
            raise QueryError(f"limit {self.limit} is below zero", hint="leave the limit out to get all rows")
        condition = None if self.condition is None else bind(self.condition, schema, now=now)
        return replace(self, condition=condition)

    def fields_needed(self) -> tuple[str, ...]:
        """Return the fields that the condition and the order look at, each once."""
        return tuple(dict.fromkeys((*fields_of(self.condition), *(key.path[0] for key in self.sort))))


def bind(condition: Condition, schema: Schema, *, now: datetime) -> Condition:
    """Return *condition* with its literals as values of their fields' types.

    Times become aware datetimes (``2h ago`` is taken from *now*), numbers numbers, truth values booleans. Raises
    QueryError, naming the field, for an unknown field or a value that its type cannot hold.
    """
    match condition:
        case Comparison(path, operator, value):
            path, kind = resolved(schema, path)
            if operator in TEXT_OPERATORS:
                return Comparison(path, operator, text_of(value))
            return Comparison(path, operator, convert(value, kind, path, now=now))
        case Membership(path, values):
            path, kind = resolved(schema, path)
            return Membership(path, tuple(convert(value, kind, path, now=now) for value in values))
        case Nullness(path, null):
            return Nullness(resolved(schema, path)[0], null)
        case Conjunction(parts):
            return Conjunction(tuple(bind(part, schema, now=now) for part in parts))
        case Disjunction(parts):
            return Disjunction(tuple(bind(part, schema, now=now) for part in parts))
        case Negation(part):
            return Negation(bind(part, schema, now=now))


def doubts(condition: Condition | None, schema: Schema) -> tuple[str, ...]:
    """Say which values in *condition* its enum fields do not list: misspelt, most likely."""
    match condition:
        case Comparison(path, Operator.EQ | Operator.NE, value):
            return doubt(schema, path, value)
        case Membership(path, values):
            return tuple(each for value in values for each in doubt(schema, path, value))
        case Negation(part):
            return doubts(part, schema)
        case Conjunction(parts) | Disjunction(parts):
            return tuple(each for part in parts for each in doubts(part, schema))
        case _:
            return ()


def doubt(schema: Schema, path: Path, value: Scalar) -> tuple[str, ...]:
    """Say that the enum at *path* does not list *value*; empty when it does, or is no enum."""
    field = schema.fields.get(path[0])
    if len(path) > 1 or field is None or not field.options or value in field.options:
        return ()
    return (f"{path[0]} never is '{value}'. {did_you_mean(str(value), field.options)}".rstrip(),)


def resolved(schema: Schema, path: Path) -> tuple[Path, FieldType]:
    """Return *path* as the schema means it and the type it leads to, `json` where the schema does not say.

    Keys of a map of plain values may hold dots, as labels do: ``labels.io.rancher.stack.name`` is one key. Raises
    QueryError when the first step is no field, or a later step goes into a plain value.
    """
    if path == ("id",):
        return path, FieldType("string")  # the schema says int, the wire says 1i5
    field: Field = schema.field(path[0])
    kind = field.type
    for index, step in enumerate(path[1:], start=1):
        if kind.is_scalar:
            raise QueryError(
                f"{schema.id}.{field.name} is one {kind}: it has no '{step}' inside",
                word=step,
                hint=f"%rancher describe {schema.id}.{field.name}",
            )
        if kind.kind == "map" and kind.of is not None and kind.of.is_scalar:
            return (*path[:index], ".".join(path[index:])), kind.of
        kind = kind.of if kind.of is not None else FieldType("json")
    return path, kind


def text_of(value: Scalar) -> str:
    """Return *value* as the text that pattern operators work on."""
    return value if isinstance(value, str) else format_value(value)


def convert(value: Scalar, kind: FieldType, path: Path, *, now: datetime) -> Bound:
    """Return *value* as the Python value that a field of type *kind* holds.

    Raises QueryError when it cannot be one.
    """
    if isinstance(value, Ago):
        value = value.at(now)
    converted: Bound | None
    match kind.kind:
        case "int" | "float":
            converted = number_of(value)
        case "boolean":
            converted = truth_of(value)
        case "date":
            converted = time_of(value)
        case "json" | "none":
            converted = value
        case _:
            converted = text_of(value)
    if converted is None:
        wanted = {"int": "a number", "float": "a number", "boolean": "true or false"}.get(kind.kind, "a time")
        raise QueryError(
            f"{format_path(path)} is of type {kind}, and {format_value(value)} is not {wanted}",
            word=text_of(value),
            hint="write times as 2017-03-03, '2017-03-03 10:20' or 2h ago" if kind.kind == "date" else None,
        )
    return converted


def number_of(value: Scalar) -> int | float | None:
    """Return the number *value* says, None if it says none."""
    if isinstance(value, str):
        for read in (int, float):
            try:
                return read(value)
            except ValueError:
                continue
        return None
    return value if isinstance(value, int | float) else None


def truth_of(value: Scalar) -> bool | None:
    """Return the truth value *value* says, None if it says none."""
    word = text_of(value).lower()
    return True if word in TRUE else False if word in FALSE else None


def time_of(value: Scalar) -> datetime | None:
    """Return the UTC time *value* says, None if it says none."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return parse_time(value) if isinstance(value, str) else None


def columns_of(schema: Schema, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return *wanted*, or the schema's own columns: its scalar fields, the useful ones first, no secrets."""
    chosen = tuple(wanted)
    if chosen:
        return chosen
    names = [each.name for each in schema.fields.values() if each.type.is_scalar and not each.is_secret]
    names = [name for name in names if name != "id"]
    first = [name for name in FIRST if name in names]
    return (*first, *(name for name in sorted(names) if name not in FIRST))


FIRST = (
    "name",
    "state",
    "healthState",
    "transitioning",
    "transitioningMessage",
    "imageUuid",
    "scale",
    "currentScale",
    "hostname",
    "stackId",
    "serviceId",
    "hostId",
    "primaryIpAddress",
    "agentState",
    "memory",
    "driver",
    "value",
    "created",
    "description",
)

"""What the user wants of each row: conditions as values.

A condition is compared with SQL's three values: a comparison with null is neither true nor false, so it never
matches, and neither does its negation; only ``is null`` and ``is not null`` see nulls. ``like`` ignores letter
case (``%`` any text, ``_`` one character); all else is exact. Times compare as UTC instants.

Knows how conditions are built and spelt. It does not know how text becomes one (that is the language), how a
server is asked (the plan) or how rows are tested (the frame).
"""

from __future__ import annotations

import enum
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from .times import Ago, format_time

__all__ = [
    "Comparison",
    "Condition",
    "Conjunction",
    "Disjunction",
    "Membership",
    "Negation",
    "Nullness",
    "Operator",
    "Path",
    "Scalar",
    "conjuncts",
    "fields_of",
    "format_path",
    "format_value",
]

Scalar: TypeAlias = str | int | float | bool | datetime | Ago
Path: TypeAlias = tuple[str, ...]


class Operator(enum.StrEnum):
    """The comparisons of the language."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    LIKE = "like"
    PREFIX = "prefix"
    CONTAINS = "contains"
    MATCH = "~"
    NOT_MATCH = "!~"


BARE = re.compile(r"[A-Za-z0-9_.:/%@+*][A-Za-z0-9_.:/%@+*-]*")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
RESERVED = frozenset(
    "and or not in is null like prefix contains where sort limit columns with true false now".split(),
)


def format_path(path: Path) -> str:
    """Spell *path* as the language reads it.

    >>> format_path(("labels", "io.rancher.stack.name"))
    'labels["io.rancher.stack.name"]'
    """
    head, *rest = path
    return head + "".join(f".{part}" if NAME.fullmatch(part) else f"[{json.dumps(part)}]" for part in rest)


def format_value(value: Scalar) -> str:
    """Spell *value* as the language reads it: bare where that is clear, quoted else."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            stamp = format_time(value)
            return value.isoformat() if value.microsecond else stamp
        case str():
            bare = BARE.fullmatch(value) and value.lower() not in RESERVED
            return value if bare else "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field compared with one value."""

    path: Path
    operator: Operator
    value: Scalar

    def __str__(self) -> str:
        shown = format_value(self.value)
        if self.operator in (Operator.MATCH, Operator.NOT_MATCH) and not shown.startswith("'"):
            shown = f"'{shown}'"
        return f"{format_path(self.path)} {self.operator} {shown}"


@dataclass(frozen=True, slots=True)
class Membership:
    """One field equal to one of several values."""

    path: Path
    values: tuple[Scalar, ...]

    def __str__(self) -> str:
        return f"{format_path(self.path)} in ({', '.join(map(format_value, self.values))})"


@dataclass(frozen=True, slots=True)
class Nullness:
    """One field that is null, or is not null."""

    path: Path
    null: bool

    def __str__(self) -> str:
        return f"{format_path(self.path)} is {'null' if self.null else 'not null'}"


@dataclass(frozen=True, slots=True)
class Conjunction:
    """All of two or more *parts*."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(f"({part})" if isinstance(part, Disjunction) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Disjunction:
    """Any of two or more *parts*."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Negation:
    """The opposite of *part*; of neither true nor false it is the same again."""

    part: Condition

    def __str__(self) -> str:
        return f"not ({self.part})"


Condition: TypeAlias = Comparison | Membership | Nullness | Conjunction | Disjunction | Negation


def conjuncts(condition: Condition | None) -> tuple[Condition, ...]:
    """Return the pieces that must all hold: the parts of a conjunction, flattened, else the condition itself."""
    match condition:
        case None:
            return ()
        case Conjunction(parts):
            return tuple(piece for part in parts for piece in conjuncts(part))
        case _:
            return (condition,)


def fields_of(condition: Condition | None) -> tuple[str, ...]:
    """Return the fields that *condition* looks at, each once, in order of appearance."""
    match condition:
        case None:
            return ()
        case Comparison(path=path) | Membership(path=path) | Nullness(path=path):
            return (path[0],)
        case Negation(part):
            return fields_of(part)
        case Conjunction(parts) | Disjunction(parts):
            return tuple(dict.fromkeys(name for part in parts for name in fields_of(part)))

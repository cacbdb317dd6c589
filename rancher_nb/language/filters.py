"""The API's own form of a condition: ``state=running name_prefix=web sort=name order=desc limit=5``.

Knows the modifiers of the API (github.com/rancher/api-spec, specification.md, "Filtering") and what each is here. A
field may hold underscores: only a known modifier after the last one is a modifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..api import Comparison, Condition, Negation, Nullness, Operator, SortKey
from ..errors import CommandError, close_matches, did_you_mean
from .conditions import parse_sort, read_path
from .values import scalar_of
from .words import value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..api import Path, Scalar
    from .place import Place
    from .scanning import Line
    from .values import Values

__all__ = ["MODIFIERS", "Asked", "read_filters", "split_pair"]

COMPARISONS: Mapping[str, Operator] = MappingProxyType(
    {
        "eq": Operator.EQ,
        "ne": Operator.NE,
        "lt": Operator.LT,
        "lte": Operator.LE,
        "gt": Operator.GT,
        "gte": Operator.GE,
        "prefix": Operator.PREFIX,
        "like": Operator.LIKE,
    },
)
MODIFIERS = (*COMPARISONS, "notlike", "null", "notnull")
CONTROLS = ("sort", "order", "limit")
KEY = re.compile(
    r"""[A-Za-z_]\w*(?:\.[\w-]+|\[(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\d+)\])*(?==)""", re.ASCII | re.DOTALL
)


@dataclass(slots=True)
class Asked:
    """What the pairs of a line ask for; *limit* is left as the place of its text."""

    conditions: list[Condition] = field(default_factory=list)
    sort: tuple[SortKey, ...] = ()
    sort_place: Place | None = None
    limit: Place | None = None


def split_pair(line: Line, place: Place) -> tuple[Place, Place]:
    """Return the places of the key and the value of the pair at *place*."""
    found = KEY.match(place.text, place.start, place.end)
    end = found.end() if found else place.start
    return line.place(place.start, end), line.place(end + 1, place.end)


def read_filters(line: Line, pairs: Sequence[Place], values: Values) -> Asked:
    """Return what *pairs* ask for; raises CommandError for a misspelt modifier or an odd order."""
    asked = Asked()
    controls: dict[str, Place] = {}
    for pair in pairs:
        key, value = split_pair(line, pair)
        if value.word.startswith("="):
            raise value.error("write one =, or a condition after where", hint=f"{key.word}={value.word[1:]}")
        if key.word not in CONTROLS:
            asked.conditions.append(read_filter(line, key, value, values))
        elif key.word in controls:
            raise key.error(f"{key.word} is given twice")
        else:
            controls[key.word] = value
    asked.limit = controls.get("limit")
    asked.sort_place = controls.get("sort") or controls.get("order")
    asked.sort = read_controls(controls)
    return asked


def read_filter(line: Line, key: Place, value: Place, values: Values) -> Condition:
    """Return the condition of one pair."""
    path = read_path(key)
    name, modifier = split_modifier(key, path)
    if modifier in ("null", "notnull"):
        return Nullness(name, modifier == "null")
    scalar: Scalar = scalar_of(value_of(line, value, values), value)
    if modifier == "notlike":
        return Negation(Comparison(name, Operator.LIKE, scalar))
    return Comparison(name, COMPARISONS[modifier], scalar)


def split_modifier(key: Place, path: Path) -> tuple[Path, str]:
    """Return the field's path and the modifier, ``eq`` where none is named.

    Raises CommandError when what stands after the last underscore is nearly a modifier.
    """
    head, _, modifier = path[0].rpartition("_")
    if len(path) > 1 or not head:
        return path, "eq"
    if modifier in MODIFIERS:
        return (head,), modifier
    if close_matches(modifier, MODIFIERS):
        at = type(key)(key.text, key.end - len(modifier), key.end)
        raise at.error(
            f"'{modifier}' is no modifier. {did_you_mean(modifier, MODIFIERS)}",
            hint=f"if {key.word} is a field: where {key.word} = ...",
        )
    return path, "eq"


def read_controls(controls: Mapping[str, Place]) -> tuple[SortKey, ...]:
    """Return the order that ``sort=`` and ``order=`` ask for."""
    sort, order = controls.get("sort"), controls.get("order")
    if order is not None and order.word.lower() not in ("asc", "desc"):
        raise order.error(f"order is asc or desc, not '{order.word}'")
    if sort is None:
        if order is not None:
            raise order.error("order= goes with sort=", hint="sort=created order=desc")
        return ()
    if not sort.word.strip():
        raise sort.error("a field to sort by is missing after 'sort='")
    try:
        keys = parse_sort(sort.word)
    except CommandError as error:
        place = type(sort)(sort.text, sort.start + error.start, sort.start + error.end)
        raise place.error(str(error), hint=error.hint) from None
    if order is None or order.word.lower() == "asc":
        return keys
    if len(keys) > 1 or keys[0].descending:
        raise order.error("order=desc goes with one field", hint="or write: sort created desc, name")
    return (SortKey(keys[0].path, descending=True),)

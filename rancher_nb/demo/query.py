r"""Questions of a list: filters, sort, limit and marker, read from parameters and turned into SQL.

Knows the rules and the quirks of a 1.6 server on MySQL. Knows no rows, no scopes and no answers. Everything that this
server ignores silently is ignored silently here: unknown fields, modifiers that a field does not have, a wrong case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .faults import Fault
from .naming import decipher_reference, fold, format_time, parse_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .calls import Call
    from .schemas import Kind

__all__ = ["Filter", "Page", "Sort", "read_filters", "read_page", "read_sort", "where"]

DEFAULT_LIMIT = 100
MAX_LIMIT = 3000
INT_MAX = 2**31 - 1
LONG_MAX = 2**63 - 1
OPERATORS = {"eq": "=", "ne": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
PATTERNS = {"like": "LIKE", "prefix": "LIKE", "notlike": "NOT LIKE"}
NULLS = {"null": "IS NULL", "notnull": "IS NOT NULL"}
NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
# What jOOQ's conversion takes for a truth value; anything else becomes null, and null equals nothing.
TRUE_WORDS = frozenset({"1", "y", "yes", "true", "on", "enabled"})
FALSE_WORDS = frozenset({"0", "n", "no", "false", "off", "disabled"})


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition: *echo* is what the `filters` of the answer shows, *key* what the column is compared with."""

    column: str
    modifier: str
    echo: str | None
    key: str | int | None


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column, and whether backwards."""

    column: str
    descending: bool

    @property
    def sql(self) -> str:
        """The ORDER BY clause: the id breaks ties in the same direction; nulls are the smallest values."""
        way = "DESC" if self.descending else "ASC"
        return f"ORDER BY id {way}" if self.column == "id" else f'ORDER BY "{self.column}" {way}, id {way}'


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows from where; an *offset* below zero is an empty page."""

    limit: int
    offset: int


def read_filters(
    allowed: Mapping[str, Any], kinds: Mapping[str, Kind], pairs: Sequence[tuple[str, str]], now: float
) -> list[Filter]:
    """Return the filters that *pairs* of a query mean for the fields *allowed*, in the order of those.

    Where two modifiers name one field, the server keeps one: parameters come out of a Java hash map and the later
    replaces the earlier. Raises Fault 500 for a date that is not in the server's one form.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    kept: dict[str, list[Filter]] = {}
    for name in hash_map_order(list(values)):
        column, modifier = column_and_modifier(name, allowed)
        if column and modifier in allowed[column]["modifiers"]:
            kind = "int" if column == "id" else kinds.get(column, "text")
            kept[column] = [read_filter(column, modifier, kind, value, now) for value in values[name]]
    return [filter_ for column in allowed if column in kept for filter_ in kept[column]]


def column_and_modifier(name: str, allowed: Mapping[str, Any]) -> tuple[str, str]:
    """Return field and modifier of the parameter *name*: the modifier follows the last underscore."""
    if name in allowed:
        return name, "eq"
    column, _, modifier = name.rpartition("_")
    return (column, modifier) if column in allowed else ("", "")


def hash_map_order(names: list[str]) -> list[str]:
    """Return *names* in the order in which java.util.HashMap walks over them."""
    size = 16
    while len(names) > size * 3 // 4:
        size *= 2
    return sorted(names, key=lambda name: bucket(name, size))


def bucket(text: str, size: int) -> int:
    """Return the bucket of *text* in a HashMap of *size* buckets.

    >>> bucket("created_lt", 16) > bucket("created_gt", 16), bucket("createIndex_gt", 16) > bucket("createIndex_lt", 16)
    (True, True)
    """
    code = 0
    for unit in utf16_units(text):
        code = (31 * code + unit) & 0xFFFFFFFF
    return (code ^ code >> 16) & (size - 1)


def utf16_units(text: str) -> list[int]:
    """Return the UTF-16 code units of *text*, which Java hashes."""
    packed = text.encode("utf-16-be", "surrogatepass")
    return [packed[i] << 8 | packed[i + 1] for i in range(0, len(packed), 2)]


def read_filter(column: str, modifier: str, kind: Kind, value: str, now: float) -> Filter:
    """Return one filter with its value converted as *kind* says; a value that cannot be converted is null."""
    if modifier in NULLS:
        return Filter(column, modifier, value, None)
    if kind == "date":
        return date_filter(column, modifier, value, now)
    if kind == "reference":
        echo = decipher_reference(value)
        return Filter(column, modifier, echo, whole(echo))
    if kind == "int":
        return Filter(column, modifier, value, whole(value))
    if kind == "boolean":
        word = value.lower()
        return Filter(column, modifier, value, 1 if word in TRUE_WORDS else 0 if word in FALSE_WORDS else None)
    if modifier in PATTERNS:
        # LIKE does not trim: only comparisons ignore blanks at the end.
        return Filter(column, modifier, value, fold(value + "|")[:-1] + ("%" if modifier == "prefix" else ""))
    return Filter(column, modifier, value, fold(value))


def date_filter(column: str, modifier: str, value: str, now: float) -> Filter:
    """Return a filter of a date. The server breaks down (500) over anything but its own form, `now` and nothing."""
    if value == "":
        return Filter(column, modifier, None, None)
    seconds = int(now) if value == "now" else parse_time(value)
    if seconds is None:
        raise Fault(500)
    return Filter(column, modifier, format_time(seconds), seconds)


def whole(text: str) -> int | None:
    """Return the whole number that *text* is (`193`, `0193`, `193.0`), None for any other text."""
    if not NUMBER.fullmatch(text.strip()):
        return None
    number = int(Decimal(text.strip()))
    return number if abs(number) <= LONG_MAX else None


def where(filters: Sequence[Filter]) -> tuple[str, list[Any]]:
    """Return *filters* as one SQL condition and its values; "1" when there are none."""
    clauses: list[str] = []
    values: list[Any] = []
    for filter_ in filters:
        if filter_.modifier in NULLS:
            clauses.append(f'"{filter_.column}" {NULLS[filter_.modifier]}')
        elif filter_.key is None:
            clauses.append("0")
        elif filter_.modifier in PATTERNS:
            clauses.append(f"\"{filter_.column}\" {PATTERNS[filter_.modifier]} ? ESCAPE '\\'")
            values.append(filter_.key)
        else:
            clauses.append(f'"{filter_.column}" {OPERATORS[filter_.modifier]} ?')
            values.append(filter_.key)
    return " AND ".join(clauses) or "1", values


def read_sort(allowed: Mapping[str, Any], call: Call) -> Sort | None:
    """Return the sort that the first `sort` parameter asks for, None when it names no filterable field."""
    column = call.parameter("sort")
    if column is None or column not in allowed:
        return None
    return Sort(column, descending=(call.parameter("order") or "").lower() == "desc")


def sort_echo(sort: Sort | None, call: Call) -> dict[str, str] | None:
    """Return the `sort` of the answer, with the address of the same list the other way round."""
    if sort is None:
        return None
    order, other = ("desc", "asc") if sort.descending else ("asc", "desc")
    return {"name": sort.column, "reverse": call.without("order", "marker", plus=f"order={other}"), "order": order}


def sort_links(allowed: Mapping[str, Any], call: Call) -> dict[str, str]:
    """Return the `sortLinks` of the answer. They keep the marker, as the server does."""
    stem = call.without("sort", "order")
    stem += "&" if "?" in stem else "?"
    return {column: f"{stem}sort={quote(column)}" for column in sorted(allowed)}


def read_page(call: Call) -> Page:
    """Return limit and offset: 100 rows unless a number is given, at most 3000, and 3000 for zero and below."""
    text = call.parameter("limit") or ""
    limit = int(text) if WHOLE.fullmatch(text) and abs(int(text)) <= INT_MAX else DEFAULT_LIMIT
    marker = call.parameter("marker") or ""
    offset = int(marker[1:]) if marker[:1] == "m" and WHOLE.fullmatch(marker[1:]) else 0
    return Page(min(limit, MAX_LIMIT) if limit > 0 else MAX_LIMIT, offset if abs(offset) <= INT_MAX else 0)


def filter_echo(allowed: Mapping[str, Any], filters: Sequence[Filter]) -> dict[str, list[dict[str, Any]] | None]:
    """Return the `filters` of the answer: each filterable field, null where nothing was asked."""
    echo: dict[str, list[dict[str, Any]] | None] = dict.fromkeys(sorted(allowed))
    for filter_ in filters:
        entries = echo[filter_.column] or []
        echo[filter_.column] = [*entries, {"value": filter_.echo, "modifier": filter_.modifier}]
    return echo

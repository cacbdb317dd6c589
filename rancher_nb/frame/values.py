"""Single values: as the server writes them, as a frame gives them back, and how both are read.

Knows how one JSON value, or its twin taken from a DataFrame, becomes a text, a number, an instant or an id that
can be compared. It does not know columns, conditions or pandas.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from ..api import format_time, parse_time

if TYPE_CHECKING:
    from ..api import FieldType, Path

__all__ = ["Key", "dig", "id_key", "instant", "is_numbered", "number", "sort_key", "spelled", "truth"]

Key: TypeAlias = tuple[Any, ...]
NUMBER = re.compile(r"\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*")
ID = re.compile(r"1([a-z]+)([0-9]+)")
PLAIN_TIME = 20  # characters of 2017-03-03T10:20:30Z


def spelled(value: object) -> str:
    """Return *value* as text: a text as it is, a time in the API's form, lists and maps as compact JSON.

    >>> spelled(5.0), spelled(True), spelled(["a"])
    ('5', 'true', '["a"]')
    """
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return format_time(value if value.tzinfo else value.replace(tzinfo=UTC))
        case Mapping() | list() | tuple():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
        case _:
            return str(value)


def number(value: object) -> int | float | None:
    """Return the number that *value* is, or says as text; None when it is none. Truth values are none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and NUMBER.fullmatch(value):
        try:
            return int(value)
        except ValueError:
            return float(value)
    return None


def truth(value: object) -> bool | None:
    """Return the truth value that *value* is, or says as ``true`` or ``false``; None when it is none."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def instant(value: object) -> datetime | None:
    """Return the time that *value* is or says, in UTC and without a zone; None when it is none.

    Times are compared without their zone because that is how a column of times gives them back.
    """
    if isinstance(value, str):
        try:
            if len(value) == PLAIN_TIME and value[19] == "Z" and value[10] == "T":
                return datetime.fromisoformat(value[:19])
            value = parse_time(value)
        except (ValueError, OverflowError):
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)


def is_numbered(kind: FieldType) -> bool:
    """Whether values of this type are ids, which are ordered by the number in them."""
    return kind.kind == "reference"


def id_key(value: str) -> Key:
    """Return what orders ids: the number in them, then their text; ids without a number come last.

    >>> sorted(["1i10", "api.host", "1i9"], key=id_key)
    ['1i9', '1i10', 'api.host']
    """
    match = ID.fullmatch(value)
    return (0, int(match[2]), value) if match else (1, 0, value)


def dig(value: object, steps: Path) -> object:
    """Return what *steps* lead to inside *value*: a key of a map, a position in a list; None where nothing is.

    A step that is no key itself is tried as several joined by dots, so that ``labels.io.rancher.stack.name``
    finds the key ``io.rancher.stack.name`` and ``launchConfig.imageUuid`` the field of a field.
    """
    for index, step in enumerate(steps):
        if isinstance(value, list):
            value = value[int(step)] if step.isdecimal() and int(step) < len(value) else None
        elif not isinstance(value, Mapping):
            return None
        elif step in value:
            value = value[step]
        else:
            return dig_dotted(value, step, steps[index + 1 :])
    return value


def dig_dotted(value: Mapping[str, object], step: str, rest: Path) -> object:
    """Return what *step*, read as several steps, leads to; the longest first step that is a key is taken."""
    parts = step.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        head = ".".join(parts[:cut])
        if head in value:
            return dig(value[head], (".".join(parts[cut:]), *rest))
    return None


def sort_key(kind: FieldType) -> Callable[[object], Key]:
    """Return what orders values of this type: nulls, then numbers, times, texts by code point, all else."""
    is_time, is_id = kind.kind == "date", is_numbered(kind)

    def key(value: object) -> Key:
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return ()
        if isinstance(value, int | float):
            return (1, value)
        if is_time and (time := instant(value)) is not None:
            return (2, time)
        if isinstance(value, str):
            return (3, id_key(value)) if is_id else (3, value)
        return (4, spelled(value))

    return key

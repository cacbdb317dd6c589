"""Columns that grow page by page and end as pandas arrays with the dtype that the schema asks for.

Knows which dtype each type of field has and which values contradict it. A column holds densely packed pages, so
that the Python values of a page can die before the next one is read. It does not know pages, rows or queries.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..api import masked
from ..errors import NotRancher
from .values import instant, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from ..api import FieldType
    from .packing import Packing

__all__ = [
    "MISFITS",
    "Column",
    "LooseColumn",
    "column_for",
    "contradicts",
    "is_unicode",
    "text_index",
    "without_secrets",
]

MISFITS = (ValueError, TypeError, OverflowError)
"""What packing raises for a value that contradicts its type."""
LARGEST = 2**63
NUMBERS = {"int": np.dtype("int64"), "float": np.dtype("float64"), "boolean": np.dtype("bool")}
ARRAYS: dict[str, Callable[..., Any]] = {
    "int": pd.arrays.IntegerArray,
    "float": pd.arrays.FloatingArray,
    "boolean": pd.arrays.BooleanArray,
}


def contradicts(value: object, kind: FieldType) -> bool:
    """Whether *value* is not what the schema promises of a field of type *kind*; null never contradicts."""
    if value is None or not kind.is_scalar:
        return False
    match kind.kind:
        case "int":
            return type(value) is not int or not -LARGEST <= value < LARGEST
        case "float":
            return type(value) not in (int, float)
        case "boolean":
            return type(value) is not bool
        case "date":
            return not isinstance(value, str) or instant(value) is None
        case _:
            return not isinstance(value, str) or not is_unicode(value)


def is_unicode(text: str) -> bool:
    """Whether *text* can be written anywhere: JSON may hold halves of characters, which cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class Column(ABC):
    """One growing column."""

    @abstractmethod
    def append(self, values: Sequence[Any]) -> None:
        """Add a page of *values*; raises one of MISFITS, and adds nothing, when one contradicts the type."""

    @abstractmethod
    def plain(self) -> list[Any]:
        """Return all values so far as the server wrote them."""

    @abstractmethod
    def finish(self) -> Any:
        """Return the whole column as a pandas array and forget it."""


class TextColumn(Column):
    """Texts."""

    def __init__(self, packing: Packing) -> None:
        """Start empty."""
        self._packing = packing
        self._packs: list[Any] = []

    def append(self, values: Sequence[Any]) -> None:
        """Add texts."""
        self._packs.append(self._packing.text(values))

    def plain(self) -> list[Any]:
        """Return the texts."""
        return [value for pack in self._packs for value in self._packing.unpack(pack)]

    def finish(self) -> Any:
        """Return an array of strings."""
        packs, self._packs = self._packs, []
        return self._packing.join(packs)


class NumberColumn(Column):
    """Whole numbers, fractions or truth values."""

    def __init__(self, packing: Packing, kind: str) -> None:
        """Start empty; *kind* is int, float or boolean."""
        self._packing, self._kind, self._dtype = packing, kind, NUMBERS[kind]
        self._values: list[Any] = [np.empty(0, self._dtype)]
        self._masks: list[Any] = [np.empty(0, bool)]

    def append(self, values: Sequence[Any]) -> None:
        """Add numbers or truth values."""
        packed, mask = self._packing.masked(values, self._dtype)
        self._values.append(packed)
        self._masks.append(mask)

    def plain(self) -> list[Any]:
        """Return the numbers."""
        whole, mask = np.concatenate(self._values).tolist(), np.concatenate(self._masks).tolist()
        return [None if missing else value for value, missing in zip(whole, mask, strict=True)]

    def finish(self) -> Any:
        """Return an array that has nulls beside its numbers."""
        values, self._values = self._values, []
        masks, self._masks = self._masks, []
        return ARRAYS[self._kind](np.concatenate(values), np.concatenate(masks))


class TimeColumn(Column):
    """Times, in UTC."""

    def __init__(self, packing: Packing) -> None:
        """Start empty."""
        self._packing = packing
        self._packs: list[Any] = [np.empty(0, "datetime64[us]")]

    def append(self, values: Sequence[Any]) -> None:
        """Add times as the server writes them."""
        self._packs.append(self._packing.times(values))

    def plain(self) -> list[Any]:
        """Return the times in the API's form."""
        times: list[datetime | None] = np.concatenate(self._packs).tolist()
        return [None if time is None else spelled(time) for time in times]

    def finish(self) -> Any:
        """Return times with the zone UTC."""
        packs, self._packs = self._packs, []
        return pd.DatetimeIndex(np.concatenate(packs)).tz_localize("UTC").array


class Codes(dict[Any, int]):
    """Numbers for texts in order of appearance; null is -1."""

    def __missing__(self, value: Any) -> int:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is no text")
        number = len(self) - 1
        self[value] = number
        return number


class EnumColumn(Column):
    """Texts out of a list; those that the schema does not know are added behind it, never lost."""

    def __init__(self, packing: Packing, options: Iterable[str]) -> None:
        """Start empty, with *options* as the first categories."""
        self._packing = packing
        self._codes = Codes({None: -1})
        for option in options:
            self._codes.setdefault(option, len(self._codes) - 1)
        self._packs: list[Any] = [np.empty(0, np.int32)]

    def append(self, values: Sequence[Any]) -> None:
        """Add texts."""
        self._packs.append(np.fromiter(map(self._codes.__getitem__, values), np.int32, len(values)))

    def plain(self) -> list[Any]:
        """Return the texts."""
        names = [*list(self._codes)[1:], None]
        return [names[code] for code in np.concatenate(self._packs).tolist()]

    def finish(self) -> Any:
        """Return a categorical with the schema's order."""
        packs, self._packs = self._packs, []
        categories = text_index(list(self._codes)[1:], self._packing)
        return pd.Categorical.from_codes(np.concatenate(packs), dtype=pd.CategoricalDtype(categories))


class LooseColumn(Column):
    """Any values, as they came: what is nested, and what contradicts its schema; secrets inside are masked."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        """Start with *values*."""
        self._values = list(values)

    def append(self, values: Sequence[Any]) -> None:
        """Add values."""
        self._values.extend(without_secrets(value) for value in values)

    def plain(self) -> list[Any]:
        """Return the values."""
        return self._values

    def finish(self) -> Any:
        """Return an array of Python objects."""
        values, self._values = self._values, []
        return np.fromiter(values, dtype=object, count=len(values))


def without_secrets(value: Any) -> Any:
    """Return *value* with a mask for every text below a secret's name.

    Raises NotRancher when it is nested deeper than anything can read.
    """
    try:
        return masked(value) if isinstance(value, (dict, list)) else value
    except RecursionError:
        raise NotRancher("a value is nested too deep to be read", hint="leave its field out of the columns") from None


def column_for(kind: FieldType, options: Iterable[str], packing: Packing) -> Column:
    """Return an empty column for a field of type *kind*; *options* are an enum's values."""
    match kind.kind:
        case "int" | "float" | "boolean":
            return NumberColumn(packing, kind.kind)
        case "date":
            return TimeColumn(packing)
        case "enum":
            return EnumColumn(packing, options)
        case _:
            return TextColumn(packing) if kind.is_scalar else LooseColumn()


def text_index(values: Sequence[str], packing: Packing, name: str | None = None) -> pd.Index[Any]:
    """Return *values* as an index of texts."""
    return pd.Index(packing.join([packing.text(values)]), name=name)

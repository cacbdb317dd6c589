"""Lists of values as arrays, with pyarrow where it can be imported and with numpy alone where not.

Knows how to pack one page's values of one kind densely, and how to join the packs of all pages into what pandas
keeps. The contents are the same both ways; with pyarrow, text is smaller and faster. It does not know schemas.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import numpy as np
import pandas as pd

from .values import instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

__all__ = ["ArrowPacking", "Masked", "NumpyPacking", "Packing", "packing"]

Masked: TypeAlias = "tuple[NDArray[Any], NDArray[np.bool_]]"
"""Values, and where there are none."""
WIRE_TIME = "%Y-%m-%dT%H:%M:%SZ"
HAS_NAN_TEXT = int(pd.__version__.split(".")[0]) >= 3  # noqa: PLR2004 - the version whose texts are `str`


class Packing(Protocol):
    """One way to pack values; a value that does not fit raises ValueError, TypeError or OverflowError."""

    def text(self, values: Sequence[Any]) -> Any:
        """Return texts and Nones packed, as `join` takes them."""
        ...

    def join(self, packs: list[Any]) -> ExtensionArray:
        """Return all *packs* as one pandas array of texts."""
        ...

    def unpack(self, pack: Any) -> list[Any]:
        """Return the values that went into *pack*."""
        ...

    def masked(self, values: Sequence[Any], dtype: np.dtype[Any]) -> Masked:
        """Return numbers or truth values, and Nones, as values and mask."""
        ...

    def times(self, values: Sequence[Any]) -> NDArray[np.datetime64]:
        """Return times in any ISO 8601 form, and Nones, as UTC microseconds."""
        ...


class ArrowPacking:
    """Packing with pyarrow."""

    def __init__(self) -> None:
        """Import pyarrow; raises ImportError where there is none."""
        import pyarrow as pa

        self._pa = pa

    def text(self, values: Sequence[Any]) -> Any:
        """Return an Arrow array of large strings."""
        return self._pa.array(values, self._pa.large_string())

    def join(self, packs: list[Any]) -> ExtensionArray:
        """Return the packs behind one another, without a copy."""
        return arrow_text(self._pa.chunked_array(packs, self._pa.large_string()))

    def unpack(self, pack: Any) -> list[Any]:
        """Return the texts of an Arrow array."""
        return list(pack.to_pylist())

    def masked(self, values: Sequence[Any], dtype: np.dtype[Any]) -> Masked:
        """Convert in Arrow, then take its values and its mask."""
        packed = self._pa.array(values, self._pa.from_numpy_dtype(dtype))
        if not packed.null_count:
            return packed.to_numpy(zero_copy_only=False), np.zeros(len(values), dtype=bool)
        filled = packed.fill_null(dtype.type(0).item())
        return filled.to_numpy(zero_copy_only=False), packed.is_null().to_numpy(zero_copy_only=False)

    def times(self, values: Sequence[Any]) -> NDArray[np.datetime64]:
        """Let Arrow read the times; what it cannot read is read one by one."""
        texts = self._pa.array(values, self._pa.string())
        try:
            packed = texts.cast(self._pa.timestamp("us", "UTC"))
        except self._pa.ArrowInvalid:
            return times_one_by_one(values)
        return np.asarray(packed.to_numpy(zero_copy_only=False), dtype="datetime64[us]")


class NumpyPacking:
    """Packing with numpy alone."""

    def text(self, values: Sequence[Any]) -> Any:
        """Return an array of Python texts."""
        return np.fromiter(values, dtype=object, count=len(values))

    def join(self, packs: list[Any]) -> ExtensionArray:
        """Return the packs in one array of Python texts."""
        whole = np.concatenate(packs) if packs else np.empty(0, dtype=object)
        texts: ExtensionArray = pd.array(whole, dtype=text_dtype("python"))
        return texts

    def unpack(self, pack: Any) -> list[Any]:
        """Return the texts of an array."""
        return list(pack)

    def masked(self, values: Sequence[Any], dtype: np.dtype[Any]) -> Masked:
        """Convert in numpy, with zeros where there is nothing."""
        count = len(values)
        if None not in values:
            return np.fromiter(values, dtype, count), np.zeros(count, dtype=bool)
        mask = np.fromiter((value is None for value in values), bool, count)
        return np.fromiter((0 if value is None else value for value in values), dtype, count), mask

    def times(self, values: Sequence[Any]) -> NDArray[np.datetime64]:
        """Let pandas read the times in the API's form; any other is read one by one."""
        try:
            read = pd.to_datetime(pd.Series(values, dtype=object), format=WIRE_TIME, utc=True)
        except ValueError:
            return times_one_by_one(values)
        return read.dt.tz_localize(None).to_numpy().astype("datetime64[us]")


def text_dtype(storage: Literal["pyarrow", "python"]) -> pd.StringDtype[Any]:
    """Return the dtype of texts: pandas 3's ``str`` (missing is NaN), before it ``string`` (missing is NA)."""
    return pd.StringDtype(storage, na_value=np.nan) if HAS_NAN_TEXT else pd.StringDtype(storage)


def arrow_text(whole: Any) -> ExtensionArray:
    """Return Arrow strings as a pandas array, without a copy."""
    dtype = text_dtype("pyarrow")
    kind: Any = dtype.construct_array_type()
    return kind(whole, dtype=dtype) if HAS_NAN_TEXT else kind(whole)  # type: ignore[no-any-return]


def times_one_by_one(values: Sequence[Any]) -> NDArray[np.datetime64]:
    """Read each time on its own.

    Raises ValueError for one that is no time.
    """
    read = [None if value is None else instant(value) for value in values]
    if any(time is None and value is not None for time, value in zip(read, values, strict=True)):
        raise ValueError("not a time")
    return np.array(read, dtype="datetime64[us]")


@cache
def packing() -> Packing:
    """Return the packing to be used here: with pyarrow where it is installed."""
    return ArrowPacking() if find_spec("pyarrow") else NumpyPacking()

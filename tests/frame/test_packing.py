from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from frame.making import STR

from rancher_nb.frame.packing import ArrowPacking, NumpyPacking, Packing, packing, text_dtype, times_one_by_one

BOTH = pytest.mark.parametrize("packed", [ArrowPacking(), NumpyPacking()], ids=["arrow", "numpy"])


@BOTH
def test_texts_join_in_order_and_keep_their_nulls(packed: Packing) -> None:
    packs = [packed.text(["a", None]), packed.text([]), packed.text(["ü\n"])]

    joined = packed.join(packs)

    assert list(pd.Series(joined).isna()) == [False, True, False]
    assert [joined[0], joined[2]] == ["a", "ü\n"]
    assert packed.unpack(packs[0]) == ["a", None]


@BOTH
def test_no_texts_at_all_are_still_texts(packed: Packing) -> None:
    joined = packed.join([])

    assert len(joined) == 0
    assert str(joined.dtype) == STR


@BOTH
@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([1, None, -(2**63)], "int64", [1, 0, -(2**63)]),
        ([1, 2], "int64", [1, 2]),
        ([None, None], "int64", [0, 0]),
        ([True, None, False], "bool", [True, False, False]),
        ([1.5, None], "float64", [1.5, 0.0]),
        ([], "float64", []),
    ],
)
def test_numbers_have_a_mask(packed: Packing, values: list[object], dtype: str, expected: list[object]) -> None:
    numbers, mask = packed.masked(values, np.dtype(dtype))

    assert numbers.dtype == dtype
    assert numbers.tolist() == expected
    assert mask.tolist() == [value is None for value in values]


@BOTH
def test_a_number_beyond_64_bits_does_not_fit(packed: Packing) -> None:
    with pytest.raises(OverflowError):
        packed.masked([2**63], np.dtype("int64"))


@BOTH
@pytest.mark.parametrize(
    "values",
    [
        ["2017-03-03T10:20:30Z", None],
        ["2017-03-03T10:20:30Z", None, "2017-03-03 12:20:30.5+02:00", "9999-12-31T23:59:59Z", "2017-03-03"],
        ["0001-01-01T00:00:00Z"],
        [None],
        [],
    ],
)
def test_times_are_utc_microseconds(packed: Packing, values: list[str | None]) -> None:
    times = packed.times(values)

    assert times.dtype == "datetime64[us]"
    assert times.tolist() == times_one_by_one(values).tolist()


@BOTH
def test_what_is_no_time_does_not_fit(packed: Packing) -> None:
    with pytest.raises(ValueError, match="not a time"):
        packed.times(["2017-03-03T10:20:30Z", "soon"])


def test_one_by_one_reads_any_iso_form() -> None:
    read = times_one_by_one(["2017-03-03T12:20:30+02:00", None]).tolist()

    assert read == [datetime(2017, 3, 3, 10, 20, 30), None]  # noqa: DTZ001 - numpy's times have no zone


def test_pyarrow_is_used_where_it_is_installed() -> None:
    assert isinstance(packing(), ArrowPacking)


def test_texts_are_strings_for_pandas_either_way() -> None:
    assert str(text_dtype("python")) == STR
    assert str(text_dtype("pyarrow")) == STR

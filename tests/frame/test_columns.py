from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from frame.making import STR

from rancher_nb.api import FieldType
from rancher_nb.errors import NotRancher
from rancher_nb.frame.columns import (
    MISFITS,
    LooseColumn,
    column_for,
    contradicts,
    is_unicode,
    text_index,
    without_secrets,
)
from rancher_nb.frame.packing import ArrowPacking, NumpyPacking, Packing

BOTH = pytest.mark.parametrize("packed", [ArrowPacking(), NumpyPacking()], ids=["arrow", "numpy"])
STAMP = "2017-03-03T10:20:30Z"
CASES: list[tuple[str, list[Any], list[Any]]] = [
    ("int", [1, None], [3]),
    ("float", [1.5, None], [2.0]),
    ("boolean", [True, None], [False]),
    ("date", [STAMP, None], ["2017-03-03T10:20:31Z"]),
    ("enum", ["stopped", None], ["odd"]),
    ("string", ["a", None], ["b"]),
    ("reference", ["1h1", None], ["1h2"]),
    ("map", [{"a": 1}, None], [{}]),
    ("array", [["a"], ["b"]], [["c"]]),
]
DTYPES = {"int": "Int64", "float": "Float64", "boolean": "boolean", "date": "datetime64[us, UTC]", "enum": "category"}


@BOTH
@pytest.mark.parametrize(("kind", "first", "second"), CASES, ids=[case[0] for case in CASES])
def test_a_column_grows_and_ends_with_the_dtype_of_its_type(
    packed: Packing,
    kind: str,
    first: list[Any],
    second: list[Any],
) -> None:
    column = column_for(FieldType(kind), ["running", "stopped"], packed)
    column.append(first)
    column.append(second)

    assert column.plain() == first + second
    finished = pd.Series(column.finish())
    assert str(finished.dtype) == DTYPES.get(kind, "object" if kind in ("map", "array") else STR)
    assert list(finished.isna()) == [value is None for value in first + second]


@BOTH
@pytest.mark.parametrize("kind", [*DTYPES, "string", "map"])
def test_an_empty_column_has_its_dtype_too(packed: Packing, kind: str) -> None:
    finished = pd.Series(column_for(FieldType(kind), ["running"], packed).finish())

    assert len(finished) == 0
    assert str(finished.dtype) == DTYPES.get(kind, "object" if kind == "map" else STR)


@BOTH
def test_an_enum_has_the_schemas_categories_in_order_and_keeps_the_unknown(packed: Packing) -> None:
    column = column_for(FieldType("enum"), ["running", "stopped", "running"], packed)
    column.append(["new", "stopped", None])
    column.append(["newer", "new"])

    finished = column.finish()

    assert list(finished.categories) == ["running", "stopped", "new", "newer"]
    assert list(finished.codes) == [2, 1, -1, 3, 2]


@BOTH
@pytest.mark.parametrize(
    ("kind", "value"),
    [("int", 2**63), ("date", "soon"), ("enum", 5)],
)
def test_a_page_that_does_not_fit_adds_nothing(packed: Packing, kind: str, value: object) -> None:
    column = column_for(FieldType(kind), [], packed)
    column.append([None])

    with pytest.raises(MISFITS):
        column.append([None, value])
    assert column.plain() == [None]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("int", [1, None, 2**63 - 1], ["1", 1.0, True, 2**63]),
        ("float", [1, 1.5, None], ["1", True]),
        ("boolean", [True, None], [1, "true"]),
        ("date", [STAMP, "2017-03-03", None], ["soon", 5]),
        ("string", ["", None], [5, {}, [], True, "\ud800"]),
        ("reference", ["1h1"], [1]),
        ("enum", ["odd"], [1]),
        ("map", [5, "x", {}], []),
    ],
)
def test_what_contradicts_a_type(kind: str, good: list[object], bad: list[object]) -> None:
    assert [value for value in good if contradicts(value, FieldType(kind))] == []
    assert [value for value in bad if not contradicts(value, FieldType(kind))] == []


def test_half_a_character_is_no_text() -> None:
    assert not is_unicode("\ud83d")
    assert is_unicode("😀")


def test_a_loose_column_takes_anything() -> None:
    column = LooseColumn([1])
    column.append([["a"], None])

    assert list(column.finish()) == [1, ["a"], None]


@BOTH
def test_an_index_of_texts_has_its_name(packed: Packing) -> None:
    index = text_index(["a", "b"], packed, "id")

    assert (index.name, list(index), str(index.dtype)) == ("id", ["a", "b"], STR)


def test_secrets_inside_loose_values_are_masked() -> None:
    column = LooseColumn()
    column.append([{"password": "canary", "a": [{"secretKey": "canary", "user": "u"}]}, None, "plain"])

    first, *others = column.finish()
    assert "canary" not in str(first)
    assert first["a"][0]["user"] == "u"
    assert others == [None, "plain"]


def test_a_value_nested_deeper_than_anything_reads_is_an_error_of_ours() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(NotRancher, match="nested too deep"):
        without_secrets(deep)
    while deep:
        (deep,) = deep  # taken apart by hand: to forget it at once would go as deep

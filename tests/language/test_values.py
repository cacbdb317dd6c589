"""Python values enter a line as values: plain ones as they are, anything else named in an error."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from rancher_nb.api import Ago
from rancher_nb.errors import CommandError
from rancher_nb.language.place import Place
from rancher_nb.language.scanning import scan
from rancher_nb.language.values import Values, plain_value, read_ago, scalar_of, scalars_of

PLACE = Place("a = {x}", 4, 7)
NOON = datetime(2017, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("web", "web"),
        (5, 5),
        (1.5, 1.5),
        (True, True),
        (NOON, NOON),
        (np.int64(5), 5),
        (np.float64(1.5), 1.5),
        (np.bool_(True), True),
        (np.str_("web"), "web"),
        (pd.Timestamp("2017-03-03T12:00Z"), NOON),
        (np.datetime64("2017-03-03T12:00:00.000000000"), NOON.replace(tzinfo=None)),
    ],
)
def test_plain_values_stay_and_wrapped_ones_are_unwrapped(value: object, expected: object) -> None:
    found = scalar_of(value, PLACE)

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA, np.float64("nan")])
def test_what_is_missing_equals_nothing(value: object) -> None:
    with pytest.raises(CommandError, match="equals nothing") as caught:
        scalar_of(value, PLACE)

    assert caught.value.hint == "use is null, or is not null"


@pytest.mark.parametrize("value", [{"a": 1}, object(), b"web", Decimal(1)])
def test_anything_else_is_named_by_its_type(value: object) -> None:
    with pytest.raises(CommandError, match=type(value).__name__):
        scalar_of(value, PLACE)


@pytest.mark.parametrize("value", [["a"], pd.Series(["a"]), ("a",)])
def test_several_values_where_one_goes_are_told_of_in(value: object) -> None:
    with pytest.raises(CommandError) as caught:
        scalar_of(value, PLACE)

    assert caught.value.hint == "for several values: in {x}"


@pytest.mark.parametrize(
    "values",
    [["a", "b"], ("a", "b"), {"b", "a"}, pd.Series(["a", "b"]), np.array(["a", "b"]), pd.Index(["a", "b"])],
)
def test_lists_of_all_kinds_go_after_in(values: object) -> None:
    assert scalars_of(values, PLACE) == ("a", "b")


@pytest.mark.parametrize("value", ["ab", 5, {"a": 1}, pd.DataFrame({"a": [1]})])
def test_no_list_is_no_list(value: object) -> None:
    with pytest.raises(CommandError, match="not a list of values"):
        scalars_of(value, PLACE)


@pytest.mark.parametrize("value", [object(), NOON, float("nan"), float("inf"), {"a": b"x"}, [object()]])
def test_a_body_holds_only_what_json_has(value: object) -> None:
    with pytest.raises(CommandError, match="cannot be sent"):
        plain_value(value, PLACE)


def test_a_body_is_copied_and_unwrapped() -> None:
    assert plain_value({"a": (np.int64(1), {"b": None}), 2: True}, PLACE) == {"a": [1, {"b": None}], "2": True}


def test_a_body_without_end_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)

    with pytest.raises(CommandError, match="nested too deep"):
        plain_value(endless, PLACE)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("now", 0),
        ("2h ago", 7200),
        ("1h30m ago", 5400),
        ("3 days ago", 259_200),
        ("1 DAY 2 hours ago", 93_600),
        ("2 weeks ago", 1_209_600),
        ("90sec ago", 90),
        ("0.5s ago", 0.5),
        ("5 minutes ago", 300),
        ("5min ago", 300),
    ],
)
def test_times_before_now(text: str, seconds: float) -> None:
    assert read_ago(text, PLACE) == Ago(seconds)


def test_a_thousand_years_are_a_slip() -> None:
    with pytest.raises(CommandError, match="a hundred years"):
        read_ago("52000w ago", PLACE)


def test_expressions_are_evaluated_once_and_remembered() -> None:
    asked: list[str] = []
    values = Values(lambda source: asked.append(source) or 7)

    assert values.at(scan("a = { x }"), 4, 9) == 7
    assert asked == ["x"]
    assert values.sources == [(7, "x")]


def test_without_names_only_literals_are_read() -> None:
    values = Values(None)

    assert values.at(scan("a = {[1, 'b']}"), 4, 14) == [1, "b"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for source in ("x", "1 +", "f()", "(" * 500, "1" * 5000, "\0"):
            with pytest.raises(CommandError, match="only a literal"):
                values.at(scan(f"a = {{{source}}}"), 4, 6 + len(source))


def test_empty_braces_are_told() -> None:
    with pytest.raises(CommandError, match="nothing between the braces"):
        Values(None).at(scan("a = { }"), 4, 7)


def test_an_error_inside_braces_is_pythons_own() -> None:
    def fails(source: str) -> object:
        raise NameError(source)

    with pytest.raises(NameError, match="x"):
        Values(fails).at(scan("a = {x}"), 4, 7)


@pytest.mark.parametrize(
    ("source", "ids"), [("frame", "{frame.index}"), ("a.b", "{a.b.index}"), ("f or g", "{(f or g).index}")]
)
def test_a_frame_where_values_belong_says_where_its_ids_are(source: str, ids: str) -> None:
    frame, text = pd.DataFrame({"name": ["a"]}, index=["1i5"]), f"{{{source}}}"
    place = Place(text, 0, len(text))
    for read in (scalar_of, scalars_of):
        with pytest.raises(CommandError) as caught:
            read(frame, place)
        assert caught.value.hint == f"its ids are {ids}: in {ids}"
    assert scalars_of(frame.index, place) == ("1i5",)

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rancher_nb.api import FieldType
from rancher_nb.frame.values import dig, id_key, instant, number, sort_key, spelled, truth


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (True, "true"),
        (5, "5"),
        (5.0, "5"),
        (5.5, "5.5"),
        (datetime(2017, 3, 3, 10, 20, 30), "2017-03-03T10:20:30Z"),  # noqa: DTZ001 - a frame's own form
        ({"a": [1, None]}, '{"a":[1,null]}'),
    ],
)
def test_every_value_has_one_text(value: object, text: str) -> None:
    assert spelled(value) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5, 5), ("5", 5), ("5.5", 5.5), ("1e3", 1000.0), ("five", None), ("nan", None), (True, None), ([], None)],
)
def test_a_number_is_a_number_or_text_that_is_one(value: object, expected: float | None) -> None:
    assert number(value) == expected


def test_truth_is_not_guessed() -> None:
    assert [truth(each) for each in (True, "False", "TRUE", 1, "yes")] == [True, False, True, None, None]


@pytest.mark.parametrize(
    "value",
    [
        "2017-03-03T10:20:30Z",
        "2017-03-03T12:20:30+02:00",
        "2017-03-03 10:20:30",
        datetime(2017, 3, 3, 10, 20, 30, tzinfo=UTC),
        datetime(2017, 3, 3, 12, 20, 30, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_the_same_instant_is_the_same_in_every_form(value: object) -> None:
    assert instant(value) == datetime(2017, 3, 3, 10, 20, 30)  # noqa: DTZ001 - compared without a zone


@pytest.mark.parametrize("value", ["soon", "2017-13-03T10:20:30Z", "", 5, None, "2017-03-03T25:00:00Z"])
def test_what_is_no_time_is_none(value: object) -> None:
    assert instant(value) is None


def test_ids_are_ordered_by_their_number() -> None:
    ids = ["1i10", "api.host", "1i9", "1st9", "1i!x:1a1"]

    assert sorted(ids, key=id_key) == ["1i9", "1st9", "1i10", "1i!x:1a1", "api.host"]


def test_digging_finds_keys_with_dots_fields_of_fields_and_places_in_lists() -> None:
    value = {"io.rancher.stack.name": "web", "a": {"b.c": {"d": 1}}, "ports": ["80", "443"]}

    assert dig(value, ("io.rancher.stack.name",)) == "web"
    assert dig(value, ("a.b.c.d",)) == 1
    assert dig(value, ("a", "b.c", "d")) == 1
    assert dig(value, ("ports", "1")) == "443"
    assert dig(value, ("ports", "2")) is None
    assert dig(value, ("a", "x")) is None
    assert dig(value, ("a.x",)) is None
    assert dig(None, ("a",)) is None
    assert dig("text", ("a",)) is None


def test_sort_keys_put_nulls_first_and_never_clash_between_kinds() -> None:
    key = sort_key(FieldType("date"))
    values = ["soon", None, "2017-03-03T10:20:30Z", 5, {"a": 1}, True, float("nan")]

    assert sorted(values, key=key)[2:] == [True, 5, "2017-03-03T10:20:30Z", "soon", {"a": 1}]


def test_references_sort_by_number_and_texts_by_code_point() -> None:
    assert sorted(["1h10", "1h9"], key=sort_key(FieldType("reference", target="host"))) == ["1h9", "1h10"]
    assert sorted(["b", "a", "B", "\ue000", "\U0001f600"], key=sort_key(FieldType("string"))) == [
        "B",
        "a",
        "b",
        "\ue000",
        "\U0001f600",
    ]

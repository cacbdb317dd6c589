from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.demo.calls import read_call
from rancher_nb.demo.faults import Fault
from rancher_nb.demo.naming import fold
from rancher_nb.demo.query import Filter, Page, Sort, hash_map_order, read_filters, read_page, read_sort, where
from rancher_nb.demo.schemas import column_kinds, load

ALLOWED = load("v2-beta", "project").schemas["container"]["collectionFilters"]
KINDS = column_kinds("instance")
NOW = 1488536430.0


def filters(*pairs: tuple[str, str]) -> list[Filter]:
    return read_filters(ALLOWED, KINDS, pairs, NOW)


@pytest.mark.parametrize(
    ("names", "survivor"),
    [
        (("created_gt", "created_lt"), "created_lt"),
        (("created_gte", "created_lte"), "created_lte"),
        (("id_gt", "id_lt"), "id_lt"),
        (("createIndex_gt", "createIndex_lt"), "createIndex_gt"),
        (("name_prefix", "name_ne"), "name_ne"),
        (("name_prefix", "name_notlike"), "name_notlike"),
        (("name_like", "name_notlike", "name_prefix"), "name_like"),
        (("name", "name_ne"), "name_ne"),
        (("name_null", "name_notnull"), "name_notnull"),
    ],
)
def test_of_two_modifiers_the_one_survives_that_survived_on_a_real_server(
    names: tuple[str, ...], survivor: str
) -> None:
    for order in (names, names[::-1]):
        assert hash_map_order(list(order))[-1] == survivor


def test_a_repeated_parameter_is_an_and() -> None:
    found = filters(("name_ne", "a"), ("name_ne", "b"))

    assert where(found) == ('"name" <> ? AND "name" <> ?', ["A", "B"])


@pytest.mark.parametrize(
    "name",
    [
        "foo",
        "foo_gt",
        "name_lt",
        "name_suffix",
        "name_in",
        "NAME",
        "name_EQ",
        "name_like_x",
        "state_like",
        "createdTS_gt",
        "imageUuid",
    ],
)
def test_what_cannot_be_asked_is_ignored(name: str) -> None:
    assert filters((name, "x")) == []


@pytest.mark.parametrize(
    ("name", "value", "echo", "key"),
    [
        ("accountId", "1a7", "7", 7),
        ("accountId", "1st7", "7", 7),
        ("accountId", "7", "-1", -1),
        ("accountId", "abc", "abc", None),
        ("id", "193", "193", 193),
        ("id", "0193", "0193", 193),
        ("id", "193.0", "193.0", 193),
        ("id", "193x", "193x", None),
        ("id", "1i193", "1i193", None),
        ("id", "9" * 40, "9" * 40, None),
        ("system", "YES", "YES", 1),
        ("system", "0", "0", 0),
        ("system", "t", "t", None),
        ("name", "Web ", "Web ", "WEB"),
        ("name_prefix", "we_", "we_", "WE_%"),
        ("name_like", "web ", "web ", "WEB "),
        ("name_null", "false", "false", None),
        ("created_gt", "2017-03-03T10:20:30Z", "2017-03-03T10:20:30Z", 1488536430),
        ("created_lt", "now", "2017-03-03T10:20:30Z", 1488536430),
        ("removed", "", None, None),
    ],
)
def test_values_are_read_as_the_kind_of_their_column_has_them(name: str, value: str, echo: Any, key: Any) -> None:
    (found,) = filters((name, value))

    assert (found.echo, found.key) == (echo, key)


@pytest.mark.parametrize(
    "value",
    [
        "2017-03-03",
        "2017-03-03T10:20:30",
        "2017-03-03T10:20:30.000Z",
        "1488536430000",
        "garbage",
        "2017-13-03T10:20:30Z",
    ],
)
def test_a_date_in_another_form_breaks_the_server(value: str) -> None:
    with pytest.raises(Fault) as caught:
        filters(("created_gt", value))

    assert caught.value.status == 500


@pytest.mark.parametrize(
    ("limit", "rows"),
    [
        ("", 100),
        ("abc", 100),
        ("1.5", 100),
        ("99999999999", 100),
        ("9" * 5000, 100),
        ("+5", 5),
        ("0", 3000),
        ("-1", 3000),
        ("3001", 3000),
        ("7", 7),
    ],
)
def test_a_limit_is_kept_within_bounds(limit: str, rows: int) -> None:
    assert read_page(read_call("GET", f"/v2-beta/x?limit={limit.replace('+', '%2B')}", {})).limit == rows


@pytest.mark.parametrize(
    ("marker", "offset"),
    [("m5", 5), ("m-5", -5), ("5", 0), ("m", 0), ("mabc", 0), ("m5.5", 0), ("M5", 0), ("m" + "9" * 18, 0)],
)
def test_a_marker_is_an_offset(marker: str, offset: int) -> None:
    assert read_page(read_call("GET", f"/v2-beta/x?marker={marker}", {})) == Page(100, offset)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=name", Sort("name", descending=False)),
        ("sort=name&order=DESC", Sort("name", descending=True)),
        ("sort=name&order=foo", Sort("name", descending=False)),
        ("sort=name&sort=id", Sort("name", descending=False)),
        ("sort=NAME", None),
        ("sort=imageUuid", None),
        ("sort=name,id", None),
        ("sort=-name", None),
        ("order=desc", None),
    ],
)
def test_a_sort_is_one_filterable_field(query: str, expected: Sort | None) -> None:
    assert read_sort(ALLOWED, read_call("GET", f"/v2-beta/x?{query}", {})) == expected


TEXT = st.text(alphabet=st.sampled_from("aAbB_%-é \\'\""), max_size=6)


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.none(), TEXT), max_size=8),
    st.sampled_from(["eq", "ne", "prefix", "like", "notlike", "null", "notnull"]),
    TEXT,
)
def test_sql_finds_what_python_finds(names: list[str | None], modifier: str, value: str) -> None:
    suffix = "" if modifier == "eq" else f"_{modifier}"
    condition, values = where(filters((f"name{suffix}", value)))
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name)")
    base.executemany("INSERT INTO t (name) VALUES (?)", [(None if name is None else fold(name),) for name in names])
    found = [number for (number,) in base.execute(f"SELECT id FROM t WHERE {condition} ORDER BY id", values)]  # noqa: S608 - the condition under test
    base.close()

    assert found == [n for n, name in enumerate(names, start=1) if holds(name, modifier, value)]


def holds(name: str | None, modifier: str, value: str) -> bool:
    """Whether *name* fits, in plain Python."""
    if modifier in ("null", "notnull"):
        return (name is None) == (modifier == "null")
    if name is None:
        return False
    if modifier in ("eq", "ne"):
        return (fold(name) == fold(value)) == (modifier == "eq")
    pattern = fold(value + "|")[:-1] + ("%" if modifier == "prefix" else "")
    return like(fold(name), pattern) == (modifier != "notlike")


def like(text: str, pattern: str) -> bool:
    """Whether *text* is like *pattern*: % any, _ one, a backslash takes the next as it is."""
    if not pattern:
        return not text
    head, rest = pattern[0], pattern[1:]
    if head == "%":
        return any(like(text[n:], rest) for n in range(len(text) + 1))
    if head == "\\":
        return bool(rest) and bool(text) and text[0] == rest[0] and like(text[1:], rest[1:])
    return bool(text) and (head == "_" or text[0] == head) and like(text[1:], rest)

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from frame.making import NOW, SCHEMA, STR
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import (
    Ago,
    Comparison,
    Condition,
    Conjunction,
    Disjunction,
    Membership,
    Negation,
    Nullness,
    Operator,
    bind,
)
from rancher_nb.errors import QueryError
from rancher_nb.frame import evaluate
from rancher_nb.frame.residue import NO, UNKNOWN, YES, compiled, like_test, values_of

STAMP = datetime(2017, 3, 3, 10, 20, 30, tzinfo=UTC)
DATA = pd.DataFrame(
    {
        "name": pd.array(["web", "Web", None, "a_b%\nc"], dtype=STR),
        "state": pd.Categorical(["running", "stopped", None, "odd"]),
        "tty": pd.array([True, False, None, True], dtype="boolean"),
        "memory": pd.array([5, -1, None, 2**53 + 1], dtype="Int64"),
        "load": pd.array([0.5, 2.0, None, -1.0], dtype="Float64"),
        "created": pd.DatetimeIndex(
            [STAMP, STAMP + timedelta(seconds=1), pd.NaT, STAMP - timedelta(days=1)],
        ).as_unit("us"),
        "hostId": pd.array(["1h9", "1h10", None, "1h2"], dtype=STR),
        "labels": [{"x": "1", "a.b": "c"}, {}, None, {"x": None}],
        "ports": [["80"], ["443", "80"], None, []],
        "info": [{"n": 5, "t": "5", "b": True, "when": "2017-03-03T10:20:30Z"}, {"n": "x"}, None, {"n": 5.5}],
    },
    index=pd.Index(["1i9", "1i10", "1i1", "1i2"], name="id"),
)
ALL = [True, True, True, True]


def is_(field: str, sign: str, value: Any) -> Condition:
    path = tuple(field.split("/"))
    return Comparison(path, Operator(sign), value)


@pytest.mark.parametrize(
    ("condition", "selected"),
    [
        (is_("name", "=", "web"), [0]),
        (is_("name", "!=", "web"), [1, 3]),
        (is_("name", "<", "a"), [1]),
        (is_("name", ">=", "a_"), [0, 3]),
        (is_("name", "like", "WEB"), [0, 1]),
        (is_("name", "like", "a_b%c"), [3]),
        (is_("name", "like", "eb"), []),
        (is_("name", "prefix", "We"), [1]),
        (is_("name", "contains", "_b%"), [3]),
        (is_("name", "~", "^w|c$"), [0, 3]),
        (is_("name", "!~", "^w"), [1, 3]),
        (is_("state", "=", "odd"), [3]),
        (is_("state", "~", "p"), [1]),
        (is_("tty", "=", True), [0, 3]),
        (is_("tty", "!=", True), [1]),
        (is_("memory", "=", 5), [0]),
        (is_("memory", "=", 5.0), [0]),
        (is_("memory", ">", 2**53), [3]),
        (is_("memory", "<", 2**70), [0, 1, 3]),
        (is_("memory", "~", "^-"), [1]),
        (is_("load", "<=", 0.5), [0, 3]),
        (is_("load", "contains", "2"), [1]),
        (is_("created", "=", STAMP), [0]),
        (is_("created", ">", STAMP), [1]),
        (is_("created", "<", STAMP + timedelta(microseconds=1)), [0, 3]),
        (is_("created", "<", Ago(5900.0)), [0, 1, 3]),
        (is_("created", "like", "2017-03-03T10:20:30z"), [0]),
        (is_("hostId", "=", "1h9"), [0]),
        (is_("hostId", "<", "1h10"), [0, 3]),
        (is_("id", "=", "1i9"), [0]),
        (is_("id", ">", "1i9"), [1]),
        (is_("id", "prefix", "1i1"), [1, 2]),
        (is_("labels/x", "=", 1), [0]),
        (is_("labels/x", "!=", "1"), []),
        (is_("labels/a.b", "=", "c"), [0]),
        (is_("ports/1", "=", "80"), [1]),
        (is_("ports", "contains", '"80"'), [0, 1]),
        (is_("info/n", "=", 5), [0]),
        (is_("info/n", "=", "5"), [0]),
        (is_("info/n", "!=", 5), [1, 3]),
        (is_("info/n", ">", 5), [3]),
        (Negation(is_("info/n", ">", 5)), [0]),
        (is_("info/t", "=", 5), [0]),
        (is_("info/b", "=", "true"), [0]),
        (is_("info/b", "=", True), [0]),
        (is_("info/b", "=", 1), []),
        (is_("info/when", "=", STAMP), [0]),
        (is_("info/n", "<", STAMP), []),
        (is_("info/n", "!=", STAMP), [0, 1, 3]),
        (Membership(("name",), ("web", "nope")), [0]),
        (Negation(Membership(("name",), ("web", "nope"))), [1, 3]),
        (Membership(("memory",), (5, -1)), [0, 1]),
        (Nullness(("name",), null=True), [2]),
        (Nullness(("name",), null=False), [0, 1, 3]),
        (Nullness(("labels", "x"), null=True), [1, 2, 3]),
        (Negation(is_("name", "=", "web")), [1, 3]),
        (Negation(Nullness(("name",), null=True)), [0, 1, 3]),
        (Conjunction((is_("name", "like", "web"), is_("memory", "<", 0))), [1]),
        (Disjunction((is_("name", "=", "web"), Nullness(("name",), null=True))), [0, 2]),
        (Negation(Conjunction((is_("name", "=", "web"), Nullness(("memory",), null=False)))), [1, 2, 3]),
        (Negation(Disjunction((is_("name", "=", "web"), is_("memory", "=", 5)))), [1, 3]),
    ],
    ids=str,
)
def test_a_condition_selects_the_rows_it_describes(condition: Condition, selected: list[int]) -> None:
    mask = evaluate(bind(condition, SCHEMA, now=NOW), DATA, SCHEMA)

    assert mask.dtype == bool
    assert mask.index.equals(DATA.index)
    assert list(np.flatnonzero(mask)) == selected


def test_rows_of_the_wire_are_judged_as_rows_of_a_frame() -> None:
    wire = {
        "created": ["2017-03-03T12:20:30+02:00", None, "soon"],
        "memory": ["5", 5, True],
    }
    later = compiled(is_("created", ">=", STAMP), SCHEMA)
    like = compiled(is_("created", "prefix", "2017-03-03T10"), SCHEMA)
    five = compiled(is_("memory", "=", 5), SCHEMA)

    assert later(wire.__getitem__, 3).tolist() == [YES, UNKNOWN, UNKNOWN]
    assert like(wire.__getitem__, 3).tolist() == [YES, UNKNOWN, NO]
    assert five(wire.__getitem__, 3).tolist() == [YES, YES, NO]


def test_no_rows_are_no_rows() -> None:
    mask = evaluate(is_("name", "=", "web"), DATA.iloc[:0], SCHEMA)

    assert (len(mask), mask.dtype) == (0, bool)


def test_a_pattern_that_does_not_compile_is_said_with_its_field() -> None:
    with pytest.raises(QueryError, match=r"the pattern '\[' for name does not compile") as caught:
        compiled(is_("name", "~", "["), SCHEMA)
    assert caught.value.word == "["


def test_a_column_that_the_frame_lacks_is_named() -> None:
    with pytest.raises(QueryError, match="no column 'note'"):
        evaluate(is_("note", "=", "a"), DATA, SCHEMA)


def test_a_condition_that_was_never_bound_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="Query.bound"):
        compiled(is_("created", "<", Ago(5)), SCHEMA)


def test_like_spans_lines_and_holds_no_other_signs() -> None:
    assert like_test("a%%c")("A\n.C")
    assert not like_test("a.c")("abc")
    assert not like_test("_")("")


def test_values_come_out_of_a_frame_as_plain_python() -> None:
    assert values_of(DATA["memory"]) == [5, -1, None, 2**53 + 1]
    assert values_of(DATA["state"]) == ["running", "stopped", None, "odd"]
    assert values_of(DATA["tty"]) == [True, False, None, True]
    assert values_of(DATA["created"])[:1] == [STAMP.replace(tzinfo=None)]
    assert values_of(DATA["created"])[2] is None
    assert values_of(pd.Series([1.5, float("nan")])) == [1.5, None]
    assert values_of(pd.Series([STAMP]).dt.tz_convert("Asia/Tokyo")) == [STAMP.replace(tzinfo=None)]


def as_expression(pattern: str) -> re.Pattern[str]:
    """Return a ``like`` pattern as one regular expression: right, but slow on long texts."""
    body = "".join(".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern)
    return re.compile(body, re.DOTALL | re.IGNORECASE)


@given(st.text("aAb\u017fK\u212a_%.\n", max_size=7), st.text("aAbs\u017fkK\u212aß.\n", max_size=9))
def test_like_is_what_its_expression_says(pattern: str, text: str) -> None:
    assert like_test(pattern)(text) == (as_expression(pattern).fullmatch(text) is not None)


@pytest.mark.parametrize("pattern", ["%a%a%a%b", "%a%a%a%a%a%a%a%b%c", "%_a%_a%_a%b", "a%" * 50 + "b"])
def test_like_takes_no_time_on_a_long_text(pattern: str) -> None:
    holds, started = like_test(pattern), time.monotonic()

    assert not holds("a" * 20_000)
    assert holds("a" * 20_000 + "bc") == pattern.endswith("c")
    assert time.monotonic() - started < 2

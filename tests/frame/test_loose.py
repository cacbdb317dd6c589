from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from frame.making import SCHEMA, planned

from rancher_nb.api import Comparison, Nullness, Operator, Pushed
from rancher_nb.api.dialect import Filter
from rancher_nb.frame.loose import excludes

TIME = datetime(2017, 3, 3, 10, 20, 30, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "sign", "literal", "passes", "lies"),
    [
        ("name", "=", "web", ["WEB", "web  ", "wéb"], ["webs", "we", "", None, " web"]),
        ("name", "prefix", "a ", ["a", "A  b"], ["b a"]),
        ("name", "prefix", "a_b", ["A_bc", "axb", "a_b "], ["xa_b", "ab", None]),
        ("name", "contains", "a%b", ["xaxxb", "AB", "éa"], ["ba", None]),
        ("name", "like", "web% ", ["WEB1", "web "], ["xweb", None]),
        ("state", "=", "running", ["RUNNING"], ["stopped", None]),
        ("state", "!=", "running", ["RUNNING"], ["running", None]),
        ("hostId", "=", "1h5", ["1H5", "1st5"], ["1h6", "1h55", None, "odd"]),
        ("hostId", "=", "odd", ["ODD"], ["1h5", "other"]),
        ("memory", ">", 5, ["lots"], [5, 4, None]),
        ("memory", "=", 5, [{}], [6, None]),
        ("tty", "=", True, ["odd"], [False, None]),
        ("created", ">", TIME, ["2017-03-03T10:20:30Z", "2017-03-03T10:20:29Z", "soon"], ["2017-03-03T10:20:28Z"]),
        ("created", "<=", TIME, ["2017-03-03T10:20:31Z", "2017-03-03T10:20:32Z"], ["2017-03-03T10:20:33Z", None]),
    ],
)
def test_looseness_is_no_lie(field: str, sign: str, literal: Any, passes: list[Any], lies: list[Any]) -> None:
    (pushed,) = planned(Comparison((field,), Operator(sign), literal)).pushed
    excluded = excludes(pushed, SCHEMA)

    assert [value for value in passes if excluded(value)] == []
    assert [value for value in lies if not excluded(value)] == []


def test_an_unset_value_may_be_shown_with_a_default() -> None:
    (text,) = planned(Nullness(("name",), null=True)).pushed
    (truth,) = planned(Nullness(("tty",), null=True)).pushed
    (fixed,) = planned(Nullness(("note",), null=True)).pushed

    assert [excludes(text, SCHEMA)(value) for value in ("", 0, False, "web")] == [False, False, False, True]
    assert not excludes(truth, SCHEMA)(True)
    assert not excludes(fixed, SCHEMA)("web")


def test_a_null_is_not_not_null() -> None:
    (pushed,) = planned(Nullness(("name",), null=False)).pushed

    assert excludes(pushed, SCHEMA)(None)
    assert not excludes(pushed, SCHEMA)("")


def test_what_the_server_was_never_asked_is_never_held_against_it() -> None:
    odd = Pushed(planned(None).residue, Filter("name", "eq", "x"))  # type: ignore[arg-type] # nothing like it is made

    assert not excludes(odd, SCHEMA)("y")

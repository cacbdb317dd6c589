from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
from frame.making import SCHEMA, URL, answer, paged, planned, row

from rancher_nb.api import Comparison, Nullness, Operator, Response, SortKey
from rancher_nb.errors import CutAnswer, NotRancher, QueryError, ServerFault
from rancher_nb.frame import Built, Progress, build
from rancher_nb.frame.building import BARREN_PAGES, build_with
from rancher_nb.frame.packing import ArrowPacking, NumpyPacking
from rancher_nb.frame.residue import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

ROWS = [row(n, name=f"web{n}", memory=n % 4 or None, created="2017-03-03T10:20:30Z") for n in range(1, 11)]
BY_MEMORY = (SortKey(("memory",)),)


def ids(built: Built) -> list[str]:
    return list(built.data.index)


def numbers(*wanted: int) -> list[str]:
    return [f"1i{number}" for number in wanted]


def ids_and_values(data: pd.DataFrame) -> dict[str, list[object]]:
    return {"id": list(data.index), **{name: values_of(data[name]) for name in data.columns}}


def counting(pages: Iterable[Response]) -> tuple[Iterator[Response], list[int]]:
    """Return *pages* and the numbers of those that were pulled."""
    pulled: list[int] = []

    def watched() -> Iterator[Response]:
        for number, page in enumerate(pages):
            pulled.append(number)
            yield page

    return watched(), pulled


def test_all_pages_become_one_frame() -> None:
    built = build(paged(ROWS, 3), planned(), SCHEMA)

    assert ids(built) == numbers(*range(1, 11))
    assert (built.rows_seen, built.dropped, built.notes, built.exhausted) == (10, 0, (), True)
    assert built.data.shape == (10, 8)
    assert type(built.data).__name__ == "DataFrame"


def test_both_packings_give_the_same_contents() -> None:
    arrow, plain = (
        build_with(packed, paged(ROWS, 3), planned(), SCHEMA).data for packed in (ArrowPacking(), NumpyPacking())
    )

    assert ids_and_values(arrow) == ids_and_values(plain)


def test_no_rows_make_a_frame_with_all_columns() -> None:
    built = build(paged([], 3), planned(), SCHEMA)

    assert built.data.shape == (0, 8)
    assert str(built.data["created"].dtype) == "datetime64[us, UTC]"


def test_extras_that_only_the_condition_looks_at_are_not_in_the_result() -> None:
    condition = Comparison(("labels", "a"), Operator.EQ, "x")
    rows = [row(1, labels={"a": "x"}), row(2, labels={"a": "y"})]

    built = build(paged(rows, 3), planned(condition, columns=("memory",)), SCHEMA)

    assert ids(built) == numbers(1)
    assert list(built.data.columns) == ["memory"]


def test_the_whole_condition_is_applied_again_and_the_rest_is_counted() -> None:
    condition = Comparison(("name",), Operator.EQ, "web3")

    built = build(paged([*ROWS, row(11, name="WEB3")], 4), planned(condition), SCHEMA)

    assert ids(built) == numbers(3)
    assert (built.dropped, built.rows_seen) == (10, 11)
    assert built.liars == (("thing", "name", "eq"),)
    assert built.notes == ("the server did not apply name=web3: it was done here",)


def test_a_loose_reading_is_no_lie() -> None:
    condition = Comparison(("name",), Operator.EQ, "web3")

    built = build(paged([row(1, name="WEB3 "), row(3, name="web3")], 4), planned(condition), SCHEMA)

    assert (ids(built), built.dropped, built.liars, built.notes) == (numbers(3), 1, (), ())


def test_each_filter_is_judged_alone() -> None:
    both = Nullness(("name",), null=False)
    condition = planned(both).query.condition
    assert condition == both
    pages = paged([row(1, name=None, memory=5)], 4)

    assert build(pages, planned(both), SCHEMA).liars == (("thing", "name", "notnull"),)


def test_reading_stops_when_enough_rows_survive() -> None:
    condition = Comparison(("name",), Operator.MATCH, "[24]$")
    pages, pulled = counting(paged(ROWS, 2))

    built = build(pages, planned(condition, limit=2), SCHEMA)

    assert ids(built) == numbers(2, 4)
    assert pulled == [0, 1]
    assert not built.exhausted


def test_a_limit_of_nothing_reads_nothing() -> None:
    pages, pulled = counting(paged(ROWS, 2))

    assert ids(build(pages, planned(limit=0), SCHEMA)) == []
    assert pulled == []


def test_a_confirmed_order_stops_early() -> None:
    rows = sorted(ROWS, key=lambda each: (each["memory"] or 0, int(each["id"][2:])))
    pages, pulled = counting(paged(rows, 2, sort=("memory", "asc")))

    built = build(pages, planned(sort=BY_MEMORY, limit=3), SCHEMA)

    assert ids(built) == numbers(4, 8, 1)
    assert (pulled, built.confirmed_sort, built.notes) == ([0, 1], True, ())


@pytest.mark.parametrize("said", [None, ("memory", "desc"), ("name", "asc"), ("memory", "asc")])
def test_an_order_that_is_not_confirmed_is_made_here_from_all_pages(said: tuple[str, str] | None) -> None:
    pages, pulled = counting(paged(ROWS, 4, sort=said))  # the fourth row shows that they are in no order

    built = build(pages, planned(sort=BY_MEMORY, limit=3), SCHEMA)

    assert ids(built) == numbers(4, 8, 1)
    assert pulled == [0, 1, 2]
    assert not built.confirmed_sort
    assert built.notes == ("the server did not confirm the order by memory: it was made here",)


def test_an_order_that_the_server_cannot_make_is_made_here_without_a_note() -> None:
    built = build(paged(ROWS, 3), planned(sort=(SortKey(("name",), descending=True),), limit=2), SCHEMA)

    assert (ids(built), built.notes) == (numbers(9, 8), ())


def test_a_row_seen_twice_counts_once() -> None:
    pages = [answer(ROWS[:4], next="m", limit=4), answer(ROWS[2:6], next="m", limit=4), answer([ROWS[6], ROWS[6]])]

    built = build(pages, planned(), SCHEMA)

    assert ids(built) == numbers(*range(1, 8))
    assert built.notes == ("the server sent some rows more than once; each counts once",)
    assert built.rows_seen == 7


def test_a_server_that_sends_everything_on_every_page_is_read_once() -> None:
    pages, pulled = counting(answer(ROWS, next="m", limit=3) for _ in itertools.count())

    built = build(pages, planned(), SCHEMA)

    assert (len(built.data), pulled, built.exhausted) == (10, [0, 1], True)


def test_a_server_that_does_not_turn_pages_is_not_believed_to_have_no_more() -> None:
    pages, pulled = counting(answer(ROWS[:3], next="m", limit=3) for _ in itertools.count())

    built = build(pages, planned(), SCHEMA)

    assert (len(built.data), pulled, built.exhausted) == (3, [0, 1], False)
    assert built.notes[-1] == "the server repeats its pages without an end: rows may be missing"


def test_pages_that_bring_nothing_new_are_no_endless_loop() -> None:
    again = itertools.chain([answer(ROWS[:3], next="m")], (answer(ROWS[:1], next="m") for _ in itertools.count()))
    pages, pulled = counting(again)

    built = build(pages, planned(), SCHEMA)

    assert (len(built.data), len(pulled), built.exhausted) == (3, BARREN_PAGES + 1, False)
    assert "rows may be missing" in built.notes[-1]


def test_an_empty_page_in_the_middle_is_not_the_end() -> None:
    pages = [answer(ROWS[:1], next="m"), answer([], next="m"), answer(ROWS[1:2])]

    assert ids(build(pages, planned(), SCHEMA)) == numbers(1, 2)


def test_a_listing_that_was_not_read_to_its_end_says_so() -> None:
    assert not build([answer(ROWS[:2], next="m")], planned(), SCHEMA).exhausted
    assert not build([], planned(), SCHEMA).exhausted
    assert build([answer(ROWS[:2], next="m"), answer(ROWS[2:3])], planned(), SCHEMA).exhausted


def test_a_contradicting_row_that_is_dropped_degrades_nothing() -> None:
    rows = [row(1, name="a", memory=5), row(2, name="b", memory="lots")]
    kept = build(paged(rows, 5), planned(Comparison(("name",), Operator.CONTAINS, "a")), SCHEMA)
    all_of_them = build(paged(rows, 5), planned(), SCHEMA)

    assert (str(kept.data["memory"].dtype), kept.data["memory"].tolist()) == ("Int64", [5])
    assert all_of_them.data["memory"].tolist() == [5, "lots"]
    assert all_of_them.notes == ("thing.memory is of type int but 1i2 has 'lots': the column is kept as it came",)


def test_progress_is_told_page_by_page() -> None:
    heard: list[Progress] = []
    bodies = [len(page.body) for page in paged(ROWS, 4)]

    build(paged(ROWS, 4), planned(Comparison(("memory",), Operator.EQ, 1)), SCHEMA, on_page=heard.append)

    assert [(each.pages, each.seen, each.rows) for each in heard] == [(1, 4, 1), (2, 8, 2), (3, 10, 3)]
    assert heard[-1].bytes == sum(bodies)


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (Response(200, {}, answer(ROWS).body[:500], URL), CutAnswer),
        (Response(200, {}, b"<html>", URL), NotRancher),
        (Response(200, {}, b'{"data":[{"name":"a"}]}', URL), NotRancher),
        (Response(500, {}, b"{}", URL), ServerFault),
    ],
)
def test_one_bad_page_spoils_it_all(bad: Response, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        build([answer(ROWS[:3], next="m"), bad], planned(), SCHEMA)


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": ("secretValue",)},
        {"columns": ("name.x",)},
        {"condition": Comparison(("name",), Operator.MATCH, "[")},
    ],
)
def test_what_can_be_known_before_is_said_before_any_page_is_read(wrong: dict[str, Any]) -> None:
    pages, pulled = counting(paged(ROWS, 2))

    with pytest.raises(QueryError):
        build(pages, planned(**wrong), SCHEMA)
    assert pulled == []


def test_secrets_in_nested_values_are_not_in_a_frame_nor_in_its_notes() -> None:
    rows = [
        row(1, info={"password": "canary", "deep": {"token": "canary"}}, labels={"jwt": "canary"}, name="a"),
        row(2, info=[{"secretKey": "canary"}], launchConfig={"command": "canary"}, name={"password": "canary"}),
    ]
    columns = ("name", "info", "info.deep", "labels", "launchConfig")

    built = build([answer(rows)], planned(columns=columns), SCHEMA)

    assert "canary" not in built.data.to_json() + str(built.notes)
    assert built.data["name"].iloc[0] == "a"


CUT = {"limit": 5, "next": None, "partial": True, "total": 20}


@pytest.mark.parametrize(
    ("pagination", "said"),
    [
        (CUT, "the server gave 5 rows and says that it counts 20: rows are missing"),
        ({**CUT, "total": None}, "the server gave 5 rows and says that there are more: rows are missing"),
        ({**CUT, "partial": False}, "the server gave 5 rows and says that it counts 20: rows are missing"),
    ],
)
def test_a_list_that_the_server_cut_is_not_taken_for_whole(pagination: dict[str, Any], said: str) -> None:
    built = build([page_with([row(n) for n in range(5)], pagination)], planned(), SCHEMA)

    assert (built.exhausted, built.notes, len(built.data)) == (False, (said,), 5)


@pytest.mark.parametrize(
    "pagination",
    [
        {**CUT, "partial": False, "total": 5},
        {**CUT, "partial": None, "total": None},
        {**CUT, "partial": 0, "total": "20"},
    ],
)
def test_a_list_that_is_whole_is_taken_for_whole(pagination: dict[str, Any]) -> None:
    built = build([page_with([row(n) for n in range(5)], pagination)], planned(), SCHEMA)

    assert (built.exhausted, built.notes) == (True, ())


def test_a_list_that_was_cut_behind_what_was_wanted_is_no_matter() -> None:
    assert build([page_with([row(n) for n in range(5)], CUT)], planned(limit=5), SCHEMA).notes == ()


def test_a_page_that_is_partial_and_names_the_next_is_a_page_like_all() -> None:
    rows = [row(n) for n in range(4)]
    first = {"limit": 2, "next": f"{URL}?marker=m2", "partial": True, "total": 4}
    last = {"limit": 2, "next": None, "partial": False, "total": 4}

    built = build([page_with(rows[:2], first), page_with(rows[2:], last)], planned(), SCHEMA)

    assert (built.exhausted, built.notes, len(built.data)) == (True, (), 4)


def test_rows_of_another_type_are_told_of() -> None:
    rows = [row(1), row(2, type="host"), row(3, type="bigThing"), row(4, type="gadget", baseType="thing")]

    built = build([answer([*rows, row(5, type="tool", kind="thing"), row(6, type=None)])], planned(), SCHEMA)

    assert built.notes == ("some rows are no thing but of type host",)
    assert len(built.data) == 6


def page_with(rows: list[Any], pagination: dict[str, Any]) -> Response:
    body = json.dumps({"type": "collection", "data": rows, "pagination": pagination}).encode()
    return Response(200, {}, body, URL)

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from frame.making import SCHEMA, paged, planned, row

from rancher_nb.api import Cell, Listing, Provenance
from rancher_nb.frame import Frame, build, listing

STORY = Provenance("http://h", "demo", None, "thing", "things", "thing", (), (), "2017-03-03T10:20:30Z", 2, 1, 10, 0.5)
ROWS = [
    row(1, name="a" * 100, state="running", memory=1234567, created="2017-03-03T10:20:30Z", hostId="1h1", tty=True),
    row(2, name="", state=None, memory=None, created=None, hostId=None, tty=False),
]


def framed(rows: list[dict[str, Any]], *columns: str) -> pd.DataFrame:
    return build(paged(rows, 5), planned(columns=columns), SCHEMA).data


def column(shown: Listing, name: str) -> tuple[str, list[Cell]]:
    """Return the kind and the cells of one column."""
    place = [each.name for each in shown.columns].index(name)
    return shown.columns[place].kind, [cells[place] for cells in shown.rows]


def test_each_kind_of_value_is_written_in_its_way() -> None:
    shown = listing(framed(ROWS), SCHEMA, few_columns=0)

    assert [each.name for each in shown.columns] == ["id", "name", "state", "hostId", "memory", "created", "tty"]
    assert column(shown, "id") == ("id", [Cell("1i1"), Cell("1i2")])
    assert column(shown, "name") == ("text", [Cell("a" * 59 + "…"), Cell("")])
    assert column(shown, "state") == ("state", [Cell("running"), Cell("", null=True)])
    assert column(shown, "hostId") == ("id", [Cell("1h1"), Cell("", null=True)])
    assert column(shown, "memory") == ("number", [Cell("1,234,567"), Cell("", null=True)])
    assert column(shown, "created") == ("time", [Cell("2017-03-03 10:20:30"), Cell("", null=True)])
    assert column(shown, "tty") == ("text", [Cell("true"), Cell("false")])


def test_columns_that_say_nothing_are_counted_below() -> None:
    shown = listing(framed(ROWS), SCHEMA, few_columns=0)

    assert (shown.empty_columns, shown.more_columns, shown.footer) == (2, 0, ())
    assert listing(framed([]), SCHEMA).empty_columns == 0
    assert len(listing(framed([]), SCHEMA).columns) == 9


def test_a_few_columns_are_all_shown() -> None:
    assert len(listing(framed(ROWS), SCHEMA).columns) == 9


def test_the_footer_tells_the_story_first() -> None:
    shown = listing(Frame(framed(ROWS, "name", "load"), STORY), SCHEMA)

    assert shown.footer == tuple(STORY.parts())


@pytest.mark.parametrize("facts", [{"rows": 5}, "mine", None])
def test_attrs_of_somebody_else_are_no_story(facts: object) -> None:
    data = framed(ROWS, "name")
    data.attrs["rancher"] = facts

    assert listing(data, SCHEMA).footer == ()


def test_long_and_wide_frames_are_cut_and_say_so() -> None:
    rows = [row(number, **{**ROWS[0], "id": f"1i{number}"}) for number in range(1, 31)]

    shown = listing(framed(rows), SCHEMA, max_rows=5, max_columns=2, few_columns=0)

    assert (len(shown.rows), shown.total) == (5, 30)
    assert [each.name for each in shown.columns] == ["id", "name", "state"]
    assert (shown.empty_columns, shown.more_columns) == (2, 4)


def test_derived_frames_are_listed_with_what_is_known() -> None:
    data = framed(ROWS).reset_index()[["memory", "id"]].rename(columns={"memory": "bytes"})
    data["ratio"] = [0.5, 12345.25]
    data["when"] = pd.Timestamp("2017-03-03T10:20:30Z")

    shown = listing(data, None)

    assert [(each.name, each.kind) for each in shown.columns] == [
        ("bytes", "number"),
        ("id", "id"),
        ("ratio", "number"),
        ("when", "time"),
    ]
    assert [cells[2].text for cells in shown.rows] == ["0.5", "12,345.25"]


def test_addresses_and_images_are_code_and_nested_values_compact_json() -> None:
    data = pd.DataFrame({"imageUuid": ["docker:nginx"], "primaryIpAddress": ["10.0.0.1"], "ports": [["80", "443"]]})

    shown = listing(data, SCHEMA)

    assert [each.kind for each in shown.columns] == ["code", "code", "text"]
    assert shown.rows[0][2] == Cell('["80","443"]')


def test_a_column_twice_and_a_column_without_a_name_are_listed() -> None:
    data = pd.DataFrame([[1, "a"]], columns=["x", "x"], index=pd.Index(["k"]))

    shown = listing(data, SCHEMA)

    assert [each.name for each in shown.columns] == ["", "x", "x"]
    assert [cell.text for cell in shown.rows[0]] == ["k", "1", "a"]


def test_rows_without_columns_are_still_rows() -> None:
    shown = listing(framed(ROWS, "id"), SCHEMA)

    assert [cells[0].text for cells in shown.rows] == ["1i1", "1i2"]
    assert listing(pd.DataFrame(index=range(2)), None).rows == ((), ())

"""A listing says the same as HTML and as text, whatever is in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import Cell, Column, Listing
from rancher_nb.widgets import listing_bundle, listing_html, listing_text

COLUMNS = (Column("id", "id"), Column("state", "state"), Column("image", "code"), Column("memory", "number"))
ROWS = (
    (Cell("1i42"), Cell("running"), Cell("docker:nginx"), Cell("268,435,456")),
    (Cell("1i61"), Cell("stopped"), Cell(""), Cell("null", null=True)),
)
FOOTER = (
    ("", ("37 containers of production/Default",)),
    ("PARTIAL", ("stopped after 3 requests",)),
    ("asked of the server", ("state = running", "newest first")),
    ("", ("1 request",)),
)
LISTING = Listing(COLUMNS, ROWS, total=37, title="containers", footer=FOOTER)


def test_the_text_is_aligned_with_its_footer() -> None:
    assert listing_text(LISTING).splitlines() == [
        "containers",
        "id    state    image              memory",
        "1i42  running  docker:nginx  268,435,456",
        "1i61  stopped                       null",
        (
            "2 of 37 rows shown · 37 containers of production/Default · PARTIAL: stopped after 3 requests · "
            "asked of the server: state = running, newest first · 1 request"
        ),
    ]


def test_the_html_has_hues_kinds_and_the_footer() -> None:
    html = listing_html(LISTING)
    assert '<span class="state s-ok">running</span>' in html
    assert '<td class="num">268,435,456</td>' in html
    assert '<td class="note num">null</td>' in html
    assert "<code>state = running</code>, <code>newest first</code>" in html
    assert "2 of 37 rows shown" in html
    assert "partial" in html


def test_a_bundle_holds_both() -> None:
    assert listing_bundle(LISTING) == {"text/html": listing_html(LISTING), "text/plain": listing_text(LISTING)}


def test_an_empty_listing_is_its_headings() -> None:
    empty = Listing(COLUMNS, (), total=0)
    assert listing_text(empty) == "id  state  image  memory"
    assert "<tbody></tbody>" in listing_html(empty)


def test_a_listing_without_columns_is_shown_too() -> None:
    assert listing_text(Listing((), (), total=0)) == ""


@pytest.mark.parametrize("width", [20, 40, 100])
def test_text_keeps_to_the_width(width: int) -> None:
    listing = Listing((Column("a"), Column("b")), ((Cell("x" * 300), Cell("y" * 30)),), total=1)
    lines = listing_text(listing, width=width).split("\n")
    assert max(map(len, lines[:2])) <= width


def test_columns_that_do_not_fit_are_left_out_and_counted() -> None:
    columns = tuple(Column(f"column{number}") for number in range(9))
    listing = Listing(columns, (tuple(Cell("x" * 30) for _ in columns),), total=1, empty_columns=2, more_columns=1)
    lines = listing_text(listing, width=50).split("\n")
    assert lines[0].split() == ["column0", "column1", "column2"]
    assert lines[-1] == "2 empty and 7 more columns not shown"
    assert "2 empty and 1 more columns not shown" in listing_html(listing)


def test_hostile_text_is_shown_as_text() -> None:
    evil = "<script>alert(1)</script>\x1b[31m\n\u202e"
    listing = Listing((Column(evil),), ((Cell(evil),),), total=1, title=evil, footer=((evil, (evil,)),))
    assert "<script" not in listing_html(listing)
    assert "\x1b" not in listing_html(listing) + listing_text(listing)
    assert len(listing_text(listing).splitlines()) == 4


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5), st.integers(30, 60))
def test_any_text_makes_one_line_a_row(cells: list[tuple[str, str]], width: int) -> None:
    rows = tuple((Cell(a), Cell(b)) for a, b in cells)
    listing = Listing((Column("a"), Column("b", "state")), rows, total=len(rows))
    lines = listing_text(listing, width=width).split("\n")
    assert len(lines) == len(rows) + 1
    assert all(len(line) <= width for line in lines)
    assert listing_html(listing).count("<tr>") == len(rows) + 1


def test_an_id_in_a_table_does_not_look_like_a_link() -> None:
    html = listing_html(Listing((Column("id", "id"),), ((Cell("1i5"),),), 1))
    rule = re.search(r"td\.id\s*\{([^}]*)\}", html)
    assert rule is not None
    assert "color" not in rule[1]
    assert "--mono" in rule[1]

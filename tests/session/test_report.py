"""A report reads the same in HTML, in text and as data."""

from __future__ import annotations

import pytest

from rancher_nb.api import Column
from rancher_nb.session import Report
from rancher_nb.session.report import cell, listing_of

ROWS = [{"name": "<b>", "on": True, "of": ["a", "b"], "none": None}]
REPORT = Report((listing_of(ROWS, tuple(map(Column, ROWS[0])), footer="one row"),), ROWS)


@pytest.mark.parametrize(
    ("value", "text", "null"),
    [(None, "null", True), (True, "yes", False), (["a", 1], "a, 1", False), (5, "5", False)],
)
def test_a_value_as_a_cell(value: object, text: str, null: bool) -> None:
    assert (cell(value).text, cell(value).null) == (text, null)


def test_text_and_html_say_the_same_and_html_is_escaped() -> None:
    bundle = REPORT._repr_mimebundle_()

    for words in ("one row", "a, b", "yes"):
        assert words in bundle["text/plain"]
        assert words in bundle["text/html"]
    assert "<b>" in bundle["text/plain"]
    assert "&lt;b&gt;" in bundle["text/html"]


def test_a_report_prints_as_its_text() -> None:
    assert repr(REPORT) == REPORT._repr_mimebundle_()["text/plain"]

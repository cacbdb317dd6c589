"""Quotes and braces are found first; everything keeps its position."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.errors import CommandError
from rancher_nb.language.scanning import is_line, quoted, scan, unquoted


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("a = {x}", "x"),
        ("a = {d['a']}", "d['a']"),
        ("a = {d['}']}", "d['}']"),
        ('a = {d["a}"] + "{"}', 'd["a}"] + "{"'),
        ("a = { {1, 2} }", " {1, 2} "),
        ("a = {f'{x}'}", "f'{x}'"),
        ("a = {'''}'''}", "'''}'''"),
        ("a = {}", ""),
    ],
)
def test_an_expression_ends_at_its_own_brace(text: str, source: str) -> None:
    line = scan(text)

    assert dict(line.expressions) == {4: source}
    assert line.blanked == "a = {" + "_" * len(source) + "}"


def test_braces_inside_quotes_are_text() -> None:
    line = scan("a = '{x}' and b = {y}")

    assert list(line.expressions.values()) == ["y"]
    assert line.outline == "a = '___' and b = {_}"


@pytest.mark.parametrize(("text", "at"), [("a = 'x", 4), ("a = {x", 4), ("say \"it's", 4)])
def test_what_never_closes_is_pointed_at(text: str, at: int) -> None:
    with pytest.raises(CommandError, match="never closed") as caught:
        scan(text).closed()

    assert (caught.value.start, caught.value.end) == (at, at + 1)


@pytest.mark.parametrize("text", ["get hosts;", "get hosts ; ", "get hosts"])
def test_a_semicolon_at_the_end_only_silences(text: str) -> None:
    assert scan(text).unsilenced().blanked.rstrip() == "get hosts"


def test_a_semicolon_in_quotes_is_text() -> None:
    assert scan("a = 'x;'").unsilenced().blanked == "a = 'x;'"


@settings(deadline=None)
@given(st.text())
def test_scanning_keeps_every_position(text: str) -> None:
    line = scan(text)

    assert len(line.blanked) == len(line.outline) == len(text)
    assert all(text[at] == "{" for at in line.expressions)


@settings(deadline=None)
@given(st.text())
def test_quoting_is_undone_by_unquoting(text: str) -> None:
    line = scan(quoted(text)).closed()

    assert unquoted(line.blanked) == text


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "\x1b", "\u2028", "\u202e", "\ud800"])
def test_what_cannot_be_seen_whole_is_no_line(text: str) -> None:
    assert not is_line(text)
    assert is_line("web 1 {x} שלום \u200d")

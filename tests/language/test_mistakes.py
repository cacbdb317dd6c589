"""Every place where a line can break off or go wrong has its own words."""

from __future__ import annotations

import pytest

from rancher_nb.errors import CommandError
from rancher_nb.language import parse
from rancher_nb.language.mistakes import OPERATORS, explain
from rancher_nb.language.scanning import scan


@pytest.mark.parametrize(
    ("line", "said", "at"),
    [
        ("get hosts where", "a condition is missing after 'where'", 15),
        ("get hosts where not", "a condition is missing after 'not'", 19),
        ("get hosts where (", "a condition is missing after '('", 17),
        ("get hosts where a", "an operator is missing after 'a'", 17),
        ("get hosts where a not", "like, prefix, contains or in should follow 'not'.", 21),
        ("get hosts where a is", "is goes with null or not null", 20),
        ("get hosts where a in", "in takes a list of values", 20),
        ("get hosts where a in (", "a value is missing after '('", 22),
        ("get hosts where a in (b,", "a value is missing after '(b,'", 24),
        ("get hosts where a in (b", "a ) is missing here", 23),
        ("get hosts where a = {1} and", "a condition is missing after 'and'", 27),
        ("get hosts sort", "a field to sort by is missing after 'sort'", 14),
        ("get hosts limit", "limit takes a whole number", 15),
        ("get hosts columns", "a column is missing after 'columns'", 17),
        ("get hosts columns a,", "a column is missing after 'a,'", 20),
    ],
)
def test_a_line_that_breaks_off(line: str, said: str, at: int) -> None:
    with pytest.raises(CommandError) as caught:
        parse(f"{line}  ")

    error = caught.value
    assert (str(error), error.start, error.end) == (said, at, at)


@pytest.mark.parametrize(
    ("line", "said", "pointed"),
    [
        ("get hosts where sort name", "'name' is no operator.", "name"),
        ("get hosts where a = sort name", "a value is missing before 'sort'", "sort"),
        ("get hosts where a ! b", "'!' is no operator. Did you mean !~, !=?", "!"),
        ("get hosts where a === b", "cannot read the value =", "="),
        ("get hosts where a = 1 and and b = 2", "'b' is no operator.", "b"),
        ("get hosts columns 5", "'5' is no field name", "5"),
        ("get hosts columns a b", "'b' cannot stand here.", "b"),
        ("get hosts }", "this } has no { before it", "}"),
        ("get hosts where a = b)", "this ) has no ( before it", ")"),
        ("get hosts where (a = b sort c)", "'sort' cannot stand inside ( ).", "sort"),
        ("get hosts where (a = b adn c = d)", "'adn' cannot stand inside ( ). Did you mean and?", "adn"),
    ],
)
def test_a_word_that_does_not_fit(line: str, said: str, pointed: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(line)

    error = caught.value
    assert str(error) == said
    assert line[error.start : error.end] == pointed


def test_a_reason_is_found_for_whatever_was_expected() -> None:
    for expected in (frozenset(), frozenset({"$END"}), frozenset({"VERB"}), frozenset({"WORD", "PAIR"})):
        for text in ("", "get hosts"):
            assert str(explain(scan(text), len(text), expected))


def test_the_operators_named_are_the_ones_there_are() -> None:
    for operator in OPERATORS:
        value = "" if operator.endswith("null") else " (a)" if operator == "in" else " a"
        assert "where" in parse(f"get hosts where name {operator}{value}").options

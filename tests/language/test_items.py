"""Words, pairs, options and clauses are told apart, and each is taken where its verb takes it."""

from __future__ import annotations

import pytest

from rancher_nb.errors import CommandError
from rancher_nb.language import VERBS, parse
from rancher_nb.language.grammar import read
from rancher_nb.language.items import sort_items
from rancher_nb.language.scanning import scan


def test_items_are_sorted_by_what_they_are() -> None:
    line = scan("get --explain hosts a=1 -o x where b = 2 --max-requests=3 sort c")

    items = sort_items(line, read(line, "command"), VERBS["get"])

    assert [place.word for place in items.words] == ["hosts"]
    assert [place.word for place in items.pairs] == ["a=1"]
    assert {name: given.value.word if given.value else None for name, given in items.options.items()} == {
        "explain": None,
        "out": "x",
        "max-requests": "3",
    }
    assert sorted(items.clauses) == ["sort", "where"]


@pytest.mark.parametrize(
    "line",
    [
        "get hosts --max-requests 3 where a = 1 sort b -o x",
        "get --max-requests=3 -o x hosts where a = 1 sort b",
        "get hosts sort b --max-requests 3 where a = 1 --out=x",
        "get hosts sort b where a = 1 -o x --max-requests '3'",
        "get -o {'x'} hosts WHERE a=1 Sort b --max-requests {3}",
    ],
)
def test_options_and_clauses_may_stand_in_any_order(line: str) -> None:
    assert parse(line) == parse("get hosts where a = 1 sort b --max-requests 3 -o x")


@pytest.mark.parametrize(
    ("line", "wait"),
    [
        ("action stop hosts/1h1 --wait", True),
        ("action stop hosts/1h1 --wait stopped", "stopped"),
        ("action stop hosts/1h1 --wait=stopped", "stopped"),
        ("action stop --wait hosts/1h1", True),
        ("action stop hosts/1h1 --wait --yes", True),
        ("action stop hosts --wait where a = 1", True),
        ("action stop hosts/1h1 --wait {'x/y'}", "x/y"),
    ],
)
def test_wait_takes_a_state_or_nothing(line: str, wait: bool | str) -> None:
    assert parse(line).options["wait"] == wait


@pytest.mark.parametrize(
    ("line", "said", "pointed"),
    [
        ("get hosts --explan", "get has no option --explan. Did you mean --explain?", "--explan"),
        ("get hosts --explan=1", "get has no option --explan. Did you mean --explain?", "--explan"),
        ("get hosts --zzz", "get has no option --zzz.", "--zzz"),
        ("get hosts -x", "get has no option -x.", "-x"),
        ("get hosts --limit 5", "limit is written without dashes", "--limit"),
        ("get hosts --explain --explain", "--explain is given twice", "--explain"),
        ("get hosts -o a --out b", "--out is given twice", "--out"),
        ("get hosts --explain=yes", "--explain takes no value", "--explain=yes"),
        ("get hosts --max-requests", "--max-requests needs a value: N", "--max-requests"),
        ("get hosts --max-requests --explain", "--max-requests needs a value: N", "--max-requests"),
        ("get hosts --max-requests sort a", "--max-requests needs a value: N", "--max-requests"),
        ("get hosts sort a sort b", "sort is given twice", "sort"),
        ("show hosts/1h1 where a = 1", "show does not take where", "where"),
        ("get hosts more", "'more' cannot stand here.", "more"),
        ("get hosts a=1 more", "'more' cannot stand here.", "more"),
        ("get hosts wehre a = 1", "'wehre' cannot stand here. Did you mean where?", "wehre"),
        ("get hosts where a = 1 adn b = 2", "'adn' cannot stand here. Did you mean and?", "adn"),
        ("get hosts sort a dsc", "'dsc' cannot stand here. Did you mean desc, asc?", "dsc"),
        ("get hosts state!=running", "'state!=running' cannot stand here", "state!=running"),
        ("get hosts state = running", "'state' cannot stand here", "state"),
        ("show hosts/1h1 a=1", "show does not take a=1", "a=1"),
        ("whoami me", "'me' cannot stand here.", "me"),
    ],
)
def test_what_a_verb_does_not_take_is_pointed_at(line: str, said: str, pointed: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(line)

    error = caught.value
    assert str(error) == said
    assert line[error.start : error.end] == pointed
    assert line.rindex(pointed) == error.start or "twice" not in said


def test_hints_lead_on() -> None:
    for line, hint in [
        ("get hosts state = running", "conditions stand after where"),
        ("action stop hosts/1h1 a=1", "--input"),
        ("show hosts/1h1 where a = 1", "no clauses"),
        ("get hosts more", "usage: %rancher get"),
    ]:
        with pytest.raises(CommandError) as caught:
            parse(line)
        assert hint in (caught.value.hint or "")


def test_a_field_after_where_is_told_where_fields_stand() -> None:
    with pytest.raises(CommandError, match="description=bulk stands too late") as caught:
        parse("update containers where name prefix web description=bulk")
    assert caught.value.hint == "fields stand before where: update TARGET description=bulk where ..."

"""The table of verbs is whole and says what it does in one sentence each."""

from __future__ import annotations

import pytest

from rancher_nb.language import VERBS, help_page, parse

EVERY = (
    "demo connect connections use disconnect whoami project types describe get show count action create update delete "
    "logs raw help"
)


def test_every_verb_is_there() -> None:
    assert list(VERBS) == EVERY.split()


@pytest.mark.parametrize("name", EVERY.split())
def test_a_verb_says_what_it_does(name: str) -> None:
    verb = VERBS[name]

    assert verb.usage.split()[0] == name
    assert verb.summary.endswith(".")
    assert verb.examples
    assert len({each.name for each in verb.options}) == len(verb.options)
    assert all(each.help.endswith(".") for each in verb.options)


def test_verbs_with_a_body_take_a_cell() -> None:
    assert {name for name, verb in VERBS.items() if verb.takes_cell} == {"action", "create", "update", "raw"}


@pytest.mark.parametrize(("name", "example"), [(name, each) for name, verb in VERBS.items() for each in verb.examples])
def test_every_example_is_read(name: str, example: str) -> None:
    line, _, body = example.partition("\n")
    magic, _, rest = line.partition(" ")

    command = parse(rest, cell=body or None, evaluate=str)

    assert command.verb == name
    assert magic == ("%%rancher" if body else "%rancher")


def test_the_demo_says_what_it_does_with_an_earlier_one() -> None:
    page = help_page("demo")
    assert "a second demo takes the place of the first" in page
    assert "about N containers" in page
    assert "…" not in page + help_page(None)

"""Help fits a screen."""

from __future__ import annotations

import pytest

from rancher_nb.errors import CommandError
from rancher_nb.language import VERBS, help_page


@pytest.mark.parametrize("verb", [None, *VERBS])
def test_a_page_fits_a_screen(verb: str | None) -> None:
    lines = help_page(verb).splitlines()

    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100


def test_the_table_has_every_verb_and_what_it_does_uncut() -> None:
    page = help_page(None)

    assert all(f"  {verb.name} " in page and verb.summary in page for verb in VERBS.values())


@pytest.mark.parametrize("name", VERBS)
def test_a_page_has_every_option_and_example(name: str) -> None:
    page = help_page(name)

    assert page.startswith(f"%rancher {name}")
    assert all(option.flag in page and option.help in page for option in VERBS[name].options)
    assert all(line in page for example in VERBS[name].examples for line in example.splitlines())


def test_a_misspelt_verb_is_suggested() -> None:
    with pytest.raises(CommandError, match="no verb 'gte'. Did you mean get"):
        help_page("gte")

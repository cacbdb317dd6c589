"""Every verb of the language is a method of the session, with the same options."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from rancher_nb.language import VERBS, parse
from rancher_nb.session import Session

if TYPE_CHECKING:
    from rancher_nb.widgets import Card


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_is_a_method(verb: str) -> None:
    method = getattr(Session, verb)

    assert inspect.getdoc(method)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_example_of_a_verb_calls_its_method(verb: str) -> None:
    for example in VERBS[verb].examples:
        line, _, body = example.partition("\n")
        command = parse(line.removeprefix("%%rancher ").removeprefix("%rancher "), cell=body or None, evaluate=str)
        inspect.signature(getattr(Session, command.verb)).bind(None, *command.positional, **command.options)


def test_help_is_a_page_or_the_table() -> None:
    session = Session(environment={})

    assert "%rancher get" in session.help("get")
    assert all(verb in session.help() for verb in VERBS)


def test_values_are_rendered_as_html(session: Session) -> None:
    host = session.resource(f"hosts/{session.get('hosts').index[0]}")
    plan = session.get("hosts", where="state = active", explain=True)
    request = session.action("deactivate", host, dry_run=True)

    assert str(host.name) in session.render(host)
    assert "state = active" in session.render(plan)
    assert "action=deactivate" in session.render(request)


def test_a_card_prints_what_it_shows(session: Session) -> None:
    card: Card = session.show(f"hosts/{session.get('hosts').index[0]}")
    card.close()

    assert "active" in str(card)

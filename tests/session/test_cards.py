"""A card loads what its links lead to and does what its buttons say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rancher_nb.session.cards import facts_of, make_card
from rancher_nb.widgets import CardFacts, CardRows

if TYPE_CHECKING:
    from conftest import Wire

    from rancher_nb.session import Session


def test_the_facts_are_those_of_the_resource(session: Session) -> None:
    resource = session.resource(f"containers/{session.get('containers', where='state = running').index[0]}")

    facts = facts_of(session.current, resource)

    assert (facts.id, facts.state) == (resource.id, "running")
    assert {action.name for action in facts.actions} == set(resource.actions)


def test_a_card_follows_links_to_one_and_to_many(session: Session) -> None:
    service = session.resource(f"services/{session.get('services').index[0]}")
    card = session.show(service)

    stack = card._load(service.links["stack"])
    instances = card._load(service.links["instances"])
    card.close()

    assert isinstance(stack, CardFacts)
    assert stack.type == "stack"
    assert isinstance(instances, CardRows)
    assert instances.ids == tuple(session.get(f"services/{service.id}/instances").index)


def test_a_button_is_the_action_of_that_name(session: Session, wire: Wire) -> None:
    resource = session.resource(f"containers/{session.get('containers', where='state = running').index[0]}")
    card = session.show(resource)

    after = card._act(facts_of(session.current, resource), "stop")
    card.close()

    assert after.state in ("stopping", "stopped")
    assert session.resource(resource)["state"] == "stopped"
    assert [each.split("?")[1] for each in wire.writes] == ["action=stop"]


def test_a_read_only_connection_has_its_buttons_off(session: Session) -> None:
    session.current.read_only = True

    card = session.show(f"hosts/{session.get('hosts').index[0]}")
    card.close()

    assert "read-only" in card.view["off"]


def test_making_a_card_sends_nothing(session: Session, wire: Wire) -> None:
    resource = session.resource(f"hosts/{session.get('hosts').index[0]}")
    sent = len(wire.sent)

    make_card(session.current, resource, act=lambda _name, each: each).close()

    assert len(wire.sent) == sent

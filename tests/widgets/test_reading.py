"""A resource becomes facts: grouped, in words, secrets masked, what a press cannot do explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from widgets.conftest import BASE, DOCUMENT, NOW

from rancher_nb.api import CATTLE, Resource, Secret
from rancher_nb.widgets import CardFacts, Fact, card_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from rancher_nb.api import Schemas

    Read = Callable[..., CardFacts]


def fact(facts: CardFacts, label: str) -> Fact:
    return next(each for group in facts.groups for each in group.facts if each.label == label)


def test_the_head_holds_what_names_it(read: Read) -> None:
    facts = read()
    assert (facts.title, facts.type, facts.id, facts.state, facts.hue) == ("web", "container", "1i5", "running", "ok")
    assert (facts.address, facts.name, facts.magic) == (BASE, "container/1i5", "%rancher show container/1i5")
    assert read(name=None).title == "1i5"


def test_a_reference_has_a_name_its_id_and_a_link_that_leads_there(read: Read) -> None:
    assert fact(read(), "host") == Fact("host", "node-1", "reference", "1h1", "hosts", "1h1")
    assert fact(read(), "service") == Fact("service", "1s1", "reference", "", "service", "1s1")


def test_times_have_an_age_and_no_twin(read: Read) -> None:
    assert fact(read(), "created") == Fact("created", "2017-03-03 10:20:30", "time", "3 d ago")
    assert fact(read(created="someday"), "created") == Fact("created", "someday")
    assert "createdTS" not in str(read())


def test_values_are_said_by_their_type(read: Read) -> None:
    facts = read(environment={"A": "b"}, command=["sleep", "3600"])
    assert fact(facts, "memory") == Fact("memory", "268,435,456", "number")
    assert fact(facts, "healthState").kind == "state"
    assert fact(facts, "tty").text == "false"
    assert fact(facts, "dns").text == "169.254.169.250"
    assert fact(facts, "environment").text == '{"A": "b"}'
    assert fact(facts, "command") == Fact("command", "sleep, 3600", "code")
    assert fact(facts, "app") == Fact("app", "web", "code")


def test_groups_come_in_order_and_unset_fields_are_counted(read: Read) -> None:
    facts = read()
    assert [group.title for group in facts.groups] == ["overview", "network", "process", "limits", "labels"]
    assert facts.unset == 3


def test_links_to_one_come_first_and_self_is_no_link(read: Read) -> None:
    assert [(link.name, link.many) for link in read().links] == [("service", False), ("hosts", True), ("volumes", True)]


def test_actions_come_usual_first_and_destructive_last(read: Read) -> None:
    actions = read().actions
    assert [action.name for action in actions] == ["logs", "restart", "stop", "execute", "update", "remove"]
    assert [action.name for action in actions if action.dangerous] == ["remove"]


@pytest.mark.parametrize(
    ("action", "template"),
    [
        ("restart", ""),
        ("stop", ""),
        ("remove", ""),
        ("logs", "%rancher logs container/1i5"),
        ("update", "%rancher update container/1i5 FIELD=VALUE"),
    ],
)
def test_what_a_press_cannot_do_has_a_line_to_write(read: Read, action: str, template: str) -> None:
    found = read().action(action)
    assert found is not None
    assert found.template == template
    assert bool(found.why) is bool(template)


def test_an_action_with_required_input_lists_its_fields(read: Read) -> None:
    found = read().action("execute")
    assert found is not None
    assert found.template.splitlines()[:2] == [
        "%%rancher action execute container/1i5",
        "command:   # array[string], required",
    ]
    assert found.why == "needs input"


def test_an_action_whose_input_is_not_known_is_not_sent_bare(schemas: Schemas) -> None:
    resource = Resource.from_json(DOCUMENT)
    facts = card_facts(resource, schema=schemas["container"], life=CATTLE.life(resource), now=NOW)
    stop = facts.action("stop")
    assert stop is not None
    assert stop.template == "%%rancher action stop container/1i5"


def test_what_moves_and_what_is_gone_is_told(read: Read) -> None:
    moving = read(state="stopping", transitioning="yes", transitioningMessage="soon", transitioningProgress=40)
    assert (moving.moving, moving.message, moving.progress, moving.hue) == (True, "soon", 40, "move")
    assert read(transitioning="error", transitioningMessage="no image").failed
    assert read(state="removed").removed
    assert read(removed="2017-03-04T00:00:00Z").removed


def test_secrets_are_masked_everywhere(schemas: Schemas) -> None:
    document = {"type": "apiKey", "id": "1c1", "publicValue": "AB", "secretValue": "geheim", "links": {}, "actions": {}}
    resource = Resource.from_json(document, schema=schemas.get("apiKey"))
    facts = card_facts(resource, schema=schemas["apiKey"], life=CATTLE.life(resource), now=NOW)
    assert "geheim" not in repr(facts) + str(facts.to_dict())
    assert fact(facts, "secretValue").text == str(Secret("x"))


def test_a_password_that_is_no_text_is_masked_too(read: Read, schemas: Schemas) -> None:
    kinds = {
        name for schema in schemas.values() for name, each in schema.fields.items() if each.type.kind == "password"
    }
    assert kinds
    host = next(schema for schema in schemas.values() if kinds & set(schema.fields))
    name = min(kinds & set(host.fields))
    resource = Resource.from_json({"type": host.id, "id": "1", name: {"a": "geheim"}}, schema=host)
    facts = card_facts(resource, schema=host, life=CATTLE.life(resource), now=NOW)
    assert "geheim" not in repr(facts)


@pytest.mark.parametrize("field", ["name", "imageUuid", "description", "state"])
def test_hostile_and_huge_values_cannot_steer_or_flood(read: Read, field: str) -> None:
    facts = read(**{field: "\x1b[2J\u202e" + "x" * 1_000_000})
    assert "\x1b" not in str(facts.to_dict())
    assert len(str(facts)) < 20_000


def test_ten_thousand_labels_are_cut_and_counted(read: Read) -> None:
    labels: dict[str, Any] = {f"label{number}": "x" for number in range(10_000)}
    group = next(each for each in read(labels=labels).groups if each.title == "labels")
    assert len(group.facts) + group.more == 10_000
    assert len(group.facts) < 100

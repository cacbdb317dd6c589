"""What is offered can be done by a press, or has a line to write that says just what the server named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from rancher_nb.api import Action, Field, FieldType, Resource, Schema
from rancher_nb.language import Target, parse, read_target
from rancher_nb.widgets import CardFacts, LinkFact
from rancher_nb.widgets.offering import action_facts, link_facts, target_of

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = "1i1{__import__('os').system('id')}"
INPUT = Schema("input", "inputs", fields={"a": Field("a", FieldType.parse("array[string]"), required=True)})


def no_code(source: str) -> NoReturn:
    raise AssertionError(f"{source} would be evaluated")


def offered(name: str, *, fields: dict[str, Field] | None = None, **facts: Any) -> Any:
    """Return the one action *name* of a thing whose input schema has *fields*."""
    document = {"type": "thing", "id": "1", "links": {}, "actions": {name: "http://h/"}, **facts}
    needs = INPUT if fields is None else Schema("input", "inputs", fields=fields)
    schema = Schema("thing", "things", actions={name: Action(name, "input", "thing")})
    return action_facts(Resource.from_json(document), schema, {"input": needs})[0]


@pytest.mark.parametrize("hostile", [CODE, "a b", "it's", "where", "a\\", "x;"])
def test_no_line_to_copy_runs_what_the_server_named(read: Callable[..., CardFacts], hostile: str) -> None:
    facts = read(id=hostile)
    lines = [facts.magic, *(each.template.partition("\n")[0] for each in facts.actions if each.template)]
    assert len(lines) == 4
    for line in lines:
        rest = line.partition(" ")[2].replace("FIELD=VALUE", "a=1")
        target = parse(rest, evaluate=no_code).positional[-1]
        assert read_target(str(target)) == Target("container", hostile)


def test_an_action_name_is_spelt_too() -> None:
    template = offered(CODE).template
    line, _, body = template.partition("\n")
    assert parse(line.removeprefix("%%rancher "), cell=body, evaluate=no_code).positional == (CODE, "thing/1")


def test_a_field_name_cannot_leave_its_line_of_the_body() -> None:
    field = Field("a: b\\", FieldType.parse("array[string]\n!x"), required=True)
    line, _, body = offered("go", fields={field.name: field}).template.partition("\n")
    command = parse(line.removeprefix("%%rancher "), cell=body, evaluate=no_code)
    assert command.options["input"] == {"a: b\\": None}


@pytest.mark.parametrize("facts", [{"id": "1\n%system id"}, {"id": None}, {"type": "a b"}])
def test_what_cannot_be_written_is_neither_copied_nor_pressed(facts: dict[str, Any]) -> None:
    found = offered("go", **facts)
    assert (found.template, found.pressable) == ("", False)
    assert "cannot be written on a line" in found.why


def test_a_field_that_cannot_be_written_leaves_no_line() -> None:
    field = Field("a\nb", FieldType("array"), required=True)
    assert offered("go", fields={field.name: field}).template == ""
    assert offered("g\no").template == ""


def test_an_id_that_is_a_number_is_written_as_one() -> None:
    assert target_of(Resource.from_json({"type": "thing", "id": 5})) == "thing/5"
    assert target_of(Resource.from_json({"type": "thing"})) == ""


def test_links_are_named_and_self_is_none() -> None:
    resource = Resource.from_json({"type": "thing", "links": {"self": "a", "x\n": "b", "account": "c"}})
    schema = Schema("thing", "things")
    assert link_facts(resource, schema) == [LinkFact("account", "c"), LinkFact("x\\n", "b", many=True)]

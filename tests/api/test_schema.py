"""Schemas are read as the server describes itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import UNSET, FieldType, Schema, Schemas
from rancher_nb.errors import NotRancher, QueryError

TYPES = st.recursive(
    st.sampled_from(["string", "int", "date", "boolean", "enum", "json", "launchConfig", "reference[container]"]),
    lambda inner: st.builds("{}[{}]".format, st.sampled_from(["array", "map"]), inner),
    max_leaves=4,
)


@given(TYPES)
def test_a_type_spells_back_as_it_was_read(text: str) -> None:
    assert str(FieldType.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "scalar"),
    [("string", True), ("reference[host]", True), ("array[string]", False), ("logConfig", False), ("json", False)],
)
def test_plain_values_are_told_from_nested_ones(text: str, scalar: bool) -> None:
    assert FieldType.parse(text).is_scalar is scalar


def test_attributes_the_server_leaves_out_take_their_defaults() -> None:
    schema = Schema.from_json({"id": "x", "resourceFields": {"name": {"type": "string", "create": True}}})

    field = schema.field("name")
    assert (field.create, field.update, field.nullable, field.default, field.options) == (True, False, False, UNSET, ())


def test_a_recorded_type_has_its_filters_and_actions(schemas: Schemas) -> None:
    container = schemas.find("containers")

    assert container.modifiers("name") == ("eq", "ne", "prefix", "like", "notlike", "null", "notnull")
    assert container.modifiers("imageUuid") == ()
    assert container.action("STOP").input == "instanceStop"
    assert container.is_listable
    assert container.is_creatable


@pytest.mark.parametrize("name", ["container", "containers", "CONTAINERS", "Container"])
def test_a_type_is_found_by_any_of_its_names(schemas: Schemas, name: str) -> None:
    assert schemas.find(name).id == "container"


def test_a_misspelt_type_gets_close_matches(schemas: Schemas) -> None:
    with pytest.raises(QueryError, match=r"no type 'contaners' here\. Did you mean containers"):
        schemas.find("contaners")


def test_a_misspelt_field_gets_close_matches(schemas: Schemas) -> None:
    with pytest.raises(QueryError, match=r"container has no field 'stat'\. Did you mean state"):
        schemas.find("container").field("stat")


def test_an_unknown_action_lists_what_there_is(schemas: Schemas) -> None:
    with pytest.raises(QueryError, match=r"container has no action 'reboot'") as caught:
        schemas.find("container").action("reboot")

    assert "restart" in (caught.value.hint or "")


@pytest.mark.parametrize("document", [None, [], {}, {"data": []}, {"data": "x"}, "html"])
def test_what_is_no_list_of_schemas_is_refused(document: object) -> None:
    with pytest.raises(NotRancher, match="did not answer with a list of schemas"):
        Schemas.from_json(document, url="http://host/v2-beta")


def test_a_schema_with_odd_fields_is_refused() -> None:
    with pytest.raises(NotRancher, match="odd fields"):
        Schema.from_json({"id": "x", "resourceFields": ["name"]})

from __future__ import annotations

from types import MappingProxyType

import pytest
from frame.making import SCHEMA, planned

from rancher_nb.api import Comparison, Field, FieldType, Operator, Schema, SortKey
from rancher_nb.errors import QueryError
from rancher_nb.frame import columns_for
from rancher_nb.frame.layout import field_type, missing_column, type_at, wanted_columns


def test_the_schemas_own_columns_are_its_scalars_without_id_and_secrets() -> None:
    names = [each.name for each in wanted_columns(SCHEMA, ())]

    assert names == ["name", "state", "hostId", "memory", "created", "load", "note", "tty"]


def test_what_the_condition_and_the_order_look_at_is_decoded_too() -> None:
    made = planned(
        Comparison(("labels", "a"), Operator.EQ, "b"),
        sort=(SortKey(("memory",)), SortKey(("id",))),
        columns=("name", "name"),
    )

    assert columns_for(made, SCHEMA) == ("name", "labels", "memory")


@pytest.mark.parametrize(
    ("name", "field", "steps", "kind"),
    [
        ("labels.io.rancher.stack.name", "labels", ("io.rancher.stack.name",), "string"),
        ('labels["a]\\"b"]', "labels", ('a]"b',), "string"),
        ("launchConfig.labels", "launchConfig", ("labels",), "json"),
        ('launchConfig.labels["io.x"]', "launchConfig", ("labels", "io.x"), "json"),
        ("info.memoryInfo.memTotal", "info", ("memoryInfo.memTotal",), "json"),
        ("ports", "ports", (), "array"),
    ],
)
def test_a_column_may_lead_into_a_field(name: str, field: str, steps: tuple[str, ...], kind: str) -> None:
    (found,) = wanted_columns(SCHEMA, (name,))

    assert (found.name, found.field, found.steps, found.type.kind) == (name, field, steps, kind)


def test_secrets_are_refused_in_words() -> None:
    with pytest.raises(QueryError, match="secretValue holds secrets") as caught:
        wanted_columns(SCHEMA, ("name", "secretValue"))
    assert caught.value.word == "secretValue"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nam", "no field 'nam'. Did you mean name"),
        ("name.x", "name is one string: it has no 'x' inside"),
        ("labels[x]", "is not a column"),
        ("", "is not a column"),
        ('labels["x"]y', "is not a column"),
    ],
)
def test_a_column_that_cannot_be_is_refused_in_words(name: str, said: str) -> None:
    with pytest.raises(QueryError, match="^") as caught:
        wanted_columns(SCHEMA, (name,))
    assert said in str(caught.value)


def test_an_id_is_a_reference_whatever_the_schema_says() -> None:
    assert field_type(SCHEMA, "id").kind == "reference"
    assert wanted_columns(SCHEMA, ("id",)) == ()


def test_types_are_followed_into_maps_and_lists() -> None:
    assert type_at(SCHEMA, ("labels", "x")) == FieldType("string")
    assert type_at(SCHEMA, ("ports", "0")) == FieldType("string")
    assert type_at(SCHEMA, ("launchConfig", "x", "y")).kind == "object"


def test_a_missing_column_is_named_with_what_is_near() -> None:
    assert "Did you mean name?" in str(missing_column("nam", ["name", "state"]))


@pytest.mark.parametrize(
    "name",
    ["labels.password", 'labels["token"]', "info.secretKey", "info.a.secretKey", 'info["a"].password', "info.a.jwt"],
)
def test_a_path_that_ends_in_a_secrets_name_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match="holds secrets") as caught:
        wanted_columns(SCHEMA, (name,))
    assert caught.value.word == name


def test_a_key_that_only_ends_like_a_secret_is_none() -> None:
    assert [each.steps for each in wanted_columns(SCHEMA, ("labels.io.rancher.token",))] == [("io.rancher.token",)]
    assert wanted_columns(SCHEMA, ("info.password.length",))


@pytest.mark.parametrize("kind", ["map[password]", "array[password]", "map[array[password]]"])
def test_lists_and_maps_of_passwords_are_refused(kind: str) -> None:
    schema = Schema("thing", "things", MappingProxyType({"keys": Field("keys", FieldType.parse(kind))}))

    for name in ("keys", "keys.a"):
        with pytest.raises(QueryError, match="holds secrets"):
            wanted_columns(schema, (name,))


def test_a_key_with_an_escape_that_json_lacks_is_no_column() -> None:
    with pytest.raises(QueryError, match="is not a column"):
        wanted_columns(SCHEMA, ('labels["\\q"]',))

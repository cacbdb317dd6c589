"""A query takes the types of its schema."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rancher_nb.api import (
    Ago,
    Comparison,
    Condition,
    Conjunction,
    Membership,
    Negation,
    Operator,
    Query,
    Scalar,
    Schemas,
    SortKey,
    bind,
    columns_of,
)
from rancher_nb.errors import QueryError

NOW = datetime(2017, 3, 3, 10, 20, 30, tzinfo=UTC)


def bound_value(schemas: Schemas, field: str, value: Scalar, operator: Operator = Operator.EQ) -> object:
    path = tuple(field.split("/"))
    condition = bind(Comparison(path, operator, value), schemas.find("container"), now=NOW)
    assert isinstance(condition, Comparison)
    return condition.value


@pytest.mark.parametrize(
    ("field", "literal", "value"),
    [
        ("memory", "512", 512),
        ("memory", 5, 5),
        ("name", "512", "512"),
        ("name", 512, "512"),
        ("system", "yes", True),
        ("system", "false", False),
        ("created", "2017-03-03", datetime(2017, 3, 3, tzinfo=UTC)),
        ("created", Ago(60), NOW - timedelta(minutes=1)),
        ("labels/io.x", "5", "5"),
        ("id", "1i5", "1i5"),
        ("hostId", "1h5", "1h5"),
    ],
)
def test_a_literal_takes_the_type_of_its_field(schemas: Schemas, field: str, literal: Scalar, value: object) -> None:
    assert bound_value(schemas, field, literal) == value


def test_patterns_are_texts_whatever_the_field(schemas: Schemas) -> None:
    assert bound_value(schemas, "memory", "5", Operator.PREFIX) == "5"


@pytest.mark.parametrize(
    ("field", "literal", "message"),
    [
        ("memory", "lots", "memory is of type int, and lots is not a number"),
        ("system", "maybe", "system is of type boolean, and maybe is not true or false"),
        ("created", "someday", "created is of type date, and someday is not a time"),
        ("stat", "x", "container has no field 'stat'"),
        ("name/first", "x", "container.name is one string: it has no 'first' inside"),
    ],
)
def test_a_literal_that_cannot_be_one_is_refused(schemas: Schemas, field: str, literal: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        bound_value(schemas, field, literal)


def test_the_dots_of_a_label_are_part_of_its_name(schemas: Schemas) -> None:
    spelt = Comparison(("labels", "io", "rancher", "stack"), Operator.EQ, "web")

    bound = bind(spelt, schemas.find("container"), now=NOW)

    assert bound == Comparison(("labels", "io.rancher.stack"), Operator.EQ, "web")


def test_every_part_of_a_condition_is_bound(schemas: Schemas) -> None:
    memory = Comparison(("memory",), Operator.EQ, "5")
    condition: Condition = Conjunction((Negation(memory), Membership(("memory",), ("1", "2"))))

    assert bind(condition, schemas.find("container"), now=NOW) == Conjunction(
        (Negation(Comparison(("memory",), Operator.EQ, 5)), Membership(("memory",), (1, 2))),
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (Query("containers", sort=(SortKey(("crated",)),)), "no field 'crated'"),
        (Query("containers", columns=("nam",)), "no field 'nam'"),
        (Query("containers", limit=-1), "limit -1 is below zero"),
    ],
)
def test_a_query_is_checked_against_its_schema(schemas: Schemas, query: Query, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        query.bound(schemas.find("container"), now=NOW)


def test_a_query_spells_itself() -> None:
    query = Query(
        "containers",
        Comparison(("state",), Operator.EQ, "running"),
        (SortKey(("name",)), SortKey(("created",), descending=True)),
        5,
        ("name", "state"),
    )

    assert str(query) == "containers where state = running sort name,-created limit 5 columns name,state"


def test_the_types_own_columns_are_plain_and_useful_first(schemas: Schemas) -> None:
    columns = columns_of(schemas.find("container"), ())

    assert columns[:4] == ("name", "state", "healthState", "transitioning")
    assert len(set(columns)) == len(columns)
    assert {"labels", "environment", "id"} & set(columns) == set()


def test_secrets_are_no_columns(schemas: Schemas) -> None:
    assert "secretValue" not in columns_of(schemas.find("apiKey"), ())

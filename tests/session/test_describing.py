"""What the schemas say is told for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rancher_nb.errors import QueryError
from rancher_nb.session.describing import describe_member, describe_type, type_table

if TYPE_CHECKING:
    from rancher_nb.api import Schemas
    from rancher_nb.session import Session


def test_types_are_told_with_what_may_be_done(session: Session) -> None:
    rows = {row["type"]: row for row in type_table(session.current, None).data}

    assert rows["services"]["may"] == "list, create, update, delete"
    assert "upgrade" in rows["services"]["actions"]
    assert "containerLogses" not in rows


def test_a_pattern_finds_types_that_cannot_be_listed_too(session: Session) -> None:
    assert [row["type"] for row in type_table(session.current, "containerlog").data] == ["containerLogses"]


def test_a_type_is_told_field_by_field(schemas: Schemas) -> None:
    fields = {row["field"]: row for row in describe_type(schemas.find("service")).data["fields"]}

    assert fields["name"]["filters"] == "= != prefix like notlike is null is not null"
    assert fields["scale"]["values"] == "≥ 0, default 1"
    assert fields["name"]["may be set"] == "create, update (required)"


def test_a_type_is_told_with_its_actions_and_links(schemas: Schemas) -> None:
    told = describe_type(schemas.find("container"))

    assert {"action": "stop", "input": "instanceStop", "answers with": "instance"} in told.data["actions"]
    assert "hosts" in told.data["links"]
    assert "container · links" in repr(told)


def test_a_field_is_told_whole(schemas: Schemas) -> None:
    told = describe_member(schemas, schemas.find("container"), "state").data

    assert told["type"] == "enum"
    assert "running" in told["values"]
    assert told["may be set"] == "never"
    assert told["asked of the server"] == "= != is null is not null"


def test_a_field_without_a_filter_says_where_conditions_are_done(schemas: Schemas) -> None:
    told = describe_member(schemas, schemas.find("container"), "imageUuid").data

    assert told["asked of the server"] == "no filter: conditions are done here"


def test_an_unknown_field_gets_close_matches(schemas: Schemas) -> None:
    with pytest.raises(QueryError, match="Did you mean imageUuid"):
        describe_member(schemas, schemas.find("container"), "imageUid")


def test_an_action_is_told_with_its_input(schemas: Schemas) -> None:
    told = describe_member(schemas, schemas.find("container"), "stop").data

    assert (told["action"], [row["field"] for row in told["input"]]) == ("stop", ["remove", "timeout"])


def test_a_name_that_is_field_and_action_is_told_as_both(schemas: Schemas) -> None:
    report = describe_member(schemas, schemas.find("service"), "upgrade")

    assert report.data["type"] == "serviceUpgrade"
    assert report.data["action"] == "upgrade"
    assert len(report.listings) == 2

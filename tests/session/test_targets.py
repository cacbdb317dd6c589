"""What a person names becomes resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rancher_nb.errors import QueryError
from rancher_nb.session.targets import as_target, find_one

if TYPE_CHECKING:
    from rancher_nb.session import Session


def test_a_row_and_a_frame_name_their_resources(session: Session) -> None:
    frame = session.get("hosts", columns="name")
    derived = frame.sort_values("name").head(2)

    assert as_target(derived) == [("host", each) for each in derived.index]
    assert as_target(derived.iloc[0]) == [("host", derived.index[0])]


@pytest.mark.parametrize("value", [5, "text", None, ["1i5"]])
def test_other_values_name_nothing(value: object) -> None:
    with pytest.raises(QueryError, match="names no resource"):
        as_target(value)


def test_a_name_that_two_resources_have_lists_their_ids(session: Session) -> None:
    schema = session.current.schemas.find("volume")
    for _ in range(2):
        session.create("volume", input={"name": "twin", "driver": "local"})

    with pytest.raises(QueryError, match="2 volumes are called 'twin'") as caught:
        find_one(session.current, schema, "twin")

    assert "1v" in (caught.value.hint or "")


def test_a_setting_is_found_by_its_name(session: Session) -> None:
    schema = session.current.schemas.find("setting")

    assert find_one(session.current, schema, "api.host").id == "api.host"

"""Candidates say what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from language.knowing import Known

from rancher_nb.language.candidates import OPERATORS, Completion, Offers
from rancher_nb.language.filters import MODIFIERS
from rancher_nb.language.mistakes import OPERATORS as NAMED
from rancher_nb.language.situation import situation_at

if TYPE_CHECKING:
    from rancher_nb.api import Schemas


def offers(left: str, schemas: Schemas | None) -> Offers:
    here = situation_at(left)
    assert here is not None
    return Offers(here, Known(schemas))


def test_verbs_carry_their_summaries() -> None:
    assert Completion(
        "whoami", "verb", "Tell the server, the account and the project of the current connection."
    ) in list(
        offers("", None).verbs(),
    )


def test_a_field_says_its_type_and_whether_the_server_filters_it(schemas: Schemas) -> None:
    fields = {each.text: each for each in offers("get containers where ", schemas).fields()}

    assert fields["state"] == Completion("state", "field", "enum, filtered by the server")
    assert fields["imageUuid"].note == "string"
    assert fields["hostId"].note.startswith("reference[host]")


@pytest.mark.parametrize(
    ("name", "operator", "note"),
    [
        ("name", "like", "by the server"),
        ("state", "like", "done here"),
        ("created", "<", "by the server"),
        ("name", "<", "done here"),
        ("name", "~", "done here"),
        ("imageUuid", "=", "done here"),
        (None, "=", "done here"),
    ],
)
def test_an_operator_says_who_does_it(name: str | None, operator: str, note: str, schemas: Schemas) -> None:
    found = {each.text: each.note for each in offers("get containers where x ", schemas).operators(name)}

    assert found[operator] == note


def test_every_operator_of_the_language_is_offered() -> None:
    assert set(NAMED) <= set(OPERATORS)
    assert {each for each in OPERATORS.values() if each} <= set(MODIFIERS)


def test_a_required_field_says_so(schemas: Schemas) -> None:
    keys = {each.text: each.note for each in offers("create stack ", schemas).continuations()}

    assert keys["name="].endswith("required")


def test_an_action_says_what_has_it(schemas: Schemas) -> None:
    found = {each.text: each for each in offers("action ", schemas)._actions()}

    assert "container" in found["restart"].note
    assert found["restart"].kind == "action"


def test_without_schemas_there_is_nothing_of_the_server() -> None:
    empty = offers("get containers where ", None)

    assert list(empty.fields()) == list(empty.values("state")) == []

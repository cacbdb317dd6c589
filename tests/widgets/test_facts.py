"""Facts travel to the browser as JSON, without addresses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rancher_nb.api import Cell, Column, Listing
from rancher_nb.widgets import CardFacts, CardRows, Fact

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_card_is_json_and_holds_no_address(read: Callable[..., CardFacts]) -> None:
    told = json.dumps(read().to_dict())
    assert "rancher.example" not in told
    assert json.loads(told)["actions"][0]["name"] == "logs"


def test_rows_are_json_and_hold_no_address() -> None:
    listing = Listing((Column("id", "id"), Column("state", "state")), ((Cell("1i1"), Cell("running")),), 1)
    rows = CardRows("containers", "http://h/containers", listing, ("http://h/containers/1i1",), ("1i1",))
    told = rows.to_dict()
    assert "http" not in json.dumps(told)
    assert told["rows"][0][1] == {"text": "running", "null": False, "hue": "ok"}
    assert told["opens"] == [True]


def test_a_resource_that_is_gone_offers_nothing(read: Callable[..., CardFacts]) -> None:
    gone = read(state="removing", transitioning="yes").gone()
    assert (gone.state, gone.moving, gone.removed, gone.links, gone.actions) == ("removed", False, True, (), ())
    assert gone.groups


def test_a_long_fact_takes_a_row_of_its_own() -> None:
    assert Fact("a", "x" * 100).wide
    assert Fact("a" * 30, "x").wide
    assert not Fact("image", "nginx").wide

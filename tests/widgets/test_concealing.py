"""Secrets are masks at every depth, by the names of the API and by the schemas of nested objects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from widgets.conftest import NOW

from rancher_nb.api import CATTLE, Field, FieldType, Resource, Schema, Secret
from rancher_nb.widgets import Card, CardFacts, card_facts, card_html, card_text
from rancher_nb.widgets.concealing import JSON, concealed

if TYPE_CHECKING:
    from collections.abc import Callable

MASK = str(Secret(""))
KEY = Schema("key", "keys", fields={"pin": Field("pin", FieldType("password"))})
BOX = Schema("box", "boxes", fields={"keys": Field("keys", FieldType.parse("array[key]"))})
SCHEMAS = {"key": KEY, "box": BOX}


def test_texts_below_secret_names_are_masks_and_the_rest_stays() -> None:
    told = {"a": [{"secretValue": "geheim", "n": 1}], "password": "geheim", "token": None}
    assert concealed(told, JSON, {}) == {"a": [{"secretValue": MASK, "n": 1}], "password": MASK, "token": None}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"pin": "geheim"}, "key"),
        ([{"pin": "geheim"}], "array[key]"),
        ({"x": {"pin": {"y": ["geheim"]}}}, "map[key]"),
        ({"keys": [{"pin": "geheim"}]}, "box"),
        ({"type": "key", "pin": "geheim"}, "json"),
        ({"x": "geheim"}, "map[password]"),
        (["geheim"], "array[password]"),
        ({"x": Secret("geheim")}, "json"),
    ],
)
def test_the_schema_of_a_nested_object_says_what_is_secret(value: Any, kind: str) -> None:
    told = json.dumps(concealed(value, FieldType.parse(kind), SCHEMAS))
    assert "geheim" not in told
    assert MASK in json.loads(f"[{told}]")[0] or json.dumps(MASK) in told


def test_endless_nesting_is_cut() -> None:
    value: Any = "x"
    for _ in range(500):
        value = [value]
    assert "…" in str(concealed(value, JSON, {}))


@pytest.mark.parametrize(
    "fields",
    [
        {"data": {"deep": [{"secretValue": "geheim"}]}},
        {"labels": {"token": "geheim"}},
        {"metadata": {"a": {"password": "geheim"}}},
        {"environment": {"password": "geheim"}},
        {"unknown": [{"secretKey": "geheim"}, 1]},
    ],
)
def test_no_view_of_a_card_holds_a_nested_secret(read: Callable[..., CardFacts], fields: dict[str, Any]) -> None:
    facts = read(**fields)
    card = Card(facts, load=lambda _: facts, act=lambda stop, _: stop)
    assert "geheim" not in card_html(facts) + card_text(facts) + json.dumps(card.get_state(), default=str)
    assert MASK in card_text(facts)


def test_a_map_that_is_secret_as_a_whole_is_one_mask() -> None:
    schema = Schema("thing", "things", fields={"labels": Field("labels", FieldType("password"))})
    resource = Resource.from_json({"type": "thing", "labels": {"a": "geheim"}}, schema=schema)
    facts = card_facts(resource, schema=schema, life=CATTLE.life(resource), now=NOW)
    assert "geheim" not in card_text(facts)
    assert MASK in card_text(facts)

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.demo.access import ADMIN
from rancher_nb.demo.calls import read_call
from rancher_nb.demo.faults import Fault
from rancher_nb.demo.fields import accept, accept_input
from rancher_nb.demo.schemas import load
from rancher_nb.demo.visit import Scope, Visit
from rancher_nb.demo.world import World

CONTAINER = load("v2-beta", "project").schemas["container"]
WORLD = World(lambda: 0.0, 1, 0)
VISIT = Visit(WORLD, read_call("POST", "/v2-beta/containers", {}), Scope(ADMIN, 5, "admin", "admin", inside=True))


def accepted(**given_fields: Any) -> dict[str, Any]:
    return accept(VISIT, CONTAINER, given_fields, flag="create")


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("memory", "12345678", 12345678),
        ("memory", 1.5, 1),
        ("tty", "yes", True),
        ("tty", "x", False),
        ("tty", None, False),
        ("command", "ls", ["ls"]),
        ("labels", {"a": 1, "b": True, "c": None}, {"a": "1", "b": "true", "c": None}),
        ("restartPolicy", {"name": "always", "bogus": 1}, {"type": "restartPolicy", "name": "always"}),
        ("capAdd", ["NET_ADMIN"], ["NET_ADMIN"]),
        ("name", 5, "5"),
    ],
)
def test_values_are_converted(field: str, value: Any, stored: Any) -> None:
    assert accepted(**{field: value})[field] == stored


@pytest.mark.parametrize(
    ("field", "value", "code", "named"),
    [
        ("memory", "abc", "InvalidFormat", "memory"),
        ("memory", True, "InvalidFormat", "memory"),
        ("memory", float("inf"), "InvalidFormat", "memory"),
        ("labels", "x", "InvalidFormat", "labels"),
        ("name", {"a": 1}, "InvalidFormat", "name"),
        ("name", "x" * 256, "MaxLengthExceeded", "name"),
        ("hostname", "", "MinLengthExceeded", "hostname"),
        ("pidMode", "nope", "InvalidOption", "pidMode"),
        ("capAdd", ["NOPE"], "InvalidOption", "capAdd"),
        ("requestedHostId", "zzz", "InvalidReference", "requestedHostId"),
        ("requestedHostId", "1h9", "InvalidReference", "requestedHostId"),
        ("requestedHostId", 9, "InvalidReference", "requestedHostId"),
        ("restartPolicy", "always", "InvalidFormat", "restartPolicy"),
        ("healthCheck", {}, "MissingRequired", "port"),
        ("healthCheck", {"port": 0}, "MinLimitExceeded", "port"),
        ("healthCheck", {"port": 70000}, "MaxLimitExceeded", "port"),
    ],
)
def test_bad_values_are_named_by_code_and_leaf(field: str, value: Any, code: str, named: str) -> None:
    with pytest.raises(Fault) as caught:
        accepted(**{field: value})

    assert (caught.value.code, caught.value.field) == (code, named)


def test_defaults_are_filled_in_and_strangers_dropped() -> None:
    found = accepted(bogus=1, state="x", created="2001-01-01T00:00:00Z")

    assert found["startOnCreate"] is True
    assert found["networkMode"] == "managed"
    assert not {"bogus", "state", "created"} & found.keys()


def test_null_is_refused_only_where_nothing_else_helps() -> None:
    host = load("v2-beta", "project").schemas["host"]
    service = load("v2-beta", "project").schemas["service"]

    with pytest.raises(Fault, match="NotNullable"):
        accept(VISIT, host, {"labels": None}, flag="update")
    assert accept(VISIT, service, {"scale": None, "description": None}, flag="update") == {"description": None}


def test_input_of_actions_has_defaults_too() -> None:
    assert accept_input(VISIT, "containerLogs", {})["lines"] == 100
    assert accept_input(VISIT, "nosuch", {"a": 1}) == {"a": 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(CONTAINER["resourceFields"])), JSON, max_size=6))
def test_any_value_is_accepted_or_refused_by_a_fault(values: dict[str, Any]) -> None:
    status, found = 200, {}
    try:
        found = accept(VISIT, CONTAINER, values, flag="create")
    except Fault as fault:
        status = fault.status

    assert status in (200, 422)
    assert found.keys() <= CONTAINER["resourceFields"].keys()

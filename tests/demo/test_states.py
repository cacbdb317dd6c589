from __future__ import annotations

import re

import pytest
import recording

from rancher_nb.demo.naming import base_of
from rancher_nb.demo.schemas import load
from rancher_nb.demo.shapes import template_of
from rancher_nb.demo.states import PROCESSES, TRANSITIONAL, offered, process_for, removable

TYPES = (
    "container",
    "host",
    "service",
    "loadBalancerService",
    "dnsService",
    "externalService",
    "stack",
    "volume",
    "apiKey",
    "project",
    "label",
    "network",
    "physicalHost",
)


def recorded_actions() -> dict[tuple[str, str, str], list[str]]:
    """Return the actions that each recorded resource offered, by scope, type and state."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for name in ("c_collections", "e_resources", "e_links", "f_crud", "g_actions"):
        for facts in recording.load(name):
            body = facts.get("response", {}).get("body")
            if not isinstance(body, dict) or facts["request"]["method"] != "GET":
                continue
            for item in body.get("data") if isinstance(body.get("data"), list) else [body]:
                if not isinstance(item, dict) or item.get("type") not in TYPES:
                    continue
                scope = re.match(r"http://[^/]+/v2-beta(/projects/1a\d+)?/", item["links"].get("self") or "")
                if scope and "actions" in item:
                    found[("project" if scope[1] else "admin", item["type"], item["state"])] = list(item["actions"])
    return found


RECORDED = recorded_actions()


def test_enough_states_were_recorded() -> None:
    assert len(RECORDED) > 35


@pytest.mark.parametrize("scope_type_state", sorted(RECORDED), ids=" ".join)
def test_a_state_offers_what_it_offered_on_a_real_server(scope_type_state: tuple[str, str, str]) -> None:
    scope, type_id, state = scope_type_state
    template = template_of(load("v2-beta", scope), type_id)

    assert (
        offered(type_id, base_of(type_id), state, template.actions, inside=scope == "project")
        == RECORDED[scope_type_state]
    )


def test_every_process_leads_through_a_transitional_state_to_a_settled_one() -> None:
    for base, processes in PROCESSES.items():
        for name, process in processes.items():
            assert process.during.format(state="active") in TRANSITIONAL, (base, name)
            assert process.done not in TRANSITIONAL, (base, name)


def test_states_are_those_of_the_schemas() -> None:
    schemas = load("v2-beta", "admin").schemas
    for type_id, base in (
        ("container", "instance"),
        ("service", "service"),
        ("stack", "stack"),
        ("host", "host"),
        ("volume", "volume"),
    ):
        options = set(schemas[type_id]["resourceFields"]["state"]["options"])
        for name in PROCESSES[base]:
            process = process_for(base, name)
            assert process is not None
            assert "{" in process.during or process.during in options, (type_id, process)


@pytest.mark.parametrize(
    ("base", "state", "may"),
    [
        ("host", "active", False),
        ("host", "inactive", True),
        ("volume", "active", False),
        ("credential", "active", False),
        ("credential", "inactive", True),
        ("instance", "running", True),
        ("stack", "active", True),
        ("host", "removed", True),
    ],
)
def test_delete_is_refused_by_state(base: str, state: str, may: bool) -> None:
    assert removable(base, state) is may


def test_an_action_that_is_no_process_has_none() -> None:
    assert process_for("instance", "logs") is None

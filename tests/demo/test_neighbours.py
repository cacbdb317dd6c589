from __future__ import annotations

from typing import Any

import pytest
import recording

from rancher_nb.demo.neighbours import MANY, neighbours
from rancher_nb.demo.schemas import load

SCHEMAS = load("v2-beta", "project")


@pytest.mark.parametrize(
    ("table", "link", "sort", "type_id"),
    [
        ("instance", "account", "one", "account"),
        ("instance", "hosts", "many", "host"),
        ("instance", "services", "many", "service"),
        ("instance", "instanceLabels", "children", "label"),
        ("instance", "networkContainer", "one", "container"),
        ("host", "instances", "many", "instance"),
        ("host", "physicalHost", "one", "physicalHost"),
        ("service", "stack", "one", "stack"),
        ("service", "consumedservices", "many", "service"),
        ("stack", "services", "children", "service"),
        ("stack", "volumeTemplates", "children", "volumeTemplate"),
        ("account", "hosts", "children", "host"),
    ],
)
def test_links_are_of_three_sorts(ask: Any, table: str, link: str, sort: str, type_id: str) -> None:
    found = neighbours(ask.demo.desk.world, SCHEMAS, table, 5, link)

    assert found is not None
    assert (found.sort, found.type) == (sort, type_id)


def test_links_lead_to_the_recorded_types(ask: Any) -> None:
    plurals = {
        "containers": "instance",
        "services": "service",
        "stacks": "stack",
        "hosts": "host",
        "volumes": "volume",
        "apikeys": "credential",
    }
    wrong = []
    for facts in recording.load("e_links"):
        words = facts["request"]["url"].partition("/1a7/")[2].split("/")
        body = facts["response"].get("body")
        if len(words) != 3 or words[0] not in plurals or not isinstance(body, dict) or body.get("type") != "collection":
            continue
        schema = SCHEMAS.find(words[0]) or {}
        link = next((name for name in schema["includeableLinks"] if name.lower() == words[2].lower()), None)
        found = link and neighbours(ask.demo.desk.world, SCHEMAS, plurals[words[0]], 1, link)
        if found and found.type != body["resourceType"]:
            wrong.append((words, found.type, body["resourceType"]))

    assert wrong == []


def test_what_children_may_be_created_with_their_parent(ask: Any) -> None:
    world = ask.demo.desk.world

    assert neighbours(world, SCHEMAS, "stack", 3, "services").defaults == {"stackId": "1st3"}
    assert neighbours(world, SCHEMAS, "instance", 3, "volumes").defaults == {"instanceId": "1i3"}
    assert neighbours(world, SCHEMAS, "host", 3, "containerEvents").defaults == {}


def test_maps_are_walked_both_ways(ask: Any) -> None:
    container = ask.one("containers?name=web-shop-web-1")

    assert [row["id"] for row in ask.get(f"containers/{container['id']}/hosts")["data"]] == [container["hostId"]]
    assert [row["id"] for row in ask.get(f"containers/{container['id']}/services")["data"]] == container["serviceIds"]
    assert ("instance", "hosts") in MANY

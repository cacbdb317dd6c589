from __future__ import annotations

import json
import re
from typing import Any

import pytest
import recording

TO_ONE = {
    "networkContainer",
    "registryCredential",
    "image",
    "instance",
    "host",
    "stack",
    "storageDriver",
    "volumeTemplate",
    "agent",
    "networkDriver",
    "physicalHost",
}
# Shown only when set, or only on some rows.
SOMETIMES = {"internalVolumes", "healthcheckStates", "removedTS", "firstRunningTS", "removeTimeTS"}
LISTS = {
    "container": "containers",
    "host": "hosts",
    "service": "services",
    "loadBalancerService": "loadbalancerservices",
    "stack": "stacks",
    "environment": "environments",
    "volume": "volumes",
    "apiKey": "apikeys",
    "project": "projects",
    "network": "networks",
    "physicalHost": "physicalhosts",
    "activeSetting": "settings",
}


def recorded_resources() -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return one recorded resource for each version, scope and type."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for name in ("c_collections", "e_resources"):
        for facts in recording.load(name):
            body = facts["response"].get("body")
            for item in (body.get("data") or [body]) if isinstance(body, dict) else []:
                address = item.get("links", {}).get("self") if isinstance(item, dict) else None
                match = re.match(r"http://[^/]+/(v1|v2-beta)(/projects/1a7)?/", address or "")
                if match and item["type"] in LISTS:
                    asked = facts["request"]["url"]
                    if (
                        item["type"] != "project"
                        or "/projects?" in asked
                        or asked.endswith(("/projects", "/projects/1a7"))
                    ):
                        found.setdefault((match[1], "/projects/1a5" if match[2] else "", item["type"]), item)
    return found


RECORDED = recorded_resources()


@pytest.mark.parametrize("key", sorted(RECORDED), ids=" ".join)
def test_a_resource_has_the_recorded_keys_in_the_recorded_order(ask: Any, key: tuple[str, str, str]) -> None:
    version, project, type_id = key
    ours = ask.one(f"/{version}{project}/{LISTS[type_id]}")
    theirs = RECORDED[key]

    assert [name for name in ours if name not in SOMETIMES] == [name for name in theirs if name not in SOMETIMES]
    if type_id != "project" or project:
        assert [name for name in ours["links"] if name not in TO_ONE] == [
            name for name in theirs["links"] if name not in TO_ONE
        ]
    assert {name for name in ours["links"] if name != "self"} <= {
        name for name in theirs["links"] if name != "self"
    } | TO_ONE


@pytest.mark.parametrize("type_id", ["container", "host", "service", "stack", "volume", "apiKey", "project"])
def test_values_are_of_the_recorded_kinds(ask: Any, type_id: str) -> None:
    ours = ask.get(f"{LISTS[type_id]}?limit=0")["data"]
    theirs = RECORDED["v2-beta", "/projects/1a5", type_id]

    for row in ours:
        for name, value in row.items():
            if value is not None and theirs.get(name) is not None:
                assert type(value) is type(theirs[name]), (row["id"], name)


def test_times_have_a_twin_in_milliseconds_only_when_set(ask: Any) -> None:
    row = ask.one("containers?state=running")

    assert row["createdTS"] % 1000 == 0
    assert "removedTS" not in row
    assert row["removed"] is None


def test_an_environment_of_v1_is_a_stack_with_its_own_id_and_the_other_in_links(ask: Any) -> None:
    row = ask.get("/v1/projects/1a5/environments/1e2")

    assert (row["id"], row["type"], row["baseType"], row["kind"]) == (
        "1e2",
        "environment",
        "environment",
        "environment",
    )
    assert row["links"]["self"].endswith("/environments/1st2")
    assert row["links"]["composeConfig"] is None
    assert row["serviceIds"] is None
    assert ask.get("/v1/projects/1a5/environments/1st2")["id"] == "1e2"


def test_a_service_of_v1_names_its_environment(ask: Any) -> None:
    page = ask.get("/v1/projects/1a5/services?environmentId=1e2")

    assert page["resourceType"] == "environment"
    assert page["filters"]["stackId"] == [{"value": "2", "modifier": "eq"}]
    assert {row["environmentId"] for row in page["data"]} == {"1e2"}
    assert "stack" not in page["data"][0]["links"]
    assert page["data"][0]["links"]["environment"].endswith("/v1/projects/1a5/environment/1e2")
    assert ask.ask("GET", "/v1/projects/1a5/services/1s3/environment")[0] == 404


def test_a_service_container_names_its_service_but_cannot_be_filtered_by_it(ask: Any) -> None:
    row = ask.one("containers?name=web-shop-web-1")

    assert row["serviceIds"] == ["1s3"]
    assert (row["serviceId"], row["stackId"]) == (None, None)
    assert ask.get("containers?serviceId=1s3")["data"] == []


def test_hidden_fields_stay_hidden(ask: Any) -> None:
    text = json.dumps(ask.get("containers?limit=0")) + json.dumps(ask.get("apikeys"))

    assert '"_' not in text
    assert "SHA256" not in text
    assert not {"count", "networkIds", "instanceLinks"} & ask.one("containers").keys()

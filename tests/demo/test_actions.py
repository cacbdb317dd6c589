from __future__ import annotations

from typing import Any

import pytest
import recording

from rancher_nb.demo.actions import OWN
from rancher_nb.demo.states import process_for


def running(ask: Any) -> str:
    """Return the path of a running container that no service has."""
    made = ask.post("containers", {"name": "mine", "imageUuid": "docker:nginx:1.13"})[1]
    path = f"containers/{made['id']}"
    assert ask.settle(path)["state"] == "running"
    return path


@pytest.mark.parametrize(
    ("action", "body", "during", "after"),
    [
        ("stop", {"timeout": 10}, "stopping", "stopped"),
        ("stop", {"remove": "x", "unknown": 1}, "stopping", "stopped"),
        ("stop", {"remove": True, "timeout": 0}, "stopping", "removed"),
        ("restart", {}, "restarting", "running"),
        ("update", {}, "updating-running", "running"),
        ("migrate", {}, "migrating", "running"),
    ],
)
def test_a_container_goes_through_its_states(ask: Any, action: str, body: Any, during: str, after: str) -> None:
    path = running(ask)
    status, document = ask.act(path, action, body)

    assert (status, document["state"], document["transitioning"]) == (202, during, "yes")
    assert ask.settle(path)["state"] == after


def test_a_stopped_container_starts_and_errs(ask: Any) -> None:
    path = running(ask)
    ask.act(path, "stop")
    ask.settle(path)

    assert ask.act(path, "start")[1]["state"] == "starting"
    assert ask.settle(path)["startCount"] == 2
    ask.act(path, "stop")
    ask.settle(path)
    assert ask.act(path, "error")[1]["state"] == "erroring"
    assert ask.settle(path)["state"] == "error"


@pytest.mark.parametrize(
    ("action", "body", "code", "field"),
    [
        ("start", {}, "ActionNotAvailable", "action"),
        ("purge", {}, "ActionNotAvailable", "action"),
        ("console", {}, "ActionNotAvailable", "action"),
        ("nosuch", {}, "InvalidAction", "action"),
        ("STOP", {}, "InvalidAction", "action"),
        ("stop", {"timeout": "abc"}, "InvalidFormat", "timeout"),
        ("logs", {"lines": -1}, "MinLimitExceeded", "lines"),
        ("execute", {}, "MissingRequired", "command"),
        ("execute", {"command": []}, "MissingRequired", "command"),
        ("proxy", {"scheme": "ftp"}, "InvalidOption", "scheme"),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_code(ask: Any, action: str, body: Any, code: str, field: str) -> None:
    status, document = ask.act(running(ask), action, body)

    assert (status, document["code"], document["fieldName"], document["message"]) == (422, code, field, None)


def test_an_action_url_works_without_its_slash_and_outside_the_project(ask: Any) -> None:
    path = running(ask)

    assert ask.post(f"{path}?action=stop")[0] == 202
    ask.settle(path)
    assert ask.post(f"/v2-beta/{path}/?action=start")[0] == 202
    assert ask.get(f"{path}/?action=stop")["state"] == "starting"


@pytest.mark.parametrize(
    ("action", "body", "claim"),
    [
        ("logs", {}, "logs"),
        ("execute", {"command": "ls"}, "exec"),
        ("proxy", {"port": 8080}, "proxy"),
    ],
)
def test_streams_are_opened_by_a_token(ask: Any, action: str, body: Any, claim: str) -> None:
    status, document = ask.act(running(ask), action, body)

    assert status == 200
    assert list(document) == ["id", "type", "links", "actions", "baseType", "token", "url"]
    assert claim in ask.demo.desk.signer.read(document["token"], ask.clock())


def test_a_container_that_was_on_no_host_has_no_log(ask: Any) -> None:
    made = ask.post("containers", {"name": "never", "imageUuid": "docker:a:1", "startOnCreate": False})[1]
    path = f"containers/{made['id']}"
    ask.settle(path)
    labels = {"io.rancher.scheduler.affinity:host_label": "role=gpu"}
    lost = ask.post("containers", {"name": "lost", "imageUuid": "docker:a:1", "labels": labels})[1]

    assert ask.act(path, "logs")[0] == 200
    assert ask.ask("GET", f"containers/{lost['id']}/containerstats")[0] == 500


def test_a_service_goes_through_its_states(ask: Any) -> None:
    body = {
        "name": "svc",
        "stackId": "1st2",
        "scale": 2,
        "launchConfig": {"imageUuid": "docker:nginx:1.13", "labels": {"v": "1"}},
    }
    _, made = ask.post("services", body)
    path = f"services/{made['id']}"

    assert (made["state"], made["healthState"]) == ("registering", "healthy")
    assert (ask.settle(path)["state"], ask.get(path)["healthState"]) == ("inactive", "unhealthy")
    assert ask.act(path, "activate")[1]["state"] == "activating"
    active = ask.settle(path)
    assert (active["state"], active["currentScale"], active["healthState"]) == ("active", 2, "healthy")
    names = [row["name"] for row in ask.get(f"{path}/instances")["data"]]
    assert names == ["web-shop-svc-1", "web-shop-svc-2"]
    assert ask.act(path, "deactivate")[1]["state"] == "deactivating"
    assert ask.settle(path)["state"] == "inactive"
    assert {row["state"] for row in ask.get(f"{path}/instances")["data"]} == {"stopped"}
    assert ask.act(path, "remove")[1]["state"] == "removing"
    assert ask.settle(path)["state"] == "removed"
    assert ask.get(f"{path}/instances")["data"] == []


def test_links_between_services_are_added_replaced_and_taken_away(ask: Any) -> None:
    link = {"serviceLink": {"serviceId": "1s6", "name": "store"}}

    assert ask.act("services/1s3", "addservicelink", link)[1]["linkedServices"]["store"] == "1s6"
    assert ask.act("services/1s3", "addservicelink", link)[1]["code"] == "NotUnique"
    assert ask.act("services/1s3", "addservicelink", {})[1]["fieldName"] == "serviceLink"
    assert (
        ask.act("services/1s3", "addservicelink", {"serviceLink": {"serviceId": "1s999"}})[1]["code"]
        == "InvalidReference"
    )
    assert ask.act("services/1s3", "addservicelink", {"serviceLink": {"name": "x"}})[0] == 500
    assert ask.act("services/1s3", "removeservicelink", link)[0] == 200
    assert ask.act("services/1s3", "removeservicelink", link)[0] == 200
    assert ask.act("services/1s3", "setservicelinks", {"serviceLinks": [{"serviceId": "1s4"}]})[1][
        "linkedServices"
    ] == {"api": "1s4"}
    assert [row["id"] for row in ask.get("services/1s3/consumedservices")["data"]] == ["1s4"]
    assert "1s3" in [row["id"] for row in ask.get("services/1s4/consumedbyservices")["data"]]


def test_a_stack_acts_on_its_services(ask: Any) -> None:
    assert ask.act("stacks/1st3", "deactivateservices")[0] == 200
    assert ask.settle("services/1s8")["state"] == "inactive"
    assert ask.act("stacks/1st3", "activateservices")[1]["state"] == "active"
    assert ask.settle("services/1s8")["state"] == "active"
    assert ask.act("stacks/1st3", "addoutputs", {"outputs": {"k": "v"}})[1]["outputs"] == {"k": "v"}
    assert ask.act("stacks/1st3", "upgrade")[1]["state"] == "upgrading"
    assert ask.settle("stacks/1st3")["state"] == "upgraded"
    assert ask.act("stacks/1st3", "finishupgrade")[0] == 202
    assert ask.settle("stacks/1st3")["state"] == "active"


def test_a_stack_is_exported_as_compose_files(ask: Any) -> None:
    status, document = ask.act("stacks/1st3", "exportconfig", {"serviceIds": ["1s8"]})

    assert (status, document["type"]) == (200, "composeConfig")
    assert "  db:\r\n    image: postgres:9.6\r\n" in document["dockerComposeConfig"]
    assert "kafka" not in document["dockerComposeConfig"]


def test_a_host_is_deactivated_evacuated_and_removed(ask: Any) -> None:
    moved = [row["id"] for row in ask.get("hosts/1h1/instances?limit=0")["data"] if row["state"] == "running"]

    assert ask.act("hosts/1h1", "evacuate")[0] == 200
    ask.settle("hosts/1h1")
    assert all(ask.get(f"containers/{each}")["hostId"] != "1h1" for each in moved)
    assert ask.act("hosts/1h1", "deactivate")[1]["state"] == "deactivating"
    assert ask.settle("hosts/1h1")["state"] == "inactive"
    assert ask.act("hosts/1h1", "deactivate")[1]["code"] == "ActionNotAvailable"
    assert ask.act("hosts/1h1", "activate")[1]["state"] == "activating"
    ask.settle("hosts/1h1")
    ask.act("hosts/1h1", "deactivate")
    ask.settle("hosts/1h1")
    assert ask.act("hosts/1h1", "remove")[1]["state"] == "removing"
    assert ask.settle("hosts/1h1")["state"] == "removed"


def test_a_project_is_deactivated_with_200_and_activated_with_202(ask: Any) -> None:
    path = "/v2-beta/projects/1a7"

    assert ask.act(path, "deactivate")[0] == 200
    assert ask.settle(path)["state"] == "inactive"
    assert ask.ask("GET", f"{path}/stacks")[0] == 403
    assert ask.act(path, "activate")[0] == 202
    assert ask.settle(path)["state"] == "active"
    assert ask.get(f"{path}/stacks")["data"]


def test_the_members_of_a_project_are_replaced(ask: Any) -> None:
    members = [{"externalId": "1a1", "externalIdType": "rancher_id", "role": "owner"}]
    status, document = ask.act("/v2-beta/projects/1a5", "setmembers", {"members": members})

    assert (status, document["resourceType"]) == (200, "project")
    assert [(row["type"], row["externalId"], row["role"]) for row in document["data"]] == [
        ("projectMember", "1", "owner")
    ]
    assert ask.act("/v2-beta/projects/1a5", "setmembers", {"members": []})[1]["code"] == "MissingRequired"


def test_v1_containers_can_be_labelled(ask: Any) -> None:
    status, document = ask.act("/v1/projects/1a5/containers/1i1", "setlabels", {"labels": {"a": "b"}})

    assert (status, document["labels"]) == (200, {"a": "b"})
    assert ask.act("containers/1i1", "setlabels")[1]["code"] == "InvalidAction"


def test_a_volume_is_allocated_and_detached(ask: Any) -> None:
    volume = ask.one("volumes?state=inactive")
    path = f"volumes/{volume['id']}"

    assert ask.act(path, "allocate")[0] == 202
    assert ask.settle(path)["state"] == "active"
    assert ask.ask("DELETE", path)[0] == 405
    ask.act(path, "deallocate")
    assert ask.settle(path)["state"] == "detached"
    assert ask.ask("DELETE", path)[1]["state"] == "removing"


def test_each_recorded_action_is_known(ask: Any) -> None:
    bases = {
        "containers": "instance",
        "services": "service",
        "stacks": "stack",
        "hosts": "host",
        "volumes": "volume",
        "apikeys": "credential",
    }
    unknown = set()
    for facts in recording.load("g_actions"):
        url, status = facts["request"]["url"], facts["response"]["status"]
        plural = url.partition("/1a7/")[2].partition("/")[0]
        name = url.partition("?action=")[2]
        known = process_for(bases.get(plural, ""), name) or (bases.get(plural, ""), name) in OWN
        if status in (200, 202) and name and facts["request"]["method"] == "POST" and plural in bases and not known:
            unknown.add((plural, name))

    assert unknown == {("containers", "logs"), ("hosts", "dockersocket")}

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import recording

from rancher_nb.demo.changes import hashed

# Refusals that hang on rows of the recorded server, or on services that are not part of this one.
ELSEWHERE = re.compile(
    r"certificates|secrets|machinedrivers|registrycredentials|auditlogs|ports/|storagepools|1sp10|1c13|1h8|networks/"
)
REFUSALS = [
    facts
    for facts in recording.load("f_crud")
    if facts.get("response", {}).get("status") in (400, 405, 422)
    and not ELSEWHERE.search(json.dumps(facts["request"]))
    and facts["request"]["method"] in ("POST", "PUT", "DELETE")
]


def ours(text: str) -> str:
    """Return *text* with ids of this server: the project, a stack, a service, a container, a host, a volume in use, a key."""
    swaps = (
        ("1a7", "1a5"),
        ("1st13", "1st2"),
        ("1s19", "1s3"),
        ("1i356", "1i1"),
        ("1h7", "1h1"),
        ("1v201", "1v1"),
        ("1c32", "1c2"),
    )
    for theirs, own in swaps:
        text = text.replace(f"{theirs}", own)
    return text


@pytest.mark.parametrize(
    "facts",
    REFUSALS,
    ids=lambda facts: f"{facts['request']['method']} {facts.get('note') or str(facts['request'].get('body'))[:60]}",
)
def test_a_recorded_refusal_is_made_in_the_same_words(ask: Any, facts: dict[str, Any]) -> None:
    asked, recorded = facts["request"], facts["response"]
    sent = asked.get("body")
    body = sent.encode() if isinstance(sent, str) else json.loads(ours(json.dumps(sent)))
    # Names that were taken there are taken here.
    ask.post("stacks", {"name": "crud-stack"})
    ask.post("containers", {"name": "crud-ok", "imageUuid": "docker:a:1"})
    ask.post("containers", {"name": "task-001", "imageUuid": "docker:a:1"})
    ask.post("services", {"name": "crud-svc", "stackId": "1st2", "launchConfig": {"imageUuid": "docker:a:1"}})
    ask.post("registries", {"serverAddress": "images.example.net"})
    ask.ask("POST", "/v2-beta/apikeys", {"publicValue": "D8D0BC8C569EB5024D20", "secretValue": "x"})
    status, document = ask.ask(asked["method"], urlsplit(ours(asked["url"])).path, body)

    assert status == recorded["status"], document
    for key in ("code", "message", "detail", "fieldName"):
        assert document.get(key) == recorded["body"].get(key), key
    assert ("fieldName" in document) == ("fieldName" in recorded["body"])
    assert list(document) == list(recorded["body"])


def test_the_recorded_refusals_are_many() -> None:
    assert len(REFUSALS) > 45


def test_a_container_is_created_started_and_removed(ask: Any) -> None:
    status, made = ask.post(
        "containers", {"name": "hello", "imageUuid": "docker:nginx:1.13", "state": "bogus", "bogus": 1}
    )
    path = f"containers/{made['id']}"

    assert (status, made["state"], made["transitioning"], made["transitioningMessage"]) == (
        201,
        "creating",
        "yes",
        "In Progress",
    )
    assert ask.settle(path, 1)["state"] == "starting"
    running = ask.settle(path)
    assert (running["state"], running["transitioning"], running["startCount"]) == ("running", "no", 1)
    assert running["hostId"]
    assert running["primaryIpAddress"].startswith("10.42.")
    status, going = ask.ask("DELETE", path)
    assert (status, going["state"]) == (200, "stopping")
    gone = ask.settle(path)
    assert (gone["state"], list(gone["actions"])) == ("removed", ["purge"])
    assert gone["removedTS"] > 0
    assert made["id"] not in [row["id"] for row in ask.get("containers?limit=0")["data"]]
    assert made["id"] in [row["id"] for row in ask.get("containers?limit=0&_removed=true")["data"]]
    assert ask.ask("DELETE", path)[0] == 200
    assert ask.settle(path, 400)["state"] == "purged"
    assert ask.ask("DELETE", path)[0] == 409


def test_values_are_converted_leniently(ask: Any) -> None:
    given = {
        "imageUuid": "docker:a:1",
        "memory": 1.5,
        "tty": "yes",
        "command": "ls -l",
        "labels": {"n": 5, "b": True, "z": None},
    }
    _, made = ask.post("containers", {**given, "startOnCreate": False})

    assert (made["memory"], made["tty"], made["command"]) == (1, True, ["ls -l"])
    assert made["labels"] == {"n": "5", "b": "true", "z": None}
    assert ask.settle(f"containers/{made['id']}")["state"] == "stopped"


def test_several_containers_come_back_as_a_collection(ask: Any) -> None:
    status, made = ask.post(
        "containers", {"name": "many", "imageUuid": "docker:a:1", "count": 3, "startOnCreate": False}
    )

    assert (status, made["type"], made["pagination"], len(made["data"])) == (201, "collection", None, 3)
    assert {row["name"] for row in made["data"]} == {"many"}
    assert made["filters"]
    assert made["createTypes"]


def test_a_container_without_a_fitting_host_ends_in_error_and_vanishes(ask: Any) -> None:
    labels = {"io.rancher.scheduler.affinity:host_label": "role=gpu"}
    _, made = ask.post("containers", {"name": "gpu", "imageUuid": "docker:a:1", "labels": labels})
    failed = ask.settle(f"containers/{made['id']}", 10)

    assert (failed["state"], failed["transitioning"]) == ("error", "error")
    assert failed["transitioningMessage"] == "Allocation failed: needs host with label role: gpu"
    assert list(failed["actions"]) == ["remove"]
    assert ask.settle(f"containers/{made['id']}", 310)["state"] == "removed"


def test_the_secret_of_a_key_is_shown_once(ask: Any) -> None:
    status, made = ask.post("apikeys", {"name": "ci"})
    path = f"apikeys/{made['id']}"

    assert (status, made["state"]) == (201, "registering")
    assert re.fullmatch(r"[0-9A-F]{20}", made["publicValue"])
    assert re.fullmatch(r"[A-Za-z0-9]{40}", made["secretValue"])
    assert ask.settle(path)["state"] == "active"
    assert ask.get(path)["secretValue"] is None
    assert ask.ask("PUT", path, {"name": "ci 2"})[1]["secretValue"] is None
    assert ask.ask("DELETE", path)[0] == 405
    assert re.fullmatch(r"SHA256:[0-9a-f]{20}:[0-9a-f]{64}", ask.act(path, "deactivate")[1]["secretValue"])
    assert ask.settle(path)["state"] == "inactive"
    assert ask.ask("DELETE", path)[1]["state"] == "removing"


def test_a_new_key_opens_the_door(guarded: Any) -> None:
    guarded.headers["Authorization"] = basic(*guarded.demo.environment_key)
    _, made = guarded.ask("POST", "/v2-beta/apikeys", {"name": "ci"})
    guarded.clock.tick(5)
    guarded.headers["Authorization"] = basic(made["publicValue"], made["secretValue"])

    assert [row["id"] for row in guarded.get("/v2-beta/projects")["data"]] == ["1a5"]


def basic(access: str, secret: str) -> str:
    import base64

    return "Basic " + base64.b64encode(f"{access}:{secret}".encode()).decode()


@pytest.mark.parametrize(
    ("path", "body", "state"),
    [
        ("services/1s3", {"description": "x"}, "active"),
        ("services/1s3", {"scale": 6}, "updating-active"),
        ("services/1s3", {"scale": None}, "active"),
        ("services/1s3", {"metadata": {"owner": "team-x"}}, "updating-active"),
        ("services/1s3", {"launchConfig": {"imageUuid": "docker:b:1"}}, "active"),
        ("stacks/1st2", {"description": "x", "group": "g", "outputs": {"a": "b"}}, "active"),
        ("stacks/1st2", {"name": "renamed"}, "updating-active"),
        ("hosts/1h1", {"name": "x", "description": "y"}, "active"),
        ("hosts/1h1", {"labels": {"a": "b"}}, "updating-active"),
        ("containers/1i1", {"name": "x", "description": "y"}, "running"),
        ("/v2-beta/projects/1a5", {"description": "y"}, "active"),
        ("/v2-beta/projects/1a5", {"name": "y"}, "updating-active"),
    ],
)
def test_an_update_moves_only_what_matters_to_others(ask: Any, path: str, body: Any, state: str) -> None:
    status, document = ask.ask("PUT", path, body)

    assert (status, document["state"]) == (200, state)
    assert ask.settle(path)["state"] in ("active", "running")


def test_an_update_changes_only_what_may_be(ask: Any) -> None:
    before = ask.get("containers/1i1")
    sent = {
        "imageUuid": "docker:other",
        "state": "stopped",
        "memory": 5,
        "bogus": 1,
        "id": "1i9",
        "labels": {"a": "b"},
        "description": "new",
    }
    ask.ask("PUT", "containers/1i1", sent)
    after = ask.get("containers/1i1")

    assert {key for key in after if after[key] != before[key]} == {"description"}


def test_a_project_is_created_deactivated_and_deleted(ask: Any) -> None:
    _, made = ask.post("/v2-beta/projects", {"name": "Doomed"})
    path = f"/v2-beta/projects/{made['id']}"

    assert made["state"] == "registering"
    assert ask.settle(path)["state"] == "active"
    assert ask.get(f"{path}/stacks")["data"] == []
    status, document = ask.ask("DELETE", path)
    assert (status, document["type"], document["data"][0]["state"]) == (200, "collection", "removing")
    assert ask.settle(path)["state"] == "removed"
    assert ask.ask("GET", f"{path}/stacks")[0] == 403
    assert ask.ask("DELETE", path)[0] == 404


def test_the_last_admin_stays(ask: Any) -> None:
    status, document = ask.ask("DELETE", "/v2-beta/accounts/1a1")

    assert (status, document["code"]) == (405, "LastAdminAccount")
    assert document["detail"] == "At least one admin account is required at all times"


def test_a_post_to_a_child_link_does_not_set_the_parent(ask: Any) -> None:
    body = {"name": "by-link", "launchConfig": {"imageUuid": "docker:a:1"}}
    status, document = ask.post("stacks/1st2/services", body)

    assert (status, document["code"], document["fieldName"]) == (422, "InvalidState", "stackId")


def test_v1_services_take_an_environment_id(ask: Any) -> None:
    body = {"name": "old", "environmentId": "1e2", "launchConfig": {"imageUuid": "docker:a:1"}}
    status, made = ask.post("/v1/projects/1a5/services", body)

    assert (status, made["environmentId"], made["stackId"]) == (201, "1e2", "1st2")


def test_a_secret_is_stored_with_its_salt() -> None:
    assert hashed("plain", "ab") != hashed("plain", "cd")
    assert hashed("plain", "ab").startswith("SHA256:ab:")

from __future__ import annotations

import json
from typing import Any

import recording


def claims(ask: Any, document: dict[str, Any]) -> dict[str, Any]:
    found = ask.demo.desk.signer.read(document["token"], ask.clock())
    assert found is not None
    return found


def test_claims_have_the_recorded_names(ask: Any) -> None:
    container = ask.one("containers?name=web-shop-web-1")
    path = f"containers/{container['id']}"
    ours = {
        "logs": claims(ask, ask.act(path, "logs", {"lines": 100})[1]),
        "exec": claims(ask, ask.act(path, "execute", {"command": ["/bin/sh"]})[1]),
        "proxy": claims(ask, ask.act(path, "proxy")[1]),
        "dockersocket": claims(ask, ask.act(f"hosts/{container['hostId']}", "dockersocket")[1]),
    }

    for facts in recording.load("g_streams"):
        name = facts.get("note", "").removeprefix("decoded token of ")
        if name in ours:
            theirs = facts["jwt_payload"]
            assert set(ours[name]) == set(theirs)
            if name in theirs:
                assert set(ours[name][name]) == set(theirs[name])
            assert ours[name]["exp"] - ours[name]["iat"] == theirs["exp"] - theirs["iat"]


def test_addresses_are_always_those_of_v1_and_follow_the_proxy(ask: Any) -> None:
    path = f"containers/{ask.one('containers?state=running')['id']}"
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "443", "Host": "rancher.example.com"}

    assert ask.act(path, "logs")[1]["url"] == "ws://rancher.test:8080/v1/logs/"
    assert ask.ask("POST", f"{path}/?action=logs", {}, **headers)[1]["url"] == "wss://rancher.example.com/v1/logs/"


def test_statistics_are_opened_by_links(ask: Any) -> None:
    container = ask.one("containers?state=running")
    found = ask.get(f"containers/{container['id']}/containerstats")

    assert list(found) == ["id", "type", "links", "actions", "baseType", "token", "url"]
    assert found["url"] == f"ws://rancher.test:8080/v1/containerstats/{container['externalId']}"
    assert claims(ask, found)["containerIds"] == {container["externalId"]: container["id"]}
    assert claims(ask, ask.get("hosts/1h1/hoststats"))["resourceId"] == "1h1"
    assert ask.get("hosts/1h1/containerStats")["url"] == "ws://rancher.test:8080/v1/containerstats"
    assert len(claims(ask, ask.get("services/1s3/containerstats"))["service"]) == 6
    assert len(claims(ask, ask.get("projects/1a5/hoststats"))["project"]) == 3


def test_what_has_nothing_to_show_says_so(ask: Any) -> None:
    _, made = ask.post("dnsservices", {"name": "alias", "stackId": "1st2"})
    _, project = ask.post("/v2-beta/projects", {"name": "Empty"})
    ask.settle("projects")
    path = f"/v2-beta/projects/{project['id']}"

    assert ask.ask("GET", f"dnsservices/{made['id']}/containerstats")[0] == 404
    empty = ask.get(f"{path}/projects/{project['id']}/hoststats")
    assert (empty["token"], empty["url"]) == (None, None)
    assert ask.ask("GET", f"{path}/hoststats")[0] == 404
    _, service = ask.post("services", {"name": "idle", "stackId": "1st2", "launchConfig": {"imageUuid": "docker:a"}})
    idle = ask.get(f"services/{service['id']}/containerstats")
    assert idle["url"] is None
    assert claims(ask, idle)["service"] == []
    assert json.dumps(idle)

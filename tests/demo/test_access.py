from __future__ import annotations

import base64
from typing import Any

import pytest

from rancher_nb.demo.access import fits, key_holder
from rancher_nb.demo.changes import hashed


def basic(access: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{access}:{secret}".encode()).decode()}


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v2-beta", "/v2-beta/schemas", "/v2-beta/nosuch", "stacks", "nosuch", "/v2-beta/settings"]
)
def test_without_a_key_all_is_401_even_what_is_not_there(guarded: Any, path: str) -> None:
    response = guarded.raw("GET", path)

    assert response.status == 401
    assert (
        response.header("WWW-Authenticate")
        == 'Basic realm="Enter API access key and secret key as username and password"'
    )
    assert response.header("X-API-Schemas")
    assert response.header("X-API-Account-Id") is None
    assert response.header("X-API-Client-IP") is None


@pytest.mark.parametrize(
    "header",
    [
        "Basic !!!",
        "Basic",
        "Digest abc",
        "Bearer nosuch",
        "Basic " + base64.b64encode(b":").decode(),
        "Basic " + base64.b64encode(b"\xff:x").decode(),
    ],
)
def test_a_key_that_is_none_is_401(guarded: Any, header: str) -> None:
    assert guarded.ask("GET", "/v2-beta/projects", Authorization=header)[0] == 401


def test_wrong_inactive_and_removed_keys_are_401(guarded: Any) -> None:
    access, secret = guarded.demo.environment_key

    assert guarded.ask("GET", "/v2-beta/projects", **basic(access, secret + "x"))[0] == 401
    assert guarded.ask("GET", "/v2-beta/projects", **basic("X" * 20, secret))[0] == 401
    guarded.headers |= basic(*guarded.demo.admin_key)
    key = guarded.one("apikeys?name=notebook")
    guarded.act(f"apikeys/{key['id']}", "deactivate")
    assert guarded.ask("GET", "/v2-beta/projects", **basic(access, secret))[0] == 401


def test_the_challenge_can_be_left_out(guarded: Any) -> None:
    for headers in ({"X-API-No-Challenge": "true"}, {"Connection": "Upgrade"}):
        assert guarded.raw("GET", "/v2-beta", headers=headers).header("WWW-Authenticate") is None


def test_the_access_key_is_matched_without_case_and_the_secret_with(guarded: Any) -> None:
    access, secret = guarded.demo.admin_key

    assert guarded.ask("GET", "/v2-beta/projects", **basic(access.lower(), secret))[0] == 200
    assert guarded.ask("GET", "/v2-beta/projects", **basic(access, secret.upper()))[0] == 401


def test_an_account_key_sees_all_and_writes_inside_projects(guarded: Any) -> None:
    guarded.headers |= basic(*guarded.demo.admin_key)
    response = guarded.raw("GET", "containers?limit=1")

    assert len(guarded.get("/v2-beta/projects")["data"]) == 2
    assert guarded.get("/v2-beta/containers?limit=0")["data"]
    assert guarded.post("/v2-beta/stacks", {"name": "x"})[0] == 405
    assert guarded.post("stacks", {"name": "x"})[0] == 201
    assert (response.header("X-API-Account-Id"), response.header("X-API-User-Id")) == ("1a5", "1a1")
    assert (response.header("X-API-Account-Kind"), response.header("X-API-Account-Name")) == ("admin", "admin")


def test_an_environment_key_sees_its_project_alone(guarded: Any) -> None:
    guarded.headers |= basic(*guarded.demo.environment_key)

    assert [row["id"] for row in guarded.get("/v2-beta/projects?all=true")["data"]] == ["1a5"]
    assert {row["accountId"] for row in guarded.get("/v2-beta/containers?limit=0")["data"]} == {"1a5"}
    assert guarded.get("/v2-beta/containers?limit=1")["data"][0]["links"]["self"].startswith(
        "http://rancher.test:8080/v2-beta/containers/"
    )
    assert guarded.post("/v2-beta/stacks", {"name": "by-key"})[0] == 201
    assert guarded.raw("GET", "/v2-beta/stacks").header("X-API-Account-Kind") == "project"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2-beta/projects/1a7/stacks", 403),
        ("GET", "/v2-beta/projects/1a7", 404),
        ("GET", "/v2-beta/stacks?projectId=1a7", 403),
        ("GET", "/v2-beta/containers/1i33333", 404),
        ("GET", "/v2-beta/processinstances", 404),
        ("GET", "/v2-beta/agents", 404),
        ("POST", "/v2-beta/projects", 405),
        ("PUT", "/v2-beta/projects/1a5", 405),
        ("DELETE", "/v2-beta/projects/1a5", 405),
        ("POST", "/v2-beta/settings", 405),
        ("POST", "/v2-beta/accounts", 405),
        ("POST", "/v2-beta/registrationtokens", 201),
    ],
)
def test_an_environment_key_is_refused_as_recorded(guarded: Any, method: str, path: str, status: int) -> None:
    assert guarded.ask(method, path, {}, **basic(*guarded.demo.environment_key))[0] == status


def test_no_row_of_another_project_is_ever_shown(guarded: Any) -> None:
    guarded.headers |= basic(*guarded.demo.admin_key)
    others = guarded.get("/v2-beta/projects/1a7/containers?limit=0")["data"]
    guarded.headers |= basic(*guarded.demo.environment_key)

    assert others
    for row in others:
        for path in (
            f"/v2-beta/containers/{row['id']}",
            f"/v2-beta/instances/{row['id']}",
            f"/v2-beta/containers/{row['id']}/account",
        ):
            assert guarded.ask("GET", path)[0] == 404
        assert guarded.get(f"/v2-beta/containers/{row['id']}/hosts")["data"] == []
        assert guarded.act(f"/v2-beta/containers/{row['id']}", "stop")[0] == 404


def test_with_access_control_off_a_wrong_key_is_the_admin_and_a_right_one_narrows(ask: Any) -> None:
    assert len(ask.get("/v2-beta/projects", **basic("nobody", "x"))["data"]) == 2
    assert len(ask.get("/v2-beta/projects", **basic(*ask.demo.environment_key))["data"]) == 1
    assert ask.ask("GET", "/v2-beta/projects", **{"X-ENFORCE-AUTHENTICATION": "true"})[0] == 401


def test_the_token_probe_needs_no_key(guarded: Any, ask: Any) -> None:
    assert guarded.get("/v2-beta/token")["data"][0]["security"] is True
    assert ask.get("/v1/tokens")["data"][0]["security"] is False


def test_stored_secrets_fit_only_their_own(ask: Any) -> None:
    assert fits("s3cret", hashed("s3cret", "ab"))
    assert not fits("s3cret", hashed("s3cret ", "ab"))
    assert not fits("s3cret", "plain")
    assert key_holder(ask.demo.desk.world, "") is None

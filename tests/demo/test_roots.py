from __future__ import annotations

from typing import Any

import pytest
import recording


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("b_schemas_v1_admin", "/v1/schemas"),
        ("b_schemas_v1_project", "/v1/projects/1a5/schemas"),
        ("b_schemas_v2beta_admin", "/v2-beta/schemas"),
        ("b_schemas_v2beta_project", "/v2-beta/projects/1a5/schemas"),
    ],
)
def test_the_schemas_are_exactly_those_of_a_running_server(ask: Any, name: str, path: str) -> None:
    import json

    recorded = json.dumps(recording.load(name)[0]["response"]["body"])
    expected = json.loads(
        recorded.replace("http://127.0.0.1:18080", "http://rancher.test:8080").replace("/projects/1a7", "/projects/1a5")
    )
    ours = ask.get(path)

    assert ours == expected
    assert [list(schema) for schema in ours["data"]] == [list(schema) for schema in expected["data"]]


def test_one_schema_is_found_by_any_of_its_names(ask: Any) -> None:
    for word in ("container", "containers", "CONTAINER", "container/more/and/more"):
        assert ask.get(f"schemas/{word}")["id"] == "container"
    assert ask.ask("GET", "schemas/nosuch")[0] == 404
    assert ask.ask("POST", "schemas", {})[0] == 200


def test_a_root_links_every_list_sorted(ask: Any) -> None:
    for version, types in (("v1", "environments"), ("v2-beta", "stacks")):
        root = ask.get(f"/{version}")
        assert list(root["links"]) == sorted(root["links"])
        assert root["links"][types].endswith(f"/{version}/{types}")
        assert root["links"]["self"] == f"http://rancher.test:8080/{version}"
    assert ask.get("/")["id"] == "v1"
    assert "subscribe" not in ask.get("/v2-beta")["links"]


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/ping", 200, "pong"),
        ("/healthcheck", 501, "{}"),
        ("/v3/foo", 200, "<title>Rancher"),
        ("/favicon.ico", 404, "HTTP ERROR 404"),
        ("/v1/logs/", 401, "Failed authentication"),
        ("/v2/exec", 401, "Failed authentication"),
        ("/v1/container-proxy/", 503, "Service unavailable"),
    ],
)
def test_what_is_not_the_apis_is_answered_too(ask: Any, path: str, status: int, text: str) -> None:
    response = ask.raw("GET", path)

    assert response.status == status
    assert text in response.body.decode()
    assert response.header("X-API-Schemas") is None


def test_a_post_on_a_streaming_path_is_the_apis(ask: Any) -> None:
    assert ask.ask("POST", "/v1/logs/", {})[0] == 404

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest


def run(app: Any, scope: dict[str, Any], body: list[bytes] | None = None) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of one request to an ASGI application."""
    waiting = [{"type": "http.request", "body": part, "more_body": True} for part in body or []]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    whole = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [],
        "client": ("192.0.2.9", 5),
        "server": ("h", 80),
        "scheme": "http",
        **scope,
    }
    asyncio.run(app(whole, receive, send))
    return sent[0]["status"], {n.decode(): v.decode("latin-1") for n, v in sent[0]["headers"]}, sent[1]["body"]


def test_a_request_is_passed_on_with_its_escapes_and_its_client(ask: Any) -> None:
    scope = {
        "path": "/v2-beta/containers/ ",
        "raw_path": b"/v2-beta/containers/%20",
        "query_string": b"limit=1",
        "headers": [(b"host", b"Rancher.test")],
    }
    status, headers, body = run(ask.demo.app, scope)

    assert status == 200
    assert headers["x-api-client-ip"] == "192.0.2.9"
    assert json.loads(body)["pagination"]["limit"] == 1
    assert headers["x-api-schemas"] == "http://rancher.test/v2-beta/schemas"


def test_a_body_in_pieces_is_put_together(ask: Any) -> None:
    scope = {"method": "POST", "path": "/v2-beta/projects/1a5/stacks", "headers": [(b"host", b"h")]}
    status, _, body = run(ask.demo.app, scope, [b'{"na', b'me":"pieces"}'])

    assert (status, json.loads(body)["name"]) == (201, "pieces")


def test_a_body_beyond_the_limit_is_dropped(ask: Any) -> None:
    scope = {"method": "POST", "path": "/v2-beta/projects/1a5/stacks"}
    status, _, _ = run(ask.demo.app, scope, [b"x" * (1 << 20)] * 17 + [b'{"name":'])

    assert status == 400


@pytest.mark.parametrize("headers", [[], [(b"host", b"")], [(b"cookie", b"a=b"), (b"cookie", b"c=d")]])
def test_odd_headers_do_no_harm(ask: Any, headers: Any) -> None:
    assert run(ask.demo.app, {"path": "/v2-beta", "headers": headers})[0] == 200

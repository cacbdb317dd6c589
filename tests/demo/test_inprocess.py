from __future__ import annotations

import json
from typing import Any

from rancher_nb.api import Request
from rancher_nb.demo import transport


def test_values_go_in_and_come_out(ask: Any) -> None:
    send = transport(ask.demo)
    response = send(Request("GET", "http://anything.test/v2-beta/projects/1a5/hosts"))

    assert (response.status, response.url) == (200, "http://anything.test/v2-beta/projects/1a5/hosts")
    assert response.header("X-API-Schemas") == "http://anything.test/v2-beta/projects/1a5/schemas"
    assert json.loads(response.body)["data"][0]["links"]["self"].startswith("http://anything.test/v2-beta/")


def test_a_body_and_headers_arrive(ask: Any) -> None:
    request = Request("POST", "http://h/v2-beta/stacks", {"X-API-Project-Id": "1a5"}, b'{"name":"inside"}')

    assert json.loads(transport(ask.demo)(request).body)["name"] == "inside"


def test_repeated_headers_are_joined(ask: Any) -> None:
    response = transport(ask.demo)(
        Request("GET", "http://h/v2-beta", {"User-Agent": "Mozilla/5.0", "Accept": "application/json"})
    )

    assert response.header("Set-Cookie").count("Path=/") == 2

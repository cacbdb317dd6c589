from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from rancher_nb.demo.answers import Answer, finished, text_answer
from rancher_nb.demo.calls import read_call


def test_larger_answers_are_packed_for_those_who_take_it(ask: Any) -> None:
    packed = ask.raw("GET", "containers", headers={"Accept-Encoding": "gzip, deflate"})

    assert packed.header("Content-Encoding") == "gzip"
    assert json.loads(gzip.decompress(packed.body)) == ask.get("containers")
    assert ask.raw("GET", "containers").header("Content-Encoding") is None
    assert ask.raw("GET", "nosuch", headers={"Accept-Encoding": "gzip"}).header("Content-Encoding") is None


def test_the_date_is_that_of_the_clock(ask: Any) -> None:
    ask.clock.tick(86400)

    assert ask.raw("GET", "/v2-beta").header("Date") == "Sat, 04 Mar 2017 10:20:30 GMT"


def test_a_head_answer_has_headers_alone(ask: Any) -> None:
    response = ask.raw("HEAD", "/v2-beta")

    assert (response.status, response.body) == (200, b"")
    assert ask.raw("HEAD", "stacks").status == 405


@pytest.mark.parametrize("path", ["containers", "nosuch", "containers/1i1/?action=nosuch"])
def test_every_answer_names_its_schemas(ask: Any, path: str) -> None:
    response = ask.raw("POST", path, {})

    assert response.header("X-API-Schemas") == "http://rancher.test:8080/v2-beta/projects/1a5/schemas"
    assert response.header("X-Rancher-Version") == "v1.6.30"


def test_the_cookie_is_set_until_it_comes_back(ask: Any) -> None:
    assert ask.raw("GET", "/v2-beta").header("Set-Cookie") == "PL=rancher;Path=/"
    assert ask.raw("GET", "/v2-beta", headers={"Cookie": "PL=rancher"}).header("Set-Cookie") is None


def test_a_foreign_name_does_not_break_a_header(ask: Any) -> None:
    ask.ask("PUT", "/v2-beta/accounts/1a1", {"name": "Zoë\nX-Evil: 1"})

    assert "\n" not in (ask.raw("GET", "/v2-beta").header("X-API-Account-Name") or "")


def test_a_query_that_is_too_long_gets_an_empty_414(ask: Any) -> None:
    response = ask.raw("GET", f"stacks?name={'x' * 17000}")

    assert (response.status, response.body) == (414, b"")


def test_plain_answers_keep_their_headers() -> None:
    answer = finished(text_answer(401, "no", x_content_type_options="nosniff"), read_call("GET", "/", {}), 0)

    assert ("x-content-type-options", "nosniff") in answer.headers
    assert ("content-length", "2") in answer.headers
    assert Answer(200).headers == ()

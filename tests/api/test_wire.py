"""What is sent, and what an answer means."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from rancher_nb.api import Request, Response, decipher, masked_url
from rancher_nb.errors import (
    ApiError,
    Conflict,
    CutAnswer,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    NotRancher,
    ServerFault,
    Unauthorized,
)

URL = "http://host/v2-beta/containers"
GET = Request("GET", URL)


def answer(status: int, body: Any, kind: str = "application/json") -> Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, {"content-type": kind}, raw, URL)


def refusal(status: int, code: str, **more: Any) -> Response:
    return answer(status, {"type": "error", "status": status, "code": code, "message": None, "detail": None, **more})


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Invalid),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (405, MethodNotAllowed),
        (409, Conflict),
        (422, Invalid),
        (418, ApiError),
        (500, ServerFault),
        (503, ServerFault),
    ],
)
def test_the_status_picks_the_error(status: int, kind: type[ApiError]) -> None:
    with pytest.raises(ApiError) as caught:
        decipher(GET, refusal(status, "Code"))

    assert type(caught.value) is kind
    assert caught.value.status == status


def test_an_error_says_what_was_asked_and_what_the_server_said() -> None:
    with pytest.raises(Invalid) as caught:
        decipher(Request("POST", URL), refusal(422, "MissingRequired", fieldName="name", message="name is missing"))

    assert str(caught.value) == (
        "POST http://host/v2-beta/containers answered 422: MissingRequired: name is missing (field name)"
    )
    assert (caught.value.code, caught.value.field) == ("MissingRequired", "name")


def test_a_code_that_is_also_the_message_is_said_once() -> None:
    with pytest.raises(MethodNotAllowed, match=r"answered 405: Method not allowed$"):
        decipher(GET, refusal(405, "Method not allowed", message="Method not allowed"))


def test_an_error_without_a_resource_is_still_an_error() -> None:
    with pytest.raises(ServerFault, match="answered 502: HTTP 502: Bad Gateway"):
        decipher(GET, answer(502, b"Bad Gateway", "text/plain"))


def test_a_success_gives_its_document_and_an_empty_one_gives_none() -> None:
    assert decipher(GET, answer(200, {"a": 1})) == {"a": 1}
    assert decipher(GET, answer(204, b"")) is None


def test_a_page_of_html_is_named_by_its_title() -> None:
    with pytest.raises(NotRancher, match="an HTML page titled 'Company login'"):
        decipher(GET, answer(200, b"<!doctype html><title>Company\n login</title>", "text/html"))


@pytest.mark.parametrize("cut", range(1, 30, 7))
def test_a_cut_answer_is_told_from_another_service(cut: int) -> None:
    whole = json.dumps({"type": "collection", "data": []}).encode()

    with pytest.raises(CutAnswer, match="stops in the middle"):
        decipher(GET, answer(200, whole[:cut]))


def test_text_that_is_no_json_is_another_service() -> None:
    with pytest.raises(NotRancher, match="something that is no JSON") as caught:
        decipher(GET, answer(200, b"pong", "text/plain"))

    assert not isinstance(caught.value, CutAnswer)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("ws://h/v1/logs/?token=abc&x=1", "ws://h/v1/logs/?token=…&x=1"),
        ("http://user:pass@h/v1", "http://…@h/v1"),
        ("http://h/v1?name=a%20b", "http://h/v1?name=a%20b"),
    ],
)
def test_secrets_in_an_address_are_masked(url: str, shown: str) -> None:
    assert masked_url(url) == shown


def test_no_printed_form_of_a_request_shows_a_token() -> None:
    request = Request("GET", "http://h/x?token=c4nary", {"Authorization": "Bearer c4nary"})

    assert "c4nary" not in f"{request} {request!r} {request.to_curl()}"


def test_parameters_are_added_to_those_there_are() -> None:
    request = Request("GET", f"{URL}?a=1").with_parameters((("name_like", "50%&"),))

    assert request.url == f"{URL}?a=1&name_like=50%25%26"


def test_curl_is_a_command_a_shell_reads_back() -> None:
    request = Request.of_json("POST", f"{URL}?action=stop", {"why": "it's time"})

    words = shlex.split(request.to_curl())
    assert words[words.index("-d") + 1] == '{"why":"it\'s time"}'
    assert words[words.index("-u") + 1] == "$RANCHER_ACCESS_KEY:$RANCHER_SECRET_KEY"
    assert words[-1] == f"{URL}?action=stop"


def test_headers_are_found_in_any_letter_case() -> None:
    response = answer(200, {})

    assert (response.header("Content-Type"), response.header("X-None")) == ("application/json", None)


@pytest.mark.parametrize(("method", "reads"), [("GET", True), ("POST", False), ("PUT", False), ("DELETE", False)])
def test_only_reads_are_reads(method: str, reads: bool) -> None:
    assert Request(method, URL).is_read is reads


def test_a_secret_in_a_body_is_sent_but_not_shown() -> None:
    request = Request.of_json("POST", URL, {"publicValue": "me", "secretValue": "hunter2", "of": [{"token": "t0ken"}]})

    assert b"hunter2" in (request.body or b"")
    for shown in (str(request), repr(request), request.to_curl()):
        assert "hunter2" not in shown
        assert "t0ken" not in shown

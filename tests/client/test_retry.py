from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

import pytest

from rancher_nb.api import Request, Response
from rancher_nb.client import Limits, http_transport, retrying
from rancher_nb.errors import CutAnswer, NotRancher, TimedOut, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

GET = Request("GET", "http://r/v1")
OK = Response(200, {}, b"{}", "http://r/v1")


class Script:
    """A transport that plays its part word by word."""

    def __init__(self, *parts: Response | Exception) -> None:
        self.parts = list(parts)
        self.sent = 0
        self.closed = False

    def __call__(self, _: Request) -> Response:
        self.sent += 1
        part = self.parts.pop(0)
        if isinstance(part, Exception):
            raise part
        return part

    def close(self) -> None:
        self.closed = True


def busy(status: int = 503, **headers: str) -> Response:
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, b"", "http://r/v1")


def test_a_read_is_tried_again_until_it_is_answered() -> None:
    script, waits = Script(Unreachable("x"), TimedOut("y"), OK), []

    assert retrying(script, sleep=waits.append, random=lambda: 0.5)(GET) == OK
    assert waits == [0.2, 0.4]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again(status: int) -> None:
    script = Script(busy(status), OK)

    assert retrying(script, sleep=lambda _: None)(GET) == OK


@pytest.mark.parametrize("status", [400, 401, 404, 409, 500, 501])
def test_another_refusal_is_an_answer(status: int) -> None:
    script = Script(busy(status))

    assert retrying(script, sleep=lambda _: None)(GET).status == status


def test_the_last_answer_and_the_last_error_reach_the_caller() -> None:
    assert retrying(Script(busy(), busy(), busy(502)), sleep=lambda _: None)(GET).status == 502
    with pytest.raises(Unreachable, match="third"):
        retrying(Script(Unreachable("1"), Unreachable("2"), Unreachable("third")), sleep=lambda _: None)(GET)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_write_is_sent_once(method: str) -> None:
    script = Script(Unreachable("x"), OK)

    with pytest.raises(Unreachable):
        retrying(script, sleep=lambda _: None)(Request(method, "http://r/v1"))
    assert script.sent == 1
    assert retrying(Script(busy(), OK), sleep=lambda _: None)(Request(method, "http://r/v1")).status == 503


@pytest.mark.parametrize("fault", [NotRancher("x"), CutAnswer("x")])
def test_what_is_no_rancher_does_not_become_one(fault: Exception) -> None:
    script = Script(fault, OK)

    with pytest.raises(NotRancher):
        retrying(script, sleep=lambda _: None)(GET)
    assert script.sent == 1


def test_a_certificate_does_not_get_better_by_asking_again() -> None:
    fault = Unreachable("not trusted")
    fault.__cause__ = ssl.SSLCertVerificationError("x")
    script = Script(fault, OK)

    with pytest.raises(Unreachable):
        retrying(script, sleep=lambda _: None)(GET)
    assert script.sent == 1


def test_the_wait_a_server_asks_for_is_kept() -> None:
    date = {"Date": "Tue, 24 Nov 2026 08:00:00 GMT", "Retry_After": "Tue, 24 Nov 2026 08:00:07 GMT"}
    script, waits = Script(busy(429, Retry_After="2"), busy(503, **date), OK), []

    retrying(script, sleep=waits.append)(GET)

    assert waits == [2.0, 7.0]


def test_a_wait_that_is_too_long_is_answered_at_once() -> None:
    script = Script(busy(429, Retry_After="3600"), OK)

    assert retrying(script, sleep=lambda _: None)(GET).status == 429


@pytest.mark.parametrize("text", ["soon", "", "-5", "Tue, 24 Nov", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"])
def test_a_wait_that_cannot_be_read_is_left_out(text: str) -> None:
    script, waits = Script(busy(429, Retry_After=text), OK), []

    assert retrying(script, sleep=waits.append, random=lambda: 0.5)(GET) == OK
    assert waits == [0.2]


def test_one_attempt_means_one() -> None:
    script = Script(busy())

    assert retrying(script, attempts=1, sleep=lambda _: None)(GET).status == 503


def test_closing_reaches_what_is_below() -> None:
    script = Script()
    retrying(script).close()
    retrying(lambda _: OK).close()

    assert script.closed


def test_a_real_server_that_recovers_is_not_noticed(serve: Callable[..., Any]) -> None:
    def behaviour(handler: Any) -> None:
        number = len(handler.server.requests)
        if number == 1:
            handler.reset()
        elif number == 2:
            handler.reply(429, b"busy", Retry_After="1")
        else:
            handler.reply(200, b"{}")

    server, waits = serve(behaviour), []
    below = http_transport(limits=Limits(read_timeout=2))

    response = retrying(below, sleep=waits.append, random=lambda: 0.5)(Request("GET", server.url))
    below.close()

    assert (response.status, waits) == (200, [0.2, 1.0])

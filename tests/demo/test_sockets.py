from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import websocket

from rancher_nb.api import Request
from rancher_nb.demo import Demo, serve, transport
from rancher_nb.demo.sockets import parse_since

CLOSED = 1000


class Live:
    """A served demo with a clock that moves when told."""

    def __init__(self) -> None:
        self.now = 1488536430.0
        self.lock = threading.Lock()
        self.demo = Demo(clock=lambda: self.now, pace=0)
        self.server = serve(self.demo)
        self.ask = transport(self.demo)

    def post(self, path: str, body: bytes = b"") -> Any:
        url = f"{self.server.url}/projects/1a5/{path}"
        return json.loads(self.ask(Request("POST", url, {}, body)).body)

    def access(self, container: str = "", body: str = "{}") -> tuple[str, str]:
        """Return address and token of the log of *container*, or of a busy one."""
        found = self.post(f"containers/{container or self.busy()}/?action=logs", body.encode())
        return found["url"], found["token"]

    def busy(self) -> str:
        url = f"{self.server.url}/projects/1a5/containers?name=web-shop-web-1&state=running"
        return json.loads(self.ask(Request("GET", url)).body)["data"][0]["id"]


@pytest.fixture
def live() -> Any:
    made = Live()
    yield made
    made.server.stop()
    made.demo.close()


def messages(url: str, *, count: int | None = None, header: list[str] | None = None) -> tuple[list[str], int | None]:
    """Return the messages of a socket, up to *count* or its end, and the code it was closed with."""
    found: list[str] = []
    with open_for_a_while(url, header) as one:
        while count is None or len(found) < count:
            kind, data = one.recv_data()
            if kind == websocket.ABNF.OPCODE_CLOSE:
                return found, int.from_bytes(data[:2], "big")
            found.append(data.decode())
    return found, None


@contextmanager
def open_for_a_while(url: str, header: list[str] | None = None) -> Any:
    """Yield an open socket; whoever closed it first, its connection is closed after."""
    one = opened(url, header)
    try:
        yield one
    finally:
        one.shutdown()


def opened(url: str, header: list[str] | None = None) -> websocket.WebSocket:
    """Return an open socket."""
    return websocket.create_connection(url, timeout=10, header=header or [])


def refused(url: str, header: list[str] | None = None) -> tuple[int, str]:
    """Return status and text with which a handshake is refused."""
    # The library leaves the connection open when it is refused; this one is ours to close.
    refusal = pytest.raises(websocket.WebSocketBadStatusException)
    with socket.create_connection(urlsplit(url).netloc.split(":"), timeout=10) as line, refusal as caught:
        websocket.create_connection(url, timeout=10, header=header or [], socket=line)
    return caught.value.status_code, caught.value.resp_body.decode()


def test_a_finite_log_ends_with_1000(live: Live) -> None:
    url, token = live.access(body='{"follow": false, "lines": 5}')
    found, code = messages(f"{url}?token={token}")

    assert code == CLOSED
    assert len(found) == 5
    assert all(
        line.startswith(("01 2017-03-03T10:20:", "02 2017-03-03T10:20:")) and line.endswith("\n") for line in found
    )


def test_a_thousand_lines_are_there_at_once(live: Live) -> None:
    url, token = live.access(body='{"follow": false, "lines": 1000}')
    found, code = messages(f"{url}?token={token}")

    assert (len([line for line in found if line]), code) == (1000, CLOSED)
    url, token = live.access(body='{"follow": false, "lines": 5000}')
    assert len(messages(f"{url}?token={token}")[0]) >= 5000


def test_the_default_is_a_hundred_lines_and_zero_is_none(live: Live) -> None:
    url, token = live.access(body='{"follow": false}')
    assert len([line for line in messages(f"{url}?token={token}")[0] if line]) == 100
    url, token = live.access(body='{"follow": false, "lines": 0}')
    assert messages(f"{url}?token={token}") == ([], CLOSED)


def test_following_brings_what_comes_with_time(live: Live) -> None:
    url, token = live.access(body='{"lines": 1}')
    with open_for_a_while(f"{url}?token={token}") as one:
        seen = [one.recv()]
        for _ in range(3):
            live.now += 2
            # At five lines a second there are nine or ten new ones.
            seen += [one.recv() for _ in range(9)]

    stamps = [line[3:30] for line in seen]
    assert stamps == sorted(stamps)
    assert stamps[-1] > "2017-03-03T10:20:34"


def test_the_log_ends_when_the_container_stops(live: Live) -> None:
    container = live.busy()
    url, token = live.access(container, '{"lines": 1}')
    one = opened(f"{url}?token={token}")
    assert one.recv()
    live.post(f"containers/{container}/?action=stop")
    codes = []
    while not codes:
        kind, data = one.recv_data()
        codes = [int.from_bytes(data[:2], "big")] if kind == websocket.ABNF.OPCODE_CLOSE else []
    one.shutdown()

    assert codes == [CLOSED]


def test_timestamps_can_be_left_out(live: Live) -> None:
    url, token = live.access(body='{"follow": false, "lines": 3, "timestamps": false}')

    assert all("2017-03-03T10:20:" not in line[:24] for line in messages(f"{url}?token={token}")[0])


def test_since_cuts_the_backlog(live: Live) -> None:
    url, token = live.access(body='{"follow": false, "lines": 1000, "since": "2017-03-03T10:20:20Z"}')
    found = [line for line in messages(f"{url}?token={token}")[0] if line]

    assert 40 <= len(found) <= 55
    assert min(line[3:] for line in found) >= "2017-03-03T10:20:20"
    url, token = live.access(body='{"follow": false, "since": "yesterday"}')
    assert messages(f"{url}?token={token}") == ([], CLOSED)


@pytest.mark.parametrize("query", ["", "?token=", "?token=abc", "?token=a.b.c"])
def test_a_bad_token_is_refused_with_401(live: Live, query: str) -> None:
    url, _ = live.access()

    assert refused(f"{url}{query}") == (401, "Failed authentication\n")


def test_a_token_expires_after_five_minutes(live: Live) -> None:
    url, token = live.access(body='{"follow": false, "lines": 1}')
    live.now += 299
    assert len(messages(f"{url}?token={token}")[0]) >= 1
    live.now += 2

    assert refused(f"{url}?token={token}")[0] == 401


def test_a_token_in_the_header_opens_and_closes_at_once(live: Live) -> None:
    url, token = live.access()

    assert messages(url, header=[f"Authorization: Bearer {token}"]) == ([], CLOSED)
    assert messages(f"{url}?token={token}", count=2, header=[f"Authorization: Bearer {token}"])[0]


def test_a_removed_container_has_no_log(live: Live) -> None:
    container = live.busy()
    url, token = live.access(container)
    live.ask(Request("DELETE", f"{live.server.url}/projects/1a5/containers/{container}"))

    assert messages(f"{url}?token={token}") == ([], CLOSED)


def test_several_logs_run_side_by_side(live: Live) -> None:
    url, token = live.access(body='{"lines": 3}')
    ones = [opened(f"{url}?token={token}") for _ in range(5)]
    first = [[one.recv() for _ in range(3)] for one in ones]
    for one in ones:
        one.shutdown()

    assert all(lines == first[0] for lines in first)


def test_other_streams_are_refused_cleanly(live: Live) -> None:
    base = live.server.url.replace("http", "ws").removesuffix("/v2-beta")
    found = live.post(f"containers/{live.busy()}/?action=execute", b'{"command": ["sh"]}')

    assert refused(f"{found['url']}?token={found['token']}")[0] == 501
    assert refused(f"{base}/v1/hoststats?token=abc") == (401, "Failed authentication\n")
    assert refused(f"{base}/v2-beta/projects/1a5/subscribe?eventNames=resource.change")[0] == 501
    assert refused(f"{base}/v2-beta/subscribe")[0] == 404
    assert refused(f"{base}/v2-beta/nosuch")[0] == 404
    _url, token = live.access()
    assert refused(f"{found['url']}?token={token}")[0] == 401


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1488536430", 1488536430.0),
        ("1488536430.5", 1488536430.5),
        ("2017-03-03T10:20:30Z", 1488536430.0),
        ("2017-03-03T11:20:30.25+01:00", 1488536430.25),
        ("10m", 400.0),
        ("15m30s", 70.0),
        ("soon", None),
        ("2017-99-99T10:20:30Z", None),
        ("", None),
    ],
)
def test_since_is_read_as_docker_reads_it(text: str, moment: float | None) -> None:
    assert parse_since(text, 1000.0) == moment

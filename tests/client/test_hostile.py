"""Servers that mean harm: floods, sizes that are lies, addresses that are none."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from rancher_nb.api import Request, Secret, SocketAccess
from rancher_nb.client import HttpTransport, Limits, Socket, http_transport, open_socket
from rancher_nb.errors import CutAnswer, NotRancher, StreamClosed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PING, PONG = b"\x89\x7d" + b"x" * 125, b"\x8a\x00"
CERTIFICATES = Path(__file__).parent / "certificates"


@pytest.fixture
def transport() -> Iterator[HttpTransport]:
    opened = http_transport(limits=Limits(connect_timeout=2, read_timeout=2, max_body=100_000))
    yield opened
    opened.close()


@pytest.fixture
def opened() -> Iterator[Callable[..., Socket]]:
    """Open sockets that are closed when the test is over."""
    sockets: list[Socket] = []

    def start(url: str, *, max_message: int = 2**20, verify: bool | str = True) -> Socket:
        origin = f"{urlsplit(url).scheme.replace('ws', 'http')}://{urlsplit(url).netloc}"
        limits = Limits(connect_timeout=2, max_message=max_message)
        sockets.append(open_socket(SocketAccess(url, Secret("t")), origin=origin, limits=limits, verify=verify))
        return sockets[-1]

    yield start
    for each in sockets:
        each.close()


def get(url: str) -> Request:
    return Request("GET", url)


def wait(connection: Any) -> None:
    """Hold the socket until the other side closes it."""
    for _ in connection:
        pass


def chunked_beside_a_length(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "10")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(4):
        handler.wfile.write(b"c350\r\n" + b"0" * 50_000 + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


def test_a_length_beside_chunks_does_not_lift_the_limit(serve: Callable[..., Any], transport: HttpTransport) -> None:
    with pytest.raises(CutAnswer, match="larger than 100,000 bytes"):
        transport(get(serve(chunked_beside_a_length).url))


def test_a_length_that_is_no_number_of_this_world_is_no_surprise(
    serve: Callable[..., Any],
    transport: HttpTransport,
) -> None:
    def behaviour(handler: Any) -> None:
        handler.reply(200, b"{}", Content_Length="9" * 5000)
        handler.close_connection = True

    response = transport(get(serve(behaviour).url))

    assert response.body == b"{}"


@pytest.mark.parametrize("location", ["http://[", "//[", "http://127.0.0.1:99999/v1", "http://[?token=CANARY"])
def test_a_redirect_to_what_is_no_address_is_said(
    serve: Callable[..., Any],
    transport: HttpTransport,
    location: str,
) -> None:
    server = serve(lambda h: h.reply(302, Location=location))

    with pytest.raises(NotRancher, match="nothing was sent there") as caught:
        transport(get(server.url))

    assert "CANARY" not in str(caught.value)


def test_the_body_of_a_redirect_is_bounded_as_any_other(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(302, b"0" * 200_000, Location="/elsewhere"))

    with pytest.raises(CutAnswer, match="larger than 100,000 bytes"):
        transport(get(server.url))

    assert len(server.requests) == 1


def flood_of(connection: Any, frame: bytes, *, stuck: threading.Event, over: threading.Event) -> None:
    """Send *frame* again and again and read nothing, until the other side is gone or takes no more."""
    connection.socket.settimeout(1)
    with connection.recv_flow_control:  # its thread reads nothing while this is held
        try:
            while True:
                connection.socket.sendall(frame * 1000)
                if frame == PONG:  # needs no answer, so that nobody gets stuck
                    stuck.set()
        except OSError:  # a timeout is one
            stuck.set()
            over.wait(30)
        finally:
            connection.socket.close()


@pytest.mark.parametrize("certificate", [None, "localhost"])
@pytest.mark.parametrize("frame", [PING, PONG], ids=["pings", "pongs"])
def test_closing_is_not_held_up_by_a_flood_that_reads_nothing(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
    certificate: str | None,
    frame: bytes,
) -> None:
    stuck, over = threading.Event(), threading.Event()

    def talk(connection: Any) -> None:
        flood_of(connection, frame, stuck=stuck, over=over)

    url = serve_socket(talk, certificate=certificate).replace("127.0.0.1", "localhost")
    socket = opened(url, verify=str(CERTIFICATES / "localhost.pem"))
    ends: list[StreamClosed] = []

    def receive() -> None:
        try:
            while True:
                socket.receive(30)
        except StreamClosed as closed:
            ends.append(closed)

    thread = threading.Thread(target=receive, daemon=True)
    thread.start()
    assert stuck.wait(20)
    started = time.monotonic()
    socket.close()
    thread.join(10)
    over.set()

    assert not thread.is_alive()
    assert time.monotonic() - started < 8
    assert [str(end) for end in ends] == ["the stream was closed here"]


@pytest.mark.parametrize(
    "message",
    ["x" * 1001, ["x" * 600, "x" * 401], ["x"] * 1001],
    ids=["whole", "in two pieces", "in many pieces"],
)
def test_a_message_above_the_limit_ends_the_stream(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
    message: Any,
) -> None:
    def talk(connection: Any) -> None:
        connection.send("x" * 1000)
        connection.send(["x" * 500, "x" * 500])
        connection.send(message)
        wait(connection)

    socket = opened(serve_socket(talk), max_message=1000)

    assert [len(socket.receive(5) or b"") for _ in range(2)] == [1000, 1000]
    with pytest.raises(StreamClosed, match="a message is larger than 1,000 bytes: the stream was given up") as caught:
        socket.receive(5)
    assert caught.value.code is None


def test_a_message_that_only_claims_to_be_large_is_not_waited_for(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
) -> None:
    def talk(connection: Any) -> None:
        connection.socket.sendall(b"\x82\x7f" + (2**62).to_bytes(8, "big"))
        wait(connection)

    with pytest.raises(StreamClosed, match="larger than"):
        opened(serve_socket(talk)).receive(5)

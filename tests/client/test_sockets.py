from __future__ import annotations

import http
import logging
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from recording import exchanges

from rancher_nb.api import Secret, SocketAccess
from rancher_nb.client import Limits, Socket, open_socket
from rancher_nb.errors import StreamClosed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CERTIFICATES = Path(__file__).parent / "certificates"
logging.getLogger("websockets.server").setLevel(logging.CRITICAL)  # broken handshakes are what we test


def origin_of(url: str) -> str:
    """Return the origin of the server that a socket's address names, as a client has it."""
    parts = urlsplit(url)
    return f"{parts.scheme.replace('ws', 'http')}://{parts.netloc}"


@pytest.fixture
def opened() -> Iterator[Callable[..., Socket]]:
    """Open sockets that are closed when the test is over."""
    sockets: list[Socket] = []

    def start(url: str, **options: Any) -> Socket:
        access = SocketAccess(url, Secret("a/b+c="))
        sockets.append(
            open_socket(access, **{"origin": origin_of(url), "limits": Limits(connect_timeout=2), **options})
        )
        return sockets[-1]

    yield start
    for each in sockets:
        each.close()


def received(socket: Socket) -> list[bytes]:
    """Return all messages until the end."""
    messages = []
    try:
        while True:
            message = socket.receive(5)
            if message is not None:
                messages.append(message)
    except StreamClosed:
        return messages


def send_all(*messages: str | bytes) -> Callable[[Any], None]:
    def talk(connection: Any) -> None:
        for each in messages:
            connection.send(each)

    return talk


def wait(connection: Any) -> None:
    """Hold the socket until the other side closes it."""
    for _ in connection:
        pass


def test_messages_come_in_order_as_bytes(serve_socket: Callable[..., str], opened: Callable[..., Socket]) -> None:
    socket = opened(serve_socket(send_all("01 eins\n", "02 zwei ü\n", b"drei", "")))

    assert received(socket) == [b"01 eins\n", "02 zwei ü\n".encode(), b"drei", b""]


def test_bytes_that_are_no_text_do_not_end_the_stream(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
) -> None:
    def talk(connection: Any) -> None:
        connection.send(b"\xff\xfe", text=True)
        connection.send("after")

    assert received(opened(serve_socket(talk))) == [b"\xff\xfe", b"after"]


def test_pieces_and_pings_are_put_together(serve_socket: Callable[..., str], opened: Callable[..., Socket]) -> None:
    def talk(connection: Any) -> None:
        connection.send(["one ", "message ", "in pieces"])
        connection.ping().wait(5)
        connection.send("x" * 200_000)

    assert received(opened(serve_socket(talk))) == [b"one message in pieces", b"x" * 200_000]


def test_nothing_in_time_is_no_end(serve_socket: Callable[..., str], opened: Callable[..., Socket]) -> None:
    go = threading.Event()

    def talk(connection: Any) -> None:
        go.wait(5)
        connection.send("late")

    socket = opened(serve_socket(talk))

    assert socket.receive(0.05) is None
    go.set()
    assert socket.receive(5) == b"late"


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (1000, "", r"the server ended the stream \(1000\)"),
        (1001, "", "goes away"),
        (1011, "no docker", r"the server failed \(1011: no docker\)"),
        (4000, "own", r"ended the stream \(4000: own\)"),
    ],
)
def test_the_end_comes_with_its_code(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
    code: int,
    words: str,
    said: str,
) -> None:
    socket = opened(serve_socket(lambda connection: connection.close(code, words)))

    with pytest.raises(StreamClosed, match=said) as caught:
        socket.receive(5)
    assert caught.value.code == code


def test_a_connection_that_breaks_has_no_code(serve_socket: Callable[..., str], opened: Callable[..., Socket]) -> None:
    def talk(connection: Any) -> None:
        connection.send("last words")
        connection.socket.close()

    socket = opened(serve_socket(talk))

    assert socket.receive(5) == b"last words"
    with pytest.raises(StreamClosed, match="the connection broke") as caught:
        socket.receive(5)
    assert caught.value.code is None


@pytest.mark.parametrize("certificate", [None, "localhost"])
def test_closing_wakes_the_thread_that_receives(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
    certificate: str | None,
) -> None:
    url = serve_socket(wait, certificate=certificate).replace("127.0.0.1", "localhost")
    verify = str(CERTIFICATES / "localhost.pem")
    socket = opened(url, verify=verify)
    ends: list[StreamClosed] = []
    ready = threading.Event()

    def receive() -> None:
        ready.set()
        try:
            socket.receive(30)
        except StreamClosed as closed:
            ends.append(closed)

    thread = threading.Thread(target=receive)
    thread.start()
    ready.wait(5)
    started = time.monotonic()
    socket.close()
    thread.join(5)

    assert time.monotonic() - started < 3
    assert [str(end) for end in ends] == ["the stream was closed here"]


def test_closing_twice_and_receiving_afterwards_are_harmless(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
) -> None:
    socket = opened(serve_socket(wait))
    socket.close()
    socket.close()

    with pytest.raises(StreamClosed, match="closed here"):
        socket.receive(5)
    assert "closed" in repr(socket)


def asked(
    serve_socket: Callable[..., str], opened: Callable[..., Socket], **options: Any
) -> tuple[str, dict[str, str]]:
    """Open a socket and return path and headers of its handshake."""
    seen: list[tuple[str, dict[str, str]]] = []

    def answer(_: Any, request: Any) -> None:
        seen.append((request.path, dict(request.headers.raw_items())))

    opened(serve_socket(wait, answer=answer), **options)
    return seen[0]


def test_the_token_goes_in_the_query_and_our_keys_stay_here(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
) -> None:
    path, headers = asked(serve_socket, opened)

    assert path == "/v1/logs/?token=a%2Fb%2Bc%3D"
    assert "Authorization" not in headers
    assert headers["User-Agent"] == "rancher-nb"


def test_the_token_goes_in_a_header_when_asked(serve_socket: Callable[..., str], opened: Callable[..., Socket]) -> None:
    path, headers = asked(serve_socket, opened, form="header", headers={"X-More": "1"})

    assert (path, headers["Authorization"], headers["X-More"]) == ("/v1/logs/", "Bearer a/b+c=", "1")


def test_a_socket_goes_to_the_origin_the_user_gave(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
) -> None:
    url = serve_socket(send_all("here"))
    elsewhere = url.replace("127.0.0.1", "rancher.invalid")

    assert received(opened(elsewhere, origin=origin_of(url))) == [b"here"]


def test_certificates_are_checked_as_for_requests(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
) -> None:
    url = serve_socket(send_all("safe"), certificate="localhost").replace("127.0.0.1", "localhost")

    assert received(opened(url, verify=str(CERTIFICATES / "localhost.pem"))) == [b"safe"]
    assert received(opened(url, verify=False)) == [b"safe"]
    with pytest.raises(StreamClosed, match="an authority unknown here") as caught:
        opened(url)
    assert "--ca" in (caught.value.hint or "")


def refusal(status: int, **headers: str) -> Callable[[Any, Any], Any]:
    def answer(connection: Any, request: Any) -> Any:
        response = connection.respond(http.HTTPStatus(status), f"Failed authentication {request.path}")
        for name, value in headers.items():
            response.headers[name] = value
        return response

    return answer


def test_a_401_says_what_it_usually_means(serve_socket: Callable[..., str], opened: Callable[..., Socket]) -> None:
    url = serve_socket(wait, answer=refusal(401))

    with pytest.raises(StreamClosed, match=r"/v1/logs/ was not opened: the server answered 401") as caught:
        opened(url)

    assert caught.value.code == 401
    assert "disconnected" in (caught.value.hint or "")
    assert "clock" in (caught.value.hint or "")


def test_the_recorded_refusal_is_the_one_that_is_explained() -> None:
    """A valid token whose host has no agent connected is answered 401 by a running server."""
    from recording import load

    refused = [each for each in load("g_streams") if each.get("note") == "logs, valid token, no agent connected"]
    access = exchanges("g_streams")[0].document

    assert refused[0]["response"]["status"] == 401
    assert SocketAccess.from_json(access).url == "ws://127.0.0.1:18080/v1/logs/"
    assert urlsplit(access["url"]).path == urlsplit(refused[0]["request"]["url"]).path


@pytest.mark.parametrize("status", [302, 403, 404, 414, 500, 503])
def test_other_refusals_come_with_their_status(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
    status: int,
) -> None:
    url = serve_socket(wait, answer=refusal(status, Location="ws://127.0.0.1:9/elsewhere"))

    with pytest.raises(StreamClosed, match=f"the server answered {status}") as caught:
        opened(url)
    assert caught.value.code == status
    assert caught.value.hint


def test_a_redirect_elsewhere_does_not_get_the_token(
    serve_socket: Callable[..., str],
    opened: Callable[..., Socket],
) -> None:
    visits: list[str] = []
    other = serve_socket(wait, answer=lambda _, request: visits.append(request.path))

    with pytest.raises(StreamClosed, match="the server answered 302"):
        opened(serve_socket(wait, answer=refusal(302, Location=f"{other}?token=t")))
    assert visits == []


def test_nobody_listening_is_said(dead_url: str, opened: Callable[..., Socket]) -> None:
    with pytest.raises(StreamClosed, match="nobody listens") as caught:
        opened(dead_url.replace("http", "ws") + "/v1/logs/")
    assert caught.value.code is None


def test_an_unknown_host_is_said(opened: Callable[..., Socket]) -> None:
    with pytest.raises(StreamClosed, match=r"no host is called rancher\.invalid"):
        opened("ws://rancher.invalid/v1/logs/")


def test_a_handshake_without_an_answer_ends(serve: Callable[..., Any], opened: Callable[..., Socket]) -> None:
    url = serve(lambda h: h.stall()).url.replace("http", "ws")

    with pytest.raises(StreamClosed, match=r"did not open within 0\.2 s"):
        opened(url, limits=Limits(connect_timeout=0.2))


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (lambda h: h.reset(), "closed the connection without an answer"),
        (lambda h: h.reply(101), "does not answer as a websocket does"),
        (lambda h: h.wfile.write(b"\xff\xff\r\n\r\n"), "does not answer as a websocket does"),
    ],
)
def test_what_is_no_websocket_is_said(
    serve: Callable[..., Any],
    opened: Callable[..., Socket],
    behaviour: Any,
    said: str,
) -> None:
    def once(handler: Any) -> None:
        behaviour(handler)
        handler.close_connection = True

    with pytest.raises(StreamClosed, match=said):
        opened(serve(once).url.replace("http", "ws") + "/v1/logs/")


@pytest.mark.parametrize("form", ["query", "header"])
@pytest.mark.parametrize("name", ["401", "302", "reset", "stall", "refused", "open"])
def test_a_token_shows_in_no_failure(
    serve_socket: Callable[..., str],
    serve: Callable[..., Any],
    dead_url: str,
    name: str,
    form: Any,
) -> None:
    urls: dict[str, Callable[[], str]] = {
        "401": lambda: serve_socket(wait, answer=refusal(401)),
        "302": lambda: serve_socket(wait, answer=refusal(302, Location="ws://127.0.0.1:9/?token=CANARY-TOKEN")),
        "reset": lambda: serve(lambda h: h.reset()).url.replace("http", "ws"),
        "stall": lambda: serve(lambda h: h.stall()).url.replace("http", "ws"),
        "refused": lambda: dead_url.replace("http", "ws"),
        "open": lambda: serve_socket(lambda connection: connection.close(1011, "failed")),
    }
    url = urls[name]()
    access = SocketAccess(url, Secret("CANARY-TOKEN"))
    sockets = []

    def use() -> None:
        sockets.append(open_socket(access, origin=origin_of(url), limits=Limits(connect_timeout=0.3), form=form))
        sockets[0].receive(5)

    with pytest.raises(StreamClosed) as caught:
        use()

    error: BaseException | None = caught.value
    seen = [repr(sockets)]
    while error is not None:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        seen += [repr(error), str(vars(error)), *map(str, shown.format(chain=False))]
        error = error.__cause__ or error.__context__
    for each in sockets:
        each.close()
    # The locals of this test name the address of the redirect; the rest is what a person would see.
    assert "CANARY" not in "\n".join(line for line in seen if "test_sockets.py" not in line)

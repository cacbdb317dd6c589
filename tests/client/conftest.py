"""A little server on loopback that does what a test says, good or bad."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CERTIFICATES = Path(__file__).parent / "certificates"


class Handler(BaseHTTPRequestHandler):
    """Notes the request, then does what the test wants; helpers for usual and unusual answers."""

    protocol_version = "HTTP/1.1"
    server: LittleServer

    def do_GET(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        self.server.requests.append((self.command, self.path, dict(self.headers), self.rfile.read(size)))
        self.server.peers.add(self.client_address)
        self.server.behaviour(self)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815 - the library names them so

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer in full."""
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def reply_json(self, document: Any, status: int = 200, **headers: str) -> None:
        """Answer with a JSON document."""
        body = json.dumps(document, separators=(",", ":")).encode()
        self.reply(status, body, Content_Type="application/json", **headers)

    def cut(self, body: bytes = b'{"type":"collection","data":[', missing: int = 100, **headers: str) -> None:
        """Promise more than is sent, then hang up."""
        self.close_connection = True
        self.send_response(200)
        for name, value in {"Content_Length": str(len(body) + missing), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def reset(self) -> None:
        """Break the connection hard."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def stall(self) -> None:
        """Say nothing until the test is over."""
        self.close_connection = True
        self.server.over.wait(30)

    def log_message(self, *words: object) -> None:
        """Keep quiet."""

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, ValueError, ssl.SSLError):
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (ConnectionError, ValueError):
            self.close_connection = True


class LittleServer(ThreadingHTTPServer):
    """What came in, and what to do with it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, behaviour: Callable[[Handler], None], certificate: str | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.peers: set[Any] = set()
        self.over = threading.Event()
        self.port = self.server_address[1]
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / f"{certificate}.pem", CERTIFICATES / "localhost.key")
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, *_: object) -> None:
        """Keep quiet about broken connections: the tests break them."""


@pytest.fixture
def serve() -> Iterator[Callable[..., LittleServer]]:
    """Start servers: ``serve(behaviour, certificate=None)``, where *behaviour* gets the handler of each request."""
    running: list[tuple[LittleServer, threading.Thread]] = []

    def start(behaviour: Callable[[Handler], None], *, certificate: str | None = None) -> LittleServer:
        server = LittleServer(behaviour, certificate)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        running.append((server, thread))
        return server

    yield start
    for server, thread in running:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def dead_url() -> str:
    """The address of a port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def serve_socket() -> Iterator[Callable[..., str]]:
    """Start websocket servers: ``serve_socket(talk, answer=None, certificate=None)`` returns the address.

    *talk* gets the connection of each socket; *answer* may refuse the handshake, as ``process_request`` of
    websockets does.
    """
    from websockets.sync.server import Server, serve

    running: list[tuple[Server, threading.Thread]] = []

    def start(talk: Callable[[Any], None], *, answer: Any = None, certificate: str | None = None) -> str:
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / f"{certificate}.pem", CERTIFICATES / "localhost.key")
        server = serve(talk, "127.0.0.1", 0, process_request=answer, ssl=context, compression=None, close_timeout=0.2)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"{'wss' if certificate else 'ws'}://127.0.0.1:{server.socket.getsockname()[1]}/v1/logs/"

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join(5)

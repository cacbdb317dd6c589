"""The ASGI application: HTTP calls to the desk, sockets to the log streams.

Knows ASGI. Knows nothing of what is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from .calls import read_call
from .sockets import serve_socket

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send
    from starlette.websockets import WebSocket

    from .dispatch import Desk

__all__ = ["make_app"]

BODY_MAX = 16 * 1024 * 1024


class Http:
    """Answers HTTP requests of any method and path."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the request, answer it."""
        body = await whole_body(receive)
        call = read_call(
            scope["method"],
            target_of(scope),
            headers_of(scope),
            body,
            client=scope["client"][0] if scope.get("client") else "127.0.0.1",
        )
        answer = self.desk.answer(call)
        headers = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})


async def whole_body(receive: Receive) -> bytes:
    """Return the body of a request; what is beyond the limit is read and dropped."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        size += len(message.get("body", b""))
        if size <= BODY_MAX:
            parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers of a request; a repeated one is joined by commas."""
    headers: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1")
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    return headers


def target_of(scope: Scope) -> str:
    """Return the address of a request as it came, without a host: the path keeps its escapes."""
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    query = scope.get("query_string", b"").decode("latin-1")
    scheme = {"ws": "http", "wss": "https"}.get(scope.get("scheme", "http"), scope.get("scheme", "http"))
    return f"{scheme}://{host_of(scope)}{path}" + (f"?{query}" if query else "")


def host_of(scope: Scope) -> str:
    """Return the host that the request names, else the one it reached."""
    named = next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host"), "")
    server = scope.get("server") or ("localhost", None)
    return named or (f"{server[0]}:{server[1]}" if server[1] else str(server[0]))


def make_app(desk: Desk) -> Starlette:
    """Return the application that answers for *desk*."""

    async def socket(websocket: WebSocket) -> None:
        call = read_call("GET", target_of(websocket.scope), headers_of(websocket.scope))
        await serve_socket(desk, call, websocket)

    return Starlette(routes=[WebSocketRoute("/{path:path}", socket), Route("/{path:path}", Http(desk))])

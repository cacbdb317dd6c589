"""A demo without a socket: requests as values in, answers as values out.

Knows the two values of the API room and the desk. No thread, no port, no copy of the way through HTTP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..api import Request, Response
from .calls import read_call

if TYPE_CHECKING:
    from collections.abc import Callable

    from .demo import Demo

__all__ = ["transport"]


def transport(demo: Demo) -> Callable[[Request], Response]:
    """Return a transport that *demo* answers. Any host of the URL is fine: links are made with the one asked."""

    def send(request: Request) -> Response:
        call = read_call(request.method, request.url, dict(request.headers), request.body or b"")
        answer = demo.desk.answer(call)
        headers: dict[str, str] = {}
        for name, value in answer.headers:
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        return Response(answer.status, headers, answer.body, request.url)

    return send

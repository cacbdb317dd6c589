"""Sockets: the handshake as a 1.6 server makes it, and the log stream.

Knows websockets and tokens. What is written comes from `logs`. Sockets of other kinds are refused with 501 once their
token is good: they are not part of this server.
"""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from . import life
from .access import authenticate
from .faults import Fault
from .logs import Output, frames, output_of
from .roots import STREAM_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .calls import Call
    from .dispatch import Desk
    from .store import Row

__all__ = ["log_start", "serve_socket"]

NORMAL = 1000
POLL_SECONDS = 0.1
RFC3339 = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
SPAN = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?")


async def serve_socket(desk: Desk, call: Call, websocket: WebSocket) -> None:
    """Take or refuse the handshake of *call*, then serve the socket to its end."""
    words = [word for word in call.path.lower().split("/") if word]
    word = words[1] if len(words) > 1 and words[0] in ("v1", "v2-beta", "v2") else ""
    if "subscribe" in words:
        await refuse_subscribe(desk, call, websocket)
    elif word not in STREAM_WORDS:
        await refuse(desk, websocket, 404, "Not found\n")
    else:
        await serve_stream(desk, call, websocket, word)


async def refuse(desk: Desk, websocket: WebSocket, status: int, text: str) -> None:
    """Refuse the handshake with *status* and *text*, as plain HTTP."""
    headers = {"date": formatdate(desk.world.now(), usegmt=True), "x-content-type-options": "nosniff"}
    await websocket.send_denial_response(PlainTextResponse(text, status, headers))


async def refuse_subscribe(desk: Desk, call: Call, websocket: WebSocket) -> None:
    """Refuse a subscription, for want of rights like the server, else because there are none here."""
    try:
        with desk.world.store.lock:
            scope = authenticate(desk.world, call, enforced=desk.enforced)
    except Fault as fault:
        await refuse(desk, websocket, fault.status, f"{fault.code}\n")
        return
    status = 501 if scope.inside else 404
    await refuse(desk, websocket, status, "No change events in this server\n")


async def serve_stream(desk: Desk, call: Call, websocket: WebSocket, word: str) -> None:
    """Serve a stream that a token opens."""
    asked = call.parameter("token")
    bearer = re.fullmatch(r"bearer\s+(\S+)", call.header("authorization").strip(), re.IGNORECASE)
    token = asked or (bearer[1] if bearer and word in ("logs", "exec", "console") else None)
    claims = desk.signer.read(token, desk.world.now()) if token else None
    wanted = {"exec": "exec", "logs": "logs"}.get(word)
    if claims is None or (wanted and wanted not in claims):
        await refuse(desk, websocket, 401, "Failed authentication\n")
        return
    if word != "logs":
        await refuse(desk, websocket, 501, "This kind of stream is not served here\n")
        return
    await websocket.accept()
    if asked is None:
        # The agent reads the token again from the query and finds none: the handshake succeeds, then all is over.
        await websocket.close(NORMAL)
        return
    await stream_logs(desk, websocket, claims["logs"])


async def stream_logs(desk: Desk, websocket: WebSocket, claim: Mapping[str, Any]) -> None:
    """Send the log that *claim* describes, until it ends or the other side does. It always ends with 1000."""
    gone = asyncio.ensure_future(until_gone(websocket))
    try:
        await send_log(desk, websocket, claim, gone)
    except (WebSocketDisconnect, RuntimeError):
        # The other side went away while we were sending.
        return
    finally:
        gone.cancel()
    if websocket.application_state is WebSocketState.CONNECTED and websocket.client_state is WebSocketState.CONNECTED:
        await websocket.close(NORMAL)


async def until_gone(websocket: WebSocket) -> None:
    """Return when the other side closes; what it says is ignored."""
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass


async def send_log(desk: Desk, websocket: WebSocket, claim: Mapping[str, Any], gone: asyncio.Future[None]) -> None:
    """Send the backlog and, when following, what comes after it."""
    found = look(desk, claim)
    if found is None:
        return
    output, _ = found
    start = log_start(output, claim, desk.world.now())
    if start is None:
        return
    timestamps = claim.get("Timestamps") is not False
    while not gone.done():
        found = look(desk, claim)
        if found is None:
            return
        output, running = found
        now = desk.world.now()
        total = output.total(now)
        for line in output.lines(start, total, now):
            for frame in frames(line, tty=output.tty, timestamps=timestamps):
                await websocket.send_text(frame)
        start = max(start, total)
        if not claim.get("Follow") or not running:
            return
        await asyncio.wait([gone], timeout=POLL_SECONDS)


def look(desk: Desk, claim: Mapping[str, Any]) -> tuple[Output, bool] | None:
    """Return the output of the container that *claim* names and whether it runs; None when it is gone."""
    with desk.world.store.lock:
        life.settle(desk.world)
        row: Row | None = next(
            desk.world.store.find(
                "instance", 'removed IS NULL AND "externalId" = ?', (str(claim.get("Container")).upper(),)
            ),
            None,
        )
    if row is None:
        return None
    return output_of(row, desk.world.seed), any(end is None for _, end in row.doc.get("_runs") or [])


def log_start(output: Output, claim: Mapping[str, Any], now: float) -> int | None:
    """Return the first line to send: the last `Lines`, but none before `Since`; None for a bad `Since`."""
    total = output.total(now)
    lines = claim.get("Lines")
    start = max(0, total - int(lines)) if isinstance(lines, int) else max(0, total - 100)
    since = claim.get("Since")
    if not since:
        return start
    moment = parse_since(str(since), now)
    return None if moment is None else max(start, output.first_since(moment, now))


def parse_since(text: str, now: float) -> float | None:
    """Return the moment that docker's `since` means: seconds, a time, or how long ago; None for anything else.

    >>> parse_since("1488536430", 0), parse_since("10m", 1600), parse_since("2017-03-03T10:20:30.5Z", 0)
    (1488536430.0, 1000.0, 1488536430.5)
    """
    if re.fullmatch(r"\d{1,12}(\.\d{1,9})?", text):
        return float(text)
    match = RFC3339.fullmatch(text)
    if match:
        try:
            whole = datetime.fromisoformat(match[1] + match[3].replace("Z", "+00:00")).timestamp()
        except ValueError:
            return None
        return whole + float(match[2] or 0)
    span = SPAN.fullmatch(text)
    if not text or span is None:
        return None
    hours, minutes, seconds = (float(part or 0) for part in span.groups())
    return now - hours * 3600 - minutes * 60 - seconds

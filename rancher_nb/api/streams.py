"""Messages of the server's sockets as values.

Knows what a socket address and its token look like, and the framing of container logs: a two-digit stream code,
a space, a time stamp, a space, the line (read in rancher/agent, service/hostapi/logs/logs.go, branch v1.6, and
in the log view of rancher/ui). It opens no socket and reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from ..errors import StreamClosed
from .secret import Secret

__all__ = ["LogLine", "SocketAccess", "decipher_log"]

STREAMS: Mapping[bytes, str] = MappingProxyType({b"00": "tty", b"01": "stdout", b"02": "stderr"})
STAMP = re.compile(rb"\[?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)\]?(?: |$)")


@dataclass(frozen=True, slots=True)
class SocketAccess:
    """A socket that may be opened now: its address and the token for it (good for five minutes on 1.6)."""

    url: str
    token: Secret

    @classmethod
    def from_json(cls, document: Any) -> SocketAccess:
        """Read a ``hostAccess`` or ``statsAccess`` answer.

        Raises StreamClosed when the server gives no address: no host of it is connected.
        """
        facts = document if isinstance(document, Mapping) else {}
        url, token = facts.get("url"), facts.get("token")
        if not isinstance(url, str) or not isinstance(token, str):
            raise StreamClosed(
                "the server gives no address for this stream",
                hint="its host may be gone or disconnected: %rancher get hosts",
            )
        return cls(url, Secret(token))

    def in_query(self) -> tuple[str, dict[str, str]]:
        """Return address and headers with the token as ``?token=``: the form every agent of 1.6 honours."""
        joint = "&" if "?" in self.url else "?"
        return f"{self.url}{joint}{urlencode({'token': self.token.reveal()})}", {}

    def in_header(self) -> tuple[str, dict[str, str]]:
        """Return address and headers with the token as ``Authorization: Bearer``.

        The 1.6 proxy takes it, but its agents read the token again from the query and then close the socket.
        """
        return self.url, {"Authorization": f"Bearer {self.token.reveal()}"}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a container's log.

    *time* is UTC with microseconds, None when the server sent none; *stamp* is the text it came as, with its
    nanoseconds; *stream* is ``stdout``, ``stderr`` or ``tty``; *text* has no line end.
    """

    time: datetime | None
    stream: str
    text: str
    stamp: str = ""


def decipher_log(message: bytes) -> list[LogLine]:
    """Return the lines in one message of a log socket; an empty message has none.

    Bytes that are no UTF-8 become replacement characters: a container may write anything. A message without a
    stream code is taken whole as a ``tty`` line.
    """
    stream = STREAMS.get(message[:2]) if message[2:3] == b" " else None
    body = message[3:] if stream else message
    pieces = body.split(b"\n")
    if pieces and not pieces[-1]:
        pieces.pop()
    return [log_line(piece.removesuffix(b"\r"), stream or "tty") for piece in pieces]


def log_line(piece: bytes, stream: str) -> LogLine:
    """Return the line in *piece*, its leading time stamp taken off."""
    match = STAMP.match(piece)
    if match is None:
        return LogLine(None, stream, piece.decode("utf-8", "replace"))
    seconds, fraction = match.group(1).decode(), (match.group(2) or b"").decode()
    try:
        time = datetime.fromisoformat(seconds).replace(tzinfo=UTC, microsecond=int((fraction + "000000")[:6]))
    except ValueError:
        return LogLine(None, stream, piece.decode("utf-8", "replace"))
    stamp = f"{seconds}.{fraction}Z" if fraction else f"{seconds}Z"
    return LogLine(time, stream, piece[match.end() :].decode("utf-8", "replace"), stamp)

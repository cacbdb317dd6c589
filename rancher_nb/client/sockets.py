"""Websockets of the server.

Knows websocket-client: the handshake with its refusals, messages, the end. The token is in the address or in a
header of the handshake and goes nowhere else. It does not know what messages mean, and starts no thread.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import requests.utils
import websocket

from ..api import masked_url
from ..errors import NotRancher, StreamClosed
from .client import HEADERS
from .credentials import Hidden
from .failures import connection_failure
from .limits import DEFAULT_LIMITS, Limits
from .origin import rebase

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from ..api import SocketAccess

__all__ = ["Socket", "open_socket"]

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
UPGRADED = 101
GOODBYE = 1.0  # seconds for the last message we send
HINTS: Mapping[int, str] = MappingProxyType(
    {
        401: "on Rancher this usually means that the host is disconnected, or its clock is off: %rancher get hosts",
        403: "this key may not open it here: %rancher whoami",
        404: "there is no such stream any more: ask for it again",
        414: "it names too many containers for one address: ask for fewer",
        503: "the server, or the host behind it, is not ready: try again",
    },
)
CLOSED: Mapping[int, str] = MappingProxyType(
    {
        1000: "the server ended the stream",
        1001: "the server goes away",
        1009: "a message was too large",
        1011: "the server failed",
        1012: "the server restarts",
    },
)


def open_socket(
    access: SocketAccess,
    *,
    origin: str,
    form: Literal["query", "header"] = "query",
    limits: Limits = DEFAULT_LIMITS,
    verify: bool | str = True,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Socket:
    """Open the socket that *access* names and return it.

    It is opened on *origin*, the client's, whatever host the server names. *form* says how the token goes: in the
    query, which every agent of 1.6 honours, or as a header; no keys are sent, the token stands for them. Opening may
    take the *limits*' connect timeout; *verify* is as for `http_transport`; *headers* go with the handshake. Raises
    StreamClosed with the HTTP status in *code* when the server refuses, None when there is no answer.
    """
    address, token = access.in_query() if form == "query" else access.in_header()
    url = Hidden(rebase(address, origin))
    hidden = {name: Hidden(value) for name, value in token.items()}
    address, token = "", {}  # a verbose traceback prints local variables
    named = {"User-Agent": HEADERS["User-Agent"], **headers, **hidden}
    outcome = shake_hands(url, named, limits=limits, verify=verify)
    if isinstance(outcome, BaseException):
        # Raised here and not where it was caught: the frames below hold the token.
        raise outcome
    return Socket(outcome, url=masked_url(rebase(access.url, origin)))


def shake_hands(url: Hidden, headers: Mapping[str, str], *, limits: Limits, verify: bool | str) -> Any:
    """Return the open websocket, or what to raise."""
    connection: Any = Bounded(
        limits.max_message,
        sslopt=tls_options(verify),
        enable_multithread=False,
        skip_utf8_validation=True,  # a container may write any bytes, and one bad one would end the stream
    )
    connection.settimeout(limits.connect_timeout)
    where = masked_url(url.partition("?")[0])
    try:
        connection.connect(url, header=dict(headers), suppress_origin=True, redirect_limit=0)
    except websocket.WebSocketBadStatusException as fault:
        return refused(where, fault.status_code)
    except (websocket.WebSocketTimeoutException, TimeoutError):
        return StreamClosed(f"{where} did not open within {limits.connect_timeout:g} s", hint="try again")
    except (websocket.WebSocketException, OSError, ValueError) as fault:
        status = connection.getstatus()  # a redirect is answered and then not followed
        return refused(where, status) if status not in (None, UPGRADED) else unopened(fault, where, limits)
    except KeyboardInterrupt:
        return KeyboardInterrupt()
    return connection


class TooLarge(websocket.WebSocketPayloadException):  # type: ignore[misc,unused-ignore]
    """A message above the limit; its text says so."""


class BoundedFrames(websocket.frame_buffer):  # type: ignore[misc,unused-ignore]
    """Frames whose announced length is looked at before anything is read for it."""

    most = 0

    def recv_length(self) -> None:
        """Read the length of a frame; raises TooLarge."""
        super().recv_length()
        check_size(self.length or 0, self.most)


class Bounded(websocket.WebSocket):  # type: ignore[misc,unused-ignore]
    """A websocket that takes no message above *most* bytes, in one piece or in many."""

    def __init__(self, most: int, **options: Any) -> None:
        """Prepare; nothing is opened."""
        super().__init__(**options)
        self.most = most
        self.is_given_up = False
        self.frame_buffer = BoundedFrames(self._receive, skip_utf8_validation=True)
        self.frame_buffer.most = most

    def _receive(self, size: int) -> Any:
        """Receive at most *size* bytes; a server that never stops to send does not keep a closed socket open."""
        if self.is_given_up:
            raise websocket.WebSocketConnectionClosedException("closed here")
        return self._recv(size)  # type: ignore[no-untyped-call]

    def recv_frame(self) -> Any:
        """Return the next frame; raises TooLarge when it makes its message too large."""
        frame: Any = super().recv_frame()  # type: ignore[no-untyped-call]
        begun = self.cont_frame.cont_data
        check_size(len(frame.data) + (len(begun[1]) if begun else 0), self.most)
        return frame


def check_size(size: int, most: int) -> None:
    """Raise TooLarge when *size* is above *most*, both in bytes."""
    if size > most:
        raise TooLarge(f"a message is larger than {most:,} bytes")


def tls_options(verify: bool | str) -> dict[str, Any]:
    """Return *verify* as websocket-client has it; the known authorities are those of HTTP requests."""
    import ssl

    if verify is False:
        return {"cert_reqs": ssl.CERT_NONE, "check_hostname": False}
    path = (
        verify
        if isinstance(verify, str)
        else os.environ.get("REQUESTS_CA_BUNDLE") or requests.utils.DEFAULT_CA_BUNDLE_PATH
    )
    return {"ca_cert_path" if Path(path).is_dir() else "ca_certs": path}


def refused(where: str, status: int) -> StreamClosed:
    """Return the error for a handshake that was answered with *status*."""
    return StreamClosed(
        f"{where} was not opened: the server answered {status}",
        code=status,
        hint=HINTS.get(status, "ask for the stream again"),
    )


def unopened(fault: BaseException, where: str, limits: Limits) -> StreamClosed:
    """Return the error for a handshake without an answer."""
    told = connection_failure(fault, where, limits)
    if isinstance(fault, websocket.WebSocketException) and not isinstance(told, NotRancher):
        if isinstance(fault, websocket.WebSocketAddressException):
            return StreamClosed(str(told), hint=told.hint)
        if isinstance(fault, websocket.WebSocketConnectionClosedException):
            return StreamClosed(f"{where} closed the connection without an answer", hint="try again")
        return StreamClosed(
            f"{where} does not answer as a websocket does", hint="a proxy may not let websockets through"
        )
    return StreamClosed(str(told), hint=told.hint)


class Socket:
    """An open websocket: one thread receives, any thread may close."""

    def __init__(self, connection: Any, *, url: str) -> None:
        """Take over *connection*, a `websocket.WebSocket`; *url* is its address without the token."""
        self.url = url
        self._connection = connection
        self._plain: socket.socket | ssl.SSLSocket = connection.sock
        self._closing = threading.Event()
        self._receiving = threading.Lock()

    def receive(self, timeout: float) -> bytes | None:
        """Return the next message, None when *timeout* seconds pass without one.

        Raises StreamClosed at the end, with the close code, or None when the connection broke, was closed here or
        was given up for a message above the *limits* it was opened with.
        """
        with self._receiving:
            if self._closing.is_set():
                raise StreamClosed("the stream was closed here")
            self._connection.settimeout(timeout)
            try:
                opcode, data = self._connection.recv_data()
            except websocket.WebSocketTimeoutException:
                return None
            except (websocket.WebSocketException, OSError) as fault:
                raise self._broken(fault) from None
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            raise ended(data)
        return bytes(data)

    def close(self) -> None:
        """Close the socket; a thread in `receive` wakes with StreamClosed. Closing twice is fine."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._connection.is_given_up = True
        self._shut(socket.SHUT_RD)
        is_ours = self._receiving.acquire(timeout=GOODBYE)
        if not is_ours:
            # The thread waits to send what the server does not read, answers to its pings: no polite end then.
            self._shut(socket.SHUT_RDWR)
            is_ours = self._receiving.acquire(timeout=GOODBYE)
        try:
            with contextlib.suppress(OSError, websocket.WebSocketException):
                if is_ours and self._connection.connected:
                    self._connection.settimeout(GOODBYE)
                    self._connection.send_close()
        finally:
            with contextlib.suppress(OSError):
                self._connection.shutdown()
            if is_ours:
                self._receiving.release()

    def _shut(self, how: int) -> None:
        """Shut the connection under whoever waits for it."""
        with contextlib.suppress(OSError):
            # Past SSLSocket's own shutdown, which would pull the TLS state away under the receiving thread.
            socket.socket.shutdown(self._plain, how)

    def _broken(self, fault: Exception) -> StreamClosed:
        """Return the error for a connection that ended without a word."""
        if self._closing.is_set():
            return StreamClosed("the stream was closed here")
        if isinstance(fault, TooLarge):
            return StreamClosed(f"{fault}: the stream was given up", hint="open the stream again")
        if isinstance(fault, websocket.WebSocketProtocolException | websocket.WebSocketPayloadException):
            return StreamClosed("the server sent a message that is none", hint="open the stream again")
        return StreamClosed("the connection broke", hint="open the stream again")

    def __repr__(self) -> str:
        return f"Socket({self.url!r}{', closed' if self._closing.is_set() else ''})"


def ended(payload: bytes) -> StreamClosed:
    """Return the end that a close message tells: a code in two bytes, then words."""
    if len(payload) < 2:  # noqa: PLR2004 - the length of a close code
        return StreamClosed("the server ended the stream", code=1005)
    code = struct.unpack("!H", payload[:2])[0]
    words = payload[2:].decode("utf-8", "replace")
    said = CLOSED.get(code, "the server ended the stream")
    return StreamClosed(f"{said} ({code}{f': {words}' if words else ''})", code=code)

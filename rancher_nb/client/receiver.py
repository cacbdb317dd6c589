"""A thread that receives, and a bounded place where messages wait.

Knows that the server's proxy drops whoever does not read, and for ten seconds holds up everybody else's streams
from that host (rancher/websocket-proxy, multiplexer.go): so it reads always and drops the oldest. The thread does
nothing else; messages are decoded by whoever takes them. It does not know what messages mean and shows nothing.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from ..errors import StreamClosed

if TYPE_CHECKING:
    from collections.abc import Callable

    from .sockets import Socket

__all__ = ["Batch", "Receiver", "StreamEnd"]

T = TypeVar("T")
SILENCE = 30.0  # seconds of one receive; closing the socket wakes it at once
MAX_BYTES = 64 * 2**20
PATIENCE = 5.0  # seconds that stopping waits for the thread


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """What came since the last time: *items*, the running number of the *first*, and how many were *skipped*.

    Numbers start at 0 and count skipped messages as one item each, so that a view can tell what it has. Skipped
    are the messages that had to make room, all older than *items*.
    """

    items: list[T]
    first: int
    skipped: int


@dataclass(frozen=True, slots=True)
class StreamEnd:
    """How a stream ended: the close *code* (None when the connection broke), in words, and whether we *asked*."""

    code: int | None
    reason: str
    asked: bool


class Receiver(Generic[T]):
    """Receives from *socket* in a thread of its own and keeps the last messages until they are taken.

    Kept are at most *capacity* messages of at most *max_bytes* together; the newest is kept in any case. *decode*
    turns one message into items; it runs in `take`. *ended* is set when nothing more comes, and *end* then says why.
    """

    def __init__(
        self,
        socket: Socket,
        *,
        capacity: int,
        decode: Callable[[bytes], list[T]],
        max_bytes: int = MAX_BYTES,
    ) -> None:
        """Keep the parts; nothing is received before `start`."""
        self.ended = threading.Event()
        self.end: StreamEnd | None = None
        self._socket = socket
        self._capacity = capacity
        self._max_bytes = max_bytes
        self._decode = decode
        self._ring: deque[bytes] = deque()
        self._bytes = 0
        self._skipped = 0
        self._number = 0
        self._asked = False
        self._lock = threading.Lock()
        self._taking = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="rancher-nb-receiver", daemon=True)

    def start(self) -> None:
        """Start to receive."""
        self._thread.start()

    def take(self) -> Batch[T]:
        """Return what came since the last call, empty when nothing did. It does not wait.

        After *ended* is set, one more call returns the rest.
        """
        with self._taking:
            with self._lock:
                messages, self._ring = self._ring, deque()
                self._bytes = 0
                skipped, self._skipped = self._skipped, 0
            items = [item for message in messages for item in self._decode(message)]
            first = self._number + skipped
            self._number = first + len(items)
            return Batch(items, first, skipped)

    def stop(self) -> None:
        """Close the socket and wait for the thread; stopping twice, or what ended by itself, is fine."""
        if not self.ended.is_set():
            self._asked = True
        self._socket.close()
        if self._thread.ident is None:
            self._finish(None, "stopped before it began")
        elif self._thread is not threading.current_thread():
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            while True:
                message = self._socket.receive(SILENCE)
                if message is not None:
                    self._keep(message)
        except StreamClosed as closed:
            self._finish(closed.code, "stopped here" if self._asked else str(closed))
        except Exception as fault:  # noqa: BLE001 - a thread must not die without a word
            self._finish(None, f"the stream failed: {type(fault).__name__}")
        finally:
            self._socket.close()

    def _keep(self, message: bytes) -> None:
        with self._lock:
            self._ring.append(message)
            self._bytes += len(message)
            while len(self._ring) > max(1, self._capacity) or (len(self._ring) > 1 and self._bytes > self._max_bytes):
                self._bytes -= len(self._ring.popleft())
                self._skipped += 1

    def _finish(self, code: int | None, reason: str) -> None:
        if not self.ended.is_set():
            self.end = StreamEnd(code, reason, self._asked)
            self.ended.set()

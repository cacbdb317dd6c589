"""A log that is read while it runs: lines kept for the notebook, batches for the view.

Knows how what a receiver took off the wire becomes kept lines, a frame and a view's batches, and how a stream is
waited for and ended. Threads here never print and never display. It does not know sockets or widgets: it is given
a receiver and a view.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import printable

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    import pandas as pd

    from ..api import LogLine

__all__ = ["Flusher", "LogStream", "LogView", "Stopped"]

TICK = 1 / 15  # seconds between two batches: the front end stays smooth and below its message limit
HEARTBEAT = 0.1  # seconds; an await without one is not woken by an interrupt (ipykernel 7)
CLOSING = 5.0  # seconds that closing waits for the flusher
KEPT = 100_000  # lines kept for the notebook


class Source(Protocol):
    """What a stream is read from: a thread that receives into a bounded ring."""

    ended: threading.Event

    def take(self) -> Any:
        """Return what came since the last take, as a batch of items."""

    def stop(self) -> None:
        """End the thread; ending twice is fine."""

    @property
    def end(self) -> Any:
        """Why it ended, readable as text; None while it runs."""


class LogView(Protocol):
    """What shows a stream while it runs."""

    def push(self, lines: Sequence[LogLine], *, first: int, skipped: int) -> None:
        """Show *lines*, the first of which has the number *first*; *skipped* were lost before it."""

    def end(self, reason: str) -> None:
        """Show that nothing more comes, and why."""


class Stopped(KeyboardInterrupt):
    """Following a stream was interrupted: the cell ends, Run All stops, one line is shown."""

    def _render_traceback_(self) -> list[str]:
        return [f"Stopped following: {self}"]


class StoppedAwaiting(asyncio.CancelledError):
    """Awaiting a stream was cancelled: to asyncio a cancellation as any other, in a cell one line."""

    def _render_traceback_(self) -> list[str]:
        return [f"Stopped following: {self}"]


class LogStream:
    """The log of one container, arriving.

    It is there at once and grows in the background. ``log.lines`` are the lines kept so far, ``log.frame()`` a
    DataFrame of them; ``log.wait()`` (or ``await log``) holds a cell until the end, ``log.stop()`` ends it. At most
    100,000 lines are kept; *skipped* counts those that the bounds let go.
    """

    def __init__(self, title: str, source: Source, *, kept: int = KEPT) -> None:
        """Read *source* and keep *kept* lines; what is set as *view* before the first flush shows them too."""
        self.title = title
        self.view: LogView | None = None
        self.skipped = 0
        self.reason: str | None = None
        self._source = source
        self._kept: deque[LogLine] = deque(maxlen=kept)
        self._lock = threading.Lock()
        self._flushing = threading.Lock()
        self._done = threading.Event()

    @property
    def lines(self) -> list[LogLine]:
        """The lines kept so far, oldest first."""
        with self._lock:
            return list(self._kept)

    @property
    def ended(self) -> bool:
        """Whether no further line will come and all that came has been kept and shown."""
        return self._done.is_set()

    def frame(self) -> pd.DataFrame:
        """Return the lines kept so far as a frame: time (UTC), stream, line."""
        import pandas as pd

        lines = self.lines
        return pd.DataFrame(
            {
                "time": pd.Series([each.time for each in lines], dtype="datetime64[us, UTC]"),
                "stream": pd.Categorical([each.stream for each in lines], categories=["stdout", "stderr", "tty"]),
                "line": pd.Series([each.text for each in lines], dtype="str"),
            },
        )

    def stop(self, reason: str = "stopped") -> None:
        """End the stream and keep what came; stopping twice is fine."""
        if self.reason is None:
            self.reason = reason
        self._source.stop()

    def close(self) -> None:
        """End the stream because its connection ends, and wait until its end is shown."""
        self.stop("the connection was closed")
        self._done.wait(CLOSING)

    def abandon(self, reason: str) -> None:
        """End the stream and everything that shows it at once, without the flusher."""
        self.stop(reason)
        while self.flush():
            pass

    def wait(self, timeout: float | None = None) -> LogStream:
        """Hold until the stream has ended, at most *timeout* seconds; return it.

        An interrupt ends the stream and raises `Stopped`, which also stops Run All.
        """
        try:
            self._done.wait(timeout)
        except KeyboardInterrupt:
            self.stop("interrupted")
            raise Stopped(f"{self.title} after {len(self._kept):,} lines") from None
        return self

    def __await__(self) -> Generator[Any, None, LogStream]:
        return self._awaited().__await__()

    async def _awaited(self) -> LogStream:
        """Hold an async cell until the end; see `wait`."""
        try:
            while not self._done.is_set():  # noqa: ASYNC110 - the beat is what an interrupt wakes
                await asyncio.sleep(HEARTBEAT)
        except asyncio.CancelledError:  # by an interrupt of the cell, or by whoever awaits us: it stays what it is
            self.stop("interrupted")
            raise StoppedAwaiting(f"{self.title} after {len(self._kept):,} lines") from None
        except KeyboardInterrupt:
            self.stop("interrupted")
            raise Stopped(f"{self.title} after {len(self._kept):,} lines") from None
        return self

    def flush(self) -> bool:
        """Take what has come, keep it, show it; return False once the end is reached. The flusher calls this."""
        with self._flushing:
            if self._done.is_set():
                return False
            at_end = self._source.ended.is_set()  # asked before taking: what came until then is in this batch
            self._take()
            if at_end:
                end = self._source.end
                self._finish(end.reason if end is not None else "ended")
            return not at_end

    def fail(self, error: Exception) -> None:
        """End the stream because it cannot be kept or shown any more."""
        self._source.stop()
        self.view = None  # it may be what failed
        self._finish(f"{type(error).__name__}: {printable(str(error))}")

    def _take(self) -> None:
        """Keep and show one batch."""
        batch = self._source.take()
        if not batch.items and not batch.skipped:
            return
        with self._lock:
            overflow = max(0, len(self._kept) + len(batch.items) - (self._kept.maxlen or 0))
            self.skipped += batch.skipped + overflow
            self._kept.extend(batch.items)
        if self.view is not None:
            self.view.push(batch.items, first=batch.first, skipped=batch.skipped)

    def _finish(self, reason: str) -> None:
        """Note the end and show it; the reason somebody gave for stopping comes first."""
        self.reason = self.reason or reason
        try:
            if self.view is not None:
                self.view.end(self.reason)
        finally:
            self._done.set()

    def __repr__(self) -> str:
        title = printable(self.title).replace("\n", " ")
        if not self.ended:
            return f"<log of {title}, running>"
        lost = f", {self.skipped:,} skipped" if self.skipped else ""
        return f"<log of {title}, {len(self._kept):,} lines{lost}, ended: {printable(self.reason or '')}>"


class Flusher:
    """The one thread that moves lines of all streams of a session into their views, 15 times a second."""

    def __init__(self) -> None:
        """Start no thread yet: the first stream does."""
        self._streams: list[LogStream] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def streams(self) -> tuple[LogStream, ...]:
        """The streams that have not ended."""
        with self._changed:
            return tuple(self._streams)

    def add(self, stream: LogStream) -> None:
        """Flush *stream* from now on; the thread is started if none runs."""
        with self._changed:
            self._streams.append(stream)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="rancher-nb-flusher", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop every stream, let each show its end, and wait for the thread."""
        for stream in self.streams:
            stream.stop("closed")
        with self._changed:
            self._changed.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(CLOSING)

    def _run(self) -> None:
        """Flush until no stream is left, then end: an idle session has no thread."""
        while True:
            for stream in self.streams:
                if not flushed(stream):
                    with self._changed:
                        self._streams.remove(stream)
            with self._changed:
                if not self._streams:
                    self._thread = None
                    return
                self._changed.wait(TICK)


def flushed(stream: LogStream) -> bool:
    """Flush *stream*; end it when that fails, for one broken view must not hold up the others."""
    try:
        return stream.flush()
    except Exception as error:  # noqa: BLE001 - the edge of a thread: shown as the stream's end
        stream.fail(error)
        return False

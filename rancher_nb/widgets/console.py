"""A live console: the lines of a stream as they come, and a Stop.

Knows batches of numbered lines and the browser's two messages. It does not know where lines come from; `push` is
called by whoever flushes them, 10 to 20 times a second, and every method here may be called from any thread.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets
from anywidget import AnyWidget

from ..errors import RancherError, printable
from .console_twin import LINE_LIMIT, ConsoleFacts, console_html, console_text
from .desk import Desk
from .markup import STATIC
from .tail import Tail
from .twin import Twin, unpinned
from .visible import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ..api import LogLine
    from .tail import Numbered

__all__ = ["Console"]

KEPT_LINES = 500
TWIN_EVERY = 10.0


class Console(AnyWidget):
    """A console in a cell; ``print(console)`` is its text, `tail` the lines it still has.

    *title* names the source. *stop* is called once, in a thread of its own, when Stop is pressed; whoever owns the
    stream then calls `end`. The browser and this object keep the last *capacity* lines. *holds_cell* says that the
    running cell waits for this very stream, so that Stop may interrupt the kernel when it does not answer.
    """

    _esm: ClassVar[Path] = STATIC / "console.js"
    _css: ClassVar[Path] = STATIC / "rnb.css"
    status = traitlets.Dict().tag(sync=True)
    capacity = traitlets.Int().tag(sync=True)
    mid = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        *,
        title: str,
        stop: Callable[[], None],
        capacity: int = 10_000,
        holds_cell: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wait for lines; *clock* (seconds) paces how often the static twin of a running stream is renewed."""
        self._title = one_line(title)
        self._stop = stop
        self._tail = Tail(capacity)
        self._reason = ""
        self._holds_cell = holds_cell
        self._stopping = False
        # Held while sending, so that a replay and a batch cannot overtake each other.
        self._lock = threading.RLock()
        self._clock = clock
        self._renewed = clock()
        self._twin = Twin(self._bundle)
        self._desk = Desk(name=f"rancher-nb stop {self._title}", watch=lambda: None)
        super().__init__(status=self._drawn(), capacity=capacity)
        self.mid = self.model_id or ""
        unpinned(self.comm)
        self.on_msg(self._on_message)

    @property
    def tail(self) -> list[LogLine]:
        """The last lines, at most as many as the console keeps."""
        with self._lock:
            return [row.line for row in self._tail.rows]

    @property
    def reason(self) -> str:
        """Why it is over, empty while it runs."""
        return self._reason

    def push(self, lines: Sequence[LogLine], *, first: int, skipped: int = 0) -> None:
        """Show *lines*. *first* is the number of the first of them, counted from 0 over the whole stream.

        *skipped* lines were dropped right before them; they have numbers too. Lines whose numbers are known already
        are dropped. One message is sent a call, whatever the number of lines.
        """
        with self._lock:
            fresh = self._tail.add(lines, first=first, skipped=skipped)
            if fresh:
                self.send({"kind": "lines", "rows": packed(fresh[-self.capacity :])})
            due = bool(fresh) and self._clock() - self._renewed >= TWIN_EVERY
            if due:
                self._renewed = self._clock()
        if due:
            self._twin.update()

    def end(self, reason: str) -> None:
        """Say that the stream is over and why; the static twin gets the last 500 lines. A second end is ignored."""
        with self._lock:
            if self._reason:
                return
            self._reason = cut(one_line(reason)) or "ended"
            self.status = self._drawn()
        self._twin.update()

    def close(self) -> None:
        """End the live view; the stream itself is its owner's to stop."""
        self._desk.close()
        super().close()

    def _drawn(self, *, error: str = "") -> dict[str, Any]:
        return {
            "title": self._title,
            "reason": self._reason,
            "stopping": self._stopping,
            "holdsCell": self._holds_cell,
            "error": error,
        }

    def _bundle(self) -> dict[str, str]:
        with self._lock:
            rows = self._tail.last(KEPT_LINES)
            facts = ConsoleFacts(self._title, self._tail.count, self._tail.skipped, self._reason)
        return {"text/html": console_html(facts, rows), "text/plain": console_text(facts, rows)}

    def _ipython_display_(self, **_options: Any) -> None:
        bundle = self._repr_mimebundle_()
        self._twin.show(bundle[0] if isinstance(bundle, tuple) else bundle)

    def __repr__(self) -> str:
        return f"<Console {self._title} {'ended' if self._reason else 'live'}>"

    def __str__(self) -> str:
        return self._bundle()["text/plain"]

    def _on_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer the browser, in whichever thread the kernel uses: a view that is ready, or Stop."""
        match content:
            case {"kind": "ready"}:
                self._replay()
            case {"kind": "stop"}:
                self.send({"kind": "taken"})
                self._begin_stop()

    def _replay(self) -> None:
        """Send what there is to a view that has just come up; it knows by the numbers what it has."""
        with self._lock:
            tail = self._tail
            self.send({"kind": "replay", "rows": packed(list(tail.rows)), "next": tail.next, "count": tail.count})

    def _begin_stop(self) -> None:
        with self._lock:
            if self._stopping or self._reason:
                return
            self._stopping = True
            self.status = self._drawn()
        self._desk.submit(self._call_stop)

    def _call_stop(self) -> None:
        """Call the owner's stop; what goes wrong is shown in the console and Stop can be pressed again."""
        try:
            self._stop()
        except RancherError as error:
            said = "\n".join(error.lines())
        except Exception as error:  # noqa: BLE001 - the end of a thread: what is not said here is never seen
            said = f"{type(error).__name__}: {printable(str(error))}"
        else:
            return
        with self._lock:
            self._stopping = False
            self.status = self._drawn(error=said)


def packed(rows: Sequence[Numbered]) -> list[list[Any]]:
    """Return *rows* as the browser reads them: number, skipped before, stamp, stream, text."""
    return [[row.number, row.skipped, stamp(row.line), row.line.stream, cut(row.line.text, LINE_LIMIT)] for row in rows]


def stamp(line: LogLine) -> str:
    """Return the stamp of *line* as it came, or its time in the same form, empty when it has none."""
    return line.stamp or (line.time.isoformat(timespec="milliseconds") if line.time is not None else "")

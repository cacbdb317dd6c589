"""One thread that does what a widget's clicks ask for, one job at a time, and watches between jobs.

Knows threads and how often to look. It knows no widget and no server. The thread is there only while there is
something to do: a notebook of a hundred quiet cards has none.
"""

from __future__ import annotations

import contextvars
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Desk", "Pace"]


@dataclass(slots=True)
class Pace:
    """How often to look at something that moves: every *first* seconds, ever more rarely up to *longest*.

    After *patience* seconds of waiting without a change it gives up.
    """

    first: float = 0.5
    factor: float = 1.3
    longest: float = 5.0
    patience: float = 900.0
    _delay: float = 0.0
    _waited: float = 0.0

    def start(self) -> float:
        """Begin anew and return the seconds until the first look."""
        self._delay, self._waited = self.first, self.first
        return self._delay

    def again(self) -> float | None:
        """Return the seconds until the next look at something that did not change, None to give up."""
        self._delay = min(self._delay * self.factor, self.longest)
        self._waited += self._delay
        return self._delay if self._waited <= self.patience else None


class Desk:
    """Does jobs one at a time in a thread of its own.

    *watch* is called between jobs, as long as it returns seconds to wait; None ends the watch. Whatever one of them
    raises goes to `threading.excepthook` and counts as None; the next job is done all the same.
    """

    def __init__(self, *, name: str, watch: Callable[[], float | None]) -> None:
        """Start nothing yet; *name* is the thread's."""
        self._name = name
        self._watch = watch
        self._changed = threading.Condition()
        self._job: Callable[[], float | None] | None = None
        self._delay: float | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, job: Callable[[], float | None]) -> bool:
        """Have *job* done soon; false, and nothing done, while another is not finished or the desk is closed.

        What *job* returns says in how many seconds to begin to watch, None for not at all.
        """
        with self._changed:
            if self._job is not None or self._closed:
                return False
            self._job = job
            self._wake()
            return True

    def watch_in(self, delay: float) -> None:
        """Begin to watch in *delay* seconds, counted from the end of the job that runs, if one does."""
        with self._changed:
            self._delay = delay
            if not self._closed:
                self._wake()

    def close(self) -> None:
        """Take no more jobs and end the thread after the one it is at."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is left to do, at most *timeout* seconds; false when there still is."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    def _wake(self) -> None:
        if self._thread is None:
            # A thread without a copied context prints and displays into whichever cell ran last.
            run = contextvars.copy_context().run
            self._thread = threading.Thread(target=run, args=(self._run,), name=self._name, daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _run(self) -> None:
        me = threading.current_thread()
        try:
            while (work := self._next()) is not None:
                self._do(work)
        finally:  # whatever ended it, the next job gets a thread of its own
            with self._changed:
                if self._thread is me:
                    self._thread = self._job = None

    def _do(self, work: Callable[[], float | None]) -> None:
        delay = None
        try:
            delay = work()
        except Exception:  # noqa: BLE001 - the loop of a thread, which has to outlive it
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
        finally:
            with self._changed:
                asked = [each for each in (delay, self._delay) if each is not None]
                self._delay = min(asked, default=None)
                if self._job is work:
                    self._job = None

    def _next(self) -> Callable[[], float | None] | None:
        """Wait for a job or the time to watch; None, and the thread is over, when neither will come."""
        with self._changed:
            if self._job is None and self._delay is not None and not self._closed:
                self._changed.wait_for(lambda: self._job is not None or self._closed, self._delay)
            if self._closed or (self._job is None and self._delay is None):
                self._thread = None
                return None
            self._delay = None  # from here on it is what was asked for meanwhile
            return self._job or self._watch

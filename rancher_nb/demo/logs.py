r"""What containers write: lines that are a function of container and time.

Knows programs and their habits. Stores nothing: line *n* of a container is the same whenever it is asked for, so any
part of any log can be made at once. A container writes while it runs; `runs` are its [start, end] times.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .naming import format_time
from .programs import Program, program_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .store import Row

__all__ = ["Line", "Output", "frames", "output_of"]

NEWLINE = 10
JITTER = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when, from which stream (1 stdout, 2 stderr), and its text without the end."""

    at: float
    stream: int
    text: str


@dataclass(frozen=True, slots=True)
class Output:
    """All that one container wrote and will write."""

    key: str
    program: Program
    runs: Sequence[tuple[float, float | None]]
    name: str
    tty: bool

    def counts(self, now: float) -> list[int]:
        """Return how many lines each run has written by *now*."""
        return [self.written(k, min(now, end if end is not None else now)) for k, (_, end) in enumerate(self.runs)]

    def total(self, now: float) -> int:
        """Return how many lines were written by *now*."""
        return sum(self.counts(now))

    def written(self, run: int, until: float) -> int:
        """Return how many lines of the run number *run* were written by *until*."""
        start = self.runs[run][0]
        if until < start:
            return 0
        last = int((until - start) * self.program.rate)
        return last + 1 if self.time(run, last) <= until else last

    def time(self, run: int, n: int) -> float:
        """Return when line *n* of a run was written: at a steady rate, a little early or late."""
        wobble = random.Random(f"{self.key}:{run}:{n}:t").random() * JITTER
        return self.runs[run][0] + (n + wobble) / self.program.rate

    def lines(self, first: int, last: int, now: float) -> Iterator[Line]:
        """Yield the lines from number *first* up to and without *last*, counted over all runs up to *now*."""
        base = 0
        for run, count in enumerate(self.counts(now)):
            for n in range(max(first - base, 0), min(last - base, count)):
                yield self.line(run, n)
            base += count

    def line(self, run: int, n: int) -> Line:
        """Return line *n* of a run."""
        chance = random.Random(f"{self.key}:{run}:{n}")
        stream, text = self.program.say(chance, n, self.time(run, n), self.name)
        return Line(self.time(run, n), stream, text)

    def first_since(self, since: float, now: float) -> int:
        """Return the number of the first line that was written at *since* or later."""
        base = 0
        for run, count in enumerate(self.counts(now)):
            low, high = 0, count
            while low < high:
                middle = (low + high) // 2
                if self.time(run, middle) < since:
                    low = middle + 1
                else:
                    high = middle
            if low < count:
                return base + low
            base += count
        return base


def output_of(row: Row, seed: int) -> Output:
    """Return the output of the container *row*."""
    runs = [(float(start), None if end is None else float(end)) for start, end in row.doc.get("_runs") or []]
    key = f"{seed}:{row.number}"
    image = str(row.doc.get("imageUuid") or "")
    name = str(row.doc.get("name") or "")
    return Output(key, program_of(image), runs, name, bool(row.doc.get("tty")))


def frames(line: Line, *, tty: bool, timestamps: bool) -> list[str]:
    """Return *line* as the text messages of a 1.6 log socket: stream code, blank, timestamp, text, newline.

    The agent splits docker's raw bytes at newlines. Where the low byte of a length happens to be one, it sends an empty
    message and then the text with the code of a terminal (github.com/rancher/agent, service/hostapi/logs).
    """
    stamp = f"{timestamp(line.at)} " if timestamps else ""
    if tty:
        return [f"00 {stamp}{line.text}\r\n"]
    payload = f"{stamp}{line.text}\n"
    if len(payload.encode("utf-8", "replace")) % 256 == NEWLINE:
        return ["", f"00 {payload}"]
    return [f"{line.stream:02d} {payload}"]


def timestamp(at: float) -> str:
    """Return *at* as docker writes times: UTC with nanoseconds, zeros at the end left out.

    >>> timestamp(1488536430.25)
    '2017-03-03T10:20:30.25Z'
    """
    fraction = f"{round((at - int(at)) * 1e9):09d}"[:9].rstrip("0")
    whole = format_time(at)[:-1]
    return f"{whole}.{fraction}Z" if fraction else f"{whole}Z"

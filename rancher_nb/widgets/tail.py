"""The last lines of a stream, each with its number, and what was skipped between them.

Knows numbers and a bound. It does not know sockets, widgets or markup.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..api import LogLine

__all__ = ["Numbered", "Tail"]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A *line*, its *number* in the stream from 0, and how many lines were *skipped* right before it."""

    number: int
    line: LogLine
    skipped: int = 0


class Tail:
    """The last *capacity* lines. It is not guarded: whoever shares it between threads holds a lock."""

    def __init__(self, capacity: int) -> None:
        """Hold nothing yet."""
        self.rows: deque[Numbered] = deque(maxlen=capacity)
        self.next = 0
        self.skipped = 0

    @property
    def count(self) -> int:
        """How many lines came, those that were skipped not counted."""
        return self.next - self.skipped

    def add(self, lines: Sequence[LogLine], *, first: int, skipped: int = 0) -> list[Numbered]:
        """Take *lines*, numbered from *first*; return what is new of them.

        Lines with a known number are dropped. *skipped* lines before them count as numbers, so a gap between the
        last known number and *first* means as much.
        """
        fresh = lines[max(0, self.next - first) :]
        if not fresh:
            return []
        start = max(first, self.next)
        gap = max(start - self.next, skipped)
        rows = [Numbered(start + index, line, gap if index == 0 else 0) for index, line in enumerate(fresh)]
        self.skipped += start - self.next
        self.next = start + len(fresh)
        self.rows.extend(rows)
        return rows

    def last(self, limit: int) -> list[Numbered]:
        """Return the last *limit* rows."""
        start = max(0, len(self.rows) - limit)
        return [self.rows[index] for index in range(start, len(self.rows))] if start else list(self.rows)

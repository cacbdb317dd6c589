"""The way a card has gone: what it showed, what it shows, how it goes back.

Knows stops in order. It does not fetch and does not draw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .facts import CardFacts, CardRows

__all__ = ["Stop", "Trail"]

Stop: TypeAlias = "CardFacts | CardRows"
MAX_STOPS = 50


@dataclass(frozen=True, slots=True)
class Trail:
    """The *stops* from the first to the one shown, never empty.

    *serial* counts the moves: a press that was made at another serial was meant for something else.
    """

    stops: tuple[Stop, ...]
    serial: int = 0

    @property
    def top(self) -> Stop:
        """What is shown."""
        return self.stops[-1]

    @property
    def crumbs(self) -> tuple[str, ...]:
        """The labels of the stops before the one shown."""
        return tuple(stop.label for stop in self.stops[:-1])

    def onward(self, stop: Stop) -> Trail:
        """Return the trail that has gone on to *stop*; after fifty stops the oldest are forgotten."""
        return Trail((*self.stops, stop)[-MAX_STOPS:], self.serial + 1)

    def back(self, depth: int) -> Trail:
        """Return the trail that has gone back to the stop at *depth*, counted from 0 at the first."""
        return Trail(self.stops[: max(0, min(depth, len(self.stops) - 1)) + 1], self.serial + 1)

    def renewed(self, stop: Stop) -> Trail:
        """Return the trail with fresher facts at the place that is shown: no move."""
        return replace(self, stops=(*self.stops[:-1], stop))

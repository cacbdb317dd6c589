"""A place in a text: what an error points at.

Knows a text and two positions in it. It knows nothing of what the text means.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import CommandError

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """The part of *text* from *start* up to *end*, positions from 0."""

    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The part itself."""
        return self.text[self.start : self.end]

    def error(self, message: str, *, hint: str | None = None) -> CommandError:
        """Return the error that points here."""
        return CommandError(message, text=self.text, start=self.start, end=self.end, hint=hint)

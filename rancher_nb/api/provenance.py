"""Where rows came from, as facts that can be kept beside them.

Knows how to say what was asked of the server, what was done here and what it cost. It does not know how rows are
stored or shown.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Provenance", "format_bytes"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The story of one frame.

    *asked* and *here* are the parts of the query done by the server and by us, in words; *at* is the server's
    time in the API's form; *seconds* is wall time; *notes* say what was odd; *partial* why rows are missing, empty
    when none are.
    """

    server: str
    connection: str
    project: str | None
    type: str
    plural: str
    query: str
    asked: tuple[str, ...]
    here: tuple[str, ...]
    at: str
    rows: int
    requests: int
    bytes: int
    seconds: float
    notes: tuple[str, ...] = ()
    partial: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the facts as plain JSON values."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, facts: dict[str, Any]) -> Provenance:
        """Return the story that `to_dict` told."""
        told: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
        return cls(**told)

    def parts(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the footer in parts: a heading and what stands under it, in order.

        The heading is empty where the words speak for themselves.
        """
        where = self.connection + (f"/{self.project}" if self.project else "")
        noun = self.plural if self.rows != 1 else self.type
        cost = f"{self.requests} request{'s' * (self.requests != 1)}, {format_bytes(self.bytes)}, {self.seconds:.2f} s"
        parts: list[tuple[str, tuple[str, ...]]] = [("", (f"{self.rows:,} {noun} of {where}",))]
        if self.partial:
            parts.append(("PARTIAL", (self.partial,)))
        if self.asked:
            parts.append(("asked of the server", self.asked))
        if self.here:
            parts.append(("done here", self.here))
        parts.append(("", (cost,)))
        parts += [("note", (note,)) for note in self.notes]
        return parts

    def sentence(self) -> str:
        """Return the footer as one line of text."""
        return " · ".join(f"{head}: {', '.join(words)}" if head else ", ".join(words) for head, words in self.parts())


def format_bytes(count: int) -> str:
    """Return *count* bytes in one unit.

    >>> format_bytes(182_000), format_bytes(12)
    ('182 kB', '12 B')
    """
    for size, unit in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if count >= size:
            return f"{count / size:.3g} {unit}" if count < size * 100 else f"{count / size:.0f} {unit}"
    return f"{count} B"

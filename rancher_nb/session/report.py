"""Facts that are told, not counted: what `whoami`, `connections`, `types` and `describe` answer.

Knows how listings become a display and plain data. It does not know where the facts come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..api import Cell, Column, Listing

__all__ = ["Report", "cell", "listing_of"]


@dataclass(frozen=True, slots=True)
class Report:
    """A few *listings* to read, and the same facts as plain *data* to work with."""

    listings: tuple[Listing, ...]
    data: Any

    def __repr__(self) -> str:
        from ..widgets import listing_text

        return "\n\n".join(listing_text(listing) for listing in self.listings)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        from ..widgets import listing_html

        html = "".join(listing_html(listing) for listing in self.listings)
        return {"text/html": html, "text/plain": repr(self)}


def cell(value: object) -> Cell:
    """Return *value* as a cell: None as null, lists joined, truth values as yes and no."""
    match value:
        case None:
            return Cell("null", null=True)
        case bool():
            return Cell("yes" if value else "no")
        case list() | tuple():
            return Cell(", ".join(map(str, value)))
        case _:
            return Cell(str(value))


def listing_of(
    rows: list[dict[str, Any]],
    columns: tuple[Column, ...],
    *,
    title: str = "",
    footer: str = "",
) -> Listing:
    """Return *rows*, dictionaries keyed by column name, as a listing."""
    cells = tuple(tuple(cell(row.get(column.name)) for column in columns) for row in rows)
    below = (("", (footer,)),) if footer else ()
    return Listing(columns, cells, len(rows), title=title, footer=below)

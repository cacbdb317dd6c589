"""A table to be shown, as values: what the rooms that make tables tell the room that draws them.

Knows columns, cells and what stands below. It does not know HTML, pandas or terminals.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cell", "Column", "Listing"]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the *kind* of what stands below it.

    Kinds: ``text``, ``code`` (fixed width), ``number`` (right-aligned), ``state`` (with its hue), ``time``, ``id``.
    """

    name: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as text; *null* says that there is none, which is shown apart from an empty text."""

    text: str
    null: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of cells below columns; *total* counts the rows there are, shown or not.

    *empty_columns* counts columns left out because they are null in every row shown, *more_columns* those left out for
    want of room. *footer* is a list of (heading, words), as `Provenance.parts` gives them. *title* may be empty.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    title: str = ""
    footer: tuple[tuple[str, tuple[str, ...]], ...] = ()
    empty_columns: int = 0
    more_columns: int = 0

"""A listing as static HTML and as text, the same facts in both.

Knows headings, cells by their kind, and the footer. It does not know where rows come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from .markup import badge, text_of, wrapped
from .visible import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..api import Cell, Column, Listing

__all__ = ["left_out", "listing_bundle", "listing_html", "listing_text", "notes_markup", "table_markup"]

CODE_HEADINGS = frozenset({"asked of the server", "done here"})
READABLE = 14  # characters that a cut text needs to say something
MIN_WIDTH = 6
GAP = 2
JOINT = Markup(" · ")


def listing_bundle(listing: Listing) -> dict[str, str]:
    """Return *listing* as a display bundle of ``text/html`` and ``text/plain``."""
    return {"text/html": listing_html(listing), "text/plain": listing_text(listing)}


def listing_html(listing: Listing) -> str:
    """Return *listing* as a static table with its title above and its footer below."""
    title = Markup('<div class="title">{}</div>').format(text_of(listing.title)) if listing.title else Markup()
    body = Markup('{}<div class="scroll">{}</div>{}').format(title, table_markup(listing), footer_markup(listing))
    return wrapped(body, sheet="base.css")


def table_markup(listing: Listing, *, first: Callable[[Markup], Markup] = Markup) -> Markup:
    """Return the table element alone; *first* may dress the contents of each row's first cell."""
    heads = Markup().join(
        Markup("<th{}>{}</th>").format(kind_class(column), text_of(column.name)) for column in listing.columns
    )
    rows = Markup().join(
        Markup("<tr>{}</tr>").format(
            Markup().join(
                cell_markup(cell, column, dress=first if index == 0 else Markup)
                for index, (cell, column) in enumerate(zip(row, listing.columns, strict=True))
            ),
        )
        for row in listing.rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(heads, rows)


def kind_class(column: Column) -> Markup:
    """Return the class attribute that the kind of *column* asks for, empty for plain text."""
    name = {"number": "num", "code": "mono", "id": "id"}.get(column.kind)
    return Markup(' class="{}"').format(name) if name else Markup()


def cell_markup(cell: Cell, column: Column, *, dress: Callable[[Markup], Markup]) -> Markup:
    """Return one table cell, a missing value shown apart from an empty text."""
    if cell.null:
        number = " num" if column.kind == "number" else ""
        return Markup('<td class="note{}">{}</td>').format(number, text_of(cell.text or "null"))
    text = cut(one_line(cell.text))
    shown = badge(text) if column.kind == "state" and text else text_of(text)
    return Markup("<td{}>{}</td>").format(kind_class(column), dress(shown))


def footer_markup(listing: Listing) -> Markup:
    """Return what stands below the table, empty when there is nothing to say."""
    return parts_markup(footer_parts(listing))


def notes_markup(listing: Listing) -> Markup:
    """Return the listing's own footer alone, for a display that counts rows and columns in its own way."""
    return parts_markup(listing.footer)


def parts_markup(told: Iterable[tuple[str, tuple[str, ...]]]) -> Markup:
    """Return the parts of a footer in a row, empty when there are none."""
    parts = [part_markup(heading, words) for heading, words in told]
    return Markup('<div class="foot note">{}</div>').format(JOINT.join(parts)) if parts else Markup()


def part_markup(heading: str, words: tuple[str, ...]) -> Markup:
    """Return one part of the footer: conditions as code, what is missing in the warning hue."""
    dress = Markup("<code>{}</code>") if heading in CODE_HEADINGS else Markup("{}")
    said = Markup(", ").join(dress.format(text_of(word)) for word in words)
    if heading == "PARTIAL":
        return Markup('<b class="warn">partial</b>: {}').format(said)
    return Markup("{}: {}").format(text_of(heading), said) if heading else said


def footer_parts(listing: Listing, *, cut_off: int = 0) -> list[tuple[str, tuple[str, ...]]]:
    """Return the parts of the footer, with a word on rows and columns that are not shown.

    *cut_off* counts columns of the listing that did not fit.
    """
    rows, columns = left_out(listing), columns_left_out(listing.empty_columns, listing.more_columns + cut_off)
    return [*([("", (rows,))] if rows else []), *listing.footer, *([("", (columns,))] if columns else [])]


def columns_left_out(empty: int, more: int) -> str:
    """Say how many columns are not shown, empty ones apart; empty when all are."""
    counts = [f"{count} {kind}" for count, kind in ((empty, "empty"), (more, "more")) if count]
    noun = "column" if empty + more == 1 else "columns"
    return f"{' and '.join(counts)} {noun} not shown" if counts else ""


def left_out(listing: Listing) -> str:
    """Say how many rows are shown of how many, empty when all are."""
    shown = len(listing.rows)
    return f"{shown:,} of {listing.total:,} rows shown" if shown < listing.total else ""


def listing_text(listing: Listing, *, width: int = 100) -> str:
    """Return *listing* as aligned text of at most *width* characters a line, footer lines excepted.

    Wide columns give way first, down to a width that still reads; columns at the end that do not fit then are left
    out, and the footer says how many.
    """
    grid = [[one_line(column.name) for column in listing.columns]]
    grid += [
        [one_line(cell.text or "null") if cell.null else one_line(cell.text) for cell in row] for row in listing.rows
    ]
    natural = [max(map(len, texts)) for texts in zip(*grid, strict=True)]
    count = fitting(natural, width)
    widths = fitted(natural[:count], width)
    rights = [column.kind == "number" for column in listing.columns[:count]]
    title = [one_line(listing.title)] if listing.title else []
    lines = [*title, *(aligned(row[:count], widths, rights) for row in grid)]
    parts = footer_parts(listing, cut_off=len(natural) - count)
    foot = [f"{head}: {', '.join(words)}" if head else ", ".join(words) for head, words in parts]
    return "\n".join([*lines, *([one_line(" · ".join(foot))] if foot else [])])


def fitting(widths: list[int], width: int) -> int:
    """Return how many of the columns, from the first, fit into *width* when none needs more than it reads by."""
    used = -GAP
    for count, each in enumerate(widths):
        used += min(each, READABLE) + GAP
        if used > width:
            return max(1, count)
    return len(widths)


def fitted(widths: list[int], width: int) -> list[int]:
    """Return column *widths* that fit into *width* with blanks between: the widest give way first."""
    fit = [min(each, width) for each in widths]
    for _ in range(sum(fit) + GAP * (len(fit) - 1) - width):
        widest = max(fit)
        if widest <= MIN_WIDTH:
            break
        fit[fit.index(widest)] -= 1
    return fit


def aligned(row: list[str], widths: list[int], rights: list[bool]) -> str:
    """Return one line of a text table, what is too long cut with an ellipsis."""
    texts = [text if len(text) <= size else text[: size - 1] + "…" for text, size in zip(row, widths, strict=True)]
    cells = [
        text.rjust(size) if right else text.ljust(size) for text, size, right in zip(texts, widths, rights, strict=True)
    ]
    return "  ".join(cells).rstrip()

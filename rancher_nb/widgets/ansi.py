r"""Colours in log lines: terminal sequences read into styled pieces, all others taken out.

Knows SGR sequences (ECMA-48, 8.3.117) for the sixteen colours, bold and faint. It never hands a sequence on: what
moves a cursor or sets a title is gone, other control characters are shown as escapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Piece", "ansi_markup", "pieces", "plain"]

SEQUENCE = re.compile(
    "\x1b\\[([0-?]*)[ -/]*([@-~])"  # control sequences: parameters, final letter
    "|\x1b[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?"  # titles and other strings, up to their end
    "|\x1b[ -/]*[0-~]",  # all other escapes
)
EXTENDED = {"5": 1, "2": 3}  # parameters that follow 38;5 and 38;2


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: *text* with steering characters visible, *colour* 0 to 15 or None, *bold*, *faint*."""

    text: str
    colour: int | None = None
    bold: bool = False
    faint: bool = False


def pieces(line: str) -> list[Piece]:
    r"""Return *line* in pieces of one style each; each line starts without style.

    >>> [(piece.text, piece.colour) for piece in pieces("a\x1b[31mb\x1b[0m")]
    [('a', None), ('b', 1)]
    """
    return [replace(style, text=visible(text)) for text, style in styled(line) if text]


def styled(line: str) -> Iterator[tuple[str, Piece]]:
    """Yield each run of text and the style that holds for it."""
    style, end = Piece(""), 0
    for match in SEQUENCE.finditer(line):
        yield line[end : match.start()], style
        end = match.end()
        if match.group(2) == "m":
            style = applied(style, match.group(1))
    yield line[end:], style


def applied(style: Piece, parameters: str) -> Piece:
    """Return *style* after the SGR *parameters*; those it does not know change nothing."""
    codes = iter(parameters.replace(":", ";").split(";"))
    for code in codes:
        if code in ("38", "48"):
            style = extended(style, code, codes)
            continue
        match int(code) if code.isascii() and code.isdigit() else 0 if not code else -1:
            case 0:
                style = Piece("")
            case 1 | 2 as weight:
                style = replace(style, bold=weight == 1, faint=weight != 1)
            case 22:
                style = replace(style, bold=False, faint=False)
            case 39:
                style = replace(style, colour=None)
            case colour if 30 <= colour <= 37:  # noqa: PLR2004 - the codes of ECMA-48
                style = replace(style, colour=colour - 30)
            case colour if 90 <= colour <= 97:  # noqa: PLR2004 - the bright ones, by common use
                style = replace(style, colour=colour - 82)
    return style


def extended(style: Piece, code: str, codes: Iterator[str]) -> Piece:
    """Take the parameters of a 256 or true colour off *codes*; the first sixteen of the 256 are the plain ones."""
    kind = next(codes, "")
    values = [next(codes, "") for _ in range(EXTENDED.get(kind, 0))]
    if code == "38" and kind == "5" and values[0].isascii() and values[0].isdigit() and int(values[0]) < 16:  # noqa: PLR2004
        return replace(style, colour=int(values[0]))
    return style


def plain(line: str) -> str:
    """Return *line* without any sequence, other steering characters as escapes."""
    return visible(SEQUENCE.sub("", line))


def ansi_markup(line: str) -> Markup:
    """Return *line* as markup: each styled piece a span with a class of the style sheet."""
    return Markup().join(piece_markup(piece) for piece in pieces(line))


def piece_markup(piece: Piece) -> Markup:
    """Return one piece, bare when it has no style."""
    names = [
        *([f"c{piece.colour}"] if piece.colour is not None else []),
        *(["bold"] if piece.bold else []),
        *(["faint"] if piece.faint else []),
    ]
    text = escape(piece.text)
    return Markup('<span class="{}">{}</span>').format(" ".join(names), text) if names else text

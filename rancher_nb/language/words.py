"""Words of a line: plain text, quoted text and Python values that touch.

Knows how a word is put together and what a target (``TYPE/ID/LINK``) is. It does not know which words a verb takes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .place import Place
from .scanning import QUOTED, quoted, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .scanning import Line
    from .values import Values

__all__ = ["Target", "read_target", "target_of", "text_of", "value_of"]

PIECE = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\{_*\}|[^'"{}]+|[{}]""", re.DOTALL)
SEGMENT = re.compile(r"""((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^/'"])*)(/|$)""", re.DOTALL)
TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def pieces(line: Line, place: Place) -> Iterator[Place]:
    """Yield the pieces of the word at *place*: quoted texts, expressions, plain text."""
    for found in PIECE.finditer(line.blanked, place.start, place.end):
        yield line.place(found.start(), found.end())


def value_of(line: Line, place: Place, values: Values) -> object:
    """Return what the word at *place* says: the Python value of a lone expression as it is, else text."""
    if place.start in line.expressions and len(list(pieces(line, place))) == 1:
        return values.at(line, place.start, place.end)
    return "".join(piece_text(line, piece, values) for piece in pieces(line, place))


def text_of(line: Line, place: Place, values: Values) -> str:
    """Return the text of the word at *place*; raises CommandError when a Python value in it is no text or number."""
    return "".join(piece_text(line, piece, values) for piece in pieces(line, place))


def piece_text(line: Line, piece: Place, values: Values) -> str:
    """Return the text of one piece of a word."""
    if piece.start in line.expressions:
        value = values.at(line, piece.start, piece.end)
        if isinstance(value, str | int):
            return str(value)
        raise piece.error(f"{piece.word} is of type {type(value).__name__}; text or a whole number can stand here")
    return unquoted(piece.word) if piece.word[:1] in "'\"" else piece.word


def target_of(line: Line, place: Place, values: Values) -> object:
    """Return the target at *place*: the value of a lone expression, else its text with values in it quoted.

    ``containers/{name}`` is the container of that name, whatever characters it holds.
    """
    if not any(piece.start in line.expressions for piece in pieces(line, place)):
        return place.word
    if len(list(pieces(line, place))) == 1:
        return values.at(line, place.start, place.end)
    return "".join(
        quoted(piece_text(line, piece, values)) if piece.start in line.expressions else piece.word
        for piece in pieces(line, place)
    )


@dataclass(frozen=True, slots=True)
class Target:
    """What ``TYPE[/ID[/LINK]]`` names; *id* may be a name."""

    type: str
    id: str | None = None
    link: str | None = None


def read_target(text: str) -> Target:
    """Return what *text* names; a name with a slash in it stands in quotes, one with blanks may.

    Raises CommandError when it is not ``TYPE``, ``TYPE/ID`` or ``TYPE/ID/LINK``.

    >>> read_target("hosts/'web 1'/containers")
    Target(type='hosts', id='web 1', link='containers')
    """
    parts: list[Place] = []
    at = 0
    while at <= len(text):
        found = SEGMENT.match(text, at)
        if found is None:
            raise Place(text, at, len(text)).error("a quote is never closed here")
        parts.append(Place(text, at, found.end(1)))
        at = found.end() + (not found[2])
    return checked(Place(text, 0, len(text)), parts)


def checked(whole: Place, parts: list[Place]) -> Target:
    """Return the target of the *parts* of *whole*; raises CommandError for one that is missing or too much."""
    hint = "a target is TYPE, TYPE/ID or TYPE/ID/LINK; a name with a slash in it stands in quotes"
    if not TYPE.fullmatch(parts[0].word.strip()):
        raise parts[0].error(f"'{parts[0].word}' is no type name" if parts[0].word else "a type is missing", hint=hint)
    for part, what in zip(parts[1:], ("an id or name", "a link"), strict=False):
        if not part.word.strip():
            raise part.error(f"{what} is missing after '{whole.text[: part.start]}'", hint=hint)
    if len(parts) > len(("type", "id", "link")):
        raise parts[3].error(f"'{whole.word}' has a part too many", hint=hint)
    said = [re.sub(QUOTED, lambda found: unquoted(found[0]), part.word.strip()) for part in parts]
    for part, what in zip(parts[1:], said[1:], strict=True):
        if not what:
            raise part.error("nothing stands between the quotes", hint=hint)
    return Target(*said)

"""Quotes and braces of a line, found before anything else is read.

Knows where quoted texts and Python expressions (``{...}``) begin and end. Expressions are blanked out to underscores
of the same length, so that the grammar never looks inside and every position stays that of the line as typed. It
does not know what words mean, and evaluates nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from .place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["QUOTED", "Line", "is_line", "quoted", "scan", "unquoted"]

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
OPENING = re.compile(r"['\"{]")
QUOTED = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\"""", re.DOTALL)
PYTHON = re.compile(
    r"""'''(?:\\.|[^\\])*?'''|\"""(?:\\.|[^\\])*?\"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|[{}]""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A text with its quotes and braces known.

    *blanked* has each expression as ``{____}``; *outline* has the insides of quoted texts blanked too. *expressions*
    maps the position of each opening brace to the Python source. *open* is where a quote or brace opens that never
    closes, None when all do.
    """

    text: str
    blanked: str
    outline: str
    expressions: Mapping[int, str]
    open: int | None

    def place(self, start: int, end: int) -> Place:
        """Return the place of ``text[start:end]``."""
        return Place(self.text, start, end)

    def closed(self) -> Line:
        """Return this line; raises CommandError when a quote or a brace never closes."""
        if self.open is None:
            return self
        mark = self.text[self.open]
        hint = (
            "{expression} inserts a Python value"
            if mark == "{"
            else "a text with a quote in it goes in the other quotes"
        )
        raise self.place(self.open, self.open + 1).error(f"this {mark} is never closed", hint=hint)

    def unsilenced(self) -> Line:
        """Return this line without the ``;`` at its end, which only silences the cell."""
        bare = self.outline.rstrip()
        if not bare.endswith(";"):
            return self
        cut = len(bare) - 1
        return replace(
            self,
            blanked=self.blanked[:cut] + " " * (len(self.blanked) - cut),
            outline=self.outline[:cut] + " " * (len(self.outline) - cut),
        )


def scan(text: str) -> Line:
    """Find the quotes and braces of *text*; never fails."""
    blanked: list[str] = []
    outline: list[str] = []
    expressions: dict[int, str] = {}
    opened = None
    at = 0
    while (found := OPENING.search(text, at)) is not None:
        start = found.start()
        end = end_of_expression(text, start) if text[start] == "{" else end_of_quoted(text, start)
        if end is None:
            opened, end = start, len(text) + 1
        inner = "_" * (end - start - 2)
        hidden = text[start] + inner + text[end - 1 : end]
        if text[start] == "{" and opened is None:
            expressions[start] = text[start + 1 : end - 1]
        blanked += text[at:start], hidden if text[start] == "{" else text[start:end]
        outline += text[at:start], hidden
        at = end
    return Line(
        text,
        "".join(blanked) + text[at:],
        "".join(outline) + text[at:],
        MappingProxyType(expressions),
        opened,
    )


def end_of_quoted(text: str, start: int) -> int | None:
    """Return where the quoted text that opens at *start* ends, None when it never does."""
    found = QUOTED.match(text, start)
    return found.end() if found else None


def end_of_expression(text: str, start: int) -> int | None:
    """Return where the expression that opens at *start* ends: braces may nest, and stand in Python's strings."""
    depth = 0
    for found in PYTHON.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return None


def is_line(text: str) -> bool:
    """Whether *text* stays on one line and can be seen whole: no line feeds, control characters or hidden marks."""
    return UNSEEN.search(text) is None


def quoted(text: str) -> str:
    r"""Return *text* in quotes as the language reads it. What is no line stays none: see `is_line`.

    >>> print(quoted("it's"))
    'it\'s'
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def unquoted(text: str) -> str:
    r"""Return what the quoted *text* says; a backslash escapes a backslash or a quote and is itself elsewhere.

    >>> print(unquoted(r"'^web\d+ it\'s'"))
    ^web\d+ it's
    """
    return re.sub(r"""\\([\\'"])""", r"\1", text[1:-1])

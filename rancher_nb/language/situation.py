"""Where the cursor is: what stands before it and what may stand there.

Knows how much of a line is read before the piece that is being typed, and what the grammar accepts there. It does not
know what could be offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .scanning import scan
from .verbs import VERBS

if TYPE_CHECKING:
    from lark import Token

    from .scanning import Line
    from .verb import Option, Verb

__all__ = ["Situation", "situation_at"]

DELIMITERS = re.compile(r"[(),=<>!~]")


@dataclass(frozen=True, slots=True)
class Situation:
    """The cursor's place in a line.

    *start* is where the piece being typed begins and *typed* that piece up to the cursor. *words* are the positional
    words before it, *expected* the terminals that the grammar accepts there, *pending* the option whose value it is.
    """

    start: int
    typed: str
    expected: frozenset[str]
    tokens: tuple[Token, ...] = ()
    verb: Verb | None = None
    words: tuple[str, ...] = ()
    pending: Option | None = None

    @property
    def field(self) -> str | None:
        """The first step of the last path before the cursor."""
        paths = [token for token in self.tokens if token.type == "PATH"]
        found = re.match(r"\w+", paths[-1]) if paths else None
        return found[0] if found else None

    def has(self, terminal: str) -> bool:
        """Whether a token of this kind stands before the cursor."""
        return any(token.type == terminal for token in self.tokens)


def situation_at(left: str) -> Situation | None:
    """Return the situation at the end of *left*, None inside a Python expression or after something unreadable."""
    line = scan(left)
    if line.open is not None and left[line.open] == "{":
        return None
    outer = re.search(r"\S*$", line.outline)
    start = outer.start() if outer else len(left)
    here = situation(line, start)
    if "WORD" in here.expected or "VERB" in here.expected:
        return here
    cuts = [found.end() for found in DELIMITERS.finditer(line.outline, start)]
    inner = situation(line, cuts[-1]) if cuts else here
    best = inner if inner.expected else here
    return best if best.expected else None


def situation(line: Line, start: int) -> Situation:
    """Return the situation of the piece that begins at *start*."""
    from .grammar import expected_after

    tokens, expected = expected_after(line, start)
    typed = line.text[start:]
    if not tokens:
        return Situation(start, typed, expected)
    verb = VERBS.get(tokens[0])
    words, pending = read_words(tokens, verb)
    return Situation(start, typed, expected, tuple(tokens), verb, words, pending)


def read_words(tokens: list[Token], verb: Verb | None) -> tuple[tuple[str, ...], Option | None]:
    """Return the positional words among *tokens*, and the option that still waits for its value."""
    words: list[str] = []
    pending: Option | None = None
    after_limit = False
    for token in tokens[1:]:
        if token.type == "OPTION":
            option = verb.option(token.partition("=")[0]) if verb is not None else None
            pending = option if option is not None and option.value is not None and "=" not in token else None
        elif token.type == "WORD" and pending is None and not after_limit:
            words.append(str(token))
        else:
            pending = None
        after_limit = token.type == "LIMIT"
    return tuple(words), pending

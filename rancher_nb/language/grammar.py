"""The grammar file, made into a parser once.

Knows lark and the file `grammar.lark` beside it. It does not know what a tree means; a text that does not fit is
explained elsewhere.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from .mistakes import explain

if TYPE_CHECKING:
    from .scanning import Line

__all__ = ["Rule", "expected_after", "read"]

Rule: TypeAlias = Literal["command", "condition", "order"]


@cache
def parser() -> Lark:
    """Return the parser, made on first use."""
    return Lark(
        Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8"),
        parser="lalr",
        lexer="contextual",
        start=["command", "condition", "order"],
        maybe_placeholders=False,
    )


def read(line: Line, rule: Rule) -> Tree[Token]:
    """Return the tree of *line*, read by *rule*; raises CommandError that points at the first misfit."""
    try:
        return parser().parse(line.closed().blanked, start=rule)
    except UnexpectedInput as error:
        raise explain(line, position_of(error, line), expected_of(error)) from None


def position_of(error: UnexpectedInput, line: Line) -> int:
    """Return where the misfit begins; the end of the text when it stops too early."""
    at: int | None = error.pos_in_stream
    early = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    return len(line.blanked.rstrip()) if early or at is None else at


def expected_of(error: UnexpectedInput) -> frozenset[str]:
    """Return the names of the terminals that could have stood there."""
    if isinstance(error, UnexpectedToken):
        return frozenset(error.accepts or error.expected)
    return frozenset(error.allowed or ()) if isinstance(error, UnexpectedCharacters) else frozenset()


def expected_after(line: Line, end: int) -> tuple[list[Token], frozenset[str]]:
    """Return the tokens of *line* before *end* and the terminals that may follow; none after a misfit."""
    state = parser().parse_interactive(line.blanked[:end], start="command")
    tokens: list[Token] = []
    try:
        tokens += state.iter_parse()
    except UnexpectedInput:
        return tokens, frozenset()
    accepted: set[str] = state.accepts()  # type: ignore[no-untyped-call] # lark leaves it bare
    return tokens, frozenset(accepted)

"""From the grammar's trees to conditions and orders.

Knows which piece of a tree is which condition, and that literals stay text until a schema says what they are. It
does not know schemas.
"""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING

from ..api import (
    Comparison,
    Condition,
    Conjunction,
    Disjunction,
    Membership,
    Negation,
    Nullness,
    Operator,
    SortKey,
)
from .scanning import scan, unquoted
from .values import Values, read_ago, scalar_of, scalars_of

if TYPE_CHECKING:
    from lark import Token, Tree

    from ..api import Path, Scalar
    from .place import Place
    from .scanning import Line
    from .values import Evaluate

__all__ = ["ConditionReader", "joined", "parse_condition", "parse_sort", "read_order", "read_path"]

STEP = re.compile(
    r"""\.(?P<name>[A-Za-z0-9_-]+)|\[(?P<inner>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[0-9]+)\]""", re.DOTALL
)
SPELLINGS = {"==": "=", "<>": "!="}
DEEPEST = 50  # levels of and, or, not in a condition


def parse_condition(text: str, *, evaluate: Evaluate | None = None) -> Condition:
    """Return the condition that *text* says, such as ``state = running and created > 2h ago``.

    Expressions in braces are evaluated by *evaluate*; without it they may be Python literals only. Raises
    CommandError that points at the first misfit.
    """
    from .grammar import read

    line = scan(text)
    return ConditionReader(line, Values(evaluate)).read(read(line, "condition"))


def parse_sort(text: str) -> tuple[SortKey, ...]:
    """Return the order that *text* says: ``name,-created`` or ``created desc``; empty for a blank text.

    Raises CommandError that points at the first misfit.
    """
    from .grammar import read

    if not text.strip():
        return ()
    line = scan(text)
    return read_order(line, read(line, "order"))


def read_order(line: Line, tree: Tree[Token]) -> tuple[SortKey, ...]:
    """Return the keys of an ``order`` tree; raises CommandError where ``-`` and asc or desc contradict."""
    keys = []
    for key in tree.find_data("key"):
        name, *direction = (token for token in key.children if not hasattr(token, "data"))
        start, end = span(name)
        minus = name.startswith("-")
        if minus and direction:
            raise line.place(start, span(direction[0])[1]).error(
                "- already says descending",
                hint=f"write {name}, or {name[1:]} {direction[0]}",
            )
        descending = minus or bool(direction and direction[0].type == "DESC")
        keys.append((start, SortKey(read_path(line.place(start + minus, end)), descending)))
    return tuple(key for _, key in sorted(keys, key=lambda each: each[0]))


def read_path(place: Place) -> Path:
    """Return the steps of a path: ``labels["a.b"].c`` has three."""
    head, steps = re.match(r"\w*", place.word)[0], []  # type: ignore[index] # matches also nothing
    for found in STEP.finditer(place.word, len(head)):
        inner = found["inner"]
        if inner is None or not inner.startswith('"'):
            steps.append(found["name"] or (unquoted(inner) if inner.startswith("'") else inner))
            continue
        try:
            steps.append(str(json.loads(inner, strict=False)))
        except ValueError:
            raise place.error(f"cannot read {inner}", hint="inside double quotes a backslash is written \\\\") from None
    return (head, *steps)


def span(token: Token) -> tuple[int, int]:
    """Return where *token* starts and ends."""
    return token.start_pos or 0, token.end_pos or 0


def joined(parts: list[Condition]) -> Condition:
    """Return the condition that all of one or more *parts* hold, flat."""
    flat = [piece for part in parts for piece in (part.parts if isinstance(part, Conjunction) else (part,))]
    return flat[0] if len(flat) == 1 else Conjunction(tuple(flat))


class ConditionReader:
    """Reads the conditions of one line."""

    def __init__(self, line: Line, values: Values, *, in_command: bool = False) -> None:
        """Read from *line*; *values* evaluates its expressions; *in_command* tells that options may follow."""
        self._line = line
        self._in_command = in_command
        self._values = values

    def read(self, tree: Tree[Token], *, depth: int = 0) -> Condition:
        """Return the condition of *tree*; raises CommandError for a value that cannot stand where it does."""
        if depth > DEEPEST:
            raise self._line.place(0, len(self._line.text)).error(
                f"the condition is nested deeper than {DEEPEST} levels",
            )
        match tree.data:
            case "condition":
                return self.read(tree.children[0], depth=depth)  # type: ignore[arg-type] # the grammar has a tree there
            case "all" | "any":
                return self._several(tree, depth)
            case "negation":
                return Negation(self.read(tree.children[1], depth=depth + 1))  # type: ignore[arg-type] # as above
            case _:
                return self._test(tree)

    def _several(self, tree: Tree[Token], depth: int) -> Condition:
        """Return parts joined by ``and`` or ``or``, a group of the same kind inside made flat."""
        parts = [self.read(part, depth=depth + 1) for part in tree.children if not isinstance(part, str)]
        if tree.data == "all":
            return joined(parts)
        return Disjunction(
            tuple(piece for part in parts for piece in (part.parts if isinstance(part, Disjunction) else (part,))),
        )

    def _test(self, tree: Tree[Token]) -> Condition:
        """Return the test of one field."""
        field, *rest = tree.children
        path = read_path(self._line.place(*span(field)))  # type: ignore[arg-type] # the first child is a PATH
        kind = str(tree.data)
        if kind in ("null", "not_null"):
            return Nullness(path, kind == "null")
        denied = kind.startswith("denied_")
        test = (
            Membership(path, self._members(rest[-1]))  # type: ignore[arg-type] # values are a tree
            if kind.endswith("membership")
            else self._comparison(path, rest[-2], rest[-1])  # type: ignore[arg-type] # an operator and a value
        )
        return Negation(test) if denied else test

    def _comparison(self, path: Path, operator: Token, value: Token) -> Comparison:
        """Return one comparison; raises CommandError for a pattern that does not compile."""
        spelt = operator.lower()
        meant = Operator(SPELLINGS.get(spelt, spelt))
        scalar = self._scalar(value)
        if meant in (Operator.MATCH, Operator.NOT_MATCH):
            check_pattern(scalar, self._line.place(*span(value)))
        return Comparison(path, meant, scalar)

    def _members(self, values: Tree[Token]) -> tuple[Scalar, ...]:
        """Return the values of a list, or of an expression without parentheses."""
        tokens = [each for each in values.children if isinstance(each, str)]
        if values.data == "listed":
            return tuple(map(self._scalar, tokens))
        start, end = span(tokens[0])
        return scalars_of(self._values.at(self._line, start, end), self._line.place(start, end))

    def _scalar(self, token: Token) -> Scalar:
        """Return the value that *token* says: text, a time before now, or a Python value."""
        start, end = span(token)
        place = self._line.place(start, end)
        match token.type:
            case "QUOTED":
                return unquoted(token)
            case "EXPRESSION":
                return scalar_of(self._values.at(self._line, start, end), place)
            case "AGO" | "NOW":
                return read_ago(token, place)
            case _ if self._in_command and token.startswith("--"):
                raise place.error(f"a value is missing before {token}", hint=f"for the text write '{token}'")
            case _:
                return str(token)


def check_pattern(value: Scalar, place: Place) -> None:
    """Raise CommandError with the reason of `re` when *value* is no regular expression."""
    if not isinstance(value, str):
        raise place.error("~ takes a regular expression as text", hint="for numbers and times: = < >")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        raise place.error(f"the regular expression does not compile: {error}", hint="see Python's re") from None

"""Why a text does not fit the grammar, in words.

Knows the terminals of `grammar.lark` by name and what a person may have meant. It raises nothing and reads nothing:
it is told where reading stopped and what could have stood there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import CommandError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from .place import Place
    from .scanning import Line

__all__ = ["OPERATORS", "explain"]

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "like", "prefix", "contains", "~", "!~", "in", "is null", "is not null")
CLAUSES = ("where", "sort", "limit", "columns")
OPERATORS_HINT = (
    "operators: = != < <= > >= ~ !~ like, prefix, contains, in (a, b), is null; not before a word denies it"
)
WORD = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[=!<>~]+|[^\s(),=!<>~}]+|.""", re.DOTALL)
VALUE = re.compile(r"[^\s),]+|.")


def explain(line: Line, at: int, expected: frozenset[str]) -> CommandError:
    """Return the error for *line*: reading stopped *at*, where one of the *expected* terminals could have stood."""
    said = next(say for terminals, say in CASES if terminals <= expected)
    pattern = VALUE if said is no_value else WORD
    found = pattern.match(line.blanked.rstrip(), at)
    place = line.place(at, found.end() if found else at)
    if place.word in ("}", ")") and said is not no_value:
        opening = {"}": "{", ")": "("}[place.word]
        return place.error(f"this {place.word} has no {opening} before it")
    return said(place, word_before(line, at))


def word_before(line: Line, at: int) -> str:
    """Return the last word before *at*, as typed."""
    found = re.search(r"\S+\s*$", line.blanked[:at])
    return line.text[found.start() : at].strip() if found else ""


def no_operator(place: Place, before: str) -> CommandError:
    """Say that a comparison is missing after a field."""
    if not place.word:
        return place.error(f"an operator is missing after '{before}'", hint=OPERATORS_HINT)
    meant = did_you_mean(place.word, (*OPERATORS, "not like", "not in"))
    return place.error(f"'{place.word}' is no operator. {meant}".rstrip(), hint=OPERATORS_HINT)


def no_denied(place: Place, before: str) -> CommandError:
    """Say what may follow ``not`` between a field and a value."""
    meant = did_you_mean(place.word, ("like", "prefix", "contains", "in")) if place.word else ""
    return place.error(f"like, prefix, contains or in should follow '{before}'. {meant}".rstrip())


def no_null(place: Place, _: str) -> CommandError:
    """Say what may follow ``is``."""
    return place.error("is goes with null or not null", hint="to compare with a value: =")


def no_value(place: Place, before: str) -> CommandError:
    """Say that a value is missing or needs quotes."""
    if place.word in ("", ")", ","):
        return place.error(f"a value is missing after '{before}'")
    if place.word.lower() == "null":
        return place.error("nothing equals null", hint="use is null, or is not null")
    if place.word.isalpha() and place.word.isascii():
        return place.error(f"a value is missing before '{place.word}'", hint=f"for the text write '{place.word}'")
    return place.error(f"cannot read the value {place.word}", hint="put it in quotes, or insert it as {expression}")


def no_condition(place: Place, before: str) -> CommandError:
    """Say that a field, the start of a condition, is missing."""
    if not place.word:
        after = f" after '{before}'" if before else ""
        return place.error(f"a condition is missing{after}", hint="where FIELD = VALUE")
    hint = 'a condition starts with a field; odd names go in brackets: labels["io.rancher.stack.name"] = web'
    return place.error(f"'{place.word}' is no field name", hint=hint)


def no_column(place: Place, before: str) -> CommandError:
    """Say that a column is missing."""
    if not place.word:
        return place.error(f"a column is missing after '{before}'", hint="columns name,state")
    return place.error(f"'{place.word}' is no field name", hint="columns name,state")


def no_key(place: Place, before: str) -> CommandError:
    """Say that a sort key is missing."""
    if not place.word:
        return place.error(f"a field to sort by is missing after '{before}'", hint="sort name,-created")
    return place.error(f"'{place.word}' is no field to sort by", hint="sort name,-created, or sort created desc")


def no_list(place: Place, _: str) -> CommandError:
    """Say what ``in`` takes."""
    return place.error("in takes a list of values", hint="in (a, b), or in {names}")


def unclosed(place: Place, _: str) -> CommandError:
    """Say that a parenthesis is open."""
    if not place.word:
        return place.error("a ) is missing here")
    meant = "" if place.word in CLAUSES else did_you_mean(place.word, ("and", "or"))
    return place.error(f"'{place.word}' cannot stand inside ( ). {meant}".rstrip(), hint="is a ) missing before it?")


def no_number(place: Place, _: str) -> CommandError:
    """Say what ``limit`` takes."""
    return place.error("limit takes a whole number", hint="limit 50")


def unjoined(place: Place, before: str) -> CommandError:
    """Say that a second condition or key is not joined to the first."""
    meant = did_you_mean(place.word, ("and", "or", "asc", "desc"))
    said = f"'{place.word}' cannot follow '{before}'. {meant}".rstrip()
    return place.error(said, hint="and, or join conditions, a comma joins keys; texts with blanks stand in quotes")


def misplaced(place: Place, _: str) -> CommandError:
    """Say that something cannot stand where it does."""
    return place.error(f"'{place.word}' cannot stand here" if place.word else "something is missing here")


Case = tuple[frozenset[str], "Callable[[Place, str], CommandError]"]
CASES: tuple[Case, ...] = (
    (frozenset({"WORD", "PAIR"}), misplaced),
    (frozenset({"COMPARE"}), no_operator),
    (frozenset({"WORDED", "IN"}), no_denied),
    (frozenset({"NULL"}), no_null),
    (frozenset({"BARE"}), no_value),
    (frozenset({"PATH", "NOT"}), no_condition),
    (frozenset({"PATH"}), no_column),
    (frozenset({"KEY"}), no_key),
    (frozenset({"EXPRESSION"}), no_list),
    (frozenset({"RPAR"}), unclosed),
    (frozenset({"WORD"}), no_number),
    (frozenset(), unjoined),
)

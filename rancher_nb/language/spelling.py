"""From a command back to a line, and to a call of Python.

Knows how each argument is written so that it reads back equal: texts quoted where they must be, other Python values
as literals in braces. It does not read lines.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..api import (
    Ago,
    Comparison,
    Condition,
    Conjunction,
    Disjunction,
    Membership,
    Negation,
    Nullness,
    Operator,
    format_path,
    format_value,
)
from .bodies import plain_scalar
from .scanning import is_line, quoted
from .verbs import VERBS

if TYPE_CHECKING:
    from ..api import Scalar
    from .command import Command
    from .verb import Option

__all__ = ["KEYWORDS", "line_of", "python_of", "spell_condition"]

PLAIN = re.compile(r"(?!-)[A-Za-z0-9_./:@%+*!-]+")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
TARGET = re.compile(r"""(?!-)(?:[^\s'"{}=;]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")+""", re.DOTALL)
KEYWORDS = frozenset({"where", "sort", "limit", "columns"})


def line_of(command: Command) -> str:
    """Return the line of *command*; see `Command.to_line`."""
    verb = VERBS[command.verb]
    parts = [command.verb]
    for argument, value in zip(verb.arguments, command.positional, strict=False):
        parts.append(spell_target(value, command) if argument.kind == "target" else spell_word(str(value)))
    body = command.options.get("body")
    if isinstance(body, Mapping):
        parts.append(json.dumps(body))
    inputs = command.options.get("input")
    paired = verb.pairs == "fields" and isinstance(inputs, Mapping) and is_flat(inputs)
    if paired and isinstance(inputs, Mapping):
        parts += [f"{name}={spell_field(value)}" for name, value in inputs.items()]
    parts += spell_clauses(command.options)
    options = [each for each in verb.options if not (paired and each.keyword == "input")]
    parts += [said for option in options if (said := spell_option(option, command))]
    return " ".join(parts)


def spell_word(text: str) -> str:
    """Return *text* as one word of a line; what is no line stands in braces."""
    return text if PLAIN.fullmatch(text) and text.lower() not in KEYWORDS else spell_text(text)


def spell_text(text: str) -> str:
    """Return *text* as a quoted text, in braces where it is no line."""
    return quoted(text) if is_line(text) else braced(repr(text))


def spell_target(value: object, command: Command) -> str:
    """Return a target: its text as it is where that reads back, else its literal or its expression in braces."""
    if isinstance(value, str):
        plain = TARGET.fullmatch(value) and value.lower() not in KEYWORDS and is_line(value)
        return value if plain else braced(repr(value))
    source = next((source for known, source in command.sources if known is value), None)
    return braced(source if source is not None else repr(value))


def braced(source: str) -> str:
    """Return *source* as an expression of a line."""
    return "{" + source + "}"


def is_flat(body: Mapping[str, Any]) -> bool:
    """Whether *body* can be written as ``field=value`` pairs: plain names, no lists or maps, not empty."""
    return bool(body) and all(NAME.fullmatch(key) and not isinstance(each, dict | list) for key, each in body.items())


def spell_field(value: Any) -> str:
    """Return the value of a ``field=value`` pair."""
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) and plain_scalar(value) == value else spell_text(value)
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def spell_clauses(options: Mapping[str, Any]) -> list[str]:
    """Return the clauses."""
    parts = []
    if "where" in options:
        parts.append(f"where {spell_condition(options['where'])}")
    if "sort" in options:
        parts.append(f"sort {','.join(map(str, options['sort']))}")
    if "limit" in options:
        parts.append(f"limit {options['limit']}")
    if "columns" in options:
        parts.append(f"columns {','.join(options['columns'])}")
    return parts


def spell_option(option: Option, command: Command) -> str:
    """Return an option as it was given, empty when it was not."""
    if option.keyword == "out":
        return f"-o {command.out}" if command.out else ""
    if option.keyword == "python":
        return option.flag if command.prints == "python" else ""
    value = command.options.get(option.keyword)
    if option.keyword not in command.options or (option.value is None and value is not option.given):
        return ""
    if option.value is None or value is True:
        return option.flag
    said = json.dumps(value) if option.kind == "json" else spell_word(str(value))
    # what looks like a target is no optional value unless it is tied to its option
    return f"{option.flag}={said}" if option.kind == "state" and "/" in said else f"{option.flag} {said}"


def spell_condition(condition: Condition) -> str:
    """Return *condition* so that it reads back equal; values other than text stand in braces."""
    match condition:
        case Comparison(path, operator, value):
            said = spell_text(str(value)) if operator in (Operator.MATCH, Operator.NOT_MATCH) else spell_scalar(value)
            return f"{format_path(path)} {operator} {said}"
        case Membership(path, values):
            return f"{format_path(path)} in ({', '.join(map(spell_scalar, values))})"
        case Nullness():
            return str(condition)
        case Negation(part):
            return f"not ({spell_condition(part)})"
        case Conjunction(parts):
            return " and ".join(grouped(part) for part in parts)
        case Disjunction(parts):
            return " or ".join(map(spell_condition, parts))


def grouped(part: Condition) -> str:
    """Return a part of a conjunction, in parentheses where it needs them."""
    said = spell_condition(part)
    return f"({said})" if isinstance(part, Disjunction) else said


def spell_scalar(value: Scalar) -> str:
    """Return a value of a condition."""
    match value:
        case str():
            return spell_text(value) if value.startswith("-") or not is_line(value) else format_value(value)
        case datetime():
            return value.isoformat()
        case Ago():
            return str(value)
        case float() if math.isinf(value):
            return braced("1e999" if value > 0 else "-1e999")
        case _:
            return braced(repr(value))


def python_of(command: Command) -> str:
    """Return the call of *command*; see `Command.to_python`."""
    arguments = [python_value(value, command) for value in command.positional]
    for name, value in command.options.items():
        arguments.append(f"{name}={python_option(name, value)}")
    call = f"session.{command.verb}({', '.join(arguments)})"
    return f"{command.out} = {call}" if command.out else call


def python_value(value: object, command: Command) -> str:
    """Return a positional argument: its literal, or the expression it came from."""
    if isinstance(value, str | int | float):
        return repr(value)
    return next((source for known, source in command.sources if known is value), repr(value))


def python_option(name: str, value: Any) -> str:
    """Return a keyword argument as a literal that `Session` reads the same."""
    if name == "where":
        return repr(spell_condition(value))
    if name == "sort":
        return repr([str(key) for key in value])
    return repr(list(value) if name == "columns" else value)

"""The parts of a line, sorted by what they are: words, pairs, options, clauses.

Knows how options take their values and that nothing is given twice. It does not know what the values mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import close_matches, did_you_mean
from .secrecy import ELSEWHERE, MASK

if TYPE_CHECKING:
    from lark import Token, Tree

    from ..errors import CommandError
    from .place import Place
    from .scanning import Line
    from .verb import Option, Verb

__all__ = ["Given", "Items", "sort_items"]

COMPARED = re.compile(r"[^\s=<>!~]+\s*[=<>!~]")


@dataclass(frozen=True, slots=True)
class Given:
    """An option as given: where it stands, and where its value does, if it has one."""

    option: Option
    place: Place
    value: Place | None = None


@dataclass(slots=True)
class Items:
    """What stands on one line, in the order of the line; clauses are trees of the grammar."""

    words: list[Place] = field(default_factory=list)
    pairs: list[Place] = field(default_factory=list)
    options: dict[str, Given] = field(default_factory=dict)
    clauses: dict[str, Any] = field(default_factory=dict)


def sort_items(line: Line, tree: Tree[Token], verb: Verb) -> Items:
    """Return the items of a ``command`` tree; raises CommandError for what *verb* does not take."""
    items = Items()
    pending: Given | None = None
    for child in tree.children[1:]:
        if not isinstance(child, str):
            settle(items, pending)
            pending = None
            take_clause(line, items, child, verb)
            continue
        place = line.place(child.start_pos or 0, child.end_pos or 0)
        if child.type == "OPTION":
            settle(items, pending)
            pending = opened(line, items, place, verb)
        elif pending is not None and wants(pending, child):
            items.options[pending.option.name] = Given(pending.option, pending.place, place)
            pending = None
        else:
            settle(items, pending)
            pending = None
            take_word(items, place, child.type, verb)
    settle(items, pending)
    return items


def wants(pending: Given, token: Token) -> bool:
    """Whether an option takes *token* as its value: an optional value is one plain word, never a target."""
    optional = (pending.option.value or "").startswith("[")
    return not optional or (token.type == "WORD" and "/" not in token)


def settle(items: Items, pending: Given | None) -> None:
    """Keep an option that got no word after it; raises CommandError when it needs one."""
    if pending is None:
        return
    option = pending.option
    if option.value is not None and not option.value.startswith("["):
        raise pending.place.error(f"{option.flag} needs a value: {option.value}", hint=option.help)
    items.options[option.name] = pending


def opened(line: Line, items: Items, place: Place, verb: Verb) -> Given | None:
    """Return the option at *place* if the next word may be its value, else keep it.

    Raises CommandError for an option that *verb* does not have, has already, or that takes no value.
    """
    flag, equals, _ = place.word.partition("=")
    named = line.place(place.start, place.start + len(flag))
    option = verb.option(flag)
    if option is None:
        raise unknown_option(named, verb)
    if option.name in items.options:
        raise named.error(f"{option.flag} is given twice")
    if not equals:
        given = Given(option, named)
        if option.value is not None:
            return given
        items.options[option.name] = given
        return None
    if option.value is None:
        raise place.error(f"{option.flag} takes no value", hint=option.help)
    items.options[option.name] = Given(option, named, line.place(named.end + 1, place.end))
    return None


def unknown_option(place: Place, verb: Verb) -> CommandError:
    """Return the error for an option that *verb* does not have."""
    word = place.word.lstrip("-")
    if word in verb.clauses:
        return place.error(f"{word} is written without dashes", hint=f"usage: %rancher {verb.usage}")
    close = close_matches(word, [each.name for each in verb.options])
    meant = f" Did you mean {', '.join(f'--{name}' for name in close)}?" if close else ""
    return place.error(f"{verb.name} has no option {place.word}.{meant}", hint=f"%rancher help {verb.name}")


def take_clause(line: Line, items: Items, tree: Tree[Token], verb: Verb) -> None:
    """Keep a clause; raises CommandError when *verb* does not take it, or has it already."""
    name = str(tree.data)
    keyword: Any = tree.children[0]
    place = line.place(keyword.start_pos, keyword.end_pos)
    if name not in verb.clauses:
        takes = ", ".join(verb.clauses) or "no clauses"
        raise place.error(f"{verb.name} does not take {name}", hint=f"{verb.name} takes {takes}")
    if name in items.clauses:
        raise place.error(f"{name} is given twice")
    items.clauses[name] = tree


def take_word(items: Items, place: Place, kind: str, verb: Verb) -> None:
    """Keep a word or a pair; raises CommandError when *verb* has no use for it there."""
    if kind == "PAIR" and verb.pairs is not None and not items.clauses:
        items.pairs.append(place)
    elif kind == "WORD" and len(items.words) < len(verb.arguments) and not items.pairs and not items.clauses:
        items.words.append(place)
    else:
        raise unexpected(items, place, kind, verb)


def unexpected(items: Items, place: Place, kind: str, verb: Verb) -> CommandError:
    """Return the error for a word or pair that cannot stand where it does."""
    usage = f"usage: %rancher {verb.usage}"
    if verb.name == "connect":
        text = f"{place.text[: place.start]}{MASK}"
        masked = type(place)(text, place.start, len(text))
        return masked.error(f"there is a word too many after {verb.name}", hint=f"{usage}; {ELSEWHERE}")
    if kind == "PAIR" and verb.pairs == "filters":
        return place.error(
            f"{place.word} stands too late", hint="such pairs stand before the clauses; join others by and"
        )
    if kind == "PAIR" and verb.pairs == "fields" and items.clauses:
        return place.error(
            f"{place.word} stands too late",
            hint=f"fields stand before where: {verb.name} TARGET {place.word} where ...",
        )
    if kind == "PAIR":
        more = "; give the body with --input" if verb.option("--input") else ""
        return place.error(f"{verb.name} does not take {place.word}", hint=usage + more)
    if "where" in verb.clauses and not items.clauses and COMPARED.match(place.text, place.start):
        return place.error(f"'{place.word}' cannot stand here", hint="conditions stand after where")
    known = [*verb.clauses, *(("and", "or") if "where" in items.clauses else ())]
    known += ["asc", "desc"] if "sort" in items.clauses else []
    return place.error(f"'{place.word}' cannot stand here. {did_you_mean(place.word, known)}".rstrip(), hint=usage)

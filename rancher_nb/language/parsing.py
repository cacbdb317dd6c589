"""From a line to a command.

Knows the order in which a line is read: secrets are refused first, then the verb is looked up, then the grammar and
the verb's table say what the rest may be. It calls nothing and knows no schema: whether a type or a field exists is
the session's to find out.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..api import format_path
from ..errors import CommandError, did_you_mean
from .bodies import merged, read_body, read_fields, read_json
from .command import Command
from .conditions import ConditionReader, joined, read_order, read_path
from .filters import Asked, read_filters
from .items import Items, sort_items
from .options import read_option, whole_number
from .place import Place
from .scanning import scan
from .secrecy import MASK, cut_after, may_hold_keys, refuse_address, refuse_secrets
from .values import Values
from .verbs import VERBS
from .words import target_of, text_of

if TYPE_CHECKING:
    from lark import Token, Tree

    from .scanning import Line
    from .values import Evaluate
    from .verb import Argument, Verb

__all__ = ["parse"]

HELP = re.compile(r"\s*\S+\s+(?:(?:-h|--help)(?!\S)|(?:.*\s)?--help\s*$)", re.DOTALL)
METHODS = ("GET", "POST", "PUT", "DELETE")
CONTRADICTIONS = (("no-follow", "follow"), ("ca", "insecure"))


def parse(line: str, *, cell: str | None = None, evaluate: Evaluate | None = None) -> Command:
    """Return the command that *line* (without ``%rancher``) and the body *cell* say.

    Expressions in braces are evaluated by *evaluate*, whose errors pass through; without it they may be Python
    literals only. ``-h`` right after a verb, and ``--help`` there or at the end, ask for its help. Raises CommandError
    that points at the first fault; keys on the line are refused and never shown.
    """
    scanned = scan(line).unsilenced()
    first = re.search(r"\S+", scanned.blanked)
    word = first[0] if first else ""
    refuse_secrets(scanned, word)
    try:
        verb = verb_of(scanned, first)
        if HELP.match(scanned.outline):
            return Command("help", (verb.name,), text=line)
        return Reader(scanned, verb, Values(evaluate)).read(cell)
    except CommandError as error:
        if may_hold_keys(word) and error.text.startswith(line[: error.start]):
            raise cut_after(error) from None
        raise


def verb_of(line: Line, first: re.Match[str] | None) -> Verb:
    """Return the verb that the line begins with; raises CommandError with close matches."""
    if first is None:
        raise line.place(0, 0).error("a verb is missing", hint="%rancher help lists them")
    if first[0] in VERBS:
        return VERBS[first[0]]
    lower = first[0].lower()
    meant = f"Did you mean {lower}?" if lower in VERBS else did_you_mean(first[0], VERBS)
    raise line.place(*first.span()).error(
        f"there is no verb '{line.text[slice(*first.span())]}'. {meant}".rstrip(),
        hint="%rancher help lists the verbs",
    )


class Reader:
    """Reads one line of one verb."""

    def __init__(self, line: Line, verb: Verb, values: Values) -> None:
        """Read *line*, whose verb is *verb*; *values* evaluates its expressions."""
        self._line = line
        self._verb = verb
        self._values = values

    def read(self, cell: str | None) -> Command:
        """Return the command, with *cell* as its body."""
        items = sort_items(self._line, self._tree(), self._verb)
        self._check(items, cell)
        words = dict(zip((argument.name for argument in self._verb.arguments), items.words, strict=False))
        positional = tuple(
            self._argument(argument, words[argument.name])
            for argument in self._verb.arguments
            if argument.name in words and argument.kind != "json"
        )
        options = self._clauses(items)
        named = {
            each.keyword: read_option(self._line, items.options[each.name], self._values)
            for each in self._verb.options
            if each.name in items.options
        }
        options |= {key: value for key, value in named.items() if key not in ("out", "python", "input")}
        options |= self._body(items, words.get("JSON"), named.get("input"), cell)
        return Command(
            self._verb.name,
            positional,
            MappingProxyType(options),
            out=named.get("out"),
            prints="python" if "python" in named else None,
            text=self._line.text,
            sources=tuple(each for each in self._values.sources if any(each[0] is value for value in positional)),
        )

    def _tree(self) -> Tree[Token]:
        """Return the tree of the line; what cannot be read after ``connect`` may be a key and is not shown."""
        from .grammar import read

        try:
            return read(self._line, "command")
        except CommandError:
            if self._verb.name != "connect":
                raise
        text = f"connect {MASK}"
        raise Place(text, len(text) - len(MASK), len(text)).error(
            "cannot read what follows connect",
            hint=f"usage: %rancher {self._verb.usage}",
        )

    def _check(self, items: Items, cell: str | None) -> None:
        """Raise CommandError when an argument is missing, options contradict, or a cell body has no use."""
        end = len(self._line.blanked.rstrip())
        missing = self._verb.arguments[len(items.words) :]
        if missing and missing[0].required:
            raise self._line.place(end, end).error(
                f"{self._verb.name} needs {missing[0].name}",
                hint=f"usage: %rancher {self._verb.usage}",
            )
        for one, other in CONTRADICTIONS:
            if one in items.options and other in items.options:
                raise items.options[other].place.error(f"--{one} and --{other} contradict")
        if cell is not None and cell.strip() and not self._verb.takes_cell:
            raise Place(cell, 0, len(cell.rstrip())).error(
                f"{self._verb.name} takes no cell body",
                hint=f"write it on one line: %rancher {self._verb.usage}",
            )

    def _argument(self, argument: Argument, place: Place) -> object:
        """Return one positional argument; raises CommandError when it is empty or not of its kind."""
        if argument.kind == "target":
            target = target_of(self._line, place, self._values)
            if target == "":
                raise place.error(f"{argument.name} is empty")
            return target
        text = text_of(self._line, place, self._values)
        if not text.strip():
            raise place.error(f"{argument.name} is empty")
        if argument.kind == "url":
            refuse_address(text)
        if argument.kind == "method" and text.upper() not in METHODS:
            raise place.error(
                f"'{text}' is no method. {did_you_mean(text, METHODS)}".rstrip(),
                hint=f"methods: {', '.join(METHODS)}",
            )
        if argument.kind == "verb" and text not in VERBS:
            raise place.error(f"there is no verb '{text}'. {did_you_mean(text, VERBS)}".rstrip(), hint="%rancher help")
        return text.upper() if argument.kind == "method" else text

    def _clauses(self, items: Items) -> dict[str, Any]:
        """Return what the clauses, and the pairs in the API's form, ask for."""
        filters = self._verb.pairs == "filters"
        asked = read_filters(self._line, items.pairs, self._values) if filters else Asked()
        options: dict[str, Any] = {}
        conditions = list(asked.conditions)
        if "where" in items.clauses:
            reader = ConditionReader(self._line, self._values, in_command=True)
            conditions.append(reader.read(items.clauses["where"].children[1]))
        if conditions:
            options["where"] = joined(conditions)
        return options | self._order(items, asked) | self._limit(items, asked) | self._columns(items)

    def _order(self, items: Items, asked: Asked) -> dict[str, Any]:
        """Return the order, which only one form may give."""
        if asked.sort_place is not None and ("sort" in items.clauses or "sort" not in self._verb.clauses):
            what = "sort is given twice" if "sort" in items.clauses else f"{self._verb.name} does not take sort"
            raise asked.sort_place.error(what)
        if "sort" not in items.clauses:
            return {"sort": asked.sort} if asked.sort else {}
        return {"sort": read_order(self._line, items.clauses["sort"].children[1])}

    def _limit(self, items: Items, asked: Asked) -> dict[str, Any]:
        """Return the limit, which only one form may give."""
        place = asked.limit
        if place is not None and ("limit" in items.clauses or "limit" not in self._verb.clauses):
            what = "limit is given twice" if "limit" in items.clauses else f"{self._verb.name} does not take limit"
            raise place.error(what)
        if "limit" in items.clauses:
            token = items.clauses["limit"].children[1]
            place = self._line.place(token.start_pos, token.end_pos)
        return {} if place is None else {"limit": whole_number(self._line, place, self._values, "limit")}

    def _columns(self, items: Items) -> dict[str, Any]:
        """Return the columns."""
        if "columns" not in items.clauses:
            return {}
        tokens = items.clauses["columns"].children[1:]
        paths = (read_path(self._line.place(token.start_pos, token.end_pos)) for token in tokens)
        return {"columns": tuple(format_path(path) for path in paths)}

    def _body(self, items: Items, json: Place | None, given: Any, cell: str | None) -> dict[str, Any]:
        """Return the body of a writing verb, put together from the line and the cell."""
        end = len(self._line.blanked.rstrip())
        parts: list[tuple[dict[str, Any], str, Place]] = []
        if self._verb.pairs == "fields" and items.pairs:
            fields = read_fields(self._line, items.pairs, self._values)
            parts.append((fields, "as a field on the line", items.pairs[0]))
        if given is not None:
            parts.append((given, "in --input", items.options["input"].place))
        if json is not None:
            parts.append((read_json(self._line, json, self._values), "on the line", json))
        if cell is not None and cell.strip():
            parts.append((read_body(cell), "in the cell", self._line.place(0, end)))
        return {("body" if self._verb.name == "raw" else "input"): merged(parts)} if parts else {}

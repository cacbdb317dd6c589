"""What can be offered where: verbs, types, fields, operators, values, options.

Knows how schemas, seen names and the verbs' table become candidates. It does not know where the cursor is beyond the
situation it is given, and never asks a server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ..api import format_value
from ..errors import QueryError
from .filters import MODIFIERS
from .scanning import is_line, quoted
from .spelling import KEYWORDS, spell_word
from .verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..api import Field, Schema, Schemas
    from .situation import Situation
    from .verb import Argument, Option

__all__ = ["Completion", "Knowledge", "Offers"]

OPERATORS = {
    "=": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "lte",
    ">": "gt",
    ">=": "gte",
    "like": "like",
    "not like": "notlike",
    "prefix": "prefix",
    "in": "eq",
    "not in": "",
    "is null": "null",
    "is not null": "notnull",
    "contains": "",
    "~": "",
    "!~": "",
}

ID = re.compile(r"[0-9]+[a-z]+[0-9]+")
TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Completion:
    """One candidate: the *text* to put in place, what *kind* of thing it is, a short *note* on it."""

    text: str
    kind: str
    note: str = ""


class Knowledge(Protocol):
    """What completion may know, all of it in memory."""

    @property
    def schemas(self) -> Schemas | None:
        """The schemas in force, None without a connection."""

    @property
    def connections(self) -> Sequence[str]:
        """The names of open connections."""

    @property
    def profiles(self) -> Sequence[str]:
        """The names of profiles."""

    @property
    def projects(self) -> Sequence[str]:
        """The names of projects."""

    def seen(self, type_id: str) -> Sequence[str]:
        """Return ids and names of a type seen so far."""


class Offers:
    """The candidates for one situation."""

    def __init__(self, here: Situation, knowledge: Knowledge) -> None:
        """Offer what *knowledge* has for the situation *here*."""
        self._here = here
        self._knowledge = knowledge

    @property
    def _schemas(self) -> Iterable[Schema]:
        return () if self._knowledge.schemas is None else self._knowledge.schemas.values()

    def _find(self, name: str) -> Schema | None:
        """Return the schema called *name*, None when there is none."""
        try:
            return self._knowledge.schemas.find(name) if self._knowledge.schemas is not None else None
        except QueryError:
            return None

    @property
    def _schema(self) -> Schema | None:
        """The schema of the type that the line names, None when it names none."""
        verb = self._here.verb
        kinds = [argument.kind for argument in verb.arguments] if verb is not None else []
        for kind, word in zip(kinds, self._here.words, strict=False):
            if kind in ("target", "type"):
                return self._find(word.partition("/")[0])
        return None

    def words(self, *words: str) -> Iterator[Completion]:
        """Yield words of the language."""
        yield from (Completion(word, "keyword") for word in words)

    def verbs(self) -> Iterator[Completion]:
        """Yield the verbs."""
        yield from (Completion(verb.name, "verb", verb.summary) for verb in VERBS.values())

    def options(self) -> Iterator[Completion]:
        """Yield the options of the verb that are not given yet."""
        given = {token.partition("=")[0] for token in self._here.tokens if token.type == "OPTION"}
        verb = self._here.verb
        for each in verb.options if verb is not None else ():
            if each.flag not in given:
                yield Completion(each.flag, "option", each.help)

    def option_values(self, option: Option) -> Iterator[Completion]:
        """Yield the values of an option, as far as they are known."""
        known: Sequence[str] = {
            "profile": self._knowledge.profiles,
            "project": self._knowledge.projects,
            "size": ("small", "large"),
            "wait": self._options_of("state"),
        }.get(option.keyword, ())
        # an optional value with a slash would be read as a target
        fitting = [each for each in known if option.kind != "state" or "/" not in each]
        yield from (Completion(each, "value", option.value or "") for each in spelt(fitting))

    def argument(self, argument: Argument) -> Iterator[Completion]:
        """Yield what may stand as a positional argument."""
        match argument.kind:
            case "target":
                yield from self._targets()
            case "type":
                yield from (
                    Completion(each.id, "type", "can be created")
                    for each in self._schemas
                    if each.is_creatable and is_type(each.id)
                )
            case "subject":
                yield from self._subjects()
            case "action":
                yield from self._actions()
            case "connection" | "project":
                known = self._knowledge.connections if argument.kind == "connection" else self._knowledge.projects
                yield from (Completion(each, argument.kind) for each in spelt(known))
            case "method":
                yield from self.words("GET", "POST", "PUT", "DELETE")
            case "verb":
                yield from self.verbs()

    def _targets(self) -> Iterator[Completion]:
        """Yield types, or what is known behind the slashes of a target."""
        type_name, *steps = self._here.typed.split("/")
        schema = self._find(type_name)
        if not steps:
            yield from self._listable()
        elif schema is not None and len(steps) == 1:
            parts = spelt(self._knowledge.seen(schema.id), spell_part)
            yield from (Completion(each, "resource", schema.id) for each in parts)
        elif schema is not None:
            yield from (Completion(each, "link", f"of {schema.id}") for each in spelt(schema.includes, spell_part))

    def _listable(self) -> Iterator[Completion]:
        """Yield the types that can be listed; after an action's name those that have it."""
        action = self._here.words[0].lower() if self._here.verb and self._here.verb.name == "action" else None
        found = [each for each in self._schemas if each.is_listable]
        having = [each for each in found if action is None or action in {name.lower() for name in each.actions}]
        yield from (Completion(each.plural, "type", each.id) for each in having or found if is_type(each.plural))

    def _subjects(self) -> Iterator[Completion]:
        """Yield types to describe, or the fields of one after its dot."""
        type_name, dot, _ = self._here.typed.partition(".")
        if not dot:
            yield from (Completion(each.id, "type", each.plural) for each in self._schemas if is_type(each.id))
            return
        schema = self._find(type_name)
        for each in schema.fields.values() if schema is not None else ():
            if NAME.fullmatch(each.name):
                yield Completion(each.name, "field", str(each.type))

    def _actions(self) -> Iterator[Completion]:
        """Yield the actions of all types, each with the types that have it."""
        having: dict[str, list[str]] = {}
        for schema in self._schemas:
            for name in schema.actions:
                having.setdefault(name, []).append(schema.id)
        for name in filter(is_line, sorted(having)):
            yield Completion(
                spell_word(name), "action", ", ".join(having[name][:4]) + (", …" if having[name][4:] else "")
            )

    def continuations(self) -> Iterator[Completion]:
        """Yield what may follow once every needed argument is there."""
        here = self._here
        if here.typed.partition("=")[1]:
            yield from self._pair_values(here.typed.partition("=")[0])
            return
        if "_AND" in here.expected:
            yield from self.words("and", "or")
        if here.has("KEY") and here.tokens[-1].type == "KEY":
            yield from self.words("desc", "asc")
        for clause in here.verb.clauses if here.verb is not None else ():
            if not here.has(clause.upper()):
                yield Completion(clause, "keyword")
        if here.verb is not None and here.verb.pairs and not any(here.has(each) for each in ("WHERE", "SORT", "LIMIT")):
            yield from self._pair_keys(here.verb.pairs)
        yield from self.options()

    def _pair_keys(self, meaning: str) -> Iterator[Completion]:
        """Yield ``field=`` for a body, ``field=`` and ``field_modifier=`` for the API's filters."""
        schema = self._schema
        if schema is None:
            return
        if meaning == "fields":
            updating = self._here.verb is not None and self._here.verb.name == "update"
            for each in schema.fields.values():
                if (each.update if updating else each.create) and NAME.fullmatch(each.name):
                    yield Completion(f"{each.name}=", "field", f"{each.type}{', required' * each.required}")
            return
        for name in filter(NAME.fullmatch, schema.filters):
            yield Completion(f"{name}=", "field", "filter of the API")
            if self._here.typed.startswith(f"{name}_"):
                for modifier in filter(NAME.fullmatch, schema.modifiers(name)):
                    yield Completion(f"{name}_{modifier}=", "field", "filter of the API")

    def _pair_values(self, key: str) -> Iterator[Completion]:
        """Yield the values of a pair's field."""
        head, _, modifier = key.rpartition("_")
        for each in self._values_of(head if head and modifier in MODIFIERS else key):
            yield from (Completion(text, each.kind, each.note) for text in spelt((each.text,)))

    def fields(self) -> Iterator[Completion]:
        """Yield the fields of the type, those that the server can filter first."""
        schema = self._schema
        if schema is None:
            return
        names = dict.fromkeys(("id", *schema.fields))
        for name in sorted(filter(NAME.fullmatch, names), key=lambda each: each not in schema.filters):
            kind = schema.fields[name].type if name in schema.fields else "string"
            yield Completion(name, "field", f"{kind}{', filtered by the server' * (name in schema.filters)}")

    def operators(self, name: str | None) -> Iterator[Completion]:
        """Yield the operators, those that the server has for field *name* first."""
        schema = self._schema
        modifiers = schema.modifiers(name) if schema is not None and name is not None else ()
        for operator in sorted(OPERATORS, key=lambda each: OPERATORS[each] not in modifiers):
            yield Completion(operator, "operator", "by the server" if OPERATORS[operator] in modifiers else "done here")

    def values(self, name: str | None) -> Iterator[Completion]:
        """Yield the values of field *name* as a condition spells them."""
        for each in self._values_of(name):
            yield Completion(each.text if each.kind == "time" else format_value(each.text), each.kind, each.note)

    def _values_of(self, name: str | None) -> Iterator[Completion]:
        """Yield known values of field *name*, unquoted: enum options, true and false, ids seen, times."""
        field = self._field(name)
        if field is None:
            return
        for option in field.options:
            yield Completion(option, "value", f"of {field.name}")
        if field.type.kind == "boolean":
            yield from (Completion(each, "value") for each in ("true", "false"))
        elif field.type.kind == "reference" and field.type.target is not None:
            ids = filter(ID.fullmatch, self._knowledge.seen(field.type.target))  # a reference holds no name
            yield from (Completion(each, "resource", field.type.target) for each in ids)
        elif field.type.kind == "date":
            yield from (Completion(each, "time") for each in ("1h ago", "1d ago", "now"))

    def _field(self, name: str | None) -> Field | None:
        """Return the field *name* of the line's type, None when there is none."""
        schema = self._schema
        return schema.fields.get(name) if schema is not None and name is not None else None

    def _options_of(self, name: str) -> tuple[str, ...]:
        """Return the options of field *name* of the line's type."""
        field = self._field(name)
        return field.options if field is not None else ()


def is_type(text: str) -> bool:
    """Whether *text* can stand where a type does: such names are never quoted."""
    return TYPE.fullmatch(text) is not None and text.lower() not in KEYWORDS


def spelt(names: Iterable[str], spell: Callable[[str], str] = spell_word) -> Iterator[str]:
    """Yield *names* as a line spells them; what is no line is left out."""
    return map(spell, filter(is_line, names))


def spell_part(text: str) -> str:
    """Return *text* as the part of a target behind a slash."""
    return quoted(text) if "/" in text else spell_word(text)

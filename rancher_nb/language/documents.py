"""YAML documents, read strictly from their events.

Knows PyYAML's event stream. Only plain data comes out: tags, anchors and aliases are refused (an alias can blow up a
body, a tag can construct objects), duplicate keys too, and scalars follow YAML 1.2's core. It does not know what the
data is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml import events

from ..errors import CommandError
from .bodies import plain_scalar
from .values import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_yaml"]

HINT = "a body is a mapping: field: value, a line each"


def read_yaml(text: str) -> dict[str, Any]:
    """Return the mapping that *text* says.

    Raises CommandError at line and column for what is not YAML, for a key that comes twice, for tags, anchors and
    aliases, for a second document, and for anything but a mapping.
    """
    try:
        return Builder(text).mapping()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise misfit(text, mark.index if mark is not None else 0, str(error.problem or error.context)) from None
    except yaml.reader.ReaderError as error:
        raise misfit(text, error.position, "a character that YAML does not allow") from None
    except (ValueError, OverflowError):  # an escape or a version with a number beyond all bounds
        raise misfit(text, 0, "a number out of range") from None


def misfit(text: str, at: int, problem: str, *, end: int | None = None) -> CommandError:
    """Return the error for *problem* at a position of *text*; behind its last word it points right there."""
    last = len(text.rstrip())
    at = min(at, last)
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    message = f"the body cannot be read: {problem} (line {line}, column {column})"
    return CommandError(message, text=text, start=at, end=max(min(end or 0, last), at), hint=HINT)


class Builder:
    """Builds one document from its events."""

    def __init__(self, text: str) -> None:
        """Read *text* from its start."""
        self._text = text
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.SafeLoader))

    def mapping(self) -> dict[str, Any]:
        """Return the one mapping of the text."""
        next(self._events)
        first = next(self._events)
        if isinstance(first, events.StreamEndEvent):
            raise misfit(self._text, 0, "it is empty")
        root = next(self._events)
        if not isinstance(root, events.MappingStartEvent):
            kind = "list" if isinstance(root, events.SequenceStartEvent) else "single value"
            raise self._at(root, f"a mapping is wanted, not a {kind}")
        self._checked(root, 1)
        body = self._mapping(1)
        next(self._events)
        last = next(self._events)
        if not isinstance(last, events.StreamEndEvent):
            raise self._at(last, "one document is enough")
        return body

    def _at(self, event: Any, problem: str) -> CommandError:
        """Return the error for *problem* at *event*."""
        return misfit(self._text, event.start_mark.index, problem, end=event.end_mark.index)

    def _checked(self, event: Any, depth: int) -> Any:
        """Return *event*; raises CommandError when it is nested too deep or more than plain data."""
        if depth > DEEPEST:
            raise self._at(event, f"it is nested deeper than {DEEPEST} levels")
        if isinstance(event, events.AliasEvent) or event.anchor is not None:
            raise self._at(event, "anchors and aliases are not taken: write the value out")
        if event.tag is not None:
            raise self._at(event, f"the tag {event.tag} is not taken: only plain data is")
        return event

    def _value(self, depth: int) -> Any:
        """Return the next value."""
        return self._value_of(self._checked(next(self._events), depth), depth)

    def _value_of(self, event: Any, depth: int) -> Any:
        """Return the value that begins with *event*."""
        if isinstance(event, events.ScalarEvent):
            return plain_scalar(event.value) if event.style is None else event.value
        return self._sequence(depth) if isinstance(event, events.SequenceStartEvent) else self._mapping(depth)

    def _sequence(self, depth: int) -> list[Any]:
        """Return the list whose start has been read."""
        items: list[Any] = []
        while not isinstance(event := next(self._events), events.SequenceEndEvent):
            items.append(self._value_of(self._checked(event, depth), depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        """Return the mapping whose start has been read; keys are text, whatever they look like."""
        body: dict[str, Any] = {}
        while not isinstance(event := next(self._events), events.MappingEndEvent):
            if not isinstance(self._checked(event, depth), events.ScalarEvent):
                raise self._at(event, "a key is a word, not a list or a mapping")
            if event.value in body:
                raise self._at(event, f"'{event.value}' is given twice")
            body[event.value] = self._value(depth + 1)
        return body

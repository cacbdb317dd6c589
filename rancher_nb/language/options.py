"""What the value of an option must look like.

Knows the kinds of option values and their Python types. It does not know which verb has which option.
"""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from ..api import parse_duration, parse_time
from ..errors import did_you_mean
from .bodies import read_json
from .words import text_of, value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .items import Given
    from .place import Place
    from .scanning import Line
    from .values import Values

__all__ = ["read_option", "whole_number"]

SIZES = ("small", "large")
DIGITS = 18  # the most digits of a whole number: more is a slip


def read_option(line: Line, given: Given, values: Values) -> Any:
    """Return the value of an option as its `Session` keyword takes it; raises CommandError when it does not fit."""
    if given.value is None:
        return given.option.given
    if given.option.kind == "json":
        return read_json(line, given.value, values)
    if given.option.kind == "whole":
        return whole_number(line, given.value, values, given.option.flag)
    return READERS[given.option.kind](line, given.value, values)


def whole_number(line: Line, place: Place, values: Values, what: str) -> int:
    """Return the whole number, 0 or more, at *place*; *what* takes it, as the error says."""
    value = value_of(line, place, values)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**DIGITS:
        return value
    text = str(value).strip() if isinstance(value, str) else ""
    if text.isascii() and text.isdigit() and len(text) <= DIGITS:
        return int(text)
    raise place.error(f"{what} takes a whole number, 0 or more, not {place.word or 'nothing'}")


def read_text(line: Line, place: Place, values: Values) -> str:
    """Return a text that is not empty."""
    text = text_of(line, place, values)
    if text.strip():
        return text
    raise place.error("a value is missing here")


def read_name(line: Line, place: Place, values: Values) -> str:
    """Return a name that Python can bind."""
    name = text_of(line, place, values)
    if name.isidentifier() and not keyword.iskeyword(name):
        return name
    raise place.error(f"{place.word or 'nothing'} is no name that Python can bind", hint="-o containers")


def read_seconds(line: Line, place: Place, values: Values) -> int | float:
    """Return seconds from a number or a duration."""
    text = text_of(line, place, values).strip()
    seconds = parse_duration(f"{text}s" if text.replace(".", "", 1).isdecimal() else text)
    if seconds is None or not 0 < seconds < float("inf"):
        raise place.error(f"{place.word or 'nothing'} is no time to wait", hint="90, 90s, 5m or 1h30m")
    return int(seconds) if seconds == int(seconds) else seconds


def read_size(line: Line, place: Place, values: Values) -> str | int:
    """Return small, large, or a number of containers."""
    text = str(value_of(line, place, values))
    if text in SIZES:
        return text
    if text.isascii() and text.isdigit() and len(text) <= DIGITS:
        return int(text)
    raise place.error(f"a size is small, large or a number, not {place.word}. {did_you_mean(text, SIZES)}".rstrip())


def read_since(line: Line, place: Place, values: Values) -> str:
    """Return a duration or a time, as typed."""
    text = text_of(line, place, values).strip()
    if parse_duration(text) is None and parse_time(text) is None:
        raise place.error(
            f"{place.word or 'nothing'} is neither a duration nor a time", hint="15m, or 2017-03-03T10:20"
        )
    return text


READERS: dict[str, Callable[[Line, Place, Values], Any]] = {
    "text": read_text,
    "state": read_text,
    "seconds": read_seconds,
    "size": read_size,
    "since": read_since,
    "name": read_name,
}

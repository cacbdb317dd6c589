"""Bodies of requests: fields on the line, JSON, a cell; put together so that nothing is given twice.

Knows how text becomes values as YAML 1.2's core has them, that dotted keys nest, and how JSON is read with its
duplicates refused. It does not know schemas: what a body may hold is checked elsewhere.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from .conditions import read_path
from .filters import split_pair
from .place import Place
from .scanning import unquoted
from .values import DEEPEST, plain_value
from .words import value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..api import Path
    from .scanning import Line
    from .values import Values

__all__ = ["merged", "plain_scalar", "read_body", "read_fields", "read_json"]

WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
INT = re.compile(r"[-+]?[0-9]+")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
LONGEST_NUMBER = 400  # digits; longer ones overflow a double or Python's own limit


def plain_scalar(text: str) -> Any:
    """Return what *text* without quotes says: null, true, false, a number, or itself.

    These are the rules of YAML 1.2's core: dates and ``yes`` stay text, and so does ``22:22``, which YAML 1.1 reads as
    a number in base 60.

    >>> [plain_scalar(each) for each in ("3", "1.5", "true", "null", "yes", "22:22")]
    [3, 1.5, True, None, 'yes', '22:22']
    """
    lower = text if text in ("~", "") else text.lower()
    if lower in WORDS and text in (lower, lower.capitalize(), lower.upper()):
        return WORDS[lower]
    if len(text) > LONGEST_NUMBER:
        return text
    if INT.fullmatch(text):
        return int(text)
    number = float(text) if FLOAT.fullmatch(text) else None
    return text if number is None or number in (float("inf"), float("-inf")) else number


def read_fields(line: Line, pairs: Sequence[Place], values: Values) -> dict[str, Any]:
    """Return the body that ``field=value`` pairs say; raises CommandError when one is given twice."""
    body: dict[str, Any] = {}
    for pair in pairs:
        key, value = split_pair(line, pair)
        put(body, read_path(key), read_value(line, value, values), key)
    return body


def read_value(line: Line, place: Place, values: Values) -> Any:
    """Return the value of one pair: quoted text is text, an expression its value, else as `plain_scalar`."""
    if not place.word:
        return ""
    if place.start not in line.expressions and place.word[0] not in "'\"":
        said = value_of(line, place, values)
        return plain_scalar(said) if said == place.word else said
    return plain_value(value_of(line, place, values), place)


def put(body: dict[str, Any], path: Path, value: Any, place: Place) -> None:
    """Put *value* at *path* into *body*; raises CommandError when something is there already."""
    if len(path) > DEEPEST:
        raise place.error("nested too deep")
    inner: Any = body
    for step in path[:-1]:
        inner = inner.setdefault(step, {})
        if not isinstance(inner, dict):
            raise place.error(f"{place.word} goes into a field that already has a value")
    if path[-1] in inner:
        raise place.error(f"{place.word} is given twice")
    inner[path[-1]] = value


def read_json(line: Line, place: Place, values: Values) -> dict[str, Any]:
    """Return the body that the word at *place* says: JSON, quoted or not, or an expression whose value is a mapping.

    Raises CommandError when it is no JSON object, with the reason.
    """
    bare = place.word
    if place.start in line.expressions:
        body = parsed_json(bare)
        if not isinstance(body, dict):
            body = values.at(line, place.start, place.end)
    else:
        text = unquoted(bare) if bare[:1] in "'\"" else bare
        try:
            body = strict_json(text)
        except (ValueError, RecursionError) as error:
            raise place.error(f"this is no JSON: {error}", hint="""--input '{"timeout": 5}'""") from None
    plain = plain_value(body, place)
    if not isinstance(plain, dict):
        raise place.error(f"a body is a JSON object, not a {type(body).__name__}", hint="""--input '{"timeout": 5}'""")
    return plain


def strict_json(text: str) -> Any:
    """Return the JSON document *text*; raises ValueError also for duplicate keys and numbers JSON does not have."""
    return json.loads(text, object_pairs_hook=unique, parse_constant=no_constant)


def parsed_json(text: str) -> Any:
    """Return the JSON document *text*, None when it is none."""
    try:
        return strict_json(text)
    except (ValueError, RecursionError):
        return None


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return *pairs* as a dict; raises ValueError for a key that comes twice."""
    body = dict(pairs)
    if len(body) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"'{twice}' is given twice")
    return body


def no_constant(name: str) -> Any:
    """Raise ValueError: NaN and Infinity are not JSON."""
    raise ValueError(f"JSON has no {name}")


def read_body(cell: str) -> dict[str, Any]:
    """Return the mapping that a cell body says in YAML or JSON.

    Raises CommandError with line and column when it cannot be read, holds a key twice, or is no mapping.
    """
    if cell.lstrip().startswith("{"):
        body = parsed_json(cell)
        if isinstance(body, dict):
            checked: dict[str, Any] = plain_value(body, Place(cell, 0, len(cell)))
            return checked
    from .documents import read_yaml

    return read_yaml(cell)


def merged(parts: Sequence[tuple[dict[str, Any], str, Place]]) -> dict[str, Any]:
    """Return the body of all *parts*, each with where it comes from in words and in the text.

    Raises CommandError when two parts give the same field.
    """
    body: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for part, where, place in parts:
        for name, value in part.items():
            if name in body:
                raise place.error(f"{name} is given twice: {origin[name]} and {where}")
            body[name], origin[name] = value, where
    return body

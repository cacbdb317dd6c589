"""Check a body against its schema before it is sent.

Knows the server's own rules for fields (rancher/cattle, ValidationHandler.java) well enough to answer the common
mistakes without a request; what it lets through, the server still checks. It does not know how to send.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..errors import InputError, did_you_mean
from .schema import UNSET, Field, FieldType, Schema, Schemas
from .secret import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["check_input"]


def check_input(
    body: Mapping[str, Any],
    schema: Schema,
    schemas: Schemas,
    *,
    what: str,
    updating: bool = False,
) -> None:
    """Raise InputError, field by field, when *body* does not fit *schema*.

    Unknown fields, fields that cannot be set, missing required ones, wrong types, values out of range or not among
    the options are problems; nested objects are checked by their own schemas. *updating* asks for updatable fields
    and requires none. *what* names the request in the message.
    """
    problems = dict(problems_of(body, schema, schemas, updating=updating, path=""))
    if problems:
        raise InputError(
            f"the body of {what} does not fit {schema.id}",
            problems=problems,
            hint=f"%rancher describe {schema.id}",
        )


def problems_of(
    body: Mapping[str, Any],
    schema: Schema,
    schemas: Schemas,
    *,
    updating: bool,
    path: str,
) -> Iterator[tuple[str, str]]:
    """Yield (path, problem) for each fault of *body*."""
    for name, value in body.items():
        here = f"{path}{name}"
        field = schema.fields.get(name)
        if field is None:
            yield here, f"{schema.id} has no such field. {did_you_mean(name, schema.fields)}".rstrip()
        elif not (field.update if updating else field.create):
            yield here, f"cannot be set on {'update' if updating else 'create'}"
        elif field.is_secret and not isinstance(value, str | None):
            yield here, "is not a text (its value is a secret and not shown)"
        else:
            yield from value_problems(value, field, schemas, updating=updating, path=here)
    if not updating:
        for field in schema.fields.values():
            if field.required and field.create and field.default is UNSET and field.name not in body:
                yield f"{path}{field.name}", f"is required ({field.type})"


def value_problems(
    value: object,
    field: Field,
    schemas: Schemas,
    *,
    updating: bool,
    path: str,
) -> Iterator[tuple[str, str]]:
    """Yield the faults of one field's *value*."""
    if value is None:
        if not field.nullable and field.default is UNSET:
            yield path, "cannot be null"
        return
    yield from type_problems(value, field.type, schemas, updating=updating, path=path)
    if field.options and isinstance(value, str) and value not in field.options:
        yield path, f"'{value}' is not one of {', '.join(field.options)}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield from range_problems(value, field, path)
    if isinstance(value, str):
        yield from text_problems(value, field, path)


def type_problems(
    value: object,
    kind: FieldType,
    schemas: Schemas,
    *,
    updating: bool,
    path: str,
) -> Iterator[tuple[str, str]]:
    """Yield the faults of *value* against a field type, into arrays, maps and nested objects."""
    if kind.kind in MISFITS:
        fits, wanted = MISFITS[kind.kind]
        if not fits(value):
            yield path, f"is {said(value)}, not {wanted}"
    elif kind.kind == "array" and not isinstance(value, list | tuple):
        yield path, f"is {said(value)}, not a list"
    elif kind.kind in ("map", "object") and not isinstance(value, Mapping):
        yield path, f"is {said(value)}, not a {kind}"
    else:
        yield from inner_problems(value, kind, schemas, updating=updating, path=path)


def inner_problems(
    value: object,
    kind: FieldType,
    schemas: Schemas,
    *,
    updating: bool,
    path: str,
) -> Iterator[tuple[str, str]]:
    """Yield the faults of what is inside a list, a map or a nested object of the right outer type."""
    nested = schemas.get(kind.target or "") if kind.kind == "object" else None
    if nested is not None and isinstance(value, Mapping):
        yield from problems_of(value, nested, schemas, updating=updating, path=f"{path}.")
    elif kind.of is not None and isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from type_problems(each, kind.of, schemas, updating=updating, path=f"{path}[{index}]")
    elif kind.of is not None and isinstance(value, Mapping):
        for key, each in value.items():
            if each is not None:
                yield from type_problems(each, kind.of, schemas, updating=updating, path=f"{path}.{key}")


def is_number(value: object) -> bool:
    """Whether *value* is a number, or text that is one: the server converts it."""
    if isinstance(value, str):
        return re.fullmatch(r"[+-]?\d+(\.\d+)?", value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def is_plain(value: object) -> bool:
    """Whether *value* is one plain value, which the server turns into text."""
    return not isinstance(value, Mapping | list | tuple)


def is_truth(value: object) -> bool:
    """Whether *value* is true or false."""
    return isinstance(value, bool)


MISFITS: Mapping[str, tuple[Callable[[object], bool], str]] = MappingProxyType(
    {
        "int": (is_number, "a number"),
        "float": (is_number, "a number"),
        "boolean": (is_truth, "true or false"),
        **dict.fromkeys(("string", "enum", "reference", "password", "date"), (is_plain, "one plain value")),
    },
)


def said(value: object) -> str:
    """Name *value* for a message, cut short."""
    text = repr(masked(value))
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - what fits a line of the message


def range_problems(value: float, field: Field, path: str) -> Iterator[tuple[str, str]]:
    """Yield the faults of a number against min and max."""
    if field.min is not None and value < field.min:
        yield path, f"is {value}, below the least allowed {field.min}"
    if field.max is not None and value > field.max:
        yield path, f"is {value}, above the most allowed {field.max}"


def text_problems(value: str, field: Field, path: str) -> Iterator[tuple[str, str]]:
    """Yield the faults of a text against its length and characters."""
    if field.min_length is not None and len(value) < field.min_length:
        yield path, f"has {len(value)} characters, fewer than {field.min_length}"
    if field.max_length is not None and len(value) > field.max_length:
        yield path, f"has {len(value)} characters, more than {field.max_length}"
    allowed, refused = character_class(field.valid_chars), character_class(field.invalid_chars)
    if allowed is not None and not all(map(allowed.match, value)):
        yield path, f"may hold only the characters {field.valid_chars}"
    if refused is not None and any(map(refused.match, value)):
        yield path, f"may not hold the characters {field.invalid_chars}"


def character_class(characters: str | None) -> re.Pattern[str] | None:
    """Return the pattern of one of *characters*, a class body of a schema; None where it is no plain one.

    It is the server's text: brackets in it could make any pattern of it, so it is then left to the server.
    """
    if not characters or re.search(r"[\[\]\\]", characters):
        return None
    try:
        return re.compile(f"[{characters}]")
    except re.error:
        return None

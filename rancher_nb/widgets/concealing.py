"""Secrets inside the values of a card: masks for the texts that lie below the top level.

Knows where a nested object says what it is, and that a mask stands for the text and never for what is around it.
It does not know how values are said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..api import FieldType, Secret, masked

if TYPE_CHECKING:
    from ..api import Schema

__all__ = ["JSON", "concealed"]

JSON = FieldType("json")
DEEPEST = 50  # levels of lists and maps that are said


def concealed(value: Any, kind: FieldType, schemas: Mapping[str, Schema]) -> Any:
    """Return a JSON *value* of type *kind* with masks for the secrets in it, however deep they lie.

    What is secret is known from the names the API uses and from the *schemas* of nested objects; an object that
    names its own type is read by that one too.
    """
    return masked(veiled(value, kind, schemas, depth=0))


def veiled(value: Any, kind: FieldType, schemas: Mapping[str, Schema], *, depth: int) -> Any:
    """Return *value* with masks for what the schemas call secret."""
    if depth > DEEPEST:
        return "…"
    if isinstance(value, Secret) or (kind.kind == "password" and value is not None):
        return str(Secret(""))
    if isinstance(value, list):
        return [veiled(each, kind.of or JSON, schemas, depth=depth + 1) for each in value]
    if not isinstance(value, Mapping):
        return value
    known = [schemas.get(str(each)) for each in (kind.target, value.get("type"))]
    fields = [schema.fields for schema in known if schema is not None]
    clean = {}
    for name, each in value.items():
        found = [field for field in (named.get(name) for named in fields) if field is not None]
        inner = FieldType("password") if any(field.is_secret for field in found) else found[0].type if found else None
        clean[name] = veiled(each, inner or kind.of or JSON, schemas, depth=depth + 1)
    return clean

"""Which fields are read from a page and which columns a frame gets.

Knows how the name of a column leads to a field, and into it. It does not know bytes, arrays or pandas.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..api import FieldType, columns_of, masked
from ..errors import QueryError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..api import Path, Plan, Schema

__all__ = ["Wanted", "column_at", "columns_for", "field_type", "missing_column", "type_at", "wanted_columns"]

HEAD = re.compile(r"[^.\[]+")
STEP = re.compile(r'\.([^\[]+)|\[("(?:[^"\\]|\\.)*")\]')
ID = FieldType("reference")
"""The schema calls an id an int; on the wire it is a text such as 1i5, like every reference."""
ANYTHING = FieldType("json")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One column of a frame: its *name* as asked, the *field* it is read from and the *steps* into that field."""

    name: str
    field: str
    steps: Path
    type: FieldType


def columns_for(plan: Plan, schema: Schema) -> tuple[str, ...]:
    """Return the fields to decode: those of the wanted columns, of the condition and of the order.

    Each once, without ``id``, which is always decoded. Raises QueryError for a column that the schema lacks, that
    leads into a plain value, or that holds secrets.
    """
    wanted = [each.field for each in wanted_columns(schema, plan.query.columns)]
    return tuple(dict.fromkeys(name for name in (*wanted, *plan.query.fields_needed()) if name != "id"))


def wanted_columns(schema: Schema, asked: Iterable[str]) -> tuple[Wanted, ...]:
    """Return the columns *asked* for, or the schema's own, each once; ``id`` is the index and no column.

    Raises QueryError as `columns_for` does.
    """
    names = dict.fromkeys(columns_of(schema, asked))
    return tuple(column_at(schema, name) for name in names if name != "id")


def column_at(schema: Schema, name: str) -> Wanted:
    """Return the column that *name* spells: a field, ``labels.KEY``, ``labels["KEY"]`` or a dotted path."""
    head, steps = (name, ()) if name in schema.fields else steps_of(name)
    field = schema.field(head)
    if field.is_secret or holds_passwords(field.type) or (steps and is_secret_end(steps[-1], field.type)):
        raise QueryError(
            f"{schema.id}.{name} holds secrets, and secrets are never put in a frame",
            word=name,
            hint=f"leave {name} out of the columns",
        )
    if steps and field.type.is_scalar:
        raise QueryError(
            f"{schema.id}.{head} is one {field.type}: it has no '{steps[0]}' inside",
            word=name,
            hint=f"%rancher describe {schema.id}.{head}",
        )
    return Wanted(name, head, steps, inner_type(field.type, steps))


def holds_passwords(kind: FieldType) -> bool:
    """Whether values of type *kind* are passwords, or lists or maps of them."""
    return kind.kind == "password" or (kind.of is not None and holds_passwords(kind.of))


def is_secret_end(step: str, kind: FieldType) -> bool:
    """Whether a path into a field of type *kind* that ends with *step* leads to a secret, by its name.

    A step may be several joined by dots, but not in a map of plain values, whose keys have dots of their own.
    """
    is_flat = kind.kind == "map" and kind.of is not None and kind.of.is_scalar
    name = step if is_flat else step.rpartition(".")[2]
    sample = {name: "text"}
    return bool(masked(sample) != sample)


def steps_of(name: str) -> tuple[str, Path]:
    """Split the name of a column into its field and the steps into it.

    Raises QueryError when the name is not spelled like one.
    """
    match = HEAD.match(name)
    head, position = (match[0], match.end()) if match else ("", 0)
    steps: list[str] = []
    while step := STEP.match(name, position):
        try:
            steps.append(step[1] or json.loads(step[2]))
        except ValueError:  # an escape that JSON does not have
            break
        position = step.end()
    if not match or position != len(name):
        raise QueryError(f"'{name}' is not a column", word=name, hint='write labels.KEY or labels["KEY"]')
    return head, tuple(steps)


def inner_type(kind: FieldType, steps: Path) -> FieldType:
    """Return the type of what *steps* lead to: that of a map's values for one step, else anything."""
    if not steps:
        return kind
    inside = kind.of if kind.kind == "map" and len(steps) == 1 else None
    return inside if inside is not None else ANYTHING


def field_type(schema: Schema, name: str) -> FieldType:
    """Return the type of field *name* as it is on the wire; for ``id`` that of a reference.

    Raises QueryError for a field that the schema lacks.
    """
    return ID if name == "id" else schema.field(name).type


def type_at(schema: Schema, path: Path) -> FieldType:
    """Return the type of what *path* leads to, as far as the schema says; else that of the last known step."""
    kind = field_type(schema, path[0])
    for _ in path[1:]:
        kind = kind.of if kind.of is not None else kind
    return kind


def missing_column(name: str, columns: Iterable[str]) -> QueryError:
    """Return the error for a condition that looks at a column which a frame has not."""
    return QueryError(
        f"the frame has no column '{name}'. {did_you_mean(name, columns)}".rstrip(),
        word=name,
        hint=f"get it with: columns {name}",
    )

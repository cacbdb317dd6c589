"""What the schemas say, told for people: `types` and `describe`.

Knows how a schema reads best. It does not know how schemas are fetched.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from ..api import UNSET, Column
from .report import Report, listing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..api import Field, Listing, Schema, Schemas
    from .connection import Connection

__all__ = ["describe_member", "describe_type", "type_table"]

LINE = 70  # characters of a list of values in one line
SIGNS = {
    "eq": "=",
    "ne": "!=",
    "lt": "<",
    "lte": "<=",
    "gt": ">",
    "gte": ">=",
    "null": "is null",
    "notnull": "is not null",
}


def type_table(here: Connection, pattern: str | None) -> Report:
    """Tell the listable types, or all whose id or plural contains *pattern*."""
    wanted = (pattern or "").lower()
    rows = [
        {
            "type": schema.plural,
            "may": may(schema),
            "fields": len(schema.fields),
            "filters": len(schema.filters),
            "actions": ", ".join(sorted(schema.actions)),
        }
        for schema in here.schemas.values()
        if (wanted in schema.id.lower() or wanted in schema.plural.lower()) and (wanted or schema.is_listable)
    ]
    rows.sort(key=lambda row: str(row["type"]).lower())
    columns = (
        Column("type"),
        Column("may"),
        Column("fields", "number"),
        Column("filters", "number"),
        Column("actions"),
    )
    footer = f"{len(rows)} types of {here.scope} · %rancher describe TYPE tells more"
    return Report((listing_of(rows, columns, footer=footer),), rows)


def may(schema: Schema) -> str:
    """Say what this key may do with a type: list, create, update, delete."""
    rights = (
        ("list", schema.is_listable),
        ("create", schema.is_creatable),
        ("update", "PUT" in schema.resource_methods),
        ("delete", "DELETE" in schema.resource_methods),
    )
    return ", ".join(name for name, allowed in rights if allowed) or "nothing by itself"


def describe_type(schema: Schema) -> Report:
    """Tell a type's fields with their filters, its actions with their inputs, its methods and links."""
    rows = [field_row(schema, field) for field in sorted(schema.fields.values(), key=lambda each: each.name)]
    columns = (Column("field"), Column("type", "code"), Column("may be set"), Column("filters"), Column("values"))
    fields = listing_of(rows, columns, title=f"{schema.id} · fields", footer=f"{schema.plural}: {may(schema)}")
    acts = [
        {"action": action.name, "input": action.input, "answers with": action.output}
        for action in sorted(schema.actions.values(), key=lambda each: each.name)
    ]
    links = sorted(schema.includes)
    parts = [fields]
    if acts:
        parts.append(
            listing_of(acts, tuple(map(Column, ("action", "input", "answers with"))), title=f"{schema.id} · actions"),
        )
    if links:
        lines = [{"links": line} for line in textwrap.wrap(", ".join(links), LINE)]
        parts.append(listing_of(lines, (Column("links"),), title=f"{schema.id} · links"))
    return Report(tuple(parts), {"fields": rows, "actions": acts, "links": links})


def field_row(schema: Schema, field: Field) -> dict[str, Any]:
    """Return one field's row of the table."""
    return {
        "field": field.name,
        "type": str(field.type),
        "may be set": set_when(field),
        "filters": " ".join(operators(schema.modifiers(field.name))),
        "values": values(field),
    }


def field_facts(schema: Schema, name: str) -> dict[str, Any]:
    """Return everything the schema says of one field."""
    field = schema.field(name)
    facts: dict[str, Any] = {
        "type": str(field.type),
        "may be set": set_when(field) or "never",
        "asked of the server": " ".join(operators(schema.modifiers(name))) or "no filter: conditions are done here",
        "may be null": field.nullable,
        "required": field.required,
        "unique": field.unique,
        "default": None if field.default is UNSET else field.default,
        "values": list(field.options) or None,
        "least": field.min,
        "most": field.max,
        "shortest": field.min_length,
        "longest": field.max_length,
        "characters": field.valid_chars,
        "says": field.description,
    }
    return {key: value for key, value in facts.items() if value is not None}


def describe_member(schemas: Schemas, schema: Schema, name: str) -> Report:
    """Tell what the schema says of one field, of the action of that name and its input, or of both.

    Raises QueryError with close matches when the type has neither.
    """
    action = next((each for each in schema.actions.values() if each.name.lower() == name.lower()), None)
    parts: list[Listing] = []
    told: dict[str, Any] = {}
    if name in schema.fields or action is None:
        told = field_facts(schema, name)
        heading = f"{schema.id}.{name}"
        rows = [
            {"": key if index == 0 else "", heading: line}
            for key, value in told.items()
            for index, line in enumerate(lines_of(value))
        ]
        parts.append(listing_of(rows, (Column(""), Column(heading))))
    if action is not None:
        wanted = schemas.get(action.input or "")
        inputs = [] if wanted is None else [field_row(wanted, each) for each in wanted.fields.values() if each.create]
        columns = (Column("field"), Column("type", "code"), Column("may be set"), Column("values"))
        title = f"{schema.id} · action {action.name}" + (f", input {action.input}" if action.input else "")
        footer = "" if inputs else "it takes no input"
        parts.append(listing_of(inputs, columns, title=title, footer=footer))
        told = {**told, "action": action.name, "input": inputs}
    return Report(tuple(parts), told)


def lines_of(value: object) -> Sequence[object]:
    """Return *value* as the lines it is told in: a long list is broken, so that all of it is read."""
    return textwrap.wrap(", ".join(map(str, value)), LINE) if isinstance(value, list) else [value]


def set_when(field: Field) -> str:
    """Say when a field may be written."""
    times = [name for name, allowed in (("create", field.create), ("update", field.update)) if allowed]
    return ", ".join(times) + (" (required)" if field.required and times else "")


def operators(modifiers: tuple[str, ...]) -> list[str]:
    """Return *modifiers* as the language spells them."""
    return [SIGNS.get(each, each) for each in modifiers]


def values(field: Field) -> str:
    """Say which values a field takes, as far as the schema limits them."""
    if field.options:
        return ", ".join(field.options)
    limits = [
        f"{name} {limit}"
        for name, limit in (("≥", field.min), ("≤", field.max), ("at most", field.max_length))
        if limit is not None
    ]
    default = [] if field.default in (UNSET, None) else [f"default {field.default}"]
    return ", ".join([*limits, *default])

"""Rancher 1.x: ``/v1`` and ``/v2-beta``.

Knows how cattle 1.6 filters, sorts and pages (rancher/cattle, branch v1.6: ParseCollectionAttributes.java,
AbstractJooqResourceManager.java) and what a running server showed where that differs: its database compares
text without letter case and trailing blanks, shows unset truth values as false, keeps one modifier a field,
takes dates in one form only, and answers an unknown filter by echoing it. It sends nothing.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..condition import Comparison, Nullness, Operator
from ..times import format_time
from ..wire import Request
from .dialect import Filter, Life, Push

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..query import SortKey
    from ..resource import Resource
    from ..schema import Field, Schema

__all__ = ["CATTLE", "Cattle"]

ORDERED: Mapping[Operator, str] = MappingProxyType(
    {Operator.LT: "lt", Operator.LE: "lte", Operator.GT: "gt", Operator.GE: "gte"},
)
LARGEST = 2**63  # the table's own numbers have 64 bits
SECOND = timedelta(seconds=1)
MAX_TEXT = 1000  # a request line of 9 KB is fine, one of 17 KB is answered 414 (seen on a running 1.6)


class Cattle:
    """The dialect of Rancher 1.x."""

    name = "cattle"
    page_limit = 1000

    def push(self, piece: Comparison | Nullness, schema: Schema) -> Push:
        """Return the filter that keeps at least every row *piece* describes, or why there is none."""
        name = piece.path[0]
        modifiers = schema.modifiers(name)
        if len(piece.path) > 1:
            return Push(None, f"the server cannot look inside {name}")
        if name == "id":
            return Push(None, "the server compares id with its own row numbers")
        if not modifiers:
            return Push(None, f"{schema.id} has no filter on {name}")
        field = schema.fields.get(name)
        if field is not None and field.is_secret:
            return Push(None, f"{name} is never shown, whatever is stored")
        if field is None:
            return Push(None, f"{name} is a filter but no field, so its answer cannot be checked")
        push = null_filter(piece, field) if isinstance(piece, Nullness) else compared(piece, field)
        if push.filter is not None and push.filter.modifier not in modifiers:
            return Push(None, f"{name} has no '{push.filter.modifier}' modifier, only {', '.join(modifiers)}")
        return push

    def unsound_sort(self, key: SortKey, schema: Schema) -> str:
        """Return an empty text when the server's order by *key* is ours: numbers, times and nothing else."""
        name = key.path[0]
        if len(key.path) > 1 or not schema.modifiers(name):
            return f"{schema.id} cannot be sorted by {key.path[0]} there"
        kind = schema.fields[name].type.kind if name in schema.fields else "string"
        if kind not in ("int", "float", "date"):
            return f"the server sorts the text of {name} without regard to letter case"
        return ""

    def parameters(
        self,
        filters: tuple[Filter, ...],
        *,
        sort: SortKey | None,
        limit: int,
    ) -> tuple[tuple[str, str], ...]:
        """Return ``field_modifier=value`` for each filter, then ``sort``, ``order`` and ``limit``."""
        pairs = [each.to_parameter() for each in filters]
        if sort is not None:
            pairs += [("sort", sort.path[0]), ("order", "desc" if sort.descending else "asc")]
        return (*pairs, ("limit", str(limit)))

    def life(self, resource: Resource) -> Life:
        """Return ``state``, ``transitioning`` (yes, no, error), its message and its progress."""
        transitioning = resource.get("transitioning")
        progress = resource.get("transitioningProgress")
        return Life(
            state=resource.get("state"),
            moving=transitioning == "yes",
            failed=transitioning == "error",
            message=resource.get("transitioningMessage"),
            progress=progress if isinstance(progress, int) else None,
        )

    def logs(self, resource: Resource, *, lines: int, since: str, follow: bool) -> Request:
        """Return the POST of the ``logs`` action; most 1.6 agents ignore *lines* and *since*."""
        body: dict[str, Any] = {"follow": follow, "lines": lines, "timestamps": True}
        if since:
            body["since"] = since
        return Request.of_json("POST", resource.action("logs"), body)

    def update(self, resource: Resource, changes: Mapping[str, Any]) -> Request:
        """Return a PUT of *changes* alone to ``links.self``: an update is partial."""
        return Request.of_json("PUT", resource.link("self"), dict(changes))

    def project_scope(self, project: Resource) -> str:
        """Return the project's own ``stacks`` or ``environments`` link with a limit of one row."""
        name = "stacks" if "stacks" in project.links else "environments"
        return Request("GET", project.link(name)).with_parameters((("limit", "1"),)).url


def null_filter(piece: Nullness, field: Field) -> Push:
    """Return the filter for null, or for not null where an unset value is really shown as null."""
    if piece.null:
        return Push(Filter(field.name, "null", "true"))
    if field.type.kind == "boolean" or not field.nullable:
        return Push(None, f"an unset {field.name} is shown with a default")
    return Push(Filter(field.name, "notnull", "true"))


def compared(piece: Comparison, field: Field) -> Push:
    """Return the filter for a comparison, by the type of its field."""
    match field.type.kind:
        case "int" | "float":
            return number_filter(piece, field)
        case "date":
            return date_filter(piece, field)
        case "boolean":
            return truth_filter(piece, field)
        case "enum" | "reference":
            return word_filter(piece, field)
        case "string":
            return text_filter(piece, field)
        case kind:
            return Push(None, f"the server does not compare values of type {kind}")


def number_filter(piece: Comparison, field: Field) -> Push:
    """Return the filter for a number; whole ones only, for the server reads no fractions of an int."""
    value = piece.value
    modifier = {Operator.EQ: "eq", Operator.NE: "ne", **ORDERED}.get(piece.operator)
    if modifier is None or not isinstance(value, int | float):
        return Push(None, f"the server does not match numbers by pattern ({piece.operator})")
    if not is_whole(value):
        return Push(None, "the server compares whole numbers only")
    return Push(Filter(field.name, modifier, str(int(value))))


def is_whole(value: float) -> bool:
    """Whether *value* is a whole number that fits an address."""
    return abs(value) < LARGEST if isinstance(value, int) else math.isfinite(value) and value.is_integer()


def date_filter(piece: Comparison, field: Field) -> Push:
    """Return the filter for a time, widened to whole seconds: what the server shows is cut to seconds."""
    value = piece.value
    if not isinstance(value, datetime):
        return Push(None, f"the server does not match times by pattern ({piece.operator})")
    floor = value.astimezone(UTC).replace(microsecond=0)
    match piece.operator:
        case Operator.GT | Operator.GE:
            return Push(Filter(field.name, "gte", format_time(floor)))
        case Operator.LT | Operator.LE:
            return Push(Filter(field.name, "lt", format_time(floor + SECOND)))
        case _:
            return Push(None, f"the server cannot be asked {piece.operator} of a time soundly")


def truth_filter(piece: Comparison, field: Field) -> Push:
    """Return the filter for true; an unset value is shown as false but is null in the server's table."""
    wants_true = (piece.operator, piece.value) in ((Operator.EQ, True), (Operator.NE, False))
    if wants_true:
        return Push(Filter(field.name, "eq", "true"))
    return Push(None, f"an unset {field.name} is shown as false but not found as false")


def word_filter(piece: Comparison, field: Field) -> Push:
    """Return the filter for an enum or a reference."""
    value = piece.value
    if not isinstance(value, str) or not value or piece.operator not in (Operator.EQ, Operator.NE):
        return Push(None, f"the server compares a {field.type.kind} with = and != only")
    if piece.operator is Operator.EQ:
        return Push(Filter(field.name, "eq", value))
    if field.type.kind == "enum" and value in field.options:
        return Push(Filter(field.name, "ne", value))
    return Push(None, f"the server's != may drop more than '{value}'")


def text_filter(piece: Comparison, field: Field) -> Push:
    """Return the filter for text, where it cannot lose a row that compares equal here."""
    value = piece.value
    if not isinstance(value, str) or not value:
        return Push(None, "the server drops an empty value")
    if len(value) > MAX_TEXT:
        return Push(None, "the value is too long for an address")
    if piece.operator is Operator.EQ:
        return Push(Filter(field.name, "eq", value))
    if "\\" in value:
        return Push(None, "the server reads a backslash as an escape")
    match piece.operator:
        case Operator.PREFIX:
            return Push(Filter(field.name, "prefix", value))
        case Operator.CONTAINS:
            return Push(Filter(field.name, "like", f"%{value}%"))
        case Operator.LIKE if value.isascii():
            return Push(Filter(field.name, "like", value))
        case Operator.LIKE:
            return Push(None, "the server folds letters beyond ASCII in its own way")
        case Operator.NE:
            return Push(None, "the server ignores letter case, so its != may drop rows that differ")
        case operator:
            return Push(None, f"the server has no '{operator}' for text")


CATTLE = Cattle()

"""Which rows a server may let through for a filter without having ignored it.

Databases of this family compare text without letter case and trailing blanks, read ``%`` and ``_`` in a prefix,
round times and show unset values with a default. A row that even such a reading excludes shows that the server
did not apply the filter. This module judges single values; it does not know pages or frames.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from ..api import Comparison, Nullness, Operator
from .layout import field_type
from .residue import like_test
from .values import id_key, instant, number, spelled, truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..api import Pushed, Schema

__all__ = ["excludes"]

Verdict: TypeAlias = "Callable[[object], bool]"
SECOND = timedelta(seconds=1)


def excludes(pushed: Pushed, schema: Schema) -> Verdict:
    """Return the judge of values that fail the pushed piece: True when the filter cannot have been applied.

    A null fails every comparison, as in SQL. A value of another kind than its field's is never held against the
    server, and neither is text beyond ASCII, which each collation folds in its own way.
    """
    match pushed.piece:
        case Nullness(path=(name, *_), null=True):
            field = schema.field(name)
            if field.type.kind == "boolean" or not field.nullable:
                return lambda value: False  # noqa: ARG005 - an unset value is shown with a default
            return bool
        case Nullness():
            return lambda value: value is None
        case Comparison() as piece:
            judge = comparison(piece, pushed.filter.value, pushed.filter.modifier, schema)
            return lambda value: value is None or judge(value)
        case _:
            return lambda value: False  # noqa: ARG005 - nothing else is ever pushed


def comparison(piece: Comparison, text: str, modifier: str, schema: Schema) -> Verdict:
    """Return the judge of values that are not null, by the type of the field that *piece* compares."""
    match field_type(schema, piece.path[0]).kind:
        case "int" | "float":
            return lambda value: number(value) is not None
        case "boolean":
            return lambda value: truth(value) is not None
        case "date":
            return out_of_reach(piece)
        case _ if modifier == "ne":
            return lambda value: spelled(value) == piece.value
        case "reference":
            return lambda value: is_other_id(spelled(value), text)
        case _ if modifier == "eq":
            return lambda value: differ(spelled(value), text)
        case _:
            return unmatched(text, after="%" if modifier == "prefix" else "")


def out_of_reach(piece: Comparison) -> Verdict:
    """Return the judge of times: rounding may move them by up to a second."""
    edge = instant(piece.value)
    after = piece.operator in (Operator.GT, Operator.GE)

    def judge(value: object) -> bool:
        time = instant(value)
        if time is None or not isinstance(edge, datetime):
            return False
        return time < edge.replace(microsecond=0) - SECOND if after else time > edge + 2 * SECOND

    return judge


def is_other_id(value: str, wanted: str) -> bool:
    """Whether two ids differ: by their numbers, for the server does not look at the letters; else as texts."""
    one, other = id_key(value), id_key(wanted)
    return one[1] != other[1] if one[0] == other[0] == 0 else differ(value, wanted)


def differ(value: str, wanted: str) -> bool:
    """Whether two texts differ for a collation without letter case and trailing blanks."""
    if not (value.isascii() and wanted.isascii()):
        return False
    return value.rstrip(" ").lower() != wanted.rstrip(" ").lower()


def unmatched(pattern: str, *, after: str) -> Verdict:
    """Return the judge of texts against a ``like`` pattern, and what comes *after* it, as the server reads it."""
    likes = [like_test(each + after) for each in (pattern, pattern.rstrip(" "))]

    def judge(value: object) -> bool:
        text = spelled(value)
        if not (text.isascii() and pattern.isascii()):
            return False
        return not any(like(each) for like in likes for each in (text, text.rstrip(" ")))

    return judge

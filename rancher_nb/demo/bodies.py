"""The fields that a request brings: JSON, form and query together.

Knows formats. Knows no schemas. As a running 1.6 server: the body is read as JSON whatever its type says, and where it
is no JSON it must be a form; the query lies beneath.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec

from .faults import Fault

if TYPE_CHECKING:
    from .calls import Call

__all__ = ["fields_of"]

FORM = "application/x-www-form-urlencoded"


def fields_of(call: Call) -> dict[str, Any]:
    """Return the fields of *call*. Raises Fault 400 InvalidBodyContent for a body that cannot be read."""
    fields: dict[str, Any] = dict(reversed(call.pairs))
    if not call.body.strip() or call.method not in ("POST", "PUT"):
        return fields
    if call.header("content-type").lower().startswith(FORM):
        pairs = parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True)
        return fields | dict(reversed(pairs))
    try:
        document = msgspec.json.decode(call.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Fault(400, "InvalidBodyContent", message="InvalidBodyContent") from None
    return fields | document if isinstance(document, dict) else fields

"""Refusals: what the server answers when it will not do what was asked.

Knows the error resources of a 1.6 server and their codes. Knows nothing of what was asked.
The phrases with blanks ("Method not allowed") and the codes without are both as a running 1.6 server sends them.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Fault", "invalid", "not_allowed", "not_found"]

PHRASES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Request Entity Too Long",
    414: "Request URI Too Long",
    422: "Unprocessable Entity",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
}
UNPROCESSABLE = 422


class Fault(Exception):
    """The answer is the error resource of *status*; without a *code* the phrase of the status is code and message.

    *field* None leaves the key `fieldName` out. Free text in it is a habit of the 1.6 service checks.
    """

    def __init__(
        self,
        status: int,
        code: str | None = None,
        *,
        message: str | None = None,
        detail: str | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(code or PHRASES[status])
        self.status = status
        self.code = code or PHRASES[status]
        self.message = message if code else PHRASES[status]
        self.detail = detail
        self.field = field

    def document(self, uuid: str) -> dict[str, Any]:
        """Return the error resource under the id *uuid*, keys in the order of a running 1.6 server."""
        document: dict[str, Any] = {
            "id": uuid,
            "type": "error",
            "links": {},
            "actions": {},
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "detail": self.detail,
        }
        if self.field is not None:
            document["fieldName"] = self.field
        document["baseType"] = "error"
        return document


def invalid(code: str, field: str | None, *, message: str | None = None) -> Fault:
    """Return the 422 that a bad value gets."""
    return Fault(UNPROCESSABLE, code, message=message, field=field)


def not_found() -> Fault:
    """Return the 404 of an unknown type, id or link, and of what the caller may not see."""
    return Fault(404)


def not_allowed() -> Fault:
    """Return the 405 of a method that the caller's role, or the resource's state, does not have."""
    return Fault(405)

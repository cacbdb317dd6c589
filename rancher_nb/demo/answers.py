"""Answers as bytes: status, headers and body, as JSON or as a page.

Knows headers and formats. Knows nothing of what is said.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import msgspec

from .naming import format_id
from .pages import browse_page

if TYPE_CHECKING:
    from .calls import Call
    from .visit import Scope

__all__ = ["Answer", "api_answer", "finished", "page_answer", "text_answer"]

SERVER_VERSION = "v1.6.30"
EXPIRED = "Thu, 01 Jan 1970 00:00:00 GMT"
CHALLENGE = 'Basic realm="Enter API access key and secret key as username and password"'
GZIP_FROM = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer; header names are in lower case and may repeat."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = field(default=())


def text_answer(status: int, text: str, content_type: str = "text/plain; charset=utf-8", **headers: str) -> Answer:
    """Return an answer of plain text or HTML that is none of the API's."""
    extra = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(status, text.encode(), (("content-type", content_type), *extra))


def page_answer(call: Call, status: int, page: str, content_type: str) -> Answer:
    """Return a page of the user interface."""
    plain = text_answer(status, page, content_type, cache_control="max-age=0, no-cache")
    cookie = cookies(call, None, "")
    return Answer(status, plain.body, (*plain.headers, *cookie, ("x-rancher-version", SERVER_VERSION)))


def api_answer(call: Call, scope: Scope | None, status: int, document: Any, token: str) -> Answer:
    """Return *document* as the API answers *call*; *scope* None: nobody was let in. *token* is for a CSRF cookie."""
    html = call.wants_html
    body = browse_page(call, document).encode() if html else encoded(document)
    headers = [("content-type", "text/html; charset=UTF-8" if html else "application/json; charset=utf-8")]
    headers += cookies(call, scope, token)
    headers.append(("x-api-schemas", f"{call.stem}/schemas"))
    headers.append(("x-rancher-version", SERVER_VERSION))
    if scope is not None:
        headers += scope_headers(call, scope)
    if status == 401 and no_challenge(call) is False:  # noqa: PLR2004 - HTTP's own number
        headers.append(("www-authenticate", CHALLENGE))
    if status == 200 and call.sent_method == "GET":  # noqa: PLR2004 - HTTP's own number
        headers.append(("vary", "Accept-Encoding, User-Agent"))
    return Answer(status, body, tuple(headers))


def encoded(document: Any) -> bytes:
    """Return *document* as JSON; text that no UTF-8 can carry is escaped."""
    if document is None:
        return b""
    try:
        return msgspec.json.encode(document)
    except (UnicodeEncodeError, ValueError):
        return json.dumps(document, separators=(",", ":")).encode()


def no_challenge(call: Call) -> bool:
    """Whether the caller does not want to be asked for a password."""
    return call.header("x-api-no-challenge").lower() == "true" or "upgrade" in call.header("connection").lower()


def cookies(call: Call, scope: Scope | None, token: str) -> list[tuple[str, str]]:
    """Return the cookies that the caller lacks: the look of the user interface, and browsers' CSRF token."""
    headers = []
    if call.cookie("PL") != "rancher":
        headers.append(("set-cookie", "PL=rancher;Path=/"))
    if call.is_browser and scope is not None and token:
        headers.append(("set-cookie", f"CSRF={call.cookie('CSRF') or token};Path=/"))
    return [*headers, ("expires", EXPIRED)] if headers else []


def scope_headers(call: Call, scope: Scope) -> list[tuple[str, str]]:
    """Return the headers that say who was recognised."""
    return [
        ("x-api-account-id", format_id("account", scope.account)),
        ("x-api-account-kind", scope.kind),
        ("x-api-account-name", printable(scope.name)),
        ("x-api-client-ip", printable(call.client)),
        ("x-api-user-id", format_id("account", scope.user)),
    ]


def printable(text: str) -> str:
    """Return *text* without what no header may hold."""
    return "".join(c if " " <= c <= "~" else "?" for c in text)


def finished(answer: Answer, call: Call, now: float) -> Answer:
    """Return *answer* with its date and length; packed where the caller takes gzip and it is worth it."""
    headers = dict.fromkeys(name for name, _ in answer.headers)
    body = answer.body
    more: list[tuple[str, str]] = []
    kind = next((value for name, value in answer.headers if name == "content-type"), "")
    packable = "content-encoding" not in headers and kind.startswith(("application/json", "text/"))
    if packable and len(body) >= GZIP_FROM and "gzip" in call.header("accept-encoding"):
        body = gzip.compress(body, 1, mtime=0)
        more.append(("content-encoding", "gzip"))
    if call.method == "HEAD":
        body = b""
    more += [("content-length", str(len(body))), ("date", formatdate(now, usegmt=True))]
    return Answer(answer.status, body, (*answer.headers, *more))

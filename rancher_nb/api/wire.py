"""Requests and answers as values, and what an answer means.

Knows HTTP in values: what is sent, what came back, which error the server means. It opens nothing, waits for
nothing and imports no HTTP library. The shape of error resources is that of github.com/rancher/api-spec and of
running 1.6 servers, whose generic codes are phrases ("Method not allowed").
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..errors import (
    ApiError,
    Conflict,
    CutAnswer,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    NotRancher,
    ServerFault,
    Unauthorized,
)
from .secret import masked

__all__ = ["Request", "Response", "Transport", "decipher", "decipher_error", "masked_url"]

SECRET_PARAMETERS = frozenset({"token", "access_token", "secretvalue", "password", "code"})
SECRET_HEADERS = frozenset({"authorization", "cookie", "x-api-client-access-key"})
EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Credentials are not part of it: the client adds them on the way out."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    body: bytes | None = None

    @classmethod
    def of_json(cls, method: str, url: str, document: Any = None) -> Request:
        """Return a request with *document* as its JSON body; None sends no body."""
        if document is None:
            return cls(method, url)
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        body = text.encode("utf-8", "backslashreplace")  # half a surrogate pair becomes its JSON escape
        return cls(method, url, MappingProxyType({"Content-Type": "application/json"}), body)

    @property
    def is_read(self) -> bool:
        """Whether this request cannot change anything on the server."""
        return self.method in ("GET", "HEAD", "OPTIONS")

    def with_parameters(self, parameters: tuple[tuple[str, str], ...]) -> Request:
        """Return this request with *parameters* added to its query."""
        parts = urlsplit(self.url)
        query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *parameters])
        return replace(self, url=urlunsplit(parts._replace(query=query)))

    def to_curl(self) -> str:
        """Return a command line that sends the same, with placeholders for the keys."""
        words = ["curl", "-sS"]
        if self.method != "GET":
            words += ["-X", self.method]
        for name, value in self.headers.items():
            words += ["-H", shlex.quote(f"{name}: {'…' if name.lower() in SECRET_HEADERS else value}")]
        if self.body is not None:
            words += ["-d", shlex.quote(shown_body(self.body))]
        keys = '-u "$RANCHER_ACCESS_KEY:$RANCHER_SECRET_KEY"'
        return " ".join([*words[:2], keys, *words[2:], shlex.quote(masked_url(self.url))])

    def __str__(self) -> str:
        """Say method, address and body as they would be sent, secrets in the address masked."""
        lines = [f"{self.method} {masked_url(self.url)}"]
        if self.body is not None:
            lines.append(shown_body(self.body))
        return "\n".join(lines)

    def __repr__(self) -> str:
        size = "" if self.body is None else f", {len(self.body)} bytes"
        return f"Request({self.method} {masked_url(self.url)}{size})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show in a shell what would be sent instead of our parts."""
        printer.text(repr(self) if cycle else str(self))


@dataclass(frozen=True, slots=True)
class Response:
    """One whole HTTP answer. *url* is the address that answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    def header(self, name: str) -> str | None:
        """Return the header *name*, letter case ignored; None when the answer has none."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)

    def __repr__(self) -> str:
        return f"Response({self.status}, {masked_url(self.url)!r}, {len(self.body)} bytes)"


def shown_body(body: bytes) -> str:
    """Return *body* as it may be shown: secrets of a JSON document masked."""
    text = body.decode(errors="replace")
    try:
        document = json.loads(text)
    except ValueError:
        return text
    shown = masked(document)
    return text if shown == document else json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


Transport: TypeAlias = Callable[[Request], Response]

BY_STATUS: Mapping[int, type[ApiError]] = MappingProxyType(
    {
        400: Invalid,
        401: Unauthorized,
        403: Forbidden,
        404: NotFound,
        405: MethodNotAllowed,
        409: Conflict,
        422: Invalid,
    },
)
HINTS: Mapping[int, str] = MappingProxyType(
    {
        401: "check the access key and secret key, and that the key is active: %rancher connect asks for them",
        403: "this key may not do that here: %rancher whoami says what it is good for",
        404: "it may be removed, or belong to a project that this key does not see: %rancher whoami",
        405: "this key's scope or the resource's state does not allow it: %rancher project, %rancher show",
        409: "the resource is busy: wait for its state to settle, then try again",
    },
)


def masked_url(url: str) -> str:
    """Return *url* with the values of secret parameters and any password in it masked."""
    parts = urlsplit(url)
    netloc = parts.netloc.rpartition("@")
    host = f"…@{netloc[2]}" if netloc[1] else parts.netloc
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if not any(name.lower() in SECRET_PARAMETERS for name, _ in pairs):
        return urlunsplit(parts._replace(netloc=host))
    query = "&".join(
        f"{name}=…" if name.lower() in SECRET_PARAMETERS else urlencode([(name, value)]) for name, value in pairs
    )
    return urlunsplit(parts._replace(netloc=host, query=query))


def decipher(request: Request, response: Response) -> Any:
    """Return the JSON document of *response*, None when a success has no body.

    Raises the `ApiError` that the server means, NotRancher when the body is no JSON, CutAnswer when the JSON
    stops before its end.
    """
    if response.status >= 400:  # noqa: PLR2004 - the HTTP boundary between success and error
        raise decipher_error(request, response)
    if not response.body.strip():
        return None
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError) as fault:
        raise odd_body(request, response, fault) from None


def odd_body(request: Request, response: Response, fault: Exception) -> NotRancher:
    """Return the error for a body that is no JSON document: cut short, HTML, or something else."""
    where = f"{request.method} {masked_url(request.url)}"
    kind = response.header("Content-Type") or "no content type"
    start = response.body[:200].lstrip()
    if start.startswith((b"{", b"[")):
        return CutAnswer(
            f"the answer to {where} stops in the middle: {len(response.body):,} bytes of broken JSON ({fault})",
            hint="try again; if it stays, a proxy on the way cuts answers",
        )
    title = page_title(response.body) if start.startswith(b"<") else ""
    said = f" titled '{title}'" if title else ""
    what = "an HTML page" if start.startswith(b"<") else "something that is no JSON"
    return NotRancher(
        f"{where} answered {response.status} with {what}{said} ({kind}), not with the API",
        hint="give the address of the API, for example https://rancher.example.com/v2-beta",
    )


def page_title(body: bytes) -> str:
    """Return the title of an HTML page, empty when it has none."""
    text = body[:4096].decode(errors="replace")
    lower = text.lower()
    start, end = lower.find("<title>"), lower.find("</title>")
    return " ".join(text[start + 7 : end].split())[:80] if -1 < start < end else ""


def decipher_error(request: Request, response: Response) -> ApiError | NotRancher:
    """Return the error that *response*, a status of 400 or above, stands for."""
    where = f"{request.method} {masked_url(request.url)}"
    try:
        document = json.loads(response.body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("type") != "error":
        if response.status in (401, 403, 404) and response.body[:1] == b"<":
            return odd_body(request, response, ValueError())
        document = {"code": f"HTTP {response.status}", "message": plain_start(response.body)}
    code = str(document.get("code") or f"HTTP {response.status}")
    said = [code, *(str(document[key]) for key in ("message", "detail") if document.get(key))]
    said = [" ".join(each.split()) for each in said]  # one line: a second one could pass for a hint of ours
    field_name = document.get("fieldName")
    told = ": ".join(dict.fromkeys(said)) + (f" (field {field_name})" if field_name else "")
    kind = ServerFault if response.status >= 500 else BY_STATUS.get(response.status, ApiError)  # noqa: PLR2004
    return kind(
        f"{where} answered {response.status}: {told}",
        status=response.status,
        code=code,
        detail=document.get("detail"),
        field=field_name,
        hint=HINTS.get(response.status),
    )


def plain_start(body: bytes) -> str:
    """Return the first words of a body that is no error resource, for the message."""
    text = " ".join(body[:300].decode(errors="replace").split())
    return "an HTML page" if text.startswith("<") else text[:120]

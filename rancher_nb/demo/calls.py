"""What was asked: a request taken apart into version, project, type, id, link and parameters.

Knows the path and header rules of a 1.6 server. Knows no schemas, no rows and no rights. As in
github.com/rancher/cattle, DefaultApiRequestParser and ApiRequestParser, and as seen on a running 1.6 server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, unquote, unquote_plus, urlsplit

from .schemas import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Call", "read_call"]

ROOT_VERSION = "v1"
LATEST = "v2-beta"
DEFAULT_PORTS = ("80", "443")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, taken apart. *version* None: not for the API but for the pages of the user interface."""

    method: str
    base: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    client: str = "127.0.0.1"
    sent_method: str = "GET"
    version: str | None = None
    project: str | None = None
    type_word: str | None = None
    id_text: str | None = None
    link: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All query parameters in their order, decoded; a name without `=` has the empty value."""
        return parse_qsl(self.query, keep_blank_values=True)

    def parameter(self, name: str) -> str | None:
        """Return the first value of the query parameter *name*, None when it is not there."""
        return next((value for key, value in self.pairs if key == name), None)

    def header(self, name: str) -> str:
        """Return the header *name*, empty when it is not there."""
        return self.headers.get(name.lower(), "")

    def cookie(self, name: str) -> str | None:
        """Return the cookie *name*."""
        for part in self.header("cookie").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return None

    @property
    def url(self) -> str:
        """The address asked for, without its query: `links.self` of a collection. Keeps the spelling of the path."""
        return self.base + self.path

    @property
    def stem(self) -> str:
        """The start of every address made for this call: base, version and project, all lower case."""
        inside = f"/projects/{self.project}" if self.project else ""
        return f"{self.base}/{self.version}{inside}".lower()

    @property
    def is_browser(self) -> bool:
        """Whether a web browser asks."""
        return "mozilla" in self.header("user-agent").lower()

    @property
    def wants_html(self) -> bool:
        """Whether the answer is a page: `_format` decides, else a browser that accepts anything."""
        wanted = self.parameter("_format")
        if wanted in ("html", "json"):
            return wanted == "html"
        return self.is_browser and "*/*" in (self.header("accept") or "*/*")

    def without(self, *names: str, plus: str = "") -> str:
        """Return the address with its query as it came, less the parameters *names*, plus the piece *plus*."""
        pieces = [p for p in self.query.split("&") if p and unquote_plus(p.partition("=")[0]) not in names]
        query = "&".join([*pieces, plus] if plus else pieces)
        return f"{self.url}?{query}" if query else self.url


def read_call(
    method: str, url: str, headers: Mapping[str, str], body: bytes = b"", *, client: str = "127.0.0.1"
) -> Call:
    """Return the call that a request means; *url* is absolute or starts with `/`. Never fails on odd input."""
    names = {name.lower(): value for name, value in headers.items()}
    parts = parts_of(url)
    host = names.get("host") or parts.netloc or "localhost"
    scheme = parts.scheme or "http"
    path = re.sub("/{2,}", "/", f"/{parts.path}")
    call = Call(
        method=overridden(method, parts.query),
        base=base_address(scheme, host, names),
        path=path if path == "/" else path.rstrip("/"),
        query=parts.query,
        headers=names,
        body=body,
        client=client_of(names, client),
        sent_method=method.upper(),
    )
    return addressed(call)


def parts_of(url: str) -> SplitResult:
    """Return the parts of *url*; a path with two slashes in front is a path all the same."""
    path, _, query = url.partition("?")
    if path.startswith("/"):
        return SplitResult("", "", path.partition("#")[0], query.partition("#")[0], "")
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("/")


def overridden(method: str, query: str) -> str:
    """Return the method, which the parameter `_method` may override."""
    said = next((value for key, value in parse_qsl(query) if key == "_method"), None)
    return (said or method).upper()


def base_address(scheme: str, host: str, headers: Mapping[str, str]) -> str:
    """Return scheme, host and port for the links of the answer; proxies tell by `X-Forwarded-*`."""

    def first(name: str) -> str:
        return headers.get(name, "").split(",")[0].strip()

    proto, port = first("x-forwarded-proto"), first("x-forwarded-port")
    if proto:
        scheme = proto
        host = first("x-forwarded-host") or host
        if port.isdigit():
            name = re.sub(r":\d+$", "", host)
            host = name if port in DEFAULT_PORTS else f"{name}:{port}"
    return f"{scheme}://{host}".lower()


def client_of(headers: Mapping[str, str], peer: str) -> str:
    """Return the caller's address: the first of `X-Forwarded-For` without its port, else *peer*."""
    told = headers.get("x-forwarded-for", "").split(",")[0].strip()
    return re.sub(r"^(\d+\.\d+\.\d+\.\d+):\d+$", r"\1", told) or peer


def addressed(call: Call) -> Call:
    """Return *call* with its path read."""
    segments = [unquote(piece).strip(" ") for piece in call.path.split("/")[1:]]
    segments = [segment for segment in segments if segment]
    if not segments:
        return call if call.is_browser else replace(call, version=ROOT_VERSION)
    version, rest = segments[0], segments[1:]
    if version not in VERSIONS:
        # Any first segment that merely starts like a version is answered with the newest version's root.
        return replace(call, version=LATEST) if version.startswith(VERSIONS) else call
    project = None
    if len(rest) > 2 and rest[0].lower() == "projects" and rest[2].lower() != "projectmembers":  # noqa: PLR2004
        project, rest = rest[1], rest[2:]
    type_word, id_text, link = (*rest, None, None, None)[:3]
    return replace(call, version=version, project=project, type_word=type_word, id_text=id_text, link=link)

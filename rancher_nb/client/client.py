"""One server, asked by one identity.

Knows which headers every request carries, keeps the keys to the origin that the user gave, and counts what goes
over the wire. How bytes travel is the transport's business; what rows mean is others'.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..api import Collection, Request, Resource, Response, Schema, Transport, decipher
from .limits import DEFAULT_LIMITS, Limits
from .origin import origin_of, rebase
from .pages import Pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .credentials import Credentials

__all__ = ["HEADERS", "Client", "Spent", "Traffic"]

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Accept": "application/json",
        "User-Agent": "rancher-nb",  # a name with "mozilla" in it gets HTML and needs CSRF cookies
        "X-API-No-Challenge": "true",
    },
)


@dataclass(frozen=True, slots=True)
class Spent:
    """Requests sent and bytes of bodies received (unpacked). A read that was tried again counts once."""

    requests: int = 0
    bytes: int = 0


class Traffic:
    """What goes over the wire, counted; safe for several threads."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = threading.Lock()
        self._total = Spent()

    def add(self, requests: int, size: int) -> None:
        """Count *requests* and *size* bytes."""
        with self._lock:
            self._total = Spent(self._total.requests + requests, self._total.bytes + size)

    def snapshot(self) -> Spent:
        """Return all so far, as a value that stays."""
        return self._total

    def since(self, before: Spent) -> Spent:
        """Return what was spent since the snapshot *before*."""
        now = self._total
        return Spent(now.requests - before.requests, now.bytes - before.bytes)

    def __repr__(self) -> str:
        return f"Traffic({self._total.requests:,} requests, {self._total.bytes:,} bytes)"


class Client:
    """A server at *url*, asked over *transport* with *credentials*; safe for reads from several threads.

    *url* is any address of the server's API. *limits* is what sockets to this server keep to; the transport has
    its own. *traffic* counts, *origin* is scheme, host and port of *url*.
    """

    def __init__(
        self,
        url: str,
        *,
        transport: Transport,
        credentials: Credentials | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        """Keep the parts; nothing is sent yet. Raises Unreachable or Refused for an address that cannot be one."""
        self.origin = origin_of(url)
        self.url = rebase(url, self.origin)
        self.transport = transport
        self.credentials = credentials
        self.limits = limits
        self.traffic = Traffic()
        self._server_time: datetime | None = None

    @property
    def server_time(self) -> datetime | None:
        """The server's clock (UTC) as its newest answer had it, None when none told."""
        return self._server_time

    def send(self, request: Request) -> Response:
        """Send *request* and return the answer, whatever its status.

        The request goes to the origin of this client, whatever its address says, so that keys never leave it.
        Raises Unreachable, NotRancher or CutAnswer when there is no whole answer.
        """
        outgoing = replace(request, url=rebase(request.url, self.origin), headers=self._headers(request))
        self.traffic.add(1, 0)
        response = self.transport(outgoing)
        self.traffic.add(0, len(response.body))
        self._server_time = time_of(response) or self._server_time
        return response

    def ask(self, request: Request) -> Any:
        """Send *request* and return the JSON document of the answer, None when a success has no body.

        Raises what `send` raises, and the error that the server means.
        """
        return decipher(request, self.send(request))

    def resource(self, what: str | Request, *, schema: Schema | None = None) -> Resource:
        """Return the resource that *what*, an address or a request, answers with; *schema* tells its secrets."""
        return Resource.from_json(self.ask(as_request(what)), schema=schema)

    def collection(self, what: str | Request, *, schema: Schema | None = None) -> Collection:
        """Return the one page that *what*, an address or a request, answers with."""
        return Collection.from_json(self.ask(as_request(what)), schema=schema)

    def pages(self, request: Request, *, max_requests: int | None = None) -> Pages:
        """Return the pages from *request* on to the end, as whole answers; at most *max_requests* of them."""
        return Pages(self.send, request, max_requests=max_requests)

    def close(self) -> None:
        """Close the transport, where it can be closed."""
        close = getattr(self.transport, "close", None)
        if close is not None:
            close()

    def _headers(self, request: Request) -> Mapping[str, str]:
        keys = {} if self.credentials is None else {"Authorization": self.credentials.header()}
        return MappingProxyType({**HEADERS, **request.headers, **keys})

    def __repr__(self) -> str:
        return f"Client({self.url!r})"


def as_request(what: str | Request) -> Request:
    """Return *what* as a request: an address is read."""
    return Request("GET", what) if isinstance(what, str) else what


def time_of(response: Response) -> datetime | None:
    """Return the time in the ``Date`` header of *response*, None when it has none that can be read."""
    try:
        return parsedate_to_datetime(response.header("Date") or "").astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):  # years out of reach, odd zones
        return None

"""One live connection: a server, an identity, a scope, and what was learnt about them.

Knows which client, schemas and dialect belong together and what "now" is there. It does not know the verbs.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from ..api import CATTLE
from ..errors import QueryError, RancherError, Refused, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..api import Dialect, Request, Resource, Schemas
    from ..client import Client, Entry

__all__ = ["Connection"]

SEEN_LIMIT = 500  # ids and names kept for completion, a type


class Closable(Protocol):
    """Something that goes on until it is closed."""

    def close(self) -> None:
        """End it; ending twice is fine."""


@dataclass(slots=True)
class Connection:
    """A server as one identity sees it, under a *name*.

    *project* is the project whose schemas are in force, None at account scope; *distrust* holds the filters this
    server was seen to ignore; *names* maps ids seen to names; *live* holds the cards and
    streams that go on, as long as somebody has them; *read_only* refuses every verb that writes;
    *verify* is whom sockets trust, as for `http_transport`.
    """

    name: str
    client: Client
    entry: Entry
    schemas: Schemas
    project: Resource | None = None
    read_only: bool = False
    verify: bool | str = True
    dialect: Dialect = CATTLE
    distrust: set[tuple[str, str, str]] = field(default_factory=set)
    on_close: Callable[[], None] | None = None
    names: dict[str, str] = field(default_factory=dict)
    live: WeakSet[Closable] = field(default_factory=WeakSet)
    _seen: dict[str, deque[str]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The server's time as its newest answer told it; ours until it told one."""
        return self.client.server_time or datetime.now(UTC)

    @property
    def project_name(self) -> str | None:
        """The project's name (or id), None at account scope."""
        return None if self.project is None else self.project.name or self.project.id

    @property
    def scope(self) -> str:
        """The connection and its project in one phrase, as footers and errors have it."""
        return self.name if self.project is None else f"{self.name}/{self.project_name}"

    def address(self, path: str) -> str:
        """Return the address that *path* means: itself, a path of the server, or one below the current scope."""
        if "://" in path:
            if not path.startswith((f"{self.client.origin}/", f"{self.client.origin}?")) and path != self.client.origin:
                raise QueryError(
                    f"{path} is another server's: this connection is to {self.client.origin}",
                    word=path,
                    hint="%rancher connect opens a connection to it",
                )
            return path
        if path.startswith("/"):
            return self.client.origin + path
        return f"{self.schemas.url.rpartition('/schemas')[0]}/{path}"

    def as_sent(self, request: Request) -> Request:
        """Return *request* with the address it really goes to: links that name another host are moved to ours."""
        from ..client import rebase

        return replace(request, url=rebase(request.url, self.client.origin))

    def refuse_if_read_only(self, what: str) -> None:
        """Raise Refused for *what* when this connection is read-only; nothing has been sent then."""
        if self.read_only:
            raise Refused(
                f"{what} was not sent: the connection {self.name} is read-only",
                hint="%rancher connect without --read-only opens one that may write",
            )

    def learn(self, resources: Iterable[Resource]) -> None:
        """Keep ids and names of *resources*, for completion and for references that are shown by name."""
        for each in resources:
            self.remember(each.type, (each.id, each.name))
            if each.id and each.name:
                self.names[each.id] = each.name

    def remember(self, type_id: str, names: Iterable[str | None]) -> None:
        """Keep *names* and ids of resources seen, for completion."""
        seen = self._seen.setdefault(type_id, deque(maxlen=SEEN_LIMIT))
        known = set(seen)
        seen.extend(name for name in names if name and name not in known)

    def seen(self, type_id: str) -> tuple[str, ...]:
        """Return the ids and names of a type seen so far."""
        return tuple(self._seen.get(type_id, ()))

    def close(self) -> None:
        """Close what this connection opened; closing twice is fine."""
        for each in list(self.live):
            each.close()
        closer, self.on_close = self.on_close, None
        if closer is not None:
            with suppress(RancherError):
                closer()

    def __repr__(self) -> str:
        account = self.entry.account
        who = " ".join(part for part in (account.kind, account.name) if part) or "an unnamed account"
        scope = f"project {self.project.name} ({self.project.id})" if self.project is not None else "account scope"
        mode = ", read-only" if self.read_only else ""
        return printable(
            f"{self.name}: {self.client.url} (Rancher {self.entry.server_version or 'of unknown version'}) "
            f"as {who}, {scope}, {len(self.schemas)} types{mode}"
        ).replace("\n", " ")

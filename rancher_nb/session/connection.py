"""One live connection: a server, an identity, a scope, and what was learnt about them.

Knows which client, schemas and dialect belong together and what "now" is there. It does not know the verbs.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..api import CATTLE
from ..errors import RancherError, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..api import Dialect, Resource, Schemas
    from ..client import Client, Entry

__all__ = ["Connection"]

SEEN_LIMIT = 500  # ids and names kept for completion, a type


@dataclass(slots=True)
class Connection:
    """A server as one identity sees it, under a *name*.

    *project* is the project whose schemas are in force, None at account scope; *distrust* holds the filters this
    server was seen to ignore; *names* maps ids seen to names; *read_only* refuses every verb that writes;
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
            return path
        if path.startswith("/"):
            return self.client.origin + path
        return f"{self.schemas.url.rpartition('/schemas')[0]}/{path}"

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
        closer, self.on_close = self.on_close, None
        if closer is not None:
            with suppress(RancherError):
                closer()

    def __repr__(self) -> str:
        account = self.entry.account
        who = " ".join(part for part in (account.kind, account.name) if part) or "an unnamed account"
        scope = f"project {self.project.name} ({self.project.id})" if self.project is not None else "account scope"
        mode = ", read-only" if self.read_only else ""
        return (
            f"{self.name}: {self.client.url} (Rancher {self.entry.server_version or 'of unknown version'}) "
            f"as {who}, {scope}, {len(self.schemas)} types{mode}"
        )

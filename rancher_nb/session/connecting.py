"""The verbs that open, choose and close connections.

Knows the order in which an address and keys are looked for, and how a project's scope is entered. It keeps the
connections; what is done with them is in the other modules.
"""

from __future__ import annotations

import os
import re
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..api import Column, Secret
from ..errors import NoConnection, QueryError, Unauthorized, did_you_mean
from .connection import Connection
from .report import Report, listing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..api import Transport
    from ..client import Client, Credentials, Entry, Limits, Profile

__all__ = ["Connecting"]

NO_ADDRESS = "%rancher connect https://rancher.example.com/v2-beta, or RANCHER_URL; %rancher demo needs none"


class Connecting:
    """Connections by name, one of them current."""

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        prompt: Callable[[str], str] | None = None,
        confirm: Callable[[str], bool | None] | None = None,
        progress: Callable[[str], None] | None = None,
        display: Callable[[Any], None] | None = None,
    ) -> None:
        """Start without a connection.

        *environment* is looked up for addresses and keys (default: the process's own); *prompt* asks for a secret
        without showing it, *confirm* asks a yes-or-no question (None is no answer); without
        them nobody can be asked. *progress* shows
        one line in place of the one before, *display* a view in the running cell.
        """
        self._environment = os.environ if environment is None else environment
        self._prompt = prompt
        self._confirm = confirm
        self._progress = progress or (lambda _line: None)
        self._display = display
        self._connections: dict[str, Connection] = {}
        self._current: str | None = None

    @property
    def current(self) -> Connection:
        """The connection that verbs use.

        Raises NoConnection when there is none.
        """
        if self._current is None:
            raise NoConnection(
                "not connected to any server",
                hint="%rancher demo starts an embedded one; %rancher connect URL connects to yours",
            )
        return self._connections[self._current]

    @property
    def opened(self) -> Connection | None:
        """The connection that verbs use, None when there is none."""
        return None if self._current is None else self._connections[self._current]

    @property
    def connection_names(self) -> tuple[str, ...]:
        """The names of the open connections, oldest first."""
        return tuple(self._connections)

    def demo(self, *, size: str | int = "small", seed: int = 1) -> Connection:
        """Start an embedded Rancher in this process and connect to its first project.

        *size* is ``small``, ``large`` or about how many containers; the same *seed* gives the same data. It ends with
        `disconnect`, with `close`, with the process, or when another demo takes its place. The only function that
        knows the room `demo`.
        """
        from ..client import Client, Limits, http_transport
        from ..demo import Demo, serve

        embedded = Demo(size=size, seed=seed)
        transport = http_transport(limits=Limits())
        server = serve(embedded)

        def close() -> None:
            close_transport(transport)
            server.stop()
            embedded.close()

        try:
            client = Client(server.url, transport=transport)
            return self.attach("demo", client, project="Default", on_close=close)
        except BaseException:
            close()
            raise

    def connect(
        self,
        url: str | None = None,
        *,
        profile: str | None = None,
        name: str | None = None,
        project: str | None = None,
        read_only: bool = False,
        ca: str | None = None,
        insecure: bool = False,
        access_key: str | None = None,
        secret_key: str | Secret | None = None,
    ) -> Connection:
        """Connect to a server and make it the current connection.

        *url* is any address of the API; one inside a project enters that project. Without one it comes from
        *profile*, the default profile, or ``RANCHER_URL`` or ``CATTLE_URL``. Keys come from the arguments, the
        profile, the environment, or a prompt when the server asks for some. *ca* is a file of certificates to trust;
        *insecure* trusts any.

        Raises Unreachable, NotRancher, Unauthorized or QueryError (an unknown profile or project), each with
        what to try; a connection that fails leaves the current one as it was.
        """
        from ..client import Limits, find_url, http_transport, retrying

        chosen = self._profile(profile, needed=url is None)
        address = url or find_url(profile=chosen, environment=self._environment)
        if address is None:
            raise NoConnection("no address to connect to", hint=NO_ADDRESS)
        if chosen is not None and chosen.warning:
            warnings.warn(chosen.warning, UserWarning, stacklevel=2)
        verify = trust(chosen, ca=ca, insecure=insecure)
        limits = Limits()
        plain = http_transport(limits=limits, verify=verify)
        credentials = self._credentials(address, chosen, access_key, secret_key)
        try:
            client, entry = self._enter(address, retrying(plain), credentials, limits, profile=chosen)
            return self.attach(
                name or (chosen.name if chosen else None) or urlsplit(client.url).hostname or "server",
                client,
                entry=entry,
                project=project or (chosen.project if chosen else None) or project_in(address),
                read_only=read_only or bool(chosen and chosen.read_only),
                verify=verify,
                on_close=lambda: close_transport(plain),
            )
        except BaseException:
            close_transport(plain)
            raise

    def attach(
        self,
        name: str,
        client: Client,
        *,
        entry: Entry | None = None,
        project: str | None = None,
        read_only: bool = False,
        verify: bool | str = True,
        on_close: Callable[[], None] | None = None,
    ) -> Connection:
        """Enter the server of *client* and *project*, then keep the connection as *name* and make it current.

        It is what `connect` and `demo` end in; call it to connect over a transport of your own. *entry* is what was
        read of the server already; *verify* is whom sockets trust; *on_close* closes what was opened for it. A
        connection of that name that was open is closed.
        """
        from ..client import enter, enter_project

        entry = entry or enter(client)
        opened = Connection(
            name,
            client,
            entry,
            entry.schemas,
            read_only=read_only,
            verify=verify,
            on_close=on_close,
        )
        if project is not None:
            opened.project, opened.schemas = enter_project(client, project, opened.dialect, schemas=entry.schemas)
        self._drop(name)
        self._connections[name] = opened
        self._current = name
        return opened

    def connections(self) -> Report:
        """Tell the open connections; the current one is marked."""
        rows = [
            {
                "name": name,
                "current": "●" if name == self._current else "",
                "server": each.client.url,
                "account": each.entry.account.name or each.entry.account.kind,
                "project": each.project_name,
                "read-only": each.read_only,
            }
            for name, each in self._connections.items()
        ]
        columns = tuple(Column(name) for name in ("name", "current", "server", "account", "project", "read-only"))
        footer = "" if rows else "none: %rancher demo, or %rancher connect URL"
        return Report((listing_of(rows, columns, footer=footer),), rows)

    def use(self, name: str) -> Connection:
        """Make the connection called *name* the current one.

        Raises NoConnection with the names there are.
        """
        if name not in self._connections:
            names = ", ".join(self._connections) or "none"
            raise NoConnection(
                f"no connection is called '{name}'. {did_you_mean(name, self._connections)}".rstrip(),
                hint=f"open: {names}",
            )
        self._current = name
        return self.current

    def disconnect(self, name: str | None = None) -> None:
        """Close the connection called *name*, or the current one; the newest left becomes the current one."""
        self._drop(self.current.name if name is None else self.use(name).name)

    def whoami(self) -> Report:
        """Tell who the server takes us for, what the key is good for and where we are."""
        here = self.current
        account = here.entry.account
        facts = {
            "server": here.client.url,
            "version": here.entry.server_version,
            "account": account.name,
            "kind": account.kind,
            "account id": account.id,
            "user id": account.user_id,
            "project": here.project_name,
            "keys from": here.client.credentials.source if here.client.credentials else "none needed",
            "read-only": here.read_only,
        }
        rows = [{"fact": key, "value": value} for key, value in facts.items()]
        return Report((listing_of(rows, (Column("fact"), Column("value"))),), facts)

    def project(self, name: str | None = None) -> Connection | Report:
        """Enter the project called *name* (or with that id); without one tell the projects there are.

        Raises QueryError with close matches when no project, or more than one, is called that.
        """
        here = self.current
        if name is None:
            return self._projects(here)
        from ..client import enter_project

        project, schemas = enter_project(here.client, name, here.dialect, schemas=here.entry.schemas)
        here.project, here.schemas = project, schemas
        return here

    def close(self) -> None:
        """Close every connection."""
        for name in list(self._connections):
            self._drop(name)

    def _projects(self, here: Connection) -> Report:
        """Tell the projects this key sees."""
        from ..client import projects

        found = projects(here.client, schemas=here.entry.schemas)
        here.learn(found)
        current = here.project.id if here.project is not None else None
        rows = [
            {"id": each.id, "name": each.name, "state": each.get("state"), "current": "●" if each.id == current else ""}
            for each in found
        ]
        columns = (Column("id", "id"), Column("name"), Column("state", "state"), Column("current"))
        return Report((listing_of(rows, columns, footer="%rancher project NAME enters one"),), rows)

    def _profile(self, name: str | None, *, needed: bool) -> Profile | None:
        """Return the profile called *name*, the default one when an address is *needed*, or None."""
        if name is None and not needed:
            return None
        from ..client import read_profiles

        profiles = read_profiles()
        if name is None:
            return next((each for each in profiles.values() if each.default), None)
        if name in profiles:
            return profiles[name]
        raise QueryError(
            f"there is no profile '{name}'. {did_you_mean(name, profiles)}".rstrip(),
            word=name,
            hint=f"profiles: {', '.join(profiles) or 'none yet'}",
        )

    def _credentials(
        self,
        url: str,
        profile: Profile | None,
        access_key: str | None,
        secret_key: str | Secret | None,
    ) -> Credentials | None:
        """Return the keys to send: the arguments', else those of the profile or the environment."""
        from ..client import Credentials, find_credentials

        if (access_key is None) != (secret_key is None):
            missing = "secret_key" if secret_key is None else "access_key"
            raise NoConnection(f"{missing} is missing", hint="a key has two parts: access_key and secret_key")
        if access_key is not None and secret_key is not None:
            secret = secret_key if isinstance(secret_key, Secret) else Secret(secret_key)
            return Credentials(access_key, secret, "arguments")
        return find_credentials(url, profile=profile, environment=self._environment, prompt=None)

    def _enter(
        self,
        url: str,
        transport: Transport,
        credentials: Credentials | None,
        limits: Limits,
        *,
        profile: Profile | None,
    ) -> tuple[Client, Entry]:
        """Read the schemas; when the server asks for keys and we have none, ask for them once."""
        from ..client import Client, enter, find_credentials

        client = Client(url, transport=transport, credentials=credentials, limits=limits)
        try:
            return client, enter(client)
        except Unauthorized:
            if credentials is not None or self._prompt is None:
                raise
        asked = find_credentials(url, profile=profile, environment={}, prompt=self._prompt)
        client = Client(url, transport=transport, credentials=asked, limits=limits)
        return client, enter(client)

    def _drop(self, name: str) -> None:
        """Close and forget the connection *name* if there is one."""
        gone = self._connections.pop(name, None)
        if gone is not None:
            gone.close()
        if self._current == name:
            self._current = next(reversed(self._connections), None)


def trust(profile: Profile | None, *, ca: str | None, insecure: bool) -> bool | str:
    """Return whom to trust, as `http_transport` takes it: what the call says, else what *profile* says."""
    if insecure or (profile is not None and profile.insecure and ca is None):
        return False
    return ca or (profile.ca if profile is not None and profile.ca else True)


def project_in(url: str) -> str | None:
    """Return the id of the project that *url* is inside, None when it is inside none."""
    found = re.search(r"/projects/([^/?#]+)", url, re.IGNORECASE)
    return found[1] if found else None


def close_transport(transport: Any) -> None:
    """Close *transport* if it holds something open: a plain callable may not."""
    close = getattr(transport, "close", None)
    if close is not None:
        close()

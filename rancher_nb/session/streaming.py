"""The verbs that open sockets.

Knows how a container's log is asked for and where it goes: a receiver, a kept stream, a console. It does not know
framing or widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..api import SocketAccess, decipher_log, parse_duration, parse_time
from ..errors import NotFound, QueryError, StreamClosed
from .stream import Flusher, LogStream, LogView
from .writing import Writing

if TYPE_CHECKING:
    from datetime import datetime

    from ..api import Request, Resource
    from ..client import Socket
    from .connection import Connection

__all__ = ["Streaming"]

TAIL = 100  # lines of backlog, the server's own default
RING = 100_000  # lines a socket may be ahead of the flusher
FINITE = 60.0  # seconds a log that is not followed may take to arrive


class Streaming(Writing):
    """Logs of the current connection."""

    def __init__(self, **options: Any) -> None:
        """Start without a stream; *options* are those of `Connecting`."""
        super().__init__(**options)
        self._flusher = Flusher()

    @property
    def streams(self) -> tuple[LogStream, ...]:
        """The streams that run now."""
        return self._flusher.streams

    def logs(
        self,
        target: str | Any,
        *,
        tail: int | None = None,
        since: str | None = None,
        follow: bool = True,
        hold: bool = False,
    ) -> LogStream:
        """Open the log of one container; return the stream at once while it grows in the background.

        *tail* is the number of older lines (default 100; most agents of 1.6 send 100 whatever is asked), *since* a
        duration (``15m``) or a time. Without *follow* the call returns when the lines there are have come. With
        *hold* it returns at the end, and an interrupt ends it.

        Raises NotOffered when the container has no log now, StreamClosed when its host cannot be reached.
        """
        here = self.current
        resource = self.resource(target)
        start = "" if since is None else start_of(since, here.now)
        request = here.dialect.logs(resource, lines=TAIL if tail is None else tail, since=start, follow=follow)
        stream = self._opened(here, resource, request, follow=follow, hold=hold)
        if hold:
            return stream.wait()
        if not follow:
            stream.wait(FINITE)
            self._show(stream.view)  # whole at once: nothing of it is live
        return stream

    def _opened(
        self,
        here: Connection,
        resource: Resource,
        request: Request,
        *,
        follow: bool,
        hold: bool,
    ) -> LogStream:
        """Return a stream that runs. An interrupt may come at any moment: it leaves no socket and no live view."""
        from ..client import Receiver

        socket = self._socket(here, resource, request)
        stream = None
        try:
            receiver = Receiver(socket, capacity=RING, decode=decipher_log)
            stream = LogStream(resource.label, receiver)
            stream.view = self._console(resource, stream, holds_cell=hold)
            if follow:
                self._show(stream.view)
            receiver.start()
            self._flusher.add(stream)
            here.live.add(stream)
        except BaseException:
            if stream is not None:
                stream.abandon("interrupted")
            socket.close()
            raise
        return stream

    def close(self) -> None:
        """End every stream and close every connection."""
        self._flusher.close()
        super().close()

    def _console(self, resource: Resource, stream: LogStream, *, holds_cell: bool) -> LogView | None:
        """Return a console that shows *stream* and whose Stop ends it; None where nothing can be shown."""
        if self._display is None:
            return None
        from ..widgets import Console

        return Console(title=resource.name or str(resource.id), stop=stream.stop, holds_cell=holds_cell)

    def _show(self, view: LogView | None) -> None:
        """Show *view* in the cell that runs."""
        if view is not None and self._display is not None:
            self._display(view)

    def _socket(self, here: Connection, resource: Resource, request: Request) -> Socket:
        """Ask for a socket of *resource* and open it, with the token in the query: agents want it there."""
        from ..client import open_socket

        try:
            access = SocketAccess.from_json(here.client.ask(request))
        except NotFound as gone:
            raise StreamClosed(
                f"the server has no log of {resource.label} now",
                code=gone.status,
                hint="its host may be gone or disconnected: %rancher get hosts",
            ) from gone
        return open_socket(access, origin=here.client.origin, limits=here.client.limits, verify=here.verify)


def start_of(since: str, now: datetime) -> str:
    """Return the time that *since* means, as a log socket takes it: seconds since 1970.

    Raises QueryError when it is neither a duration nor a time.
    """
    seconds = parse_duration(since)
    time = None if seconds is not None else parse_time(since)
    if seconds is None and time is None:
        raise QueryError(
            f"'{since}' is neither a duration nor a time", word=since, hint="15m, 2h or 2017-03-03T10:00:00Z"
        )
    return str(int(now.timestamp() - seconds)) if seconds is not None else str(int(time.timestamp()))  # type: ignore[union-attr] # one of the two is set

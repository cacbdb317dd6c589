"""A demo behind a loopback port, in a thread of its own.

Knows uvicorn and sockets. Knows nothing of what is answered.
"""

from __future__ import annotations

import atexit
import socket
import threading
from typing import TYPE_CHECKING, Self

import uvicorn

if TYPE_CHECKING:
    import types

    from .demo import Demo

__all__ = ["Server", "listening", "serve", "uvicorn_server"]

START_SECONDS = 10
STOP_SECONDS = 5
BACKLOG = 512


class Server:
    """A running server; `url` is the address of its API. `stop()`, or the end of a `with` block, ends it."""

    def __init__(self, demo: Demo, listener: socket.socket) -> None:
        """Start to serve *demo* on *listener*. Raises RuntimeError when that does not begin in time."""
        self.demo = demo
        self.listener = listener
        host, port = listener.getsockname()[:2]
        self.url = f"http://{host}:{port}/v2-beta"
        self.uvicorn = uvicorn_server(demo)
        self.started = threading.Event()
        self.thread = threading.Thread(target=self.run, name=f"demo-{port}", daemon=True)
        self.thread.start()
        atexit.register(self.stop)
        if not self.wait_started():
            msg = f"the embedded Rancher did not start on {host}:{port} within {START_SECONDS} s"
            raise RuntimeError(msg)

    def run(self) -> None:
        """Serve until told to stop."""
        self.uvicorn.run(sockets=[self.listener])

    def wait_started(self) -> bool:
        """Return whether the server takes requests; wait for it."""
        tick = threading.Event()
        for _ in range(START_SECONDS * 200):
            if self.uvicorn.started or not self.thread.is_alive():
                break
            tick.wait(0.005)
        return self.uvicorn.started

    def stop(self) -> None:
        """End the server and its thread. Doing so twice is fine."""
        atexit.unregister(self.stop)
        self.uvicorn.should_exit = True
        if self.thread is not threading.current_thread():
            self.thread.join(STOP_SECONDS)
        self.listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"Server({self.url!r})"


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on *host* and *port*; 0 takes any free port. Raises OSError when it is taken."""
    # The protocol is named: asyncio switches Nagle's delay off only for sockets that say they are TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def uvicorn_server(demo: Demo) -> uvicorn.Server:
    """Return a uvicorn server for *demo*, not yet running; dates and all other headers are the demo's own."""
    config = uvicorn.Config(
        demo.app,
        # uvicorn reports each refused handshake as an error of ours; our own faults are logged by the desk.
        log_level="critical",
        lifespan="off",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        date_header=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


def serve(demo: Demo, *, host: str = "127.0.0.1", port: int = 0) -> Server:
    """Serve *demo* from a daemon thread; port 0 takes a free one. Raises OSError for a port that is taken."""
    return Server(demo, listening(host, port))

"""A real kernel, and a server that answers when it is told to."""

from __future__ import annotations

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_event_loop

from rancher_nb.api import Request
from rancher_nb.demo import Demo, transport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jupyter_client.blocking.client import BlockingKernelClient


class Kernel:
    """A kernel and its one client."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self.client = client

    def run(self, code: str, *, timeout: float = 60) -> dict[str, Any]:
        """Run a cell to its end; return its reply's content with the texts it showed under ``shown``."""
        shown: list[str] = []
        reply = self.client.execute_interactive(
            code, timeout=timeout, output_hook=lambda message: shown.extend(texts_of(message))
        )
        return {**reply["content"], "shown": shown}

    def start(self, code: str) -> Callable[[], dict[str, Any]]:
        """Start a cell in a thread; what is returned waits for its end and returns its reply."""
        replies: list[dict[str, Any]] = []

        def run() -> None:
            replies.append(self.run(code))
            ensure_event_loop().close()  # jupyter_client made one for this thread

        thread = threading.Thread(target=run)
        thread.start()

        def ended() -> dict[str, Any]:
            thread.join(60)
            return replies[0]

        return ended


def texts_of(message: dict[str, Any]) -> list[str]:
    """Return the plain texts that a message of a cell shows."""
    content = message["content"]
    match message["msg_type"]:
        case "stream":
            return [content["text"]]
        case "execute_result" | "display_data" | "update_display_data":
            return [content["data"].get("text/plain", "")]
        case "error":
            return content["traceback"]
        case _:
            return []


@pytest.fixture
def kernel(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    """A kernel with the extension loaded."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    started = Kernel(manager, client)
    assert started.run("%load_ext rancher_nb")["status"] == "ok"
    yield started
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


class Held:
    """An embedded Rancher over HTTP whose containers do not answer before `answer` is set."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.answer = threading.Event()
        self.url = ""


@pytest.fixture
def held() -> Iterator[Held]:
    """The server that holds back its containers."""
    demo, state = Demo(size="small", seed=1, pace=0), Held()
    send = transport(demo)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "/containers?" in self.path:
                state.asked.set()
                state.answer.wait(30)
            answer = send(Request("GET", f"{state.url}{self.path}", dict(self.headers)))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "content-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            with suppress(ConnectionError):  # who was interrupted does not wait for it
                self.end_headers()
                self.wfile.write(answer.body)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    state.answer.set()
    server.shutdown()
    server.server_close()
    thread.join(5)
    demo.close()

"""A small embedded Rancher with a clock that only moves when told to, and a short way to ask it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from rancher_nb.api import Request, Response
from rancher_nb.demo import Demo, transport

BASE = "http://rancher.test:8080"
EPOCH = 1488536430.0


class ManualClock:
    """Tells the time that it was told."""

    def __init__(self) -> None:
        self.now = EPOCH

    def __call__(self) -> float:
        return self.now

    def tick(self, seconds: float) -> None:
        """Move on by *seconds*."""
        self.now += seconds


@dataclass
class Asker:
    """Asks a demo without a network; paths that start with no slash are in the first project."""

    demo: Demo
    clock: ManualClock
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Response:
        """Return the whole answer; *body* is sent as JSON unless it is bytes."""
        url = BASE + (path if path.startswith("/") else f"/v2-beta/projects/1a5/{path}")
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        return transport(self.demo)(Request(method, url, {**self.headers, **(headers or {})}, sent))

    def get(self, path: str, **headers: str) -> Any:
        """Return the document at *path*, which must be answered with 200."""
        response = self.raw("GET", path, headers=headers)
        assert response.status == 200, response.body
        return json.loads(response.body)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Return status and document."""
        response = self.raw(method, path, body, headers)
        return response.status, json.loads(response.body) if response.body else None

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        """POST *body* to *path*."""
        return self.ask("POST", path, {} if body is None else body)

    def act(self, path: str, action: str, body: Any = None) -> tuple[int, Any]:
        """Do *action* of the resource at *path*."""
        return self.post(f"{path}/?action={action}", body)

    def settle(self, path: str, seconds: float = 60) -> Any:
        """Let time pass and return what is at *path* then."""
        self.clock.tick(seconds)
        return self.get(path)

    def one(self, path: str) -> Any:
        """Return the first resource of a list."""
        return self.get(path)["data"][0]


@pytest.fixture
def ask() -> Any:
    """A small demo with access control off."""
    clock = ManualClock()
    demo = Demo(clock=clock)
    yield Asker(demo, clock)
    demo.close()


@pytest.fixture
def guarded() -> Any:
    """A small demo with access control on."""
    clock = ManualClock()
    demo = Demo(clock=clock, auth=True)
    yield Asker(demo, clock)
    demo.close()

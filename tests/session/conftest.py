"""A session on an embedded Rancher, in this process: no socket, no waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rancher_nb.client import Client
from rancher_nb.demo import Demo, transport
from rancher_nb.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rancher_nb.api import Request, Response


class Wire:
    """A transport that remembers what was sent over it."""

    def __init__(self, demo: Demo) -> None:
        self._send = transport(demo)
        self.sent: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.sent.append(request)
        return self._send(request)

    @property
    def writes(self) -> list[str]:
        """The writes that were sent, as METHOD and path."""
        return [f"{each.method} {each.url}" for each in self.sent if not each.is_read]


@pytest.fixture
def demo() -> Iterator[Demo]:
    """An embedded Rancher whose states change at once."""
    embedded = Demo(size="small", seed=1, pace=0)
    yield embedded
    embedded.close()


@pytest.fixture
def wire(demo: Demo) -> Wire:
    """The way to it, which remembers what was sent."""
    return Wire(demo)


@pytest.fixture
def session(wire: Wire) -> Iterator[Session]:
    """A session connected to its first project."""
    with Session(environment={}) as opened:
        opened.attach("demo", Client("http://rancher.test/v2-beta", transport=wire), project="Default")
        yield opened

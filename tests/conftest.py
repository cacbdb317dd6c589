"""What every test may use: the schemas of a recorded server, and a check that no thread is left running."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rancher_nb.api import Schemas


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    """The schemas of project scope, v2-beta, as a running 1.6 server answered them."""
    from recording import exchanges

    from rancher_nb.api import Schemas

    exchange = exchanges("b_schemas_v2beta_project")[0]
    return Schemas.from_json(exchange.document, url=exchange.request.url)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fail a test that leaves a thread of ours running."""
    yield
    left = [t.name for t in threading.enumerate() if t.name.startswith("rancher-nb") and not t.join(5) and t.is_alive()]
    assert left == []

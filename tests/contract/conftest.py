"""The servers that the contract is held against.

Always the embedded one, in this process and over loopback; and any server that RANCHER_NB_TEST_URL names, with
RANCHER_ACCESS_KEY and RANCHER_SECRET_KEY for its keys. What the tests create there they delete again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from rancher_nb.client import Client
from rancher_nb.demo import Demo, transport
from rancher_nb.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVERS = ["in process", "loopback", *(["named"] if os.environ.get("RANCHER_NB_TEST_URL") else [])]


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session in a project of each server."""
    with Session() as session:
        if request.param == "in process":
            demo = Demo(size="small", seed=1, pace=0)
            client = Client("http://rancher.test/v2-beta", transport=transport(demo))
            session.attach("in process", client, project="Default", on_close=demo.close)
        elif request.param == "loopback":
            session.demo()
        else:
            session.connect(os.environ["RANCHER_NB_TEST_URL"], project=os.environ.get("RANCHER_NB_TEST_PROJECT"))
            if session.current.project is None and not session.current.schemas.find("stack").is_creatable:
                session.project(session.project().data[0]["id"])
        yield session

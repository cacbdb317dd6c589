"""A connection knows its scope, what it saw, and how to refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rancher_nb.errors import QueryError, Refused

if TYPE_CHECKING:
    from rancher_nb.session import Session


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/v2-beta/projects", "http://rancher.test/v2-beta/projects"),
        ("containers?limit=1", "http://rancher.test/v2-beta/projects/1a5/containers?limit=1"),
        ("http://rancher.test/v1", "http://rancher.test/v1"),
    ],
)
def test_a_path_means_an_address(session: Session, path: str, url: str) -> None:
    assert session.current.address(path) == url


def test_what_was_seen_is_known_by_name(session: Session) -> None:
    hosts = session.get("hosts")

    assert set(hosts["name"]) | set(hosts.index) == set(session.current.seen("host"))
    assert session.current.names[hosts.index[0]] == hosts["name"].iloc[0]


def test_now_is_the_servers_now(session: Session) -> None:
    assert session.current.now.year == 2017


def test_a_read_only_connection_refuses(session: Session) -> None:
    session.current.read_only = True

    with pytest.raises(Refused, match="stop was not sent: the connection demo is read-only"):
        session.current.refuse_if_read_only("stop")


def test_closing_twice_closes_once(session: Session) -> None:
    closed: list[int] = []
    session.current.on_close = lambda: closed.append(1)

    session.current.close()
    session.current.close()

    assert closed == [1]


def test_a_request_is_shown_as_it_is_sent(session: Session) -> None:
    from rancher_nb.api import Request

    moved = session.current.as_sent(Request("DELETE", "https://evil.test:666/v2-beta/stacks/1st1"))

    assert moved.url == "http://rancher.test/v2-beta/stacks/1st1"


def test_an_address_of_another_server_is_refused(session: Session) -> None:
    with pytest.raises(QueryError, match="another server's"):
        session.current.address("http://rancher.test.evil/v1")

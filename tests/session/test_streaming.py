"""Logs of a container arrive, live, and end when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rancher_nb.client import Client
from rancher_nb.errors import NotOffered, QueryError
from rancher_nb.session import Session
from rancher_nb.session.streaming import start_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def live() -> Iterator[Session]:
    """A session on an embedded Rancher behind a real port: sockets need one."""
    with Session(environment={}) as session:
        session.demo()
        yield session


def busy(session: Session) -> str:
    """Return a running web container."""
    frame = session.get("containers", where="state = running and name contains web")
    return f"containers/{frame.index[0]}"


def test_the_lines_there_are_come_and_the_stream_ends(live: Session) -> None:
    log = live.logs(busy(live), tail=20, follow=False)

    frame = log.frame()
    assert log.ended
    assert len(frame) == 20
    assert frame["time"].is_monotonic_increasing


def test_a_thousand_lines_come_when_asked_for(live: Session) -> None:
    assert len(live.logs(busy(live), tail=1000, follow=False).lines) == 1000


def test_a_log_is_followed_until_it_is_stopped(live: Session) -> None:
    log = live.logs(busy(live), tail=1)

    assert live.streams == (log,)
    log.stop()
    log.wait(10)
    assert log.ended
    assert log.reason == "stopped"


def test_the_container_may_stop_first(live: Session) -> None:
    target = busy(live)
    log = live.logs(target, tail=1)

    live.action("stop", target)
    log.wait(20)

    assert log.ended


def test_disconnecting_ends_the_streams(live: Session) -> None:
    log = live.logs(busy(live), tail=1)

    live.disconnect()

    assert log.ended


def test_another_connection_that_ends_leaves_the_streams_alone(live: Session) -> None:
    log = live.logs(busy(live), tail=1)
    live.attach("other", Client(live.current.client.url, transport=live.current.client.transport))

    live.disconnect("other")

    assert not log.ended
    live.disconnect("demo")
    assert (log.ended, log.reason) == (True, "the connection was closed")


def test_a_container_without_a_log_says_what_it_offers(live: Session) -> None:
    gone = live.action("remove", live.action("stop", busy(live), wait=True), yes=True, wait=True)

    with pytest.raises(NotOffered, match="does not offer the action 'logs'"):
        live.logs(gone)


@pytest.mark.parametrize(("since", "start"), [("15m", "1488535530"), ("2017-03-03", "1488499200")])
def test_since_is_a_duration_or_a_time(session: Session, since: str, start: str) -> None:
    from datetime import UTC, datetime

    assert start_of(since, datetime(2017, 3, 3, 10, 20, 30, tzinfo=UTC)) == start


def test_since_is_neither(session: Session) -> None:
    with pytest.raises(QueryError, match="'later' is neither a duration nor a time"):
        start_of("later", session.current.now)

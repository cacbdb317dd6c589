"""Waiting looks again without hurry, and says what it saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rancher_nb.client import Client
from rancher_nb.demo import Demo, transport
from rancher_nb.errors import WaitFailed
from rancher_nb.session import Session
from rancher_nb.session.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rancher_nb.api import Resource


class Turned:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1_488_536_430.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> Turned:
    return Turned()


@pytest.fixture
def session(clock: Turned) -> Iterator[Session]:
    """A session on a server whose changes take their time by the injected clock."""
    demo = Demo(size="small", seed=1, clock=clock, pace=1)
    with Session(environment={}) as opened:
        opened.attach("demo", Client("http://rancher.test/v2-beta", transport=transport(demo)), project="Default")
        yield opened
    demo.close()


@pytest.fixture
def restarting(session: Session) -> Resource:
    target = session.get("containers", where="state = running").index[0]
    return session.action("restart", f"containers/{target}")


def test_the_states_are_told_until_it_rests(session: Session, restarting: Resource, clock: Turned) -> None:
    told: list[str] = []

    rested = wait_for(
        session.current, restarting, state=None, timeout=60, progress=told.append, sleep=clock.sleep, clock=clock
    )

    assert rested["state"] == "running"
    assert told[-1].endswith("restarting → running")
    assert clock.pauses == sorted(clock.pauses)


def test_time_that_runs_out_tells_what_was_seen(session: Session, restarting: Resource, clock: Turned) -> None:
    with pytest.raises(WaitFailed, match="did not reach stopped in 10 s") as caught:
        wait_for(
            session.current,
            restarting,
            state="stopped",
            timeout=10,
            progress=lambda _line: None,
            sleep=clock.sleep,
            clock=clock,
        )

    assert caught.value.states == ["restarting", "running"]


def test_a_failure_tells_the_servers_reason(session: Session, clock: Turned) -> None:
    failed = session.get("containers", where="transitioning = error")
    assert len(failed) > 0
    resource = session.resource(f"containers/{failed.index[0]}")

    with pytest.raises(WaitFailed, match="failed: "):
        wait_for(
            session.current,
            resource,
            state=None,
            timeout=10,
            progress=lambda _line: None,
            sleep=clock.sleep,
            clock=clock,
        )

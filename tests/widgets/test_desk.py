"""One job at a time, in a thread that is only there while there is something to do."""

from __future__ import annotations

import contextvars
import threading
from typing import TYPE_CHECKING

from rancher_nb.widgets import Pace
from rancher_nb.widgets.desk import Desk

if TYPE_CHECKING:
    import pytest


def test_a_second_job_is_refused_while_one_runs_and_taken_after() -> None:
    go, began, done = threading.Event(), threading.Event(), []
    desk = Desk(name="rancher-nb test", watch=lambda: None)

    def slow() -> None:
        began.set()
        go.wait(5)
        done.append("slow")

    assert desk.submit(slow)
    assert began.wait(5)
    assert not desk.submit(lambda: done.append("second"))
    go.set()
    assert desk.wait(5)
    assert desk.submit(lambda: done.append("third"))
    assert desk.wait(5)
    assert done == ["slow", "third"]


def test_a_job_may_ask_for_a_watch_that_ends_by_itself() -> None:
    looks: list[int] = []

    def watch() -> float | None:
        looks.append(1)
        return 0.001 if len(looks) < 3 else None

    desk = Desk(name="rancher-nb test", watch=watch)
    assert desk.submit(lambda: 0.001)
    assert desk.wait(5)
    assert len(looks) == 3


def test_a_job_does_not_wait_for_the_next_look() -> None:
    ran = threading.Event()
    desk = Desk(name="rancher-nb test", watch=lambda: None)
    desk.watch_in(3600)
    assert desk.submit(ran.set)  # type: ignore[arg-type]
    assert ran.wait(5)
    assert desk.wait(5)


def test_closing_ends_the_thread_and_takes_no_more() -> None:
    desk = Desk(name="rancher-nb test", watch=lambda: None)
    desk.watch_in(3600)
    desk.close()
    assert desk.wait(5)
    assert not desk.submit(lambda: None)


def test_the_thread_has_the_context_of_whoever_started_it() -> None:
    where = contextvars.ContextVar("where", default="nowhere")
    seen: list[str] = []
    where.set("cell 7")
    desk = Desk(name="rancher-nb test", watch=lambda: None)
    desk.submit(lambda: seen.append(where.get()))
    assert desk.wait(5)
    assert seen == ["cell 7"]


def test_a_pace_slows_down_and_gives_up() -> None:
    pace = Pace(first=1, factor=2, longest=4, patience=20)
    assert pace.start() == 1
    assert [pace.again() for _ in range(6)] == [2, 4, 4, 4, 4, None]
    assert pace.start() == 1
    assert pace.again() == 2


def test_a_job_that_raises_leaves_the_desk_open_and_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: told.append(args.exc_value))
    error, done = ValueError("odd"), threading.Event()

    def odd() -> None:
        raise error

    desk = Desk(name="rancher-nb test", watch=lambda: None)
    assert desk.submit(odd)
    assert desk.wait(5)
    assert told == [error]
    assert desk.submit(done.set)  # type: ignore[arg-type]
    assert done.wait(5)
    assert desk.wait(5)


def test_an_exit_in_a_job_leaves_the_desk_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def leave() -> None:
        raise SystemExit

    desk, done = Desk(name="rancher-nb test", watch=lambda: None), threading.Event()
    assert desk.submit(leave)
    assert desk.wait(5)
    assert desk.submit(done.set)  # type: ignore[arg-type]
    assert done.wait(5)
    assert desk.wait(5)


def test_a_watch_asked_for_while_a_job_runs_is_not_lost() -> None:
    go, began, looked = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        began.set()
        go.wait(5)

    desk = Desk(name="rancher-nb test", watch=looked.set)  # type: ignore[arg-type]
    assert desk.submit(slow)
    assert began.wait(5)
    desk.watch_in(0.001)
    go.set()
    assert looked.wait(5)
    assert desk.wait(5)

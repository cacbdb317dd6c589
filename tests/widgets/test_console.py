"""A console sends each batch once, answers a view with what it has, and ends with its reason."""

from __future__ import annotations

import threading
from typing import Any

from rancher_nb.api import LogLine
from rancher_nb.errors import StreamClosed
from rancher_nb.widgets import Console


def lines(first: int, count: int) -> list[LogLine]:
    return [LogLine(None, "stdout", f"line {number}") for number in range(first, first + count)]


class Watched(Console):
    """A console that keeps what it would send."""

    def __init__(self, **options: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        self.stops = 0
        self.asked = threading.Event()
        super().__init__(title="web", stop=options.pop("stop", self._note), **options)

    def _note(self) -> None:
        self.stops += 1
        self.asked.set()

    def send(self, content: Any, _buffers: Any = None) -> None:
        self.sent.append(content)

    def say(self, content: Any) -> None:
        self._on_message(self, content, [])


def test_a_batch_is_one_message_of_numbered_rows() -> None:
    console = Watched()
    console.push([LogLine(None, "stderr", "odd", "2017-03-03T10:20:30.5Z")], first=7, skipped=7)
    assert console.sent == [{"kind": "lines", "rows": [[7, 7, "2017-03-03T10:20:30.5Z", "stderr", "odd"]]}]


def test_known_lines_are_not_sent_again() -> None:
    console = Watched()
    console.push(lines(0, 3), first=0)
    console.push(lines(0, 3), first=0)
    console.push(lines(2, 2), first=2)
    assert [[row[0] for row in message["rows"]] for message in console.sent] == [[0, 1, 2], [3]]


def test_a_batch_larger_than_the_console_sends_what_it_keeps() -> None:
    console = Watched(capacity=10)
    console.push(lines(0, 1000), first=0)
    assert [row[0] for row in console.sent[0]["rows"]] == list(range(990, 1000))
    assert [line.text for line in console.tail] == [f"line {number}" for number in range(990, 1000)]


def test_a_view_that_comes_up_gets_what_there_is() -> None:
    console = Watched(capacity=5)
    console.push(lines(0, 8), first=0)
    console.say({"kind": "ready"})
    reply = console.sent[-1]
    assert (reply["kind"], reply["next"], reply["count"]) == ("replay", 8, 8)
    assert [row[0] for row in reply["rows"]] == [3, 4, 5, 6, 7]


def test_stop_is_answered_at_once_and_called_once() -> None:
    console = Watched()
    console.say({"kind": "stop"})
    console.say({"kind": "stop"})
    assert console.asked.wait(5)
    assert console._desk.wait(5)
    assert console.sent[0] == {"kind": "taken"}
    assert console.stops == 1
    assert console.status["stopping"]


def test_a_stop_that_fails_says_so_and_can_be_pressed_again() -> None:
    def fail() -> None:
        raise StreamClosed("the socket is gone", hint="try again")

    console = Watched(stop=fail)
    console.say({"kind": "stop"})
    assert console._desk.wait(5)
    assert console.status["error"] == "the socket is gone\ntry: try again"
    assert not console.status["stopping"]


def test_an_end_is_told_once_with_its_reason() -> None:
    console = Watched()
    console.push(lines(0, 2), first=0)
    console.end("disconnected: \x1bthe host is gone")
    console.end("again")
    assert console.reason == console.status["reason"] == "disconnected: \\x1bthe host is gone"
    console.say({"kind": "stop"})
    assert console.stops == 0
    assert str(console).splitlines() == [
        "web  ended  2 lines · disconnected: \\x1bthe host is gone",
        "  line 0",
        "  line 1",
    ]


def test_the_twin_of_a_running_stream_is_renewed_now_and_then() -> None:
    now = [0.0]
    console = Watched(clock=lambda: now[0])
    renewed: list[float] = []
    console._twin.update = lambda: renewed.append(now[0])  # type: ignore[method-assign]
    for second in range(25):
        now[0] = float(second)
        console.push(lines(second, 1), first=second)
    assert renewed == [10.0, 20.0]


def test_odd_messages_change_nothing() -> None:
    console = Watched()
    for content in (None, "stop", {}, {"kind": "odd"}, ["stop"]):
        console.say(content)
    assert console.sent == []


def test_a_console_names_itself_without_an_address_in_memory() -> None:
    console = Watched()
    assert repr(console).endswith("web live>")
    console.end("over")
    assert repr(console).endswith("web ended>")


def test_many_threads_may_push_and_a_replay_never_loses_a_line() -> None:
    console = Watched(capacity=100_000)
    barrier = threading.Barrier(2)

    def push() -> None:
        barrier.wait(5)
        for number in range(300):
            console.push(lines(number * 10, 10), first=number * 10)

    def ask() -> None:
        barrier.wait(5)
        for _ in range(50):
            console.say({"kind": "ready"})

    threads = [threading.Thread(target=push), threading.Thread(target=ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    known = 0
    for message in console.sent:
        if message["kind"] == "lines":
            assert message["rows"][0][0] == known
            known = message["rows"][-1][0] + 1
        else:
            assert message["next"] == known
    assert known == 3000

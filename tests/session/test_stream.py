"""A stream keeps its lines, shows them in batches, and ends for good."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from rancher_nb.api import LogLine
from rancher_nb.client import Batch, StreamEnd
from rancher_nb.session.stream import Flusher, LogStream, Stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2017, 3, 3, 10, 20, 30, tzinfo=UTC)


def line(text: str) -> LogLine:
    return LogLine(NOW, "stdout", text)


@dataclass
class Fed:
    """A source that is fed by hand."""

    batches: list[Batch[LogLine]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    end: StreamEnd | None = None

    def take(self) -> Batch[LogLine]:
        return self.batches.pop(0) if self.batches else Batch([], 0, 0)

    def stop(self) -> None:
        self.end = StreamEnd(None, "stopped here", asked=True)
        self.ended.set()


@dataclass
class Seen:
    """A view that remembers what it was shown."""

    pushed: list[tuple[int, list[str], int]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def push(self, lines: Sequence[LogLine], *, first: int, skipped: int) -> None:
        self.pushed.append((first, [each.text for each in lines], skipped))

    def end(self, reason: str) -> None:
        self.reasons.append(reason)


def test_batches_are_kept_and_shown_in_order() -> None:
    source, view = Fed([Batch([line("a"), line("b")], 0, 0), Batch([line("c")], 5, 3)]), Seen()
    stream = LogStream("web", source)
    stream.view = view

    assert stream.flush()
    assert stream.flush()

    assert view.pushed == [(0, ["a", "b"], 0), (5, ["c"], 3)]
    assert ([each.text for each in stream.lines], stream.skipped) == (["a", "b", "c"], 3)


def test_the_end_is_shown_after_the_last_line() -> None:
    source, view = Fed([Batch([line("last")], 0, 0)]), Seen()
    stream = LogStream("web", source)
    stream.view = view
    source.end = StreamEnd(1000, "the server ended the stream", asked=False)
    source.ended.set()

    assert not stream.flush()
    assert not stream.flush()

    assert ([each.text for each in stream.lines], view.reasons) == (["last"], ["the server ended the stream"])
    assert repr(stream) == "<log of web, 1 lines, ended: the server ended the stream>"


def test_a_bound_lets_the_oldest_go_and_counts_them() -> None:
    stream = LogStream("web", Fed([Batch([line(str(n)) for n in range(10)], 0, 0)]), kept=4)

    stream.flush()

    assert ([each.text for each in stream.lines], stream.skipped) == (["6", "7", "8", "9"], 6)


def test_a_stream_is_a_frame_at_any_time() -> None:
    stream = LogStream("web", Fed([Batch([line("a"), LogLine(None, "stderr", "b")], 0, 0)]))
    assert len(stream.frame()) == 0

    stream.flush()
    frame = stream.frame()

    assert list(frame.columns) == ["time", "stream", "line"]
    assert str(frame["time"].dtype) == "datetime64[us, UTC]"
    assert (list(frame["line"]), list(frame["time"].isna())) == (["a", "b"], [False, True])


def test_the_flusher_flushes_until_the_end_and_leaves_no_thread() -> None:
    source = Fed([Batch([line("a")], 0, 0)])
    stream, flusher = LogStream("web", source), Flusher()

    flusher.add(stream)
    assert flusher.streams == (stream,)
    stream.stop()
    stream.wait(5)
    flusher.close()

    assert stream.ended
    assert stream.reason == "stopped"
    assert "rancher-nb-flusher" not in [thread.name for thread in threading.enumerate() if thread.is_alive()]


def test_closing_the_flusher_ends_every_stream() -> None:
    flusher = Flusher()
    streams = [LogStream(str(n), Fed()) for n in range(3)]
    for each in streams:
        flusher.add(each)

    flusher.close()

    assert [each.ended for each in streams] == [True] * 3
    assert flusher.streams == ()


def test_an_interrupt_while_waiting_stops_the_stream_and_run_all(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = LogStream("web", Fed())

    def interrupted(_timeout: float | None) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(stream._done, "wait", interrupted)
    with pytest.raises(Stopped) as caught:
        stream.wait()

    assert caught.value._render_traceback_() == ["Stopped following: web after 0 lines"]
    assert stream.reason == "interrupted"


class Broken(Seen):
    def push(self, *_lines: object, **_numbers: int) -> None:
        raise RuntimeError("no comm")


def test_a_view_that_fails_ends_its_stream_and_no_other() -> None:
    flusher = Flusher()
    good, bad = LogStream("good", Fed()), LogStream("bad", Fed([Batch([line("a")], 0, 0)]))
    bad.view = Broken()
    flusher.add(good)
    flusher.add(bad)

    bad.wait(5)
    assert (bad.ended, bad.reason) == (True, "RuntimeError: no comm")
    assert not good.ended
    flusher.close()
    assert good.ended


def test_who_cancels_an_await_gets_a_cancellation() -> None:
    stream = LogStream("web", Fed())

    async def bounded() -> None:
        await asyncio.wait_for(stream._awaited(), 0.01)

    with pytest.raises(TimeoutError):
        asyncio.run(bounded())
    assert stream.reason == "interrupted"


def test_an_abandoned_stream_is_over_at_once() -> None:
    view = Seen()
    stream = LogStream("web", Fed([Batch([line("a")], 0, 0)]))
    stream.view = view

    stream.abandon("interrupted")

    assert (stream.ended, view.reasons, len(stream.lines)) == (True, ["interrupted"], 1)


def test_a_stream_can_be_awaited() -> None:
    source = Fed([Batch([line("a")], 0, 0)])
    stream, flusher = LogStream("web", source), Flusher()
    source.stop()

    async def held() -> LogStream:
        flusher.add(stream)
        return await stream

    assert asyncio.run(held()) is stream
    flusher.close()

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

from rancher_nb.api import LogLine, Secret, SocketAccess, decipher_log
from rancher_nb.client import Batch, Receiver, StreamEnd, open_socket
from rancher_nb.errors import StreamClosed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Line:
    """A socket that a test speaks into; closing it wakes who receives."""

    def __init__(self) -> None:
        self.queue: SimpleQueue[bytes | Exception] = SimpleQueue()
        self.closed = 0

    def say(self, *messages: bytes | Exception) -> None:
        for each in messages:
            self.queue.put(each)

    def receive(self, timeout: float) -> bytes | None:
        said = self.queue.get(timeout=timeout)
        if isinstance(said, Exception):
            raise said
        return said

    def close(self) -> None:
        self.closed += 1
        self.queue.put(StreamClosed("the stream was closed here"))


def one(message: bytes) -> list[bytes]:
    return [message]


@pytest.fixture
def listen() -> Iterator[Callable[..., tuple[Line, Receiver[Any]]]]:
    """Start receivers on spoken lines; they are stopped when the test is over."""
    running: list[Receiver[Any]] = []

    def start(
        capacity: int = 100,
        decode: Callable[[bytes], list[Any]] = one,
        max_bytes: int = 1000,
    ) -> tuple[Line, Receiver[Any]]:
        line = Line()
        receiver: Receiver[Any] = Receiver(line, capacity=capacity, decode=decode, max_bytes=max_bytes)  # type: ignore[arg-type]
        receiver.start()
        running.append(receiver)
        return line, receiver

    yield start
    for each in running:
        each.stop()


def finish(line: Line, receiver: Receiver[Any], *messages: bytes, code: int | None = 1000) -> None:
    """Say *messages*, end the stream, and wait until all was received."""
    line.say(*messages, StreamClosed("the server ended the stream (1000)", code=code))
    assert receiver.ended.wait(5)


def test_what_was_received_is_taken_once_and_numbered(listen: Callable[..., Any]) -> None:
    line, receiver = listen()
    finish(line, receiver, b"a", b"b")

    assert receiver.take() == Batch([b"a", b"b"], 0, 0)
    assert receiver.take() == Batch([], 2, 0)


def test_the_oldest_make_room_and_are_counted(listen: Callable[..., Any]) -> None:
    line, receiver = listen(capacity=3)
    finish(line, receiver, *(b"%d" % number for number in range(10)))

    assert receiver.take() == Batch([b"7", b"8", b"9"], 7, 7)
    assert receiver.take().skipped == 0


def test_numbers_run_on_over_batches(listen: Callable[..., Any]) -> None:
    seen = threading.Semaphore(0)

    def decode(message: bytes) -> list[bytes]:
        return message.split()

    line, receiver = listen(decode=decode)
    keep = receiver._keep

    def keep_and_tell(message: bytes) -> None:
        keep(message)
        seen.release()

    receiver._keep = keep_and_tell
    line.say(b"a b c")
    assert seen.acquire(timeout=5)
    first = receiver.take()
    finish(line, receiver, b"", b"d e")

    assert (first.first, first.items) == (0, [b"a", b"b", b"c"])
    assert receiver.take() == Batch([b"d", b"e"], 3, 0)


def test_messages_are_decoded_by_who_takes_them(listen: Callable[..., Any]) -> None:
    threads: list[str] = []

    def decode(message: bytes) -> list[LogLine]:
        threads.append(threading.current_thread().name)
        return decipher_log(message)

    line, receiver = listen(decode=decode)
    finish(line, receiver, b"01 2017-03-03T10:20:30.123456789Z GET / 200\n", b"", b"\xff broken\n")
    lines = receiver.take().items

    assert [(each.stream, each.text) for each in lines] == [("stdout", "GET / 200"), ("tty", "\ufffd broken")]
    assert set(threads) == {threading.current_thread().name}


def test_the_end_is_told_with_code_and_words(listen: Callable[..., Any]) -> None:
    line, receiver = listen()
    assert receiver.end is None
    finish(line, receiver)

    assert receiver.end == StreamEnd(1000, "the server ended the stream (1000)", asked=False)
    assert line.closed


def test_stopping_is_an_end_that_was_asked_for(listen: Callable[..., Any]) -> None:
    line, receiver = listen()
    line.say(b"kept")
    receiver.stop()
    receiver.stop()

    assert receiver.ended.is_set()
    assert receiver.end == StreamEnd(None, "stopped here", asked=True)
    assert receiver.take().items == [b"kept"]


def test_stopping_what_has_ended_changes_nothing(listen: Callable[..., Any]) -> None:
    line, receiver = listen()
    finish(line, receiver)
    receiver.stop()

    assert receiver.end is not None
    assert receiver.end.asked is False


def test_stopping_before_starting_ends_it() -> None:
    line = Line()
    receiver: Receiver[bytes] = Receiver(line, capacity=1, decode=one)  # type: ignore[arg-type]
    receiver.stop()

    assert receiver.ended.is_set()
    assert line.closed == 1


def test_a_surprise_in_the_thread_is_told_and_does_not_hang(listen: Callable[..., Any]) -> None:
    line, receiver = listen()
    line.say(RuntimeError("canary"))

    assert receiver.ended.wait(5)
    assert receiver.end == StreamEnd(None, "the stream failed: RuntimeError", asked=False)


def test_a_flood_over_a_real_socket_stays_within_its_bound(serve_socket: Callable[..., str]) -> None:
    number = 20_000

    def flood(connection: Any) -> None:
        for index in range(number):
            connection.send(b"01 line %d\n" % index, text=True)

    url = serve_socket(flood)
    origin = url.replace("ws", "http")
    receiver = Receiver(open_socket(SocketAccess(url, Secret("t")), origin=origin), capacity=500, decode=decipher_log)
    receiver.start()
    assert receiver.ended.wait(60)
    batch = receiver.take()
    receiver.stop()

    assert (len(batch.items), batch.skipped, batch.first) == (500, number - 500, number - 500)
    assert batch.items[-1].text == f"line {number - 1}"
    assert receiver.end is not None
    assert receiver.end.code == 1000


def test_the_oldest_make_room_when_the_bytes_are_too_many(listen: Callable[..., Any]) -> None:
    line, receiver = listen(max_bytes=10)
    finish(line, receiver, b"aaaa", b"bbbb", b"cccc", b"dd")

    assert receiver.take() == Batch([b"bbbb", b"cccc", b"dd"], 1, 1)


def test_one_message_above_all_bytes_is_kept_alone(listen: Callable[..., Any]) -> None:
    line, receiver = listen(max_bytes=10)
    finish(line, receiver, b"a", b"b" * 20)

    assert receiver.take() == Batch([b"b" * 20], 1, 1)

"""A tail keeps the last lines, each once, and knows what is missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import LogLine
from rancher_nb.widgets.tail import Tail


def lines(first: int, count: int) -> list[LogLine]:
    return [LogLine(None, "stdout", str(number)) for number in range(first, first + count)]


def texts(tail: Tail) -> list[str]:
    return [row.line.text for row in tail.rows]


def test_known_numbers_are_dropped() -> None:
    tail = Tail(10)
    tail.add(lines(0, 3), first=0)
    assert [row.number for row in tail.add(lines(1, 3), first=1)] == [3]
    assert tail.add(lines(0, 4), first=0) == []
    assert texts(tail) == ["0", "1", "2", "3"]


def test_a_gap_is_counted_by_numbers_or_by_what_is_said() -> None:
    tail = Tail(10)
    tail.add(lines(0, 1), first=0)
    assert tail.add(lines(6, 1), first=6, skipped=5)[0].skipped == 5
    assert tail.add(lines(7, 1), first=7, skipped=2)[0].skipped == 2
    assert (tail.count, tail.next) == (3, 8)


def test_only_the_last_stay() -> None:
    tail = Tail(3)
    tail.add(lines(0, 100), first=0)
    assert texts(tail) == ["97", "98", "99"]
    assert [row.line.text for row in tail.last(2)] == ["98", "99"]
    assert tail.count == 100


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=20), st.integers(1, 30))
def test_numbers_rise_and_no_line_comes_twice(batches: list[tuple[int, int]], capacity: int) -> None:
    tail = Tail(capacity)
    for first, count in batches:
        tail.add(lines(first, count), first=first)
    numbers = [row.number for row in tail.rows]
    assert numbers == sorted(set(numbers))
    assert len(numbers) <= capacity
    assert [str(number) for number in numbers] == texts(tail)

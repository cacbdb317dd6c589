from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.demo.logs import Line, Output, frames, output_of, timestamp
from rancher_nb.demo.programs import WEB
from rancher_nb.demo.store import Row

START = 1488530000.0


def output(*runs: tuple[float, float | None]) -> Output:
    return Output("1:1", WEB, runs or ((START, None),), "web", tty=False)


def test_lines_come_at_the_rate_of_the_program() -> None:
    found = output()

    assert found.total(START - 1) == 0
    assert abs(found.total(START + 100) - 500) <= 1


@settings(deadline=None)
@given(st.floats(min_value=0, max_value=500), st.floats(min_value=0, max_value=500))
def test_what_was_written_stays_written(one: float, other: float) -> None:
    early, late = sorted((START + one, START + other))
    found = output((START, START + 200), (START + 250, None))
    first = list(found.lines(0, found.total(early), early))

    assert found.total(early) <= found.total(late)
    assert list(found.lines(0, len(first), late)) == first
    assert all(line.at <= early for line in first)


def test_times_ascend_and_no_line_is_written_while_stopped() -> None:
    found = output((START, START + 10), (START + 60, START + 70))
    times = [line.at for line in found.lines(0, 1000, START + 1000)]

    assert times == sorted(times)
    assert not [at for at in times if START + 10 < at < START + 60]
    assert times[-1] <= START + 70


@settings(deadline=None)
@given(st.floats(min_value=-10, max_value=120))
def test_the_first_line_since_a_moment_is_found(moment: float) -> None:
    found, now = output((START, START + 30), (START + 50, None)), START + 100
    index = found.first_since(START + moment, now)
    lines = list(found.lines(0, found.total(now), now))

    assert all(line.at < START + moment for line in lines[:index])
    assert all(line.at >= START + moment for line in lines[index:])


def test_another_container_writes_other_lines() -> None:
    row = Row("container", 1, {"imageUuid": "docker:nginx", "name": "a", "_runs": [[START, None]], "tty": True})
    other = Row("container", 2, dict(row.doc))

    assert output_of(row, 1).line(0, 5) == output_of(row, 1).line(0, 5)
    assert output_of(row, 1).line(0, 5) != output_of(other, 1).line(0, 5)
    assert output_of(row, 1).line(0, 5) != output_of(row, 2).line(0, 5)
    assert output_of(row, 1).tty is True


def test_a_message_is_a_code_a_time_and_a_line() -> None:
    line = Line(1488536430.5, 2, "hello")

    assert frames(line, tty=False, timestamps=True) == ["02 2017-03-03T10:20:30.5Z hello\n"]
    assert frames(line, tty=False, timestamps=False) == ["02 hello\n"]
    assert frames(line, tty=True, timestamps=False) == ["00 hello\r\n"]


def test_a_length_that_holds_a_newline_splits_the_message() -> None:
    for length in (9, 265, 521):
        assert frames(Line(0, 1, "x" * length), tty=False, timestamps=False) == ["", f"00 {'x' * length}\n"]
        assert len(frames(Line(0, 1, "x" * length), tty=True, timestamps=False)) == 1


@settings(deadline=None)
@given(st.floats(min_value=0, max_value=4e9))
def test_times_are_written_as_docker_writes_them(at: float) -> None:
    text = timestamp(at)

    assert text.endswith("Z")
    assert not text.endswith(("0Z", ".Z")) or "." not in text

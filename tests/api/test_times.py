"""Times as the API writes them and as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import Ago, format_age, format_duration, format_time, parse_duration, parse_time

NOW = datetime(2017, 3, 3, 10, 20, 30, tzinfo=UTC)


@given(st.integers(1, 10_000_000))
def test_a_duration_reads_back(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("15m", 900),
        ("1h30m", 5400),
        ("2d", 172_800),
        ("1w", 604_800),
        ("soon", None),
        ("", None),
        ("5", None),
    ],
)
def test_durations(text: str, seconds: float | None) -> None:
    assert parse_duration(text) == seconds


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_time_reads_back_to_the_second(naive: datetime) -> None:
    time = naive.replace(tzinfo=UTC)

    assert parse_time(format_time(time)) == time.replace(microsecond=0)


@pytest.mark.parametrize("text", ["2017-03-03T10:20:30Z", "2017-03-03 10:20:30", "2017-03-03T11:20:30+01:00"])
def test_forms_of_one_time(text: str) -> None:
    assert parse_time(text) == NOW


@pytest.mark.parametrize("text", ["", "yesterday", "2017-13-01", "12"])
def test_what_is_no_time(text: str) -> None:
    assert parse_time(text) is None


def test_ago_is_taken_from_now() -> None:
    assert Ago(7200).at(NOW) == NOW - timedelta(hours=2)
    assert (str(Ago(7200)), str(Ago(0))) == ("2h ago", "now")


@pytest.mark.parametrize(
    ("seconds", "age"),
    [
        (0, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (7199, "119 min"),
        (7200, "2 h"),
        (172_800, "2 d"),
        (86_400 * 800, "2 y"),
    ],
)
def test_ages(seconds: int, age: str) -> None:
    assert format_age(NOW - timedelta(seconds=seconds), now=NOW) == age


def test_a_time_to_come_is_said_so() -> None:
    assert format_age(NOW + timedelta(minutes=5), now=NOW) == "in 5 min"

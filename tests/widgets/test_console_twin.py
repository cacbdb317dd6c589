"""A console's static twin and its text say the same lines, gaps and end."""

from __future__ import annotations

from datetime import UTC, datetime

from rancher_nb.api import LogLine
from rancher_nb.widgets.console_twin import ConsoleFacts, clock, console_html, console_text
from rancher_nb.widgets.tail import Numbered

TIME = datetime(2017, 3, 3, 10, 20, 30, 123456, tzinfo=UTC)
ROWS = [
    Numbered(0, LogLine(TIME, "stdout", "GET / \x1b[32m200\x1b[0m")),
    Numbered(9, LogLine(None, "stderr", "<script>alert(1)</script>\x1b[2J"), skipped=8),
]
FACTS = ConsoleFacts("web", count=2, skipped=8, reason="stopped")


def test_the_text_has_times_gaps_and_marks() -> None:
    assert console_text(FACTS, ROWS).splitlines() == [
        "web  ended  2 lines · 8 skipped · 2017-03-03, times in UTC · stopped",
        "10:20:30.123  GET / 200",
        "… 8 lines skipped …",
        "! <script>alert(1)</script>",
    ]


def test_the_html_has_colours_gaps_and_marks_and_nothing_that_runs() -> None:
    shown = console_html(FACTS, ROWS).partition("</style>")[2]
    assert '<span class="c2">200</span>' in shown
    assert '<div class="gap"><span>8 lines skipped</span></div><div class="ln err">' in shown
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    assert "\x1b" not in shown
    assert "stopped" in shown


def test_a_running_stream_is_live() -> None:
    facts = ConsoleFacts("web", count=1, skipped=0, reason="")
    assert console_text(facts, []).startswith("web  live  1 line · the last 0 shown")


def test_an_endless_line_is_cut() -> None:
    row = Numbered(0, LogLine(None, "stdout", "x" * 10_000_000))
    assert len(console_html(FACTS, [row])) < 30_000
    assert "10,000,000 characters" in console_text(FACTS, [row])


def test_a_line_without_a_time_has_no_clock() -> None:
    assert clock(LogLine(None, "tty", "x")) == ""
    assert clock(LogLine(TIME, "tty", "x")) == "10:20:30.123"

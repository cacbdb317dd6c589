"""Server text is shown whole, and nothing in it can steer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.widgets.visible import cut, one_line, visible


def test_steering_characters_become_escapes() -> None:
    assert visible("a\x1b[31m\u202eb\r\x00") == "a\\x1b[31m\\u202eb\\r\\x00"


def test_letters_of_every_script_and_line_feeds_stay() -> None:
    assert visible("שלום мир 世界\n\té") == "שלום мир 世界\n\té"


def test_one_line_is_one_line() -> None:
    assert one_line("a\nb\tc") == "a\\nb\\tc"


def test_a_long_text_is_cut_and_counted() -> None:
    assert cut("x" * 1_000_000, 5) == "xxxxx… (1,000,000 characters)"
    assert cut("short") == "short"


@given(st.text())
def test_no_text_leaves_a_control_or_an_override(text: str) -> None:
    shown = one_line(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E for c in shown)
    assert len(shown.splitlines()) <= 1


def test_a_lone_surrogate_becomes_an_escape_and_can_be_sent() -> None:
    assert visible("a\ud800b") == "a\\ud800b"


def test_what_is_no_text_is_shown_too() -> None:
    assert (visible(5), one_line(None)) == ("5", "None")

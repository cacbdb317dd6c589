"""Every piece of markup escapes what is put into it and carries its style."""

from __future__ import annotations

from markupsafe import Markup

from rancher_nb.widgets.markup import STATIC, badge, block, text_of, wrapped

EVIL = "<img src=x onerror=alert(1)>"


def test_text_is_escaped_and_visible() -> None:
    assert text_of(EVIL + "\x1b") == "&lt;img src=x onerror=alert(1)&gt;\\x1b"


def test_a_badge_and_a_block_escape() -> None:
    assert "<img" not in badge(EVIL) + block(EVIL)
    assert 's-ok"' in badge("running")
    assert 's-bad"' in badge("running", hue="bad")


def test_a_display_carries_the_sheet_and_nothing_that_runs() -> None:
    shown = wrapped(Markup("<b>x</b>"), kind="box")
    assert '<div class="rnb box"><b>x</b></div>' in shown
    assert "<script" not in shown
    assert "http" not in shown


def test_the_small_sheet_is_part_of_the_whole() -> None:
    assert len((STATIC / "base.css").read_text()) < len((STATIC / "rnb.css").read_text())
    assert "--jp-layout-color1" in (STATIC / "base.css").read_text()

"""The static card and its text say the same facts, and nothing in them can be pressed."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from rancher_nb.api import Cell, Column, Listing
from rancher_nb.widgets import CardFacts, CardRows, card_html, card_text
from rancher_nb.widgets.card_twin import stop_markup, stop_text

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[..., CardFacts]

EVIL = "<img src=x onerror=alert(1)>\x1b[31m"


def body(markup: str) -> str:
    return markup.partition("</style>")[2] or markup


def test_both_say_every_fact(read: Read) -> None:
    facts = read(state="stopping", transitioning="yes", transitioningMessage="wait", transitioningProgress=40)
    shown, text = html.unescape(body(card_html(facts))), card_text(facts)
    for group in facts.groups:
        for fact in group.facts:
            for part in (fact.label, fact.text, fact.note):
                assert part in shown
                assert part in text
    for name in ("stopping", "wait", "40 %", "3 fields without a value", "restart", "volumes"):
        assert name in shown
        assert name in text


def test_the_text_is_readable(read: Read) -> None:
    lines = card_text(read()).splitlines()
    assert lines[0] == "web  container 1i5  running"
    assert lines[1] == "  imageUuid    docker:nginx:1.13"
    assert "  host         node-1 (1h1)" in lines
    assert lines[-1] == "  actions: logs, restart, stop, execute, update, remove"


def test_nothing_in_it_can_be_pressed_or_run(read: Read) -> None:
    shown = body(card_html(read(name=EVIL, imageUuid=EVIL, labels={EVIL: EVIL})))
    assert not re.search(r"<(button|a|input|script|img)\b", shown)
    assert "\x1b" not in shown + card_text(read(name=EVIL))
    assert "&lt;img src=x" in shown


def test_without_the_style_sheet_words_do_not_run_together(read: Read) -> None:
    bare = re.sub(r"<[^>]+>", "", body(card_html(read())))
    assert "web container 1i5 running" in bare


def test_a_failure_and_a_removal_are_told(read: Read) -> None:
    failed = body(card_html(read(transitioning="error", transitioningMessage="no such image")))
    assert '<div class="said err">no such image</div>' in failed
    assert "this resource is removed" in card_text(read(state="removed"))


def test_the_way_and_a_list_are_shown() -> None:
    listing = Listing((Column("id", "id"),), ((Cell("1i1"),),), 1, footer=(("", ("only the first page is shown",)),))
    rows = CardRows("containers", "", listing, ("",))
    shown = str(stop_markup(rows, crumbs=("host node-1",)))
    text = stop_text(rows, crumbs=("host node-1",))
    for part in ("host node-1", "containers", "1 in all", "1i1", "only the first page is shown"):
        assert part in shown
        assert part in text


def test_an_empty_resource_is_a_card_too() -> None:
    facts = CardFacts("x", "thing", "", "")
    assert card_text(facts) == "x  thing"
    assert "<b>x</b>" in card_html(facts)

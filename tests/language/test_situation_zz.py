"""Where the cursor stands is read from what is before it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.language.situation import situation_at


@pytest.mark.parametrize(
    ("left", "start", "typed", "terminal"),
    [
        ("", 0, "", "VERB"),
        ("ge", 0, "ge", "VERB"),
        ("get ho", 4, "ho", "WORD"),
        ("get hosts/'my ho", 4, "hosts/'my ho", "WORD"),
        ("get hosts where na", 16, "na", "PATH"),
        ("get hosts where (na", 17, "na", "PATH"),
        ("get hosts where name ", 21, "", "COMPARE"),
        ("get hosts where name !", 21, "!", "COMPARE"),
        ("get hosts where name=we", 21, "we", "BARE"),
        ("get hosts where name = 'my we", 23, "'my we", "BARE"),
        ("get hosts where a in (b,c", 24, "c", "BARE"),
        ("get hosts where a = b a", 22, "a", "_AND"),
        ("get hosts sort -na", 15, "-na", "KEY"),
        ("get hosts sort a,-na", 17, "-na", "KEY"),
        ("get hosts columns a,b", 20, "b", "PATH"),
        ("get hosts state=ru", 10, "state=ru", "WORD"),
    ],
)
def test_the_piece_being_typed(left: str, start: int, typed: str, terminal: str) -> None:
    here = situation_at(left)

    assert here is not None
    assert (here.start, here.typed) == (start, typed)
    assert terminal in here.expected


def test_words_options_and_fields_before_it() -> None:
    here = situation_at("action --timeout 5 stop hosts --wait ")
    assert here is not None
    assert here.verb is not None
    assert (here.verb.name, here.words, here.pending and here.pending.name) == ("action", ("stop", "hosts"), "wait")

    here = situation_at("get hosts limit 5 where a = 1 and b.c = ")
    assert here is not None
    assert (here.words, here.pending, here.field, here.has("LIMIT"), here.has("SORT")) == (
        ("hosts",),
        None,
        "b",
        True,
        False,
    )


@pytest.mark.parametrize("left", ["get hosts where a = {x", "get {", "get hosts where ^ ", "get hosts where a = = "])
def test_there_is_no_situation_in_python_or_after_a_misfit(left: str) -> None:
    assert situation_at(left) is None


@settings(max_examples=6000, deadline=None)
@given(st.text())
def test_any_text_has_a_situation_or_none(left: str) -> None:
    here = situation_at(left)

    assert here is None or left.endswith(here.typed)

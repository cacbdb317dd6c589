"""What a line spells is what the language reads: the very text, no code, one line."""

from __future__ import annotations

from typing import NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rancher_nb.language import Target, parse, read_target
from rancher_nb.widgets.spelt import spelt, spelt_target

CODE = "1i1{__import__('os').system('id')}"


def no_code(source: str) -> NoReturn:
    raise AssertionError(f"{source} would be evaluated")


@given(st.text())
@example(CODE)
@example('it\'s \\ {x} "y"')
@example("a/b where c = d; --yes")
@example(" a ")
@example("where")
@example("-o")
@example("a\\")
@example("'''{x}'''")
def test_a_target_reads_back_as_the_same_text_and_runs_nothing(text: str) -> None:
    target = spelt_target("container", text)
    if not target:
        return
    assert len(f"%rancher show {target}".splitlines()) == 1
    command = parse(f"show {target}", evaluate=no_code)
    assert read_target(str(command.positional[0])) == Target("container", text)


@given(st.text())
@example(CODE)
@example("a=b")
@example("--yes")
@example("where")
def test_a_word_reads_back_as_the_same_text_and_runs_nothing(text: str) -> None:
    word = spelt(text)
    if word:
        assert parse(f"action {word} container/1i5", evaluate=no_code).positional == (text, "container/1i5")


def test_what_looks_plain_stays_bare_and_the_rest_is_quoted() -> None:
    assert spelt("web-1.a_b") == "web-1.a_b"
    assert spelt_target("container", CODE) == "container/'1i1{__import__(\\'os\\').system(\\'id\\')}'"


@pytest.mark.parametrize("text", ["", "  ", "a\nb", "a\rb", "a\tb", "\x1b[2J", "a\u2028b", "\u202ea", "\ud800"])
def test_what_cannot_be_seen_on_one_line_has_no_spelling(text: str) -> None:
    assert spelt(text) == spelt_target("container", text) == ""


@pytest.mark.parametrize("kind", ["", "a b", "{x}", "--yes", "'a'", "a/b", "a\nb"])
def test_a_type_that_is_no_word_has_no_target(kind: str) -> None:
    assert spelt_target(kind, "1i5") == ""

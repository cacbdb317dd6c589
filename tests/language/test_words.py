"""Words are text, quoted text and values that touch; targets are types, ids and links."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.errors import CommandError
from rancher_nb.language import Target, read_target
from rancher_nb.language.scanning import quoted, scan
from rancher_nb.language.values import Values
from rancher_nb.language.words import target_of, text_of, value_of

NAMES = {"x": "we/b 'q'", "n": 5, "o": [1]}


def values() -> Values:
    return Values(NAMES.__getitem__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("'in quotes'", "in quotes"),
        ("a'b c'd", "ab cd"),
        ("{n}", 5),
        ("{o}", [1]),
        ("web-{n}", "web-5"),
        ("{n}{n}", "55"),
    ],
)
def test_a_word_is_put_together(text: str, expected: object) -> None:
    line = scan(text)

    assert value_of(line, line.place(0, len(text)), values()) == expected


def test_a_text_takes_text_and_whole_numbers_only() -> None:
    line = scan("web-{o}")

    with pytest.raises(CommandError, match="of type list") as caught:
        text_of(line, line.place(0, 7), values())
    assert (caught.value.start, caught.value.end) == (4, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("containers/1i5", "containers/1i5"),
        ("containers/'my web'", "containers/'my web'"),
        ("containers/{n}/hosts", "containers/'5'/hosts"),
        ("containers/{x}", "containers/'we/b \\'q\\''"),
        ("{o}", [1]),
    ],
)
def test_a_target_quotes_the_values_in_it(text: str, expected: object) -> None:
    line = scan(text)

    assert target_of(line, line.place(0, len(text)), values()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("containers", Target("containers")),
        ("containers/1i5", Target("containers", "1i5")),
        ("containers/1i5/hosts", Target("containers", "1i5", "hosts")),
        ("containers/'my web'", Target("containers", "my web")),
        ('containers/"a/b"/hosts', Target("containers", "a/b", "hosts")),
        ("containers/my web", Target("containers", "my web")),
        ("settings/api.host", Target("settings", "api.host")),
        (" hosts / 1h1 ", Target("hosts", "1h1")),
        ("hosts/{x}", Target("hosts", "{x}")),
    ],
)
def test_targets(text: str, expected: Target) -> None:
    assert read_target(text) == expected


@pytest.mark.parametrize(
    ("text", "said", "start", "end"),
    [
        ("", "a type is missing", 0, 0),
        ("/1i5", "a type is missing", 0, 0),
        ("a b/c", "'a b' is no type name", 0, 3),
        ("containers/", "an id or name is missing after 'containers/'", 11, 11),
        ("containers/1i5/", "a link is missing after 'containers/1i5/'", 15, 15),
        ("a/b/c/d", "'a/b/c/d' has a part too many", 6, 7),
        ("a/it's", "a quote is never closed here", 2, 6),
    ],
)
def test_odd_targets_are_pointed_at(text: str, said: str, start: int, end: int) -> None:
    with pytest.raises(CommandError) as caught:
        read_target(text)

    assert str(caught.value) == said
    assert (caught.value.start, caught.value.end) == (start, end)


@settings(deadline=None)
@given(st.text(min_size=1).filter(lambda name: name.strip() == name))
def test_any_name_can_be_quoted_in_a_target(name: str) -> None:
    assert read_target(f"containers/{quoted(name)}/hosts") == Target("containers", name, "hosts")


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_target_or_an_error(text: str) -> None:
    with suppress(CommandError):
        assert isinstance(read_target(text), Target)


def test_blanks_inside_quotes_belong_to_the_name() -> None:
    assert read_target("hosts/ ' a '") == Target("hosts", " a ")


def test_an_empty_name_in_quotes_is_no_name() -> None:
    with pytest.raises(CommandError, match="nothing stands between the quotes"):
        read_target("hosts/''")


def test_braces_in_a_quoted_part_are_text() -> None:
    line = "get hosts/'{x}'"
    assert target_of(scan(line), scan(line).place(4, len(line)), Values(None)) == "hosts/'{x}'"
    assert read_target("hosts/'{x}'") == Target("hosts", "{x}")

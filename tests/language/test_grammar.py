"""The grammar file becomes a parser once; misfits come with a position."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rancher_nb.errors import CommandError
from rancher_nb.language.grammar import expected_after, parser, read
from rancher_nb.language.scanning import scan


def test_the_parser_is_made_once() -> None:
    assert parser() is parser()


def test_a_word_of_the_language_is_a_field_where_a_field_goes() -> None:
    tree = read(scan("limit = 1 and sort = 2"), "condition")

    assert [token.type for token in tree.scan_values(lambda _: True)] == ["PATH", "COMPARE", "BARE"] * 2


def test_a_misfit_is_a_command_error() -> None:
    with pytest.raises(CommandError) as caught:
        read(scan("get hosts where a ^ b"), "command")

    assert (caught.value.start, caught.value.end) == (18, 19)


@pytest.mark.parametrize(
    ("left", "some", "without"),
    [
        ("", {"VERB"}, {"WORD"}),
        ("get ", {"WORD", "OPTION"}, {"PATH"}),
        ("get hosts where ", {"PATH", "NOT", "LPAR"}, {"WORD"}),
        ("get hosts where a ", {"COMPARE", "WORDED", "IN", "IS", "NOT"}, {"BARE"}),
        ("get hosts where a = ", {"BARE", "QUOTED", "NOW"}, {"PATH"}),
        ("get hosts where a = b ", {"_AND", "_OR", "WORD", "SORT"}, {"COMPARE"}),
        ("get hosts where a is ", {"NOT", "NULL"}, {"BARE"}),
        ("get hosts sort ", {"KEY"}, {"WORD"}),
        ("get hosts sort a ", {"ASC", "DESC", "_COMMA"}, {"PATH"}),
        ("get hosts columns ", {"PATH"}, {"NOT"}),
        ("get hosts where ^ ", set(), {"PATH"}),
    ],
)
def test_what_may_follow(left: str, some: set[str], without: set[str]) -> None:
    _, expected = expected_after(scan(left), len(left))

    assert some <= expected
    assert not without & expected


def test_lark_and_yaml_are_loaded_only_when_needed() -> None:
    probe = (
        "import sys, rancher_nb.language as language\n"
        "assert not {'lark', 'yaml'} & set(sys.modules)\n"
        "language.parse('get hosts where a = 1')\n"
        "assert 'lark' in sys.modules and 'yaml' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", probe], check=True)

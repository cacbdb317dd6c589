"""YAML is read as plain data; everything else is refused with its line and column."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rancher_nb.errors import CommandError
from rancher_nb.language.documents import read_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1", {"a": 1}),
        ("a: '1'\nb: \"2\"\nc: |\n  3\n", {"a": "1", "b": "2", "c": "3\n"}),
        ("a:\n- x\n- y: [true, ~]\n", {"a": ["x", {"y": [True, None]}]}),
        ("when: 2017-03-03\nport: 22:22\non: yes", {"when": "2017-03-03", "port": "22:22", "on": "yes"}),
        ("80: x\ntrue: y", {"80": "x", "true": "y"}),
        ("{}", {}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("<<: 1", {"<<": 1}),
        ("# only a comment\na: 1", {"a": 1}),
    ],
)
def test_plain_data(text: str, expected: dict[str, Any]) -> None:
    assert read_yaml(text) == expected


@pytest.mark.parametrize(
    ("text", "said", "line", "column"),
    [
        ("timeout: [1", "expected ',' or ']'", 1, 12),
        ("a: 1\na: 2", "'a' is given twice", 2, 1),
        ("x:\n  a: 1\n  a: 2", "'a' is given twice", 3, 3),
        ("- 1", "a mapping is wanted, not a list", 1, 1),
        ("just words", "a mapping is wanted, not a single value", 1, 1),
        ("a: &x 1", "anchors and aliases are not taken", 1, 4),
        ("a: 1\nb: *x", "anchors and aliases are not taken", 2, 4),
        ("&x {a: 1}", "anchors and aliases are not taken", 1, 1),
        ("a: !!python/object:os.system x", "the tag tag:yaml.org,2002:python/object:os.system is not taken", 1, 4),
        ("!!map {a: 1}", "the tag tag:yaml.org,2002:map is not taken", 1, 1),
        ("a: 1\n---\nb: 2", "one document is enough", 2, 1),
        ("? [a]\n: b", "a key is a word", 1, 3),
        ("a: \x01", "a character that YAML does not allow", 1, 4),
        ("a:\n\tb: 1", "cannot start any token", 2, 1),
        ("", "it is empty", 1, 1),
        ("a: " + "[" * 60 + "]" * 60, "nested deeper than 50 levels", 1, 54),
        ('a: "\\UFFFFFFFF"', "a number out of range", 1, 1),
    ],
)
def test_what_is_not_plain_data_says_where(text: str, said: str, line: int, column: int) -> None:
    with pytest.raises(CommandError) as caught:
        read_yaml(text)

    assert said in str(caught.value)
    assert f"(line {line}, column {column})" in str(caught.value)
    assert caught.value.text == text


@settings(deadline=None)
@given(st.text())
@example("%YAML 9999999999999999999999.1\n---\na: 1")
@example("a: !<!> x")
@example("\ufeffa: 1")
def test_any_text_is_a_mapping_or_an_error(text: str) -> None:
    with suppress(CommandError):
        assert isinstance(read_yaml(text), dict)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text("ab: '\"#\\", max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab ", max_size=3), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), JSON, max_size=3))
def test_json_is_yaml(body: dict[str, Any]) -> None:
    assert read_yaml(json.dumps(body)) == body


@pytest.mark.parametrize("text", ["a: [1,\n\n", "a: 'x\n\n  \n", "a: {b: 1\n"])
def test_a_fault_at_the_end_points_at_the_last_line_that_says_something(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        read_yaml(text)
    assert caught.value.start == caught.value.end == len(text.rstrip())
    assert caught.value.lines()[1] == f"  {text.splitlines()[0]}"
    assert "(line 1, " in str(caught.value)

"""Bodies come from fields, JSON and cells, and nothing is given twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.errors import CommandError
from rancher_nb.language.bodies import merged, plain_scalar, read_body, read_fields, read_json
from rancher_nb.language.place import Place
from rancher_nb.language.scanning import scan
from rancher_nb.language.values import Values

NAMES = {"x": {"a": 1}, "n": 5, "o": object(), "s": "5"}


def fields(text: str) -> dict[str, Any]:
    """Return the body of pairs that stand in *text* with a blank between."""
    line = scan(text)
    pairs, at = [], 0
    for word in line.outline.split(" "):
        pairs.append(line.place(at, at + len(word)))
        at += len(word) + 1
    return read_fields(line, pairs, Values(NAMES.__getitem__))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("true", True),
        ("FALSE", False),
        ("5", 5),
        ("-5", -5),
        ("007", 7),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1e999", "1e999"),
        ("9" * 5000, "9" * 5000),
        ("yes", "yes"),
        ("22:22", "22:22"),
        ("2017-03-03", "2017-03-03"),
        ("0x10", "0x10"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_plain_text_means_what_yaml_core_says(text: str, expected: object) -> None:
    found = plain_scalar(text)

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name=web", {"name": "web"}),
        ("scale=3 on=true none=null", {"scale": 3, "on": True, "none": None}),
        ("scale='3'", {"scale": "3"}),
        ("name='my web'", {"name": "my web"}),
        ("name=", {"name": ""}),
        ("env.A=1 env.B=x", {"env": {"A": 1, "B": "x"}}),
        ('labels["io.x"]=y', {"labels": {"io.x": "y"}}),
        ("image=docker:nginx:1.2", {"image": "docker:nginx:1.2"}),
        ("url=http://h/p?q=1", {"url": "http://h/p?q=1"}),
        ("scale={n}", {"scale": 5}),
        ("scale={s}", {"scale": "5"}),
        ("name=web-{n}", {"name": "web-5"}),
        ("body={x}", {"body": {"a": 1}}),
    ],
)
def test_fields_on_the_line(text: str, expected: dict[str, Any]) -> None:
    assert fields(text) == expected


@pytest.mark.parametrize(
    ("text", "said", "pointed"),
    [
        ("name=a name=b", "name is given twice", "name"),
        ("env.A=1 env.A=2", "env.A is given twice", "env.A"),
        ("env=1 env.A=2", "env.A goes into a field that already has a value", "env.A"),
        ("env.A=1 env=2", "env is given twice", "env"),
        ("a={o}", "a value of type object cannot be sent", "{o}"),
    ],
)
def test_odd_fields_are_pointed_at(text: str, said: str, pointed: str) -> None:
    with pytest.raises(CommandError) as caught:
        fields(text)

    assert str(caught.value) == said
    assert text[caught.value.start : caught.value.end] == pointed


def json_of(text: str) -> dict[str, Any]:
    return read_json(scan(text), Place(text, 0, len(text)), Values(NAMES.__getitem__))


@pytest.mark.parametrize("text", ['{"a": 1}', "'{\"a\": 1}'", "{x}"])
def test_json_bare_quoted_or_from_python(text: str) -> None:
    assert json_of(text) == {"a": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "this is no JSON"),
        ("'[1]'", "not a list"),
        ("'5'", "not a int"),
        ("{n}", "not a int"),
        ('\'{"a": 1, "a": 2}\'', "'a' is given twice"),
        ("'{\"a\": NaN}'", "JSON has no NaN"),
        ("'{\"a\": 1e999}'", "cannot be sent"),
        ("'" + "[" * 100_000 + "'", "this is no JSON"),
    ],
)
def test_odd_json_is_told(text: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        json_of(text)


def test_a_cell_is_json_or_yaml() -> None:
    assert read_body('{"a": {"b": [1, null]}}') == {"a": {"b": [1, None]}}
    assert read_body('\t{\n\t"a": 1}\n') == {"a": 1}
    assert read_body("a:\n  b: [1, null]\n") == {"a": {"b": [1, None]}}
    assert read_body("{a: 1}") == {"a": 1}


def test_json_in_a_cell_with_a_key_twice_says_where() -> None:
    with pytest.raises(CommandError, match=r"'a' is given twice \(line 2, column 2\)"):
        read_body('{"a": 1,\n "a": 2}')


def test_parts_are_merged_and_never_overwrite() -> None:
    place = Place("create x a=1", 9, 12)

    assert merged([({"a": 1}, "here", place), ({"b": 2}, "there", place)]) == {"a": 1, "b": 2}
    with pytest.raises(CommandError, match="a is given twice: here and there"):
        merged([({"a": 1}, "here", place), ({"a": 1}, "there", place)])


@settings(deadline=None)
@given(st.text())
def test_any_text_is_some_scalar(text: str) -> None:
    assert isinstance(plain_scalar(text), str | int | float | None)

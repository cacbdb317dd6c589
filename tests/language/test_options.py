"""Option values are checked where they stand."""

from __future__ import annotations

import pytest

from rancher_nb.errors import CommandError
from rancher_nb.language import parse


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("demo --size large --seed 7", {"size": "large", "seed": 7}),
        ("demo --size 500", {"size": 500}),
        ("demo --size {500}", {"size": 500}),
        ("delete hosts/1h1 --timeout 90", {"timeout": 90}),
        ("delete hosts/1h1 --timeout 1.5", {"timeout": 1.5}),
        ("delete hosts/1h1 --timeout 90s", {"timeout": 90}),
        ("delete hosts/1h1 --timeout 5m", {"timeout": 300}),
        ("delete hosts/1h1 --timeout {30}", {"timeout": 30}),
        ("logs containers/1i5 --tail 5 --since 15m", {"tail": 5, "since": "15m"}),
        ("logs containers/1i5 --since '2017-03-03 10:20'", {"since": "2017-03-03 10:20"}),
        ("logs containers/1i5 --no-follow", {"follow": False}),
        ("logs containers/1i5 --follow", {"hold": True}),
        (
            "connect --as 'my server' --ca /etc/ca.pem --read-only",
            {"name": "my server", "ca": "/etc/ca.pem", "read_only": True},
        ),
        ('action x hosts/1h1 --input {"a": 1}', {"input": {"a": 1}}),
    ],
)
def test_values_become_what_the_session_takes(line: str, options: dict[str, object]) -> None:
    found = parse(line).options

    assert found == options
    assert {name: type(value) for name, value in found.items()} == {
        name: type(value) for name, value in options.items()
    }


@pytest.mark.parametrize(
    ("line", "said", "pointed"),
    [
        ("demo --size larg", "a size is small, large or a number, not larg. Did you mean large?", "larg"),
        ("demo --seed x", "--seed takes a whole number, 0 or more, not x", "x"),
        ("demo --seed -1", "--seed takes a whole number, 0 or more, not -1", "-1"),
        ("demo --seed=", "--seed takes a whole number, 0 or more, not nothing", ""),
        ("demo --seed {1.5}", "--seed takes a whole number, 0 or more, not {1.5}", "{1.5}"),
        ("demo --seed {True}", "--seed takes a whole number, 0 or more, not {True}", "{True}"),
        (
            "demo --seed 99999999999999999999",
            "--seed takes a whole number, 0 or more, not 99999999999999999999",
            "99999999999999999999",
        ),
        ("demo --seed ٣", "--seed takes a whole number, 0 or more, not ٣", "٣"),
        ("delete hosts/1h1 --timeout soon", "soon is no time to wait", "soon"),
        ("delete hosts/1h1 --timeout 0", "0 is no time to wait", "0"),
        ("logs containers/1i5 --since yesterday", "yesterday is neither a duration nor a time", "yesterday"),
        ("get hosts -o 5x", "5x is no name that Python can bind", "5x"),
        ("get hosts -o class", "class is no name that Python can bind", "class"),
        ("get hosts --out=", "nothing is no name that Python can bind", ""),
        ("connect --as ''", "a value is missing here", "''"),
        (
            "action x hosts/1h1 --input nonsense",
            "this is no JSON: Expecting value: line 1 column 1 (char 0)",
            "nonsense",
        ),
        ("logs containers/1i5 --follow --no-follow", "--no-follow and --follow contradict", "--follow"),
        ("connect --insecure --ca x", "--ca and --insecure contradict", "--insecure"),
    ],
)
def test_values_that_do_not_fit_are_pointed_at(line: str, said: str, pointed: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(line)

    error = caught.value
    assert str(error) == said
    assert error.text[error.start : error.end] == pointed

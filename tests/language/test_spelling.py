"""What is printed reads back equal, as a line and as Python."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from language.strategies import commands

from rancher_nb.api import Condition, bind
from rancher_nb.language import Command, parse, parse_condition, parse_sort
from rancher_nb.language.spelling import spell_condition


class Recorder:
    """Stands where a session stands and keeps the one call made."""

    def __getattr__(self, verb: str) -> Any:
        def call(*positional: Any, **options: Any) -> Command:
            if isinstance(options.get("where"), str):
                options["where"] = parse_condition(options["where"])
            if "sort" in options:
                options["sort"] = tuple(key for text in options["sort"] for key in parse_sort(text))
            if "columns" in options:
                options["columns"] = tuple(options["columns"])
            return Command(verb, positional, options)

        return call


def called(python: str, **names: Any) -> Command:
    """Return the call that a printed line of Python makes."""
    return eval(python, {"session": Recorder(), "inf": float("inf"), **names})  # noqa: S307 - our own print


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("get hosts", "get hosts"),
        ("get hosts;", "get hosts"),
        ("get hosts a=1 where b = 2 or c = 3", "get hosts where a = 1 and (b = 2 or c = 3)"),
        ("get 'hosts'", "get 'hosts'"),
        ("get hosts where a = {5} and b in {[1, 'x y']}", "get hosts where a = {5} and b in ({1}, 'x y')"),
        ("get hosts where a = {True} or b = {1e999}", "get hosts where a = {True} or b = {1e999}"),
        ("get hosts where a = '--explain' and b = -x", "get hosts where a = '--explain' and b = '-x'"),
        ("get hosts where a ~ x.*", "get hosts where a ~ 'x.*'"),
        ("project 'my project'", "project 'my project'"),
        ("project {'where'}", "project 'where'"),
        ("use --python demo", "use demo --python"),
        (
            "create container name=web scale=3 x='3' y=true z=null",
            "create container name=web scale=3 x='3' y=true z=null",
        ),
        ("create container a.b=1", 'create container --input {"a": {"b": 1}}'),
        ("update hosts/1h1 --input {} --yes", "update hosts/1h1 --input {} --yes"),
        ("action stop hosts/1h1 --wait --timeout 5m", "action stop hosts/1h1 --wait --timeout 300"),
        ("logs containers/1i5 --no-follow --tail=5", "logs containers/1i5 --tail 5 --no-follow"),
        ("raw post x {\"a\": 'b'}", None),
        ('raw post x?y=1 {"a": "b"}', 'raw POST \'x?y=1\' {"a": "b"}'),
    ],
)
def test_lines_are_printed_in_one_form(line: str, printed: str | None) -> None:
    command = parse(line, evaluate=None if printed else lambda _: {"a": "b"})

    assert command.to_line() == (printed or 'raw POST x {"a": "b"}')


def test_a_cell_is_printed_on_the_line() -> None:
    command = parse("action stop hosts/1h1", cell="timeout: 5")

    assert command.to_line() == 'action stop hosts/1h1 --input {"timeout": 5}'
    assert command.to_python() == "session.action('stop', 'hosts/1h1', input={'timeout': 5})"


def test_a_value_without_a_literal_prints_as_its_expression() -> None:
    host = object()
    command = parse("show {host}", evaluate=lambda _: host)

    assert command.to_line() == "show {host}"
    assert command.to_python() == "session.show(host)"
    assert called(command.to_python(), host=host) == command


def test_a_time_prints_as_text_that_means_the_same(schemas) -> None:  # noqa: ANN001
    noon = datetime(2017, 3, 3, 12, tzinfo=UTC)
    command = parse("get containers where created > {noon}", evaluate=lambda _: noon)
    container = schemas.find("container")

    def bound(command: Command) -> Condition:
        return bind(command.options["where"], container, now=noon)  # type: ignore[arg-type]

    assert command.to_line() == "get containers where created > 2017-03-03T12:00:00+00:00"
    assert bound(parse(command.to_line())) == bound(command)
    assert bound(called(command.to_python())) == bound(command)


@settings(max_examples=400, deadline=None)
@given(commands())
def test_every_command_prints_back_as_a_line(command: Command) -> None:
    found = parse(command.to_line())

    assert found == command
    assert repr(found.options.get("where")) == repr(command.options.get("where"))


@settings(max_examples=400, deadline=None)
@given(commands())
def test_every_command_prints_back_as_python(command: Command) -> None:
    python = command.to_python()
    found = called(python.removeprefix("found = "))

    assert (found.verb, found.positional, found.options) == (command.verb, command.positional, command.options)
    assert python.startswith("found = ") == (command.out is not None)


@settings(max_examples=400, deadline=None)
@given(commands())
def test_a_condition_of_a_command_is_one_text(command: Command) -> None:
    condition = command.options.get("where")
    if condition is not None:
        assert parse_condition(spell_condition(condition)) == condition  # type: ignore[arg-type]


@pytest.mark.parametrize("odd", ["a\nb", "a\u2028b", "\x1b'", "{x}\n"])
def test_a_line_is_one_line_whatever_is_in_it(odd: str) -> None:
    for line, cell in (
        ("project {odd}", None),
        ("show hosts/{odd}", None),
        ("create x a={odd}", None),
        ("get hosts where a = {odd} and b ~ 'c' and d in {[odd]}", None),
        ("action stop hosts/1h1 --wait {odd}", None),
    ):
        command = parse(line, cell=cell, evaluate=lambda source: [odd] if "[" in source else odd)
        assert len(command.to_line().splitlines()) == 1
        assert parse(command.to_line()) == command

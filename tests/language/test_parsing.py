"""Lines become commands, or one clear error; never anything else."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rancher_nb.api import Comparison, Operator, SortKey
from rancher_nb.errors import CommandError
from rancher_nb.language import VERBS, Command, parse

RUNNING = Comparison(("state",), Operator.EQ, "running")


@pytest.mark.parametrize(
    ("line", "positional", "options"),
    [
        ("demo", (), {}),
        ("connect", (), {}),
        ("connect http://h:8080/v1?x=y --insecure", ("http://h:8080/v1?x=y",), {"insecure": True}),
        ("connect --profile prod --as p --project Default", (), {"profile": "prod", "name": "p", "project": "Default"}),
        ("connections", (), {}),
        ("use demo", ("demo",), {}),
        ("disconnect", (), {}),
        ("disconnect demo", ("demo",), {}),
        ("whoami", (), {}),
        ("project", (), {}),
        ("project 'my project'", ("my project",), {}),
        ("types", (), {}),
        ("types host", ("host",), {}),
        ("describe container.state", ("container.state",), {}),
        ("get containers", ("containers",), {}),
        ("get containers/1i5/hosts", ("containers/1i5/hosts",), {}),
        ("get containers state=running", ("containers",), {"where": RUNNING}),
        ("get containers where state = running", ("containers",), {"where": RUNNING}),
        ("get c sort a,-b", ("c",), {"sort": (SortKey(("a",)), SortKey(("b",), descending=True))}),
        (
            "get c limit 5 columns a,b.c --explain --curl",
            ("c",),
            {"limit": 5, "columns": ("a", "b.c"), "explain": True, "curl": True},
        ),
        ('get c columns a, labels["x.y"]', ("c",), {"columns": ("a", 'labels["x.y"]')}),
        ("show hosts/'my host'", ("hosts/'my host'",), {}),
        ("count c where state = running", ("c",), {"where": RUNNING}),
        ("action restart c/1i5 --wait running --yes", ("restart", "c/1i5"), {"wait": "running", "yes": True}),
        ("create container name=web x.y=1", ("container",), {"input": {"name": "web", "x": {"y": 1}}}),
        ("update services/1s5 scale=3", ("services/1s5",), {"input": {"scale": 3}}),
        ("update c scale=3 where state = running", ("c",), {"input": {"scale": 3}, "where": RUNNING}),
        ("delete c/1i5 --dry-run", ("c/1i5",), {"dry_run": True}),
        ("logs c/web --tail 5", ("c/web",), {"tail": 5}),
        ("raw get projects", ("GET", "projects"), {}),
        ('raw POST x {"a": 1}', ("POST", "x"), {"body": {"a": 1}}),
        ("help", (), {}),
        ("help get", ("get",), {}),
    ],
)
def test_every_verb(line: str, positional: tuple[object, ...], options: dict[str, Any]) -> None:
    command = parse(line)

    assert command == Command(line.split(maxsplit=1)[0], positional, options)
    assert parse(command.to_line()) == command


def test_every_verb_is_tried() -> None:
    tried = test_every_verb.pytestmark[0].args[1]

    assert {line.split()[0] for line, _, _ in tried} == set(VERBS)


@pytest.mark.parametrize(
    ("line", "said", "pointed"),
    [
        ("", "a verb is missing", ""),
        ("gte hosts", "there is no verb 'gte'. Did you mean get?", "gte"),
        ("GET hosts", "there is no verb 'GET'. Did you mean get?", "GET"),
        ("zzzz", "there is no verb 'zzzz'.", "zzzz"),
        ("{get} hosts", "there is no verb '{get}'.", "{get}"),
        ("get", "get needs TARGET", ""),
        ("action stop", "action needs TARGET", ""),
        ("use", "use needs NAME", ""),
        ("use ''", "NAME is empty", "''"),
        ("raw GTE x", "'GTE' is no method. Did you mean GET?", "GTE"),
        ("help gte", "there is no verb 'gte'. Did you mean get?", "gte"),
        ("get hosts limit many", "limit takes a whole number, 0 or more, not many", "many"),
        ("get hosts limit -1", "limit takes a whole number, 0 or more, not -1", "-1"),
        ("get hosts limit 1.5", "limit takes a whole number, 0 or more, not 1.5", "1.5"),
        ("get hosts where name = --explain", "a value is missing before --explain", "--explain"),
        ('create x a=1 --input {"a": 2}', "a is given twice: as a field on the line and in --input", "--input"),
        ("get hosts where name = 'x", "this ' is never closed", "'"),
        ("get {hosts", "this { is never closed", "{"),
    ],
)
def test_a_fault_is_pointed_at(line: str, said: str, pointed: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(line)

    error = caught.value
    assert str(error) == said
    assert line[error.start : error.end] == pointed
    assert error.text == line


def test_a_missing_argument_says_the_usage() -> None:
    with pytest.raises(CommandError) as caught:
        parse("action stop ;")

    assert caught.value.hint == f"usage: %rancher {VERBS['action'].usage}"
    assert caught.value.start == len("action stop")


def test_a_body_is_the_input_of_a_writing_verb() -> None:
    assert parse("action stop c/1i5", cell="timeout: 5\n").options == {"input": {"timeout": 5}}
    assert parse("raw POST x", cell='{"a": 1}').options == {"body": {"a": 1}}
    assert parse("create x a=1", cell="b: 2").options == {"input": {"a": 1, "b": 2}}
    assert parse("get hosts", cell=" \n").options == {}


def test_a_body_and_the_line_never_overwrite_each_other() -> None:
    with pytest.raises(CommandError, match="a is given twice: as a field on the line and in the cell"):
        parse("create x a=1", cell="a: 2")


def test_a_body_that_cannot_be_used_is_refused() -> None:
    with pytest.raises(CommandError, match="get takes no cell body") as caught:
        parse("get hosts", cell="a: 1\n")

    assert (caught.value.text, caught.value.start, caught.value.end) == ("a: 1\n", 0, 4)


def test_values_from_python_are_values() -> None:
    rows = [{"id": "1i5"}]
    names = {"n": 5, "rows": rows, "s": "x where y = z", "body": {"a": 1}}

    def read(line: str) -> Command:
        return parse(line, evaluate=names.__getitem__)

    assert read("get hosts limit {n}").options == {"limit": 5}
    assert read("show {rows}").positional[0] is rows
    assert read("show hosts/{s}").positional == ("hosts/'x where y = z'",)
    assert read("action stop hosts/1h1 --input {body}").options == {"input": {"a": 1}}
    assert read("project {s}").positional == ("x where y = z",)


def test_nothing_is_evaluated_on_a_line_that_cannot_be_read() -> None:
    asked: list[str] = []
    with pytest.raises(CommandError):
        parse("get hosts where a = {x} b = {y}", evaluate=asked.append)

    assert asked == []


PIECES = st.sampled_from(
    [
        *"where sort limit columns and or not in is null like prefix contains desc asc now".split(),
        *"--explain --wait -o --input --timeout --max-requests --zzz -u ( ) , = != <> < ~ !~ { } [ ] ' \" \\ ; :".split(),
        *"{x} {1} {'a'} {[1,2]} {} {d['a']} a.b labels[\"x\"] a_like=1 x= x=1 hosts hosts/1h1 a/'b".split(),
        *"5m -5 * / // . .. - -- @ # $ | & ^ ` é ٣ \u2028 \ud800 \0 1e999 0x10 99999999999999999999".split(),
        "2h ago",
        "1w 3 days ago",
        " ",
        "\t",
        "\n",
    ],
)
LINES = st.sampled_from(
    [each.partition(" ")[2].partition("\n")[0] for verb in VERBS.values() for each in verb.examples]
)
CELLS = st.none() | st.text() | st.sampled_from(["a: 1", '{"a": 1}', "- x", "a: [1, {b: c}]\nd: |\n  x\n"])


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Draw lines that were right once."""
    line = draw(LINES)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(line)))
        end = draw(st.integers(start, min(len(line), start + 4)))
        line = line[:start] + draw(PIECES | st.just("") | st.text(max_size=3)) + line[end:]
    return line


VALUES: list[object] = [
    1,
    "a b",
    None,
    [1, "x"],
    {"a": 1},
    1.5,
    float("nan"),
    float("inf"),
    object(),
    b"x",
    {1, 2},
    (),
    "",
]


@settings(max_examples=400, deadline=None)
@given(mutated() | st.text(), CELLS, st.sampled_from([None, *VALUES]))
@example("not " * 2000, None, None)
@example("get a where " + "not " * 2000 + "b = 1", None, None)
@example("get a where " + "(" * 2000, None, None)
@example("create a --input " + '{"a":' * 2000, None, None)
@example("create a x={" + "[" * 2000 + "]" * 2000 + "}", None, None)
def test_any_line_is_a_command_or_a_command_error(line: str, cell: str | None, value: object) -> None:
    evaluate = None if value is None else (lambda _: value)
    with suppress(CommandError):
        command = parse(line, cell=cell, evaluate=evaluate)
        assert isinstance(command, Command)
        assert isinstance(command.to_line(), str)
        assert isinstance(command.to_python(), str)


@settings(max_examples=400, deadline=None)
@given(mutated())
def test_an_error_points_into_its_text_and_can_be_shown(line: str) -> None:
    try:
        command = parse(line)
    except CommandError as error:
        fault = error
    else:
        assert parse(command.to_line()) == command
        return
    assert 0 <= fault.start <= fault.end <= len(fault.text)
    assert "^" in "\n".join(fault.lines())


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("get --help", "get"),
        ("get -h", "get"),
        ("  update -h;", "update"),
        ("raw --help", "raw"),
        ("get containers where state = running --help", "get"),
        ("connect --help", "connect"),
        ("help --help", "help"),
    ],
)
def test_help_may_be_asked_for_as_elsewhere(line: str, verb: str) -> None:
    assert parse(line) == Command("help", (verb,))


def test_a_text_that_looks_like_a_call_for_help_is_none() -> None:
    assert parse("get hosts where name = '--help'").verb == "get"
    assert parse("get hosts where name = -h").verb == "get"


def test_raw_may_be_told_not_to_ask() -> None:
    assert parse("raw DELETE x --yes").options == {"yes": True}

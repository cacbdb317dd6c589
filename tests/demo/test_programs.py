from __future__ import annotations

import json
import random
import re

import pytest

from rancher_nb.demo.programs import API, JAVA, PLAIN, STDERR, WEB, WORKER, Program, program_of

AT = 1488536430.0


def said(program: Program, count: int) -> list[tuple[int, str]]:
    return [program.say(random.Random(n), n, AT, "x") for n in range(count)]  # noqa: S311 - repeatable lines


@pytest.mark.parametrize(
    ("image", "program"),
    [
        ("docker:nginx:1.13", WEB),
        ("docker:node:8", API),
        ("docker:prom/node-exporter:v0.14.0", PLAIN),
        ("docker:x/worker:python-3.6", WORKER),
        ("docker:tomcat:8", JAVA),
        ("docker:busybox", PLAIN),
        ("", PLAIN),
    ],
)
def test_an_image_tells_the_program(image: str, program: object) -> None:
    assert program_of(image) is program


def test_web_servers_write_access_logs_and_some_errors() -> None:
    lines = said(WEB, 400)

    assert {stream for stream, _ in lines} == {1, 2}
    assert all(re.match(r"\d+\.\d+\.\d+\.\d+ - - \[", text) for stream, text in lines if stream == 1)


def test_apis_write_json() -> None:
    entries = [json.loads(text) for _, text in said(API, 200)]

    assert {entry["level"] for entry in entries} == {"info", "warn", "error"}
    assert all({"time", "msg", "ms"} <= entry.keys() for entry in entries)


def test_workers_use_colours() -> None:
    assert all("\x1b[3" in text for _, text in said(WORKER, 20))


def test_java_throws_now_and_then_over_several_lines() -> None:
    trace = [text for stream, text in said(JAVA, 80) if stream == STDERR]

    assert sum(text.startswith("java.lang.") for text in trace) == 2
    assert sum(text.startswith("\tat ") for text in trace) == 8


def test_no_line_holds_an_end_of_line() -> None:
    for program in (WEB, API, WORKER, JAVA, PLAIN, program_of("postgres")):
        assert all("\n" not in text and text for _, text in said(program, 100))

"""A command compares by what it calls, not by how it was typed."""

from __future__ import annotations

import pytest

from rancher_nb.language import Command, parse


def test_the_text_is_no_part_of_equality() -> None:
    assert parse("get hosts limit 5") == parse("get  hosts   limit=5")
    assert parse("get hosts") != parse("get hosts limit 5")
    assert parse("get hosts") != parse("get hosts -o found")


def test_the_line_is_kept_for_errors() -> None:
    assert parse(" get hosts ;").text == " get hosts ;"


def test_a_command_is_read_only() -> None:
    command = parse("get hosts limit 5")

    with pytest.raises(TypeError):
        command.options["limit"] = 6  # type: ignore[index]
    with pytest.raises(AttributeError):
        command.verb = "count"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Command("get").options["limit"] = 6  # type: ignore[index]


def test_it_prints_back_as_a_line_and_as_python() -> None:
    command = parse("get containers where state=running sort created desc limit 50 -o found")

    assert command.to_line() == "get containers where state = running sort -created limit 50 -o found"
    assert command.to_python() == (
        "found = session.get('containers', where='state = running', sort=['-created'], limit=50)"
    )

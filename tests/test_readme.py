"""The README says what the code does: its table has every verb, its picture of the rooms is the tested one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_layers import ROOMS

from rancher_nb.language import VERBS, parse

README = (Path(__file__).parent.parent / "README.md").read_text()


def verb_table() -> str:
    """Return the table of verbs as the README must have it."""
    rows = [f"| `{verb.name}` | {verb.summary} |" for verb in VERBS.values()]
    return "\n".join(["| verb | what it does |", "| --- | --- |", *rows])


def test_the_verb_table_is_the_one_of_the_language() -> None:
    table = README.partition("<!-- verbs -->\n")[2].partition("\n<!-- /verbs -->")[0]

    assert table == verb_table()


LEVELS = [["magics"], ["session"], ["language", "client", "frame", "widgets", "demo"], ["api"], ["errors"]]


def test_the_picture_shows_the_rooms_as_they_are() -> None:
    picture = README.partition("## How it is built")[2].partition("```\n")[2].partition("```")[0]
    heads = [re.match(r" *([a-z]+)", line) for line in picture.splitlines()]
    drawn = [
        [word for word in line.split() if word in ROOMS] if head and len(line.split()) == 5 else [head[1]]
        for head, line in zip(heads, picture.splitlines(), strict=True)
        if head and head[1] in ROOMS
    ]

    assert drawn == LEVELS


def test_imports_run_down_the_picture_only() -> None:
    height = {room: -level for level, rooms in enumerate(LEVELS) for room in rooms}

    upwards = [(room, other) for room, (below, _) in ROOMS.items() for other in below if height[other] >= height[room]]
    assert upwards == []


def shown_lines() -> list[str]:
    """Return the magic lines in the README's code blocks, their comments cut off."""
    blocks = re.split(r"^```.*$", README, flags=re.MULTILINE)[1::2]
    lines = [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if re.match(r"(\w+ = )?%%?rancher ", line)]


LINES = shown_lines()


@pytest.mark.parametrize("line", LINES)
def test_every_line_it_shows_can_be_read(line: str) -> None:
    command = parse(re.sub(r"^(\w+ = )?%%?rancher ", "", line), evaluate=str)

    assert command.verb in VERBS


def test_it_shows_lines_at_all() -> None:
    assert len(LINES) > 8

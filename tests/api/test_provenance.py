"""The story of a frame says what was asked, what was done here, and what it cost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from rancher_nb.api import Provenance, format_bytes

STORY = Provenance(
    server="http://h",
    connection="production",
    project="Default",
    type="container",
    plural="containers",
    query="containers where state = running",
    asked=("state = running",),
    here=("imageUuid ~ 'acme'",),
    at="2017-03-03T10:20:30Z",
    rows=37,
    requests=1,
    bytes=182_000,
    seconds=0.09,
)


def test_the_footer_tells_the_whole_story() -> None:
    assert STORY.sentence() == (
        "37 containers of production/Default · asked of the server: state = running · "
        "done here: imageUuid ~ 'acme' · 1 request, 182 kB, 0.09 s"
    )


def test_missing_rows_are_said_first() -> None:
    parts = replace(STORY, partial="stopped after 2 requests", notes=("odd",)).parts()

    assert parts[1] == ("PARTIAL", ("stopped after 2 requests",))
    assert parts[-1] == ("note", ("odd",))


@pytest.mark.parametrize(
    ("rows", "start"), [(1, "1 container of"), (0, "0 containers of"), (1234, "1,234 containers of")]
)
def test_the_noun_agrees_with_the_number(rows: int, start: str) -> None:
    assert replace(STORY, rows=rows).sentence().startswith(start)


def test_an_account_has_no_project() -> None:
    assert replace(STORY, project=None).sentence().startswith("37 containers of production ·")


def test_the_story_survives_json() -> None:
    assert Provenance.from_dict(json.loads(json.dumps(STORY.to_dict()))) == STORY


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (182_400, "182 kB"), (4_850_000, "4.85 MB"), (487_000_000, "487 MB")],
)
def test_bytes_in_one_unit(count: int, text: str) -> None:
    assert format_bytes(count) == text

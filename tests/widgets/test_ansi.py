"""Terminal sequences become styles or nothing; the browser's twin reads the same lines the same way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rancher_nb.widgets
from rancher_nb.widgets.ansi import Piece, ansi_markup, piece_markup, pieces, plain

SHARED = json.loads((Path(rancher_nb.widgets.__file__).parent / "src" / "ansi.cases.json").read_text())


def classes(piece: Piece) -> str:
    markup = str(piece_markup(piece))
    return markup.split('"')[1] if markup.startswith("<span") else ""


@pytest.mark.parametrize("case", SHARED, ids=lambda case: ascii(case["line"]))
def test_a_line_is_read_as_the_browser_reads_it(case: dict[str, Any]) -> None:
    assert [[piece.text, classes(piece)] for piece in pieces(case["line"])] == case["pieces"]


@pytest.mark.parametrize("case", SHARED, ids=lambda case: ascii(case["line"]))
def test_plain_is_the_same_text_without_styles(case: dict[str, Any]) -> None:
    assert plain(case["line"]) == "".join(text for text, _ in case["pieces"])


def test_markup_is_escaped() -> None:
    assert ansi_markup("\x1b[31m<b>") == '<span class="c1">&lt;b&gt;</span>'


@given(st.text(alphabet=st.sampled_from("\x1b[]0123458;:mHJKx\x07\\<>&\u202e\r\n é")))
def test_no_line_leaves_a_sequence_or_markup(line: str) -> None:
    markup = str(ansi_markup(line))
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(markup)
    bare = markup.replace("</span>", "")
    assert all(part.startswith("span class=") for part in bare.split("<")[1:])

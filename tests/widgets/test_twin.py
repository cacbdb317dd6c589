"""A twin is shown before its widget and kept current; without a kernel it is all there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

from rancher_nb.widgets.twin import VIEW, Twin, has_kernel, unpinned

if TYPE_CHECKING:
    from pathlib import Path

CARD = """
from rancher_nb.widgets import Card, CardFacts
from rancher_nb.api import LogLine
from rancher_nb.widgets import Console
facts = CardFacts("web", "container", "1i5", "http://h/1", state="running")
card = Card(facts, load=lambda address: facts, act=lambda facts, name: facts)
card
"""
CHANGE = """
from dataclasses import replace
moved = replace(facts, state="stopped")
card._load = lambda address: moved
card._on_message(card, {"kind": "refresh", "press": "1", "serial": 0}, [])
card.wait(10)
"""
CONSOLE = """
console = Console(title="web", stop=lambda: None)
console.push([LogLine(None, "stdout", f"line {n}") for n in range(600)], first=0)
console.end("the container ended its log")
console
"""


def test_there_is_no_kernel_here() -> None:
    assert not has_kernel()


def test_a_comm_is_unpinned_only_where_that_is_known() -> None:
    class Known:
        _reply_subshell_for: Any = "pinned"

    known, other = Known(), object()
    unpinned(known)
    unpinned(other)
    assert known._reply_subshell_for is None


def test_without_a_kernel_only_the_facts_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    InteractiveShell.instance()
    try:
        twin = Twin(lambda: {"text/html": "<b>facts</b>", "text/plain": "facts"})
        twin.show({VIEW: {"model_id": "1"}})
        twin.update()
    finally:
        InteractiveShell.clear_instance()
    assert capsys.readouterr().out == "facts\n"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A notebook run by nbclient, as nbconvert and papermill do, with no browser."""
    folder: Path = tmp_path_factory.mktemp("stored")
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in (CARD, CHANGE, CONSOLE)]
    node = nbformat.v4.new_notebook(cells=cells)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder))
        NotebookClient(node, timeout=60, kernel_name="python3").execute()
    return node


def test_a_stored_notebook_holds_the_facts_then_the_view(stored: Any) -> None:
    static, view = stored.cells[0].outputs
    assert '<div class="rnb rnb-static box">' in static["data"]["text/html"]
    assert static["data"]["text/plain"].startswith("web  container 1i5")
    assert set(view["data"]) == {VIEW, "text/plain"}
    assert view["data"]["text/plain"] == ""


def test_a_change_reaches_the_stored_facts(stored: Any) -> None:
    assert "stopped" in stored.cells[0].outputs[0]["data"]["text/html"]
    assert "stopped" in stored.cells[0].outputs[0]["data"]["text/plain"]


def test_nothing_stored_is_random(stored: Any) -> None:
    static = stored.cells[0].outputs[0]["data"]["text/html"]
    view = stored.cells[0].outputs[1]["data"][VIEW]["model_id"]
    assert view not in static
    assert "0x" not in stored.cells[0].outputs[0]["data"]["text/plain"]


def test_a_stored_console_holds_its_last_lines_and_its_end(stored: Any) -> None:
    static = stored.cells[2].outputs[0]["data"]
    assert static["text/html"].count('class="ln"') == 500
    assert "600 lines · the last 500 shown · the container ended its log" in static["text/html"]
    assert static["text/plain"].splitlines()[-1].strip() == "line 599"

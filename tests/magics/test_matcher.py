"""Completion knows types, fields, operators and values, asks nobody, and keeps out of Python's way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from IPython.core.completer import provisionalcompleter

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def completed(shell: InteractiveShell, text: str) -> set[str]:
    """Return the texts that the shell would put in place."""
    with provisionalcompleter():
        return {
            text[: each.start] + each.text + text[each.end :] for each in shell.Completer.completions(text, len(text))
        }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%rancher ge", "%rancher get"),
        ("%rancher get cont", "%rancher get containers"),
        ("found = %rancher get cont", "found = %rancher get containers"),
        ("x = 1\n%rancher get cont", "x = 1\n%rancher get containers"),
        ("%%rancher action rest", "%%rancher action restart"),
        ("%rancher get containers where sta", "%rancher get containers where state"),
        ("%rancher get containers where state = runn", "%rancher get containers where state = running"),
        ("%rancher get containers --expl", "%rancher get containers --explain"),
        ("%rancher use de", "%rancher use demo"),
    ],
)
def test_what_may_come_next(connected: InteractiveShell, text: str, expected: str) -> None:
    assert expected in completed(connected, text)


def test_only_our_words_are_offered_in_our_lines(connected: InteractiveShell) -> None:
    assert all("%rancher get host" in each for each in completed(connected, "%rancher get host"))


def test_python_keeps_its_own_completion(connected: InteractiveShell) -> None:
    connected.user_ns["contraption"] = 1

    assert "contraption" in completed(connected, "contrap")


def test_without_a_connection_verbs_are_still_completed(shell: InteractiveShell) -> None:
    assert "%rancher connect" in completed(shell, "%rancher conn")


def test_ids_and_names_seen_are_offered(connected: InteractiveShell) -> None:
    host = connected.run_line_magic("rancher", "get hosts").index[0]

    assert f"%rancher show hosts/{host}" in completed(connected, f"%rancher show hosts/{host[:-1]}")


def test_completion_makes_no_session(bare: InteractiveShell) -> None:
    from rancher_nb import load_ipython_extension, unload_ipython_extension

    load_ipython_extension(bare)
    completed(bare, "%rancher get cont")

    assert bare.magics_manager.registry["RancherMagics"].opened_session is None
    unload_ipython_extension(bare)


def test_completion_answers_while_one_types(connected: InteractiveShell) -> None:
    completed(connected, "%rancher get containers where sta")
    started = time.process_time()
    completed(connected, "%rancher get containers where state = runn")

    assert time.process_time() - started < 1  # a bound against a hang; the budget of 50 ms is measured elsewhere

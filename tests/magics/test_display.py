"""Our values have HTML in a cell and words in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("get hosts where state = active --explain", "asked of the server"),
        ("action deactivate hosts/1h1 --dry-run", "action=deactivate"),
        ("get hosts limit 3", "3 hosts of demo/Default"),
        ("whoami", "admin"),
        ("types host", "hosts"),
        ("describe container.state", "running"),
    ],
)
def test_a_value_says_the_same_in_html_and_in_text(connected: InteractiveShell, line: str, words: str) -> None:
    bundle, _ = connected.display_formatter.format(connected.run_line_magic("rancher", line))

    assert words in bundle["text/plain"]
    assert words in bundle["text/html"]


def test_a_resource_is_shown_as_a_static_card(connected: InteractiveShell) -> None:
    host = connected.run_line_magic("rancher", "get hosts limit 1").index[0]

    bundle, _ = connected.display_formatter.format(connected.run_line_magic("rancher", f"get hosts/{host}"))

    assert "host 1h1  active" in bundle["text/plain"]
    assert host in bundle["text/html"]


def test_a_help_page_is_shown_as_text_not_as_a_string(connected: InteractiveShell) -> None:
    bundle, _ = connected.display_formatter.format(connected.run_line_magic("rancher", "help get"))

    assert "\\n" not in bundle["text/plain"]
    assert "%rancher get" in bundle["text/plain"]

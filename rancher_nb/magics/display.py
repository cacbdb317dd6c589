"""How values look in a cell.

Knows which of our values get their HTML and text from the session and where the shell keeps formatters. Formatters are
registered by type name, so that nothing is imported before such a value exists, and popped again on unload.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["register_displays", "unregister_displays"]

TYPES = ("rancher_nb.api.plan.Plan", "rancher_nb.api.wire.Request", "rancher_nb.api.resource.Resource")


def formatter(shell: InteractiveShell, kind: str) -> Any:
    """Return the shell's own formatter for a media type."""
    display: Any = shell.display_formatter
    return display.formatters[kind]


def register_displays(
    shell: InteractiveShell,
    render_html: Callable[[Any], str],
    render_text: Callable[[Any], str],
) -> None:
    """Let the two callables make the HTML and the text of plans, requests and resources."""

    def print_text(value: Any, printer: Any, cycle: bool) -> None:
        printer.text(repr(value) if cycle else render_text(value))

    for each in TYPES:
        module, _, name = each.rpartition(".")
        formatter(shell, "text/html").for_type_by_name(module, name, render_html)
        formatter(shell, "text/plain").for_type_by_name(module, name, print_text)


def unregister_displays(shell: InteractiveShell) -> None:
    """Take the formatters out again."""
    for each in TYPES:
        for kind in ("text/html", "text/plain"):
            formatter(shell, kind).pop(each, None)

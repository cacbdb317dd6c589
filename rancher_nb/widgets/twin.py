"""The static twin of a live widget: an output of its own beside the widget's.

Knows how IPython shows, updates and addresses outputs. Two outputs are made by one display: the facts as static
HTML and text, then the widget. A style rule hides the first while the second lives, so that a saved notebook
without its kernel shows the facts and never "Error displaying widget". There is no token in the HTML: adjacency
alone pairs them, so a stored notebook compares equal on every run.
"""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Twin", "has_kernel", "unpinned"]

VIEW = "application/vnd.jupyter.widget-view+json"


def has_kernel() -> bool:
    """Whether a front end may be listening: there is none in a terminal and in plain Python."""
    from IPython.core.getipython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def unpinned(comm: Any) -> None:
    """Let *comm*'s messages be handled while a cell runs, where the kernel and the front end can.

    JupyterLab sends widget messages to a subshell, but ipykernel 7 hands them back to the thread that made the
    comm, which a running cell blocks. The attribute is private, so it is left alone where it is not known.
    """
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = None  # noqa: SLF001 - ipykernel offers no other way to keep the front end's choice


class Twin:
    """The static output of one widget, shown before it and kept current.

    *bundle* gives the facts of the moment as ``text/html`` and ``text/plain``.
    """

    def __init__(self, bundle: Callable[[], dict[str, str]]) -> None:
        """Show nothing yet."""
        self._bundle = bundle
        self._display_id = f"rnb-{uuid.uuid4().hex}"
        self._lock = threading.Lock()
        self._shown: dict[str, str] | None = None

    def show(self, view: dict[str, Any] | None) -> None:
        """Display the facts, then the widget's *view* bundle; without a kernel the facts alone."""
        from IPython.display import display

        with self._lock:
            self._shown = self._bundle()
            display(self._shown, raw=True, display_id=self._display_id)  # type: ignore[no-untyped-call]
        if view is not None and has_kernel():
            # An empty text: exporters warn of an output that has none they know.
            display({VIEW: view[VIEW], "text/plain": ""}, raw=True)  # type: ignore[no-untyped-call]

    def update(self) -> None:
        """Bring what was shown up to date, from any thread: it is addressed by its id, not by the running cell."""
        from IPython.display import update_display

        with self._lock:
            if self._shown is None or not has_kernel():
                return
            bundle = self._bundle()
            if bundle != self._shown:
                update_display(bundle, display_id=self._display_id, raw=True)  # type: ignore[no-untyped-call]
                self._shown = bundle

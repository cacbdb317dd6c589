"""Work with a Rancher server from a notebook.

``%load_ext rancher_nb`` gives the magics ``%rancher`` and ``%%rancher``; `Session` is their plain twin, and
`current_session` gives the one that the magics of this notebook use. Names are
resolved when they are asked for, so that loading the extension or starting the embedded server stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .errors import RancherError
    from .magics import current_session
    from .session import Connection, LogStream, Session

__all__ = [
    "Connection",
    "LogStream",
    "RancherError",
    "Session",
    "current_session",
    "load_ipython_extension",
    "unload_ipython_extension",
]
__version__ = "0.1.0"

HOMES = {
    "Connection": ".session",
    "current_session": ".magics",
    "LogStream": ".session",
    "RancherError": ".errors",
    "Session": ".session",
}


def __getattr__(name: str) -> Any:
    """Resolve a public name from its room when it is first asked for."""
    if name in HOMES:
        return getattr(import_module(HOMES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Load the magics, completion and displays into *shell*."""
    from .magics import load

    load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take back everything that loading registered, end streams and close connections."""
    from .magics import unload

    unload(shell)

"""Load into a shell and leave it as it was.

Knows what is registered where. Loading imports no heavy library, opens nothing and prints nothing.
"""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING, Any

from ..errors import RancherError
from .display import register_displays, unregister_displays
from .magic import RancherMagics
from .matcher import Matcher

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from ..session import Session

__all__ = ["current_session", "load", "unload"]


def loaded(shell: InteractiveShell) -> RancherMagics | None:
    """Return the magics that `load` registered in *shell*, None when it has none."""
    magics = shell.magics_manager.registry.get("RancherMagics")
    return magics if isinstance(magics, RancherMagics) else None


def current_session() -> Session:
    """Return the session that the magics of this shell use: what ``--python`` calls ``session``.

    Raises RancherError where the extension is not loaded.
    """
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    magics = None if shell is None else loaded(shell)
    if magics is None:
        raise RancherError(
            "the extension is not loaded here", hint="%load_ext rancher_nb, or make a Session of your own"
        )
    return magics.session


def load(shell: InteractiveShell) -> None:
    """Register ``%rancher`` and ``%%rancher``, completion and displays; loading twice changes nothing.

    Raises RancherError when another extension already has a magic of that name.
    """
    if loaded(shell) is not None:
        return
    if "rancher" in shell.magics_manager.magics["line"]:
        raise RancherError(
            "another extension already has a magic called %rancher",
            hint="unload it first, or give it another name with %alias_magic",
        )
    magics = RancherMagics(shell)
    shell.register_magics(magics)
    magics.match = Matcher(magics).match
    shell.Completer.custom_matchers.append(magics.match)
    register_displays(shell, magics.render, magics.render_text)
    RancherError.full_traceback = staticmethod(full_traceback(shell))
    atexit.register(magics.close)


def unload(shell: InteractiveShell) -> None:
    """Take everything back that `load` registered, end streams and close connections."""
    magics = loaded(shell)
    if magics is None:
        return
    magics.close()
    atexit.unregister(magics.close)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("rancher", None)
    shell.magics_manager.registry.pop("RancherMagics", None)
    configurables(shell).remove(magics)
    shell.Completer.custom_matchers.remove(magics.match)
    unregister_displays(shell)
    RancherError.full_traceback = None


def configurables(shell: InteractiveShell) -> list[Any]:
    """Return the shell's list of what ``%config`` can set."""
    return shell.configurables


def full_traceback(shell: InteractiveShell) -> Any:
    """Return the callable that gives errors their full traceback: when asked again, or under %xmode Verbose."""

    def traceback(error: RancherError, shown: bool) -> list[str] | None:
        if not shown and shell.InteractiveTB.mode != "Verbose":
            return None
        lines: list[str] = shell.InteractiveTB.structured_traceback(
            type(error),
            error,
            error.__traceback__,
            tb_offset=1,
        )
        return lines

    return traceback

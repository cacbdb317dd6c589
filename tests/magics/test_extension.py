"""Loading is light and unloading leaves the shell as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from rancher_nb import current_session, load_ipython_extension, unload_ipython_extension
from rancher_nb.errors import RancherError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def state(shell: InteractiveShell) -> dict[str, Any]:
    """Return everything that loading might touch."""
    html = shell.display_formatter.formatters["text/html"]
    return {
        "line": set(shell.magics_manager.magics["line"]),
        "cell": set(shell.magics_manager.magics["cell"]),
        "registry": set(shell.magics_manager.registry),
        "configurables": [type(each).__name__ for each in shell.configurables],
        "matchers": list(shell.Completer.custom_matchers),
        "deferred": set(html.deferred_printers),
        "printers": set(html.type_printers),
        "plain": set(shell.display_formatter.formatters["text/plain"].deferred_printers),
        "names": set(shell.user_ns),
        "traceback": RancherError.full_traceback,
        "callbacks": {name: list(each) for name, each in shell.events.callbacks.items()},
    }


def test_unloading_leaves_the_shell_as_it_was(bare: InteractiveShell) -> None:
    before = state(bare)

    load_ipython_extension(bare)
    loaded = state(bare)
    unload_ipython_extension(bare)

    assert loaded["line"] - before["line"] == {"rancher"}
    assert state(bare) == before


def test_unloading_after_use_leaves_the_shell_as_it_was(bare: InteractiveShell) -> None:
    before = state(bare)
    load_ipython_extension(bare)
    bare.run_line_magic("rancher", "demo")
    bare.display_formatter.format(bare.run_line_magic("rancher", "get hosts --explain"))
    unload_ipython_extension(bare)

    assert state(bare) == before


def test_loading_twice_registers_once(shell: InteractiveShell) -> None:
    before = state(shell)

    load_ipython_extension(shell)

    assert state(shell) == before


def test_unloading_what_was_never_loaded_does_nothing(bare: InteractiveShell) -> None:
    before = state(bare)

    unload_ipython_extension(bare)

    assert state(bare) == before


def test_another_magic_of_that_name_is_not_overwritten(bare: InteractiveShell) -> None:
    bare.register_magic_function(lambda line: line, "line", "rancher")

    with pytest.raises(RancherError, match="already has a magic called %rancher"):
        load_ipython_extension(bare)


def test_the_session_of_the_magics_is_there_for_python(
    monkeypatch: pytest.MonkeyPatch, shell: InteractiveShell
) -> None:
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)

    assert current_session() is shell.magics_manager.registry["RancherMagics"].session


def test_without_the_extension_there_is_no_session_of_it() -> None:
    with pytest.raises(RancherError, match="not loaded here"):
        current_session()


HEAVY = ["pandas", "numpy", "pyarrow", "requests", "uvicorn", "starlette", "ipywidgets", "anywidget", "lark", "msgspec"]
PROBE = f"""
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell()
before = set(sys.modules)
shell.run_line_magic("load_ext", "rancher_nb")
new = set(sys.modules) - before
print(json.dumps(sorted(name for name in {HEAVY} if name in new)))
"""


def test_loading_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout.splitlines()[-1]) == []

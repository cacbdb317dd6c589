"""A shell with the extension loaded and an embedded Rancher connected in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from rancher_nb import load_ipython_extension, unload_ipython_extension
from rancher_nb.client import Client
from rancher_nb.demo import Demo, transport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A shell of its own that keeps no history."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell(config=config)
    yield shell
    shell.history_manager.end_session()
    InteractiveShell.clear_instance()


@pytest.fixture
def shell(bare: InteractiveShell) -> Iterator[InteractiveShell]:
    """The same with the extension loaded."""
    load_ipython_extension(bare)
    yield bare
    unload_ipython_extension(bare)


def nobody(_question: str) -> str:
    """Stand for a standard input that is at its end."""
    raise EOFError


@pytest.fixture
def connected(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """The same, connected to an embedded Rancher in this process; nobody answers questions."""
    monkeypatch.setattr("builtins.input", nobody)
    demo = Demo(size="small", seed=1, pace=0)
    session = shell.magics_manager.registry["RancherMagics"].session
    session.attach("demo", Client("http://rancher.test/v2-beta", transport=transport(demo)), project="Default")
    yield shell
    session.disconnect()
    demo.close()

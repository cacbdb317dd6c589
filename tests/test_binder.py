"""The steps that Binder takes end in a working toolkit, in an environment that has nothing of ours before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.timeout(900)
def test_binder_opens_the_tour(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("RANCHER", "CATTLE", "PYTHON"))},
        "PATH": f"{tmp_path / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "VIRTUAL_ENV": str(tmp_path / "env"),
        "HOME": str(tmp_path),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "JUPYTER_DATA_DIR": str(tmp_path / "jupyter"),
    }

    def step(*command: str) -> str:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    step("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "binder/requirements.txt")
    step("bash", "binder/postBuild")
    assert step("bash", "binder/start", "jupyter", "lab", "--version").strip().startswith("4.")
    executed = tmp_path / "tour.ipynb"
    step(
        *("jupyter", "nbconvert", "--to", "notebook", "--execute", "--output", str(executed)),
        str(ROOT / "notebooks" / "01-tour.ipynb"),
    )
    assert "asked of the server" in executed.read_text()

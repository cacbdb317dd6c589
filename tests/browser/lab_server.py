"""A JupyterLab server of its own for the browser tests: no setting of the person who runs them leaks in."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
START_SECONDS = 60


@dataclass(frozen=True)
class Lab:
    """A running server: its address without a slash at the end, its token, the folder of notebooks, its log."""

    url: str
    token: str
    root: Path
    log: Path

    def ask(self, method: str, path: str) -> Any:
        """Ask the server's own API; return the JSON it answers, None for an empty answer."""
        request = urllib.request.Request(  # noqa: S310 - our own loopback server
            f"{self.url}/api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            body = answer.read()
        return json.loads(body) if body else None

    def end_sessions(self) -> None:
        """Shut down every kernel."""
        for session in self.ask("GET", "sessions"):
            self.ask("DELETE", f"sessions/{session['id']}")

    def said(self) -> str:
        """Return the server's log."""
        return self.log.read_text(errors="replace")


def serve(folder: Path) -> Iterator[Lab]:
    """Start a server with all its state below *folder*, yield it, end it."""
    root, settings = folder / "notebooks", folder / "settings"
    root.mkdir()
    quiet = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    quiet.parent.mkdir(parents=True)
    # The news toast would lie over the lower right corner and take clicks.
    quiet.write_text(json.dumps({"checkForUpdates": False, "fetchNews": "false", "doNotDisturbMode": True}))
    lab = Lab(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), root, folder / "lab.log")
    with lab.log.open("wb") as log:
        process = subprocess.Popen(
            command(lab),
            env=environment(folder, settings),
            cwd=root,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_up(lab, process)
            yield lab
            lab.end_sessions()
        finally:
            end(process, log)


def command(lab: Lab) -> list[str]:
    port = lab.url.rpartition(":")[2]
    return [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={lab.token}",
        f"--ServerApp.root_dir={lab.root}",
        "--LabApp.expose_app_in_browser=True",
    ]


def environment(folder: Path, settings: Path) -> dict[str, str]:
    places = {
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "IPYTHONDIR": folder / "ipython",
        "JUPYTERLAB_SETTINGS_DIR": settings,
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "PYTHONPATH": REPOSITORY,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "RANCHER", "CATTLE"))}
    return kept | {name: str(place) for name, place in places.items()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_up(lab: Lab, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            lab.ask("GET", "")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{lab.said()[-4000:]}")


def end(process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    log.flush()

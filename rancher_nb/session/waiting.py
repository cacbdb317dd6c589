"""Wait until a resource has settled.

Knows how a state is polled without hurry or hammering. It does not know why somebody waits.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ..errors import WaitFailed
from .targets import fresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..api import Resource
    from .connection import Connection

__all__ = ["wait_for"]

FIRST_PAUSE = 0.15  # seconds; doubled up to LONGEST_PAUSE
LONGEST_PAUSE = 2.0


def wait_for(
    here: Connection,
    resource: Resource,
    *,
    state: str | None,
    timeout: float,
    progress: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Resource:
    """Poll *resource* until it no longer moves, or until its state is *state*; return it as it is then.

    *timeout* is in seconds. Raises WaitFailed when the server reports an error or when the time is up; the error
    knows the states that were seen. A resource that rests in another state than *state* is watched on: an upgrade
    passes through states of rest.
    """
    deadline = clock() + timeout
    pause = FIRST_PAUSE
    states: list[str] = []
    told = ""
    while True:
        life = here.dialect.life(resource)
        now = life.state or "no state"
        if not states or states[-1] != now:
            states.append(now)
        path = " → ".join(states)
        if life.failed:
            raise WaitFailed(f"{resource.label} failed: {life.message or 'no reason given'} ({path})", states=states)
        if life.state == state if state is not None else not life.moving:
            if told:
                progress(f"{resource.label}: {path}")
            return resource
        if clock() >= deadline:
            wanted = state or "a settled state"
            raise WaitFailed(
                f"{resource.label} did not reach {wanted} in {timeout:g} s ({path})",
                states=states,
                hint="it may still get there: %rancher show; a longer wait: --timeout",
            )
        line = f"{resource.label}: {path}{f' · {life.message}' if life.message else ''}"
        if line != told:
            progress(line)
        told = line
        sleep(min(pause, max(0.0, deadline - clock())))
        pause = min(pause * 2, LONGEST_PAUSE)
        resource = fresh(here, resource)

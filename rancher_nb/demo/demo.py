"""One embedded Rancher: its data, its clock and the application that answers for it.

Composes the parts; knows none of their details. No socket is opened and no thread started here.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .app import make_app
from .containers import EFFECTS as CONTAINER_EFFECTS
from .dispatch import Desk
from .rolling import EFFECTS as ROLLING_EFFECTS
from .seed import populate
from .services import EFFECTS as SERVICE_EFFECTS
from .settings import Settings
from .tokens import Signer
from .world import World

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EPOCH", "Demo"]

EPOCH = 1488536430.0  # 2017-03-03T10:20:30Z, when the heyday of this API was


class Demo:
    """An embedded Rancher 1.6, as far as a client can tell.

    *size* is "small" (two projects, about sixty containers), "large" (two thousand) or a number of containers. The same
    *seed* makes the same data, keys included. With *auth*, keys are needed; without, everyone is the admin. *clock*
    returns POSIX seconds and drives everything; by default it starts at 2017-03-03T10:20:30Z and runs with real time.
    *pace* stretches the time that processes take: 1 is lifelike, 0 is at once.

    `admin_key` and `environment_key` are (access key, secret key) of the admin account and of the first project.
    """

    def __init__(
        self,
        *,
        size: str | int = "small",
        seed: int = 1,
        auth: bool = False,
        clock: Callable[[], float] | None = None,
        pace: float = 1.0,
    ) -> None:
        """Make the data. Raises ValueError for a size that is no size."""
        world = World(
            clock or running_clock(), seed, pace, effects={**CONTAINER_EFFECTS, **SERVICE_EFFECTS, **ROLLING_EFFECTS}
        )
        self.seed = seed
        self.auth = auth
        self.admin_key, self.environment_key = populate(world, size)
        self.desk = Desk(world, Settings(), Signer(), auth)
        self.app = make_app(self.desk)

    def close(self) -> None:
        """Let go of the data; no question can be answered after."""
        self.desk.world.store.close()


def running_clock() -> Callable[[], float]:
    """Return a clock that starts at `EPOCH` now and runs with real time."""
    start = time.monotonic()
    return lambda: EPOCH + time.monotonic() - start

"""What all parts of one demo share: the rows, the clock, and chance that repeats.

Knows nothing else. `pace` stretches how long processes take: 1 is lifelike, 0 is at once.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from .store import Row, Store

__all__ = ["Effect", "World"]


@dataclass(slots=True, eq=False)
class World:
    """The rows, the clock and the chance of one demo."""

    clock: Callable[[], float]
    seed: int
    pace: float
    store: Store = field(default_factory=Store)
    chance: random.Random = field(default_factory=random.Random)
    effects: dict[tuple[str, str], Effect] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Seed the chance."""
        self.chance.seed(self.seed)

    def now(self) -> float:
        """The time of this demo, as POSIX seconds."""
        return self.clock()

    def uuid(self) -> str:
        """A new uuid, the same in each demo of this seed that asks as often."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def hexadecimal(self, digits: int) -> str:
        """New random hexadecimal digits."""
        return f"{self.chance.getrandbits(4 * digits):0{digits}x}"


Effect = Callable[[World, Row, float], None]

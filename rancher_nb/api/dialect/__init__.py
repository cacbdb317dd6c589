"""How each API spells the same things: the seam between what is meant and what is sent."""

from .cattle import CATTLE
from .dialect import Dialect, Filter, Life, Push

__all__ = ["CATTLE", "Dialect", "Filter", "Life", "Push"]

"""The data of a fresh demo: deterministic by seed, of any size.

Knows how a company becomes rows. Knows no requests.
"""

from .founding import populate

__all__ = ["populate"]

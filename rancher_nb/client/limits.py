"""How long and how much the client waits for and takes.

Knows numbers and their units. It does not know what they are applied to.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one connection.

    *connect_timeout* and *read_timeout* are seconds: how long a connection may take to open, and how long an open
    one may stay silent. *attempts* is how often a read is tried at the most. *max_body* is the size of the largest
    answer that is taken, in bytes after unpacking; *max_message* is that of the largest message of a socket.
    """

    connect_timeout: float = 5.0
    read_timeout: float = 60.0
    attempts: int = 3
    max_body: int = 256_000_000
    max_message: int = 16 * 2**20


DEFAULT_LIMITS = Limits()

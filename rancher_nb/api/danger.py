"""Which changes need a second look.

Knows only names: what destroys, or takes something out of service. It does not know who asks or how.
"""

from __future__ import annotations

__all__ = ["is_destructive"]

DESTRUCTIVE = frozenset(
    "remove delete purge rollback deactivate deactivateservices evacuate deallocate error".split(),
)


def is_destructive(action: str) -> bool:
    """Whether the *action* (or verb) destroys something or takes it out of service, so that it asks first.

    Starting, stopping and restarting one resource do not: they can be undone by the opposite action.

    >>> is_destructive("remove"), is_destructive("restart")
    (True, False)
    """
    return action.lower() in DESTRUCTIVE

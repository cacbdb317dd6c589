"""The five hues of states.

Knows the state words of Rancher 1.x and what to think of words it has never seen. It does not know colours: those
are the style sheet's.
"""

from __future__ import annotations

__all__ = ["hue_of"]

OK = frozenset("active running healthy started-once connected".split())
WARN = frozenset("upgraded degraded disconnected canceled-upgrade unknown warning".split())
BAD = frozenset("error erroring unhealthy failed".split())
MOVING = frozenset({"requested"})


def hue_of(state: str, *, moving: bool = False, failed: bool = False) -> str:
    """Return ``ok``, ``move``, ``warn``, ``bad`` or ``off`` for *state*.

    What the resource itself says (*moving*, *failed*) goes before what its state's word suggests; a word in
    ``-ing`` is a move, as the API builds them, and one that is not known is off.

    >>> hue_of("running"), hue_of("finishing-upgrade"), hue_of("running", failed=True)
    ('ok', 'move', 'bad')
    """
    word = state.lower()
    if failed or word in BAD:
        return "bad"
    if word in WARN:
        return "warn"
    if moving:
        return "move"
    if word in OK:
        return "ok"
    return "move" if word in MOVING or word.partition("-")[0].endswith("ing") else "off"

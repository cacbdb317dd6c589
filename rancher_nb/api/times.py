"""Times as the API writes them and as people say them.

Knows the API's date form (UTC, seconds, ``Z``), the forms a person types, and how to say an age. It reads no
clock: what is "now" is always an argument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

__all__ = ["Ago", "format_age", "format_duration", "format_time", "parse_duration", "parse_time"]

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")


@dataclass(frozen=True, slots=True)
class Ago:
    """A time that is *seconds* before now, as in ``created > 2h ago``; zero is ``now``."""

    seconds: float

    def at(self, now: datetime) -> datetime:
        """Return the time this is when it is *now*."""
        return now - timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        return f"{format_duration(self.seconds)} ago" if self.seconds else "now"


def parse_duration(text: str) -> float | None:
    """Return the seconds that *text* says (``90s``, ``15m``, ``1h30m``, ``2d``, ``1w``), None if it says none.

    >>> parse_duration("1h30m"), parse_duration("soon")
    (5400.0, None)
    """
    compact = text.strip()
    if not compact or DURATION.sub("", compact).strip():
        return None
    return sum(float(number) * UNITS[unit] for number, unit in DURATION.findall(compact))


def format_duration(seconds: float) -> str:
    """Return *seconds* so that `parse_duration` reads the same.

    >>> format_duration(5400), format_duration(0.5)
    ('90m', '0.5s')
    """
    for unit in "wdhm":
        if seconds >= UNITS[unit] and seconds % UNITS[unit] == 0:
            return f"{int(seconds // UNITS[unit])}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"


def parse_time(text: str) -> datetime | None:
    """Return the UTC time that *text* says in an ISO 8601 form, None if it says none.

    A time without an offset is taken as UTC, as the API has it; a date alone is its midnight.

    >>> parse_time("2017-03-03 10:20").isoformat()
    '2017-03-03T10:20:00+00:00'
    """
    try:
        time = datetime.fromisoformat(text.strip())
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_time(time: datetime) -> str:
    """Return *time* in the API's form, ``yyyy-MM-ddTHH:mm:ssZ``; fractions of a second are cut off.

    Servers of the 1.6 line answer 500 to any other form in a filter (seen on a running one).
    """
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def format_age(then: datetime, *, now: datetime) -> str:
    """Return how long before *now* *then* was, in one unit: ``12 s``, ``5 min``, ``3 h``, ``3 d``, ``2 y``."""
    seconds = (now - then).total_seconds()
    sign, seconds = ("in ", -seconds) if seconds < 0 else ("", seconds)
    for limit, unit, name in (
        (120, 1, "s"),
        (7200, 60, "min"),
        (172_800, 3600, "h"),
        (86_400 * 730, 86_400, "d"),
    ):
        if seconds < limit:
            return f"{sign}{int(seconds // unit)} {name}"
    return f"{sign}{int(seconds // (86_400 * 365.25))} y"

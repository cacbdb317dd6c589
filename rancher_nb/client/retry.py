"""Try reads again when the server or the way to it fails for a moment.

Knows which failures pass and how long to wait. A write is never sent twice: nobody knows whether the first arrived.
It sends nothing itself.
"""

from __future__ import annotations

import random as chance
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ..errors import Unreachable
from .failures import is_tls_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..api import Request, Response, Transport

__all__ = ["Retrying", "retrying"]

PASSING = frozenset({429, 502, 503, 504})
LONGEST = 10.0  # seconds; a server that asks for more gets its answer shown instead of a silent wait


def retrying(
    transport: Transport,
    *,
    attempts: int = 3,
    backoff: float = 0.2,
    sleep: Callable[[float], object] = time.sleep,
    random: Callable[[], float] = chance.random,
) -> Retrying:
    """Return a transport that tries each read up to *attempts* times over *transport*.

    It tries again when no answer came (but not when TLS failed) and on 429, 502, 503 and 504. The wait doubles
    from *backoff* seconds, spread by *random* (0 to 1); ``Retry-After`` is honoured up to 10 s. The last answer or
    error goes to the caller as it is.
    """
    return Retrying(transport, attempts=attempts, backoff=backoff, sleep=sleep, random=random)


class Retrying:
    """A transport that tries reads again; see `retrying`."""

    def __init__(
        self,
        transport: Transport,
        *,
        attempts: int,
        backoff: float,
        sleep: Callable[[float], object],
        random: Callable[[], float],
    ) -> None:
        """Keep what to try over and how to wait."""
        self._transport = transport
        self._attempts = attempts
        self._backoff = backoff
        self._sleep = sleep
        self._random = random

    def __call__(self, request: Request) -> Response:
        """Send *request*, more than once if it is a read and fails in passing."""
        for attempt in range(self._attempts - 1 if request.is_read else 0):
            pause = self._backoff * 2**attempt * (0.5 + self._random())
            try:
                response = self._transport(request)
            except Unreachable as fault:
                if is_tls_failure(fault):
                    raise
            else:
                if response.status not in PASSING:
                    return response
                asked = retry_after(response)
                if asked is not None and asked > LONGEST:
                    return response
                pause = pause if asked is None else asked
            self._sleep(pause)
        return self._transport(request)

    def close(self) -> None:
        """Close the transport below, where it can be closed."""
        close = getattr(self._transport, "close", None)
        if close is not None:
            close()


def retry_after(response: Response) -> float | None:
    """Return the seconds that *response* asks to wait, None when it asks for none or unreadably.

    A date is taken against the server's own ``Date``.
    """
    text = (response.header("Retry-After") or "").strip()
    if text.isdecimal():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
        now = parsedate_to_datetime(response.header("Date") or "")
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

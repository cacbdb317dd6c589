"""Everything this package raises, and how it is shown.

RancherError
  CommandError        a line cannot be read; knows the text and where in it
  QueryError          a type, field, condition or sort that the schema does not have
  InputError          a body that does not fit its schema; knows each field's problem
  NotOffered          a link or action that this resource does not offer now; lists what it does
  NoConnection        nothing is connected, or no connection has that name
  Refused             we decline to send it: read-only, or not confirmed
  Unreachable         no answer: nobody listens, the name is unknown, TLS fails
    TimedOut          no answer in time
  NotRancher          an answer, but not from a Rancher API: HTML, another service
    CutAnswer         the answer stopped before its end
  ApiError            the server's own error resource: status, code, message, detail, field
    Unauthorized      401: the key is missing, wrong, inactive or expired
    Forbidden         403: the key may not do this here
    NotFound          404: no such type or resource for this key
    MethodNotAllowed  405: not for this scope, or not in this state
    Conflict          409: the resource is busy
    Invalid           422 and 400: the server refuses a value
    ServerFault       500 and above
  WaitFailed          a resource did not reach the state that was waited for
  StreamClosed        a socket could not be opened or ended badly; knows code and reason
  Partial             a result is incomplete and the caller asked for all or nothing

This module knows what can go wrong and how to say it in one message. It knows nothing of HTTP
libraries, of pandas or of IPython: the shell gives it a callable when it wants full tracebacks
(`RancherError.full_traceback`).
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "ApiError",
    "CommandError",
    "Conflict",
    "CutAnswer",
    "Forbidden",
    "InputError",
    "Invalid",
    "MethodNotAllowed",
    "NoConnection",
    "NotFound",
    "NotOffered",
    "NotRancher",
    "Partial",
    "QueryError",
    "RancherError",
    "Refused",
    "ServerFault",
    "StreamClosed",
    "TimedOut",
    "Unauthorized",
    "Unreachable",
    "WaitFailed",
    "close_matches",
    "did_you_mean",
    "printable",
]


LONG = 4000  # characters of a message that are shown


def close_matches(word: str, candidates: Iterable[str], *, limit: int = 3) -> list[str]:
    """Return up to *limit* of *candidates* that look like *word*, best first, case ignored.

    >>> close_matches("stat", ["state", "startCount", "name"])
    ['state']
    """
    by_lower = {candidate.lower(): candidate for candidate in candidates}
    word = word.lower()
    found = difflib.get_close_matches(word, by_lower, n=limit, cutoff=0.6)
    found += [name for name in sorted(by_lower) if len(word) > 1 and word in name and name not in found]
    return [by_lower[name] for name in found[:limit]]


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return "Did you mean a, b?" for *word*, or an empty string when nothing is close.

    >>> did_you_mean("contaners", ["containers", "hosts"])
    'Did you mean containers?'
    """
    matches = close_matches(word, candidates)
    return f"Did you mean {', '.join(matches)}?" if matches else ""


def printable(text: str, *, limit: int = 500) -> str:
    r"""Return *text* safe for a terminal: control characters as escapes, cut at *limit* characters.

    Server text may hold escape sequences that move the cursor or set the title; errors are stored in
    notebooks as they are, so it is cleaned here.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c == "\n" or c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def marked(text: str, start: int, end: int) -> list[str]:
    """Return the line of *text* that holds ``text[start:end]``, and a line of carets under that part.

    >>> marked("get contaners", 4, 13)
    ['  get contaners', '      ^^^^^^^^^']
    """
    offset = text.rfind("\n", 0, start) + 1
    line = text[offset:].partition("\n")[0]
    before = printable(line[: start - offset], limit=LONG)
    fault = printable(line[start - offset : end - offset], limit=LONG)
    return [f"  {printable(line, limit=LONG)}", f"  {' ' * len(before)}{'^' * max(1, len(fault))}"]


class RancherError(Exception):
    """Base of all errors of this package: *message* says what happened, *hint* what to try.

    In a notebook such an error is shown as one short message (the cell still fails); asking for it again
    with ``%tb``, or ``%xmode Verbose``, shows everything.
    """

    full_traceback: ClassVar[Callable[[RancherError, bool], list[str] | None] | None] = None
    """Set by the shell: given the error and whether it was shown before, the full traceback or None."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        """Keep *message* and the optional *hint*, one sentence on what to try."""
        super().__init__(message)
        self.hint = hint
        self.place: tuple[str, int, int] | None = None
        """A text that the error speaks of, and the columns (from 0) where its fault starts and ends."""
        self._shown = False

    def lines(self) -> list[str]:
        """Return the short form, a line each: what happened, the place it speaks of, what to try."""
        said = printable(str(self), limit=LONG).split("\n")
        shown = [] if self.place is None else marked(*self.place)
        return [*said, *shown, *([f"try: {printable(self.hint)}"] if self.hint else [])]

    def _render_traceback_(self) -> list[str]:
        """Tell IPython what to show: the short form first, everything when asked again."""
        shown, self._shown = self._shown, True
        full = RancherError.full_traceback(self, shown) if RancherError.full_traceback else None
        return full if full is not None else [f"{type(self).__name__}: {self.lines()[0]}", *self.lines()[1:]]


class CommandError(RancherError):
    """A line that cannot be read: *text* with the fault from *start* up to *end* (columns from 0)."""

    def __init__(self, message: str, *, text: str, start: int, end: int, hint: str | None = None) -> None:
        """Point at ``text[start:end]``; *end* equal to *start* points between two characters."""
        super().__init__(message, hint=hint)
        self.text = text
        self.start = start
        self.end = end
        self.place = (text, start, end)


class QueryError(RancherError):
    """A type, field, condition or sort that the schema does not have; *word* is the offending name."""

    def __init__(self, message: str, *, word: str | None = None, hint: str | None = None) -> None:
        """Keep *word* so that a line which contains it can point at it."""
        super().__init__(message, hint=hint)
        self.word = word


class InputError(RancherError):
    """A body that does not fit its schema: *problems* maps a field path to what is wrong with it."""

    def __init__(self, message: str, *, problems: dict[str, str], hint: str | None = None) -> None:
        """List each of *problems* under the *message*."""
        listed = "".join(f"\n  {path}: {problem}" for path, problem in problems.items())
        super().__init__(message + listed, hint=hint)
        self.problems = problems


class NotOffered(RancherError):
    """A link or action that is not on the resource now; *offered* lists what is."""

    def __init__(self, message: str, *, offered: Iterable[str], hint: str | None = None) -> None:
        """Keep the names that the resource does offer."""
        super().__init__(message, hint=hint)
        self.offered = sorted(offered)


class NoConnection(RancherError):
    """Nothing is connected, or no connection has that name."""


class Refused(RancherError):
    """We decline to send a request: the connection is read-only, or nobody confirmed."""


class Unreachable(RancherError):
    """No answer came: nobody listens, the name is unknown, the connection broke or TLS failed."""


class TimedOut(Unreachable):
    """No answer came in time."""


class NotRancher(RancherError):
    """Something answered, but it does not speak the Rancher API."""


class CutAnswer(NotRancher):
    """The answer stopped before its end, so nothing of it is used."""


class ApiError(RancherError):
    """The server's own error resource.

    *status* is the HTTP status; *code* the API's code, such as ``MissingRequired``; *detail* and *field* (the
    API's ``fieldName``) are None where the server gives none.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str,
        detail: str | None = None,
        field: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Keep the parts of the error resource beside the readable *message*."""
        super().__init__(message, hint=hint)
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field


class Unauthorized(ApiError):
    """401: the key is missing, wrong, inactive or expired."""


class Forbidden(ApiError):
    """403: the key is known but may not do this here."""


class NotFound(ApiError):
    """404: no such type or resource, or not for this key."""


class MethodNotAllowed(ApiError):
    """405: the method is not for this scope, or not in this state."""


class Conflict(ApiError):
    """409: the resource is locked or busy."""


class Invalid(ApiError):
    """422 (and 400): the server refuses a value; *field* names it where the server says so."""


class ServerFault(ApiError):
    """500 and above: the server failed."""


class WaitFailed(RancherError):
    """A resource did not reach the state that was waited for; *states* are those it went through."""

    def __init__(self, message: str, *, states: list[str], hint: str | None = None) -> None:
        """Keep the *states* that were seen, in order."""
        super().__init__(message, hint=hint)
        self.states = states


class StreamClosed(RancherError):
    """A socket could not be opened or ended badly: *code* is the HTTP status or the close code."""

    def __init__(self, message: str, *, code: int | None = None, hint: str | None = None) -> None:
        """Keep the *code*; None when the connection simply broke."""
        super().__init__(message, hint=hint)
        self.code = code


class Partial(RancherError):
    """A result is incomplete and the caller asked for all or nothing; *result* is what there is."""

    def __init__(self, message: str, *, result: Any, hint: str | None = None) -> None:
        """Keep the incomplete *result* so that nothing is lost."""
        super().__init__(message, hint=hint)
        self.result = result

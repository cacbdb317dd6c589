"""Completion of ``%rancher`` lines from what is in memory: never from the network.

Knows IPython's matcher protocol (version 2) and where in a cell a line of ours is. What may come next is the
language's to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from IPython.core.completer import SimpleCompletion, context_matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from IPython.core.completer import CompletionContext, SimpleMatcherResult

    from ..api import Schemas
    from .magic import RancherMagics

__all__ = ["Matcher"]

LINE = re.compile(r"^\s*(?:[\w, ]+=\s*)?%rancher\s(?P<rest>.*)$|^%%rancher\s(?P<cell>.*)$", re.DOTALL)


class Matcher:
    """Completes lines of the magics it belongs to."""

    def __init__(self, magics: RancherMagics) -> None:
        """Complete for the session of *magics*."""
        self._magics = magics

    @property
    def match(self) -> Callable[[CompletionContext], SimpleMatcherResult]:
        """The function to register in the completer."""

        @context_matcher(identifier="rancher_nb.matcher", priority=100)  # type: ignore[untyped-decorator] # IPython
        def rancher_matcher(context: CompletionContext) -> SimpleMatcherResult:
            return self.complete(context.line_with_cursor, context.cursor_position, context.token)

        return rancher_matcher  # type: ignore[no-any-return]

    def complete(self, line: str, cursor: int, token: str) -> SimpleMatcherResult:
        """Return the candidates at *cursor*; none, and nothing suppressed, outside our lines.

        *token* is the piece that IPython will replace; it is cut at delimiters of Python's, not ours, so
        candidates are cut to fit.
        """
        left = line[:cursor]
        found = LINE.match(left)
        if found is None:
            return {"completions": [], "suppress": False}
        from ..language import complete

        rest = found["rest"] if found["rest"] is not None else found["cell"]
        start, candidates = complete(rest, len(rest), Knowledge(self._magics))
        typed = rest[start:]
        cut = len(typed) - len(token) if typed.endswith(token) else 0
        completions = [SimpleCompletion(each.text[cut:], type=each.kind) for each in candidates]
        return {"completions": completions, "matched_fragment": token if cut >= 0 else typed, "suppress": True}


class Knowledge:
    """What completion may know: all of it is in memory."""

    def __init__(self, magics: RancherMagics) -> None:
        """Look at the session of *magics* if it has been opened."""
        self._session = magics.opened_session

    @property
    def _here(self) -> Any:
        return self._session.current if self._session and self._session.connection_names else None

    @property
    def schemas(self) -> Schemas | None:
        """The schemas in force, None without a connection."""
        return self._here.schemas if self._here else None

    @property
    def connections(self) -> Sequence[str]:
        """The names of open connections."""
        return self._session.connection_names if self._session else ()

    @property
    def profiles(self) -> Sequence[str]:
        """The names of profiles; reading their file is left to `connect`."""
        return ()

    @property
    def projects(self) -> Sequence[str]:
        """The names of projects seen."""
        return self._here.seen("project") if self._here else ()

    def seen(self, type_id: str) -> Sequence[str]:
        """Return ids and names of a type seen so far."""
        return self._here.seen(type_id) if self._here else ()

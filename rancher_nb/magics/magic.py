"""``%rancher`` and ``%%rancher``: a line becomes a command, a command a call of the session.

Knows the shell: its user's names, its prompts, where results are bound. It does no work of its own; every verb is
the `Session` method of that name, with the same result and the same errors.
"""

from __future__ import annotations

import getpass
import re
from typing import TYPE_CHECKING, Any

from IPython.core.magic import (
    Magics,
    line_cell_magic,
    magics_class,
    needs_local_scope,
    no_var_expand,
    output_can_be_silenced,
)
from IPython.display import display

from ..errors import QueryError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from IPython.core.interactiveshell import InteractiveShell

    from ..language import Command
    from ..session import Session

__all__ = ["RancherMagics"]


@magics_class
class RancherMagics(Magics):
    """The magics of one shell and the session behind them."""

    match: Callable[..., Any]

    def __init__(self, shell: InteractiveShell) -> None:
        """Belong to *shell*; the session is made when the first line needs it."""
        super().__init__(shell)
        self._session: Session | None = None
        self._progress = ProgressLine()

    @property
    def session(self) -> Session:
        """The session of this shell, made on first use."""
        if self._session is None:
            from ..session import Session

            self._session = Session(
                prompt=getpass.getpass,
                confirm=self._confirm,
                progress=self._tell,
                display=display,
            )
        return self._session

    @property
    def opened_session(self) -> Session | None:
        """The session if a line has needed one yet: completion never makes one."""
        return self._session

    @no_var_expand
    @needs_local_scope
    @output_can_be_silenced
    @line_cell_magic
    def rancher(self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None) -> Any:
        """Work with a Rancher server: ``%rancher help`` lists the verbs, ``%rancher help VERB`` tells one.

        ``%rancher demo`` starts an embedded server to try it on; ``%rancher connect URL`` connects to yours. The
        result is a value: ``df = %rancher get containers where state = running``.
        """
        from ..language import parse

        scope = {**(self.shell.user_ns if self.shell else {}), **(local_ns or {})}
        text = line if line.strip() or cell is not None else "help"
        try:
            command = parse(text, cell=cell, evaluate=lambda expression: evaluated(expression, scope))
        except QueryError as error:
            point(error, text)
            raise
        if command.prints == "python":
            return Text(command.to_python())
        self._progress = ProgressLine()
        result = self._call(command)
        if command.out is not None and self.shell is not None:
            self.shell.user_ns[command.out] = result
            return None
        return Text(result) if isinstance(result, str) else result

    def render(self, value: Any) -> str:
        """Return the HTML of *value* as the session has it."""
        return self.session.render(value)

    def render_text(self, value: Any) -> str:
        """Return the text of *value* as the session has it."""
        return self.session.render_text(value)

    def close(self) -> None:
        """Close the session if there is one."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _call(self, command: Command) -> Any:
        """Call the session's method; a name it does not know is pointed at in the line."""
        verb = getattr(self.session, command.verb)
        try:
            return verb(*command.positional, **command.options)
        except QueryError as error:
            point(error, command.text)
            raise

    def _tell(self, line: str) -> None:
        """Show a line of progress in the cell that runs."""
        self._progress.show(line)

    def _confirm(self, question: str) -> bool | None:
        """Ask the user; None without a front end that can answer."""
        from IPython.core.error import StdinNotImplementedError

        try:
            return input(f"{printable(question)} [y/N] ").strip().lower() in ("y", "yes")
        except (EOFError, StdinNotImplementedError):
            return None


class Text(str):
    """A text that is shown as it is, not as a quoted string."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class ProgressLine:
    """One line of a cell, updated in place while something lasts; its last text stays as the summary."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._handle: Any = None

    def show(self, line: str) -> None:
        """Show *line* in place of the one before."""
        if self._handle is None:
            self._handle = display(Text(printable(line)), display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._handle.update(Text(printable(line)))


def evaluated(expression: str, scope: Mapping[str, Any]) -> Any:
    """Return the value of the Python *expression* in *scope*.

    Raises QueryError, its cause the error that Python raised, when it has none.
    """
    try:
        return eval(expression, dict(scope))  # noqa: S307 - the user's own expression in the user's own kernel
    except Exception as error:
        said = f"{{{expression}}} has no value: {type(error).__name__}: {error}"
        raise QueryError(said, word=expression, hint="braces hold a Python expression") from error


def point(error: QueryError, text: str) -> None:
    """Let *error* show the place of its word in *text*, where the word is there."""
    found = re.search(rf"(?<!\w){re.escape(error.word)}(?!\w)", text) if error.word else None
    if found is not None and error.place is None:
        error.place = (text, found.start(), found.end())

"""A line, read: the `Session` method it calls and with what.

Knows what a command holds and that it prints back to a line and to a call of Python. It does not know how either is
read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Command"]


@dataclass(frozen=True, slots=True)
class Command:
    """One call of the `Session` method *verb*.

    *positional* are its positional arguments: texts, or Python values that stood in braces. *options* are its keyword
    arguments, only those given, read-only. *out* is the name to bind the result to; *prints* is ``"python"`` when the
    call is to be shown, not made. *text* is the line as typed, for error positions; *sources* are the expressions
    behind positional values. Neither is part of equality.
    """

    verb: str
    positional: tuple[object, ...] = ()
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    out: str | None = None
    prints: str | None = None
    text: str = field(default="", compare=False)
    sources: tuple[tuple[object, str], ...] = field(default=(), compare=False, repr=False)

    def to_line(self) -> str:
        """Return the line, without ``%rancher``, that reads as an equal command.

        Python values are printed as literals; one that has none (a resource, a frame) as the expression it came from,
        a time in a condition as its ISO text.
        """
        from .spelling import line_of

        return line_of(self)

    def to_python(self) -> str:
        """Return the same as Python: ``session.get('containers', where='state = running', limit=50)``."""
        from .spelling import python_of

        return python_of(self)

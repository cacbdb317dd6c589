"""A text that must not be seen.

Knows how a secret hides itself in every form Python may print it in. It does not know where secrets come
from or go to.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any, NoReturn, final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SECRET_NAMES", "Secret", "hide", "masked"]

SECRET_NAMES = frozenset(
    (
        "secretValue secretKey password newSecret oldSecret jwt token registrationUrl command windowsCommand "
        "serviceAccountPassword adminAccountPassword"
    ).split(),
)
"""Fields whose plain texts are secrets; ``command`` is one where it is a line to run (a registration token's)."""
MASK = "••••••"


@final
class Secret:
    """A text whose every printed form is a mask; only a deliberate `reveal` gives it out.

    It hides in ``repr``, ``str``, ``format``, ``%`` formatting and tracebacks with locals (its attribute is a
    closure, so that even a dump of ``vars()`` shows nothing), and refuses to be pickled or copied into JSON.

    >>> key = Secret("abc")
    >>> f"{key} {key!r}", key.reveal()
    ('•••••• Secret(••••••)', 'abc')
    """

    __slots__ = ("_digest", "_reveal")

    def __init__(self, text: str) -> None:
        """Keep *text* out of sight."""
        self._reveal: Callable[[], str] = lambda: text
        self._digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()

    def reveal(self) -> str:
        """Return the text itself. Call it only where it is sent, or where the user asked to see it."""
        return self._reveal()

    def __bool__(self) -> bool:
        return bool(self._reveal())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._digest, other._digest)

    def __hash__(self) -> int:
        return hash(self._digest)

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled: it would be readable in the file")


def hide(document: Any) -> Any:
    """Return a JSON *document* with every text below a secret's name as a `Secret`."""
    return replaced(document, Secret)


def masked(document: Any) -> Any:
    """Return a JSON *document* with a mask for every text below a secret's name; it is JSON still."""
    return replaced(document, lambda _text: MASK)


def replaced(document: Any, replacement: Callable[[str], Any]) -> Any:
    """Return *document* with what *replacement* makes of each text below a secret's name."""
    if isinstance(document, list):
        return [replaced(each, replacement) for each in document]
    if not isinstance(document, dict):
        return document
    return {
        name: replacement(value) if name in SECRET_NAMES and isinstance(value, str) else replaced(value, replacement)
        for name, value in document.items()
    }


def hidden(value: Any) -> Any:
    """Return the *value* of a field that holds secrets so that nothing of it is seen: null stays null."""
    return Secret(value) if isinstance(value, str) else None if value is None else MASK

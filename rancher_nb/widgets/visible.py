"""Server text made fit to be seen: nothing in it can act, hide or turn the line around.

Knows which characters steer a terminal or a text layout, which no front end can be sent, and how long a value may
get. It does not know HTML: escaping for markup is done where markup is made.
"""

from __future__ import annotations

import re

__all__ = ["cut", "one_line", "visible"]

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that reorder what stands around them
    "\u2028\u2029\ufeff"  # line and paragraph separators, byte order mark
    "\ud800-\udfff]",  # halves of a pair: JSON can say them, UTF-8 cannot
)


def visible(text: object) -> str:
    r"""Return *text* with steering characters as escapes; letters of every script stay.

    A server may send a number where a text belongs: what is no text is shown as Python prints it.

    >>> visible("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    return STEERING.sub(lambda match: match.group().encode("unicode_escape").decode(), str(text))


def one_line(text: object) -> str:
    r"""Return *text* `visible` and on one line, tabs and line feeds as escapes.

    >>> one_line("a\nb")
    'a\\nb'
    """
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def cut(text: str, limit: int = 400) -> str:
    """Return *text* up to *limit* characters; what is left out is counted.

    >>> cut("abcdef", 3)
    'abc… (6 characters)'
    """
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text):,} characters)"

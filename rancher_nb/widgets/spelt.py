"""Server text spelt for the language: it reads back as that very text, never as code and never as a second line.

Knows how a line of ``%rancher`` quotes: between quotes a brace is a brace. It reads nothing and sends nothing; what
cannot stand on one line whole has no spelling.
"""

from __future__ import annotations

import re

from .visible import one_line

__all__ = ["spelt", "spelt_target"]

PLAIN = re.compile(r"(?!-)[A-Za-z0-9_.-]+")
TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
KEYWORDS = frozenset({"where", "sort", "limit", "columns"})


def spelt(text: str) -> str:
    r"""Return *text* as one word of a line; empty when it is blank, or holds what cannot be seen on one line.

    >>> print(spelt("web-1"), spelt("{it's}"))
    web-1 '{it\'s}'
    """
    if not text.strip() or one_line(text) != text:
        return ""
    if PLAIN.fullmatch(text) and text.lower() not in KEYWORDS:
        return text
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def spelt_target(type_id: str, id_: str) -> str:
    """Return the target ``TYPE/ID`` of a line; empty when one of the two cannot be written."""
    name = spelt(id_)
    return f"{type_id}/{name}" if name and TYPE.fullmatch(type_id) else ""

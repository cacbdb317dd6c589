"""The few pieces of markup that all displays share: the style sheet, a state's badge, a message block.

Knows class names of the style sheet and nothing of what they are used for. Everything that goes in is escaped here
(markupsafe); there is never a script in what comes out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from .hue import hue_of
from .visible import visible

__all__ = ["STATIC", "badge", "block", "style", "text_of", "wrapped"]

STATIC = Path(__file__).parent / "static"


@cache
def style(sheet: str) -> Markup:
    """Return the style element of *sheet*; every display carries it, so that it looks the same in any file."""
    return Markup("<style>{}</style>").format(Markup((STATIC / sheet).read_text(encoding="utf-8").strip()))  # noqa: S704 - our own file


def text_of(text: object) -> Markup:
    """Return server text escaped for markup, steering characters made visible."""
    return escape(visible(text))


def badge(state: str, *, hue: str = "") -> Markup:
    """Return *state* with the dot of its hue; the hue is guessed from the word when it is not given."""
    return Markup('<span class="state s-{}">{}</span>').format(hue or hue_of(state), text_of(state))


def block(text: str, *, kind: str = "") -> Markup:
    """Return *text* as a block of fixed width; *kind* is empty (an error), ``plan`` or ``note``."""
    return Markup('<div class="msg{}">{}</div>').format(f" {kind}" if kind else "", text_of(text))


def wrapped(body: Markup, *, kind: str = "", sheet: str = "rnb.css") -> str:
    """Return *body* as a whole display with its style; *kind* adds classes to the outer element.

    ``base.css`` is the smaller *sheet*, enough for tables and messages.
    """
    return str(Markup('{}<div class="rnb{}">{}</div>').format(style(sheet), f" {kind}" if kind else "", body))

"""Keep keys out of lines, and lines with keys out of errors.

Knows what a secret on a line looks like: an option such as ``--secret-key``, an address with a password in it, a word
too many after ``connect``. It does not know where secrets come from instead; it only says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import CommandError, close_matches
from .verbs import VERBS

if TYPE_CHECKING:
    from .scanning import Line

__all__ = ["ELSEWHERE", "MASK", "cut_after", "may_hold_keys", "refuse_address", "refuse_secrets"]

MASK = "***"
ELSEWHERE = (
    "keys come from RANCHER_ACCESS_KEY and RANCHER_SECRET_KEY in the environment, from a profile "
    "(--profile NAME), or from the prompt that connect opens"
)
OPTION = re.compile(
    r"(?<!\S)(--[\w-]*(?:token|passw|pwd|secret|credential|key)[\w-]*(?![^\s=])|-u(?=\s+\S*:))",
    re.IGNORECASE,
)
USERINFO = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#]*@")


def may_hold_keys(verb: str) -> bool:
    """Whether *verb* is ``connect``, or a slip for it: people type keys after it."""
    return verb == "connect" or (verb not in VERBS and "connect" in close_matches(verb, VERBS))


def refuse_secrets(line: Line, verb: str) -> None:
    """Raise CommandError when *line* gives a secret; nothing after it is shown."""
    if found := OPTION.search(line.outline):
        raise CommandError(
            f"a key or password on the line would stay in the notebook: {found[1]} is refused",
            text=f"{line.text[: found.end(1)]} {MASK}",
            start=found.start(1),
            end=found.end(1),
            hint=ELSEWHERE,
        )
    searched = line.text if may_hold_keys(verb) else line.outline if verb == "raw" else ""  # a raw body may hold any
    if found := USERINFO.search(searched):
        before = line.text[: found.start()]
        raise CommandError(
            "keys in the address would stay in the notebook: they are refused",
            text=f"{before}{MASK}",
            start=len(before),
            end=len(before) + len(MASK),
            hint=ELSEWHERE,
        )


def refuse_address(address: str) -> None:
    """Raise CommandError when *address*, put together from Python values, has keys in it: prints would show them."""
    if USERINFO.search(address):
        raise CommandError("keys in the address are refused", text=MASK, start=0, end=len(MASK), hint=ELSEWHERE)


def cut_after(error: CommandError) -> CommandError:
    """Return *error* with nothing of the line shown behind the place it points at."""
    text = error.text[: error.end]
    return CommandError(
        str(error),
        text=f"{text} {MASK}" if error.text[error.end :].strip() else text,
        start=error.start,
        end=error.end,
        hint=error.hint,
    )

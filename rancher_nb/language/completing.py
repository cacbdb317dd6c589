"""What may come next in a line.

Knows which candidates fit a situation: the grammar says what kind of word may follow, the verbs' table and the schemas
in memory say which. It asks nobody: what it may know is handed to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import printable
from .candidates import Completion, Knowledge, Offers
from .scanning import is_line, scan
from .situation import situation_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .situation import Situation

__all__ = ["complete"]


def complete(text: str, cursor: int, knowledge: Knowledge) -> tuple[int, list[Completion]]:
    """Return where the piece before *cursor* starts in *text* (without ``%rancher``) and what may replace it.

    Only what stands before the cursor counts. Candidates begin with the piece, in any letter case, the likelier ones
    first; there are none inside ``{expressions}``. Each reads back as the name it stands for, whatever a server calls
    its things; a name that is no line is not offered.
    """
    here = situation_at(text[:cursor])
    if here is None:
        return cursor, []
    offers = Offers(here, knowledge)
    kept, partial = split(here)
    fitting = dict.fromkeys(
        each for each in candidates(here, offers) if is_line(each.text) and fits(each.text, partial)
    )
    return here.start, [Completion(kept + each.text, each.kind, printable(each.note)) for each in fitting]


def split(here: Situation) -> tuple[str, str]:
    """Return what of the typed piece stays and what is completed: targets, pairs and sort keys go by part."""
    cut = 0
    if "KEY" in here.expected:
        cut = here.typed.startswith("-")
    elif "WORD" in here.expected:
        outline = scan(here.typed).outline
        dot = outline.rfind(".") if here.verb is not None and here.verb.name == "describe" else -1
        cut = max(outline.rfind("/"), outline.rfind("="), dot) + 1
    return here.typed[:cut], here.typed[cut:].lstrip("'\"")


def fits(text: str, partial: str) -> bool:
    """Whether *text*, quotes aside, begins with *partial*."""
    return text.lstrip("'").lower().startswith(partial.lower())


def candidates(here: Situation, offers: Offers) -> Iterator[Completion]:
    """Yield all candidates for a situation, the likelier ones first."""
    if "VERB" in here.expected:
        yield from offers.verbs()
    elif here.verb is None:
        return
    elif "PAIR" in here.expected:
        yield from items(here, offers)
    else:
        yield from clause(here, offers)


def clause(here: Situation, offers: Offers) -> Iterator[Completion]:
    """Yield what may stand inside a condition, an order or a list of columns."""
    if "BARE" in here.expected:
        yield from offers.values(here.field)
    if "COMPARE" in here.expected:
        yield from offers.operators(here.field)
    elif "WORDED" in here.expected:
        yield from offers.words("like", "prefix", "contains", "in")
    if "NULL" in here.expected:
        yield from offers.words("null", "not null")
    if {"PATH", "KEY"} & here.expected:
        yield from offers.fields()
    if "NOT" in here.expected and "PATH" in here.expected:
        yield from offers.words("not")
    if "_AND" in here.expected:
        yield from offers.words("and", "or")


def items(here: Situation, offers: Offers) -> Iterable[Completion]:
    """Yield what may stand between the parts of a line."""
    verb = here.verb
    if verb is None:
        return
    if here.pending is not None:
        yield from offers.option_values(here.pending)
        if not (here.pending.value or "").startswith("["):
            return
    if here.typed.startswith("-"):
        option = verb.option(here.typed.partition("=")[0])
        yield from offers.option_values(option) if option is not None and "=" in here.typed else offers.options()
        return
    if len(here.words) < len(verb.arguments):
        yield from offers.argument(verb.arguments[len(here.words)])
    if all(not argument.required for argument in verb.arguments[len(here.words) :]):
        yield from offers.continuations()

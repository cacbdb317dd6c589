"""A card as static HTML and as text: what a saved notebook, a mail and a terminal show.

Knows the same facts as the live view, in the same order. There are no buttons in it: what cannot be pressed is not
drawn as if it could be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .facts import CardFacts, CardRows
from .markup import badge, text_of, wrapped
from .table import left_out, listing_text, notes_markup, table_markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .facts import Fact, Group

__all__ = ["card_html", "card_text", "stop_markup", "stop_text"]

OPEN_GROUPS = 1
STEP = " › "  # noqa: RUF001 - the mark between breadcrumbs, not a comparison


def card_html(facts: CardFacts) -> str:
    """Return the card of *facts* as a whole static display."""
    return wrapped(stop_markup(facts, crumbs=()), kind="box")


def card_text(facts: CardFacts) -> str:
    """Return the card of *facts* as text, a fact a line."""
    return stop_text(facts, crumbs=())


def stop_markup(stop: CardFacts | CardRows, *, crumbs: Sequence[str]) -> Markup:
    """Return what a card shows at one *stop* of its way; *crumbs* names the stops before it."""
    path = escape(STEP).join(text_of(label) for label in crumbs)
    before = Markup('<div class="crumbs">{}{}{}</div>').format(path, STEP, text_of(stop.label)) if crumbs else Markup()
    return before + (rows_markup(stop) if isinstance(stop, CardRows) else facts_markup(stop))


def stop_text(stop: CardFacts | CardRows, *, crumbs: Sequence[str]) -> str:
    """Return the text twin of `stop_markup`."""
    before = [STEP.join([*crumbs, stop.label])] if crumbs else []
    if isinstance(stop, CardRows):
        return "\n".join([*before, f"{stop.label}  {stop.listing.total:,} in all", listing_text(stop.listing)])
    return "\n".join([*before, *facts_lines(stop)])


def rows_note(rows: CardRows) -> str:
    """Say how many rows there are, or how many of them are shown."""
    return left_out(rows.listing) or f"{rows.listing.total:,} in all"


def rows_markup(rows: CardRows) -> Markup:
    """Return a to-many link as a table below its title and above its notes."""
    head = Markup('<div class="head"><b>{}</b> <span class="note">{}</span></div>').format(
        text_of(rows.title),
        rows_note(rows),
    )
    return head + Markup('<div class="scroll">{}</div>{}').format(
        table_markup(rows.listing), notes_markup(rows.listing)
    )


def facts_markup(facts: CardFacts) -> Markup:
    """Return the head, the groups, the links and the actions of a card."""
    groups = Markup().join(group_markup(group, is_open=i < OPEN_GROUPS) for i, group in enumerate(facts.groups))
    return Markup("{}{}{}{}").format(head_markup(facts), groups, unset_markup(facts), offers_markup(facts))


def head_markup(facts: CardFacts) -> Markup:
    """Return title, type and id, state, progress and what goes on.

    The blanks between them are for readers that drop the style sheet.
    """
    state = badge(facts.state, hue=facts.hue) if facts.state else Markup()
    head = Markup(
        '<div class="head"><b>{}</b> <span class="note">{} {}</span> <span class="grow"></span>{}</div>',
    ).format(text_of(facts.title), text_of(facts.type), text_of(facts.id), state)
    if facts.moving and facts.progress is not None:
        head += Markup('<div class="prog"><i style="width:{}%"></i></div>').format(max(0, min(100, facts.progress)))
    said = status_words(facts)
    kind = "err" if facts.failed else "note"
    return head + (Markup('<div class="said {}">{}</div>').format(kind, text_of(said)) if said else Markup())


def status_words(facts: CardFacts) -> str:
    """Say what goes on: that it is gone, the server's message, the progress."""
    gone = "this resource is removed" if facts.removed else ""
    progress = f"{facts.progress} %" if facts.moving and facts.progress is not None else ""
    return " · ".join(part for part in (gone, facts.message, progress) if part)


def group_markup(group: Group, *, is_open: bool) -> Markup:
    """Return one group: the first stands open without a title, the others fold."""
    body = Markup("<dl>{}</dl>").format(Markup().join(fact_markup(fact) for fact in group.facts))
    if group.more:
        body += Markup('<div class="said note">… {:,} more</div>').format(group.more)
    if is_open:
        return body
    return Markup("<details><summary>{} <span>{:,}</span></summary>{}</details>").format(
        text_of(group.title),
        len(group.facts) + group.more,
        body,
    )


def fact_markup(fact: Fact) -> Markup:
    """Return one fact as a term and its definition."""
    shown = badge(fact.text) if fact.kind == "state" else text_of(fact.text)
    note = Markup(' <span class="note">{}</span>').format(text_of(fact.note)) if fact.note else Markup()
    kind = Markup(' class="mono"') if fact.kind in ("code", "secret") else Markup()
    wide = Markup(' class="wide"') if fact.wide else Markup()
    return Markup("<div{}><dt>{}</dt><dd{}>{}{}</dd></div>").format(wide, text_of(fact.label), kind, shown, note)


def unset_markup(facts: CardFacts) -> Markup:
    """Say how many fields have no value."""
    return Markup('<div class="said note">{}</div>').format(unset_words(facts)) if facts.unset else Markup()


def unset_words(facts: CardFacts) -> str:
    """Say in words how many fields have no value, empty when all have."""
    return f"{facts.unset:,} field{'s' * (facts.unset != 1)} without a value" if facts.unset else ""


def offers_markup(facts: CardFacts) -> Markup:
    """Return the names of the links and actions offered."""
    lines = [
        Markup('<div class="said"><span class="note">{}</span> {}</div>').format(
            heading,
            Markup(" · ").join(text_of(name) for name in names),
        )
        for heading, names in offers(facts)
    ]
    return Markup('<div class="offers">{}</div>').format(Markup().join(lines)) if lines else Markup()


def offers(facts: CardFacts) -> list[tuple[str, list[str]]]:
    """Return what is offered: links and actions by name, those without any left out."""
    named = [("links", [link.name for link in facts.links]), ("actions", [action.name for action in facts.actions])]
    return [(heading, names) for heading, names in named if names]


def facts_lines(facts: CardFacts) -> list[str]:
    """Return a card as lines of text."""
    said = status_words(facts).replace("\n", " ")
    head = "  ".join(part for part in (facts.title, f"{facts.type} {facts.id}".strip(), facts.state) if part)
    lines = [head, *([f"  {said}"] if said else [])]
    width = max((len(fact.label) for group in facts.groups for fact in group.facts), default=0)
    for index, group in enumerate(facts.groups):
        indent = "  " if index < OPEN_GROUPS else "    "
        lines += [] if index < OPEN_GROUPS else [f"  {group.title}"]
        lines += [fact_line(fact, indent, width) for fact in group.facts]
        lines += [f"{indent}… {group.more:,} more"] if group.more else []
    lines += [f"  {unset_words(facts)}"] if facts.unset else []
    return [*lines, *(f"  {heading}: {', '.join(names)}" for heading, names in offers(facts))]


def fact_line(fact: Fact, indent: str, width: int) -> str:
    """Return one fact as a line, its value on it whole."""
    note = f" ({fact.note})" if fact.note else ""
    text = fact.text.replace("\n", "\\n")
    return f"{indent}{fact.label:<{width}}  {text}{note}"

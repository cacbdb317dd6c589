"""Help that fits a screen: one page a verb, one table of all verbs.

Knows how the verbs' table is laid out as text, at most 24 lines of 100 columns. It knows no verb by name.
"""

from __future__ import annotations

import textwrap
from itertools import groupby

from ..errors import CommandError, did_you_mean
from .verbs import VERBS

__all__ = ["help_page"]

WIDTH = 100


def help_page(verb: str | None) -> str:
    """Return the page of *verb*, or the table of all verbs by group for None.

    Raises CommandError with close matches for an unknown verb.
    """
    if verb is None:
        return verb_table()
    if verb not in VERBS:
        meant = did_you_mean(verb, VERBS)
        message = f"there is no verb '{verb}'. {meant}".rstrip()
        raise CommandError(message, text=verb, start=0, end=len(verb), hint="%rancher help lists the verbs")
    return verb_page(verb)


def verb_table() -> str:
    """Return all verbs with what they do, a group after the other."""
    lines = []
    for group, verbs in groupby(VERBS.values(), key=lambda verb: verb.group):
        lines.append(group)
        lines += [shortened(f"  {verb.name:<12} {verb.summary}") for verb in verbs]
    return "\n".join([*lines, "%rancher help VERB tells what a verb takes."])


def verb_page(name: str) -> str:
    """Return usage, options and examples of one verb."""
    verb = VERBS[name]
    usage = textwrap.wrap(f"%rancher {verb.usage}", WIDTH, subsequent_indent=" " * 10, break_on_hyphens=False)
    lines = [*usage, verb.summary]
    if verb.clauses or verb.pairs:
        lines += textwrap.wrap(reading_of(verb.pairs, verb.clauses), WIDTH)
    lines.append("")
    for option in verb.options:
        typed = f"{option.flag} {option.value or ''}".rstrip()
        lines.append(shortened(f"  {typed:<18} {option.help}"))
    lines += ["", *(f"  {line}" for example in verb.examples for line in example.splitlines())]
    return "\n".join(lines)


def reading_of(pairs: str | None, clauses: tuple[str, ...]) -> str:
    """Return one or two sentences on what the pairs and clauses of a verb are."""
    said = []
    if "where" in clauses:
        said.append(
            "CONDITION: = != < <= > >= like prefix contains ~ !~ in (a, b), is null, and or not ( ); "
            "values: text, 'quoted', 2017-03-03, 2h ago, {expression}.",
        )
    if pairs == "filters":
        said.append("MODIFIER, as in the API: eq ne lt lte gt gte prefix like notlike null notnull.")
    if pairs == "fields":
        said.append("FIELD=VALUE: null, true, false and numbers are what they say, 'quoted' is text; a.b=c nests.")
    if "sort" in clauses:
        said.append("KEYS: name,-created.")
    return " ".join(said)


def shortened(line: str) -> str:
    """Return *line*, cut to the width of the page."""
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"

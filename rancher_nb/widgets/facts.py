"""What a card says, as values: the one source of its live view, its HTML and its text.

Knows the parts of a card. Everything in them is text that is safe to show (steering characters are escapes, long
values are cut, secrets are masks) but not yet escaped for markup. It does not know where the parts come from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .hue import hue_of
from .visible import one_line

if TYPE_CHECKING:
    from ..api import Listing

__all__ = ["ActionFact", "CardFacts", "CardRows", "Fact", "Group", "LinkFact"]

WIDE_TEXT = 40
WIDE_LABEL = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card: *label*, *text*, and a *note* beside it, such as an age.

    Kinds: ``text``, ``code``, ``number``, ``state``, ``time``, ``reference``, ``secret``. *link* names the link
    that leads to what a reference means, empty when the server offers none; *target* is the reference's id, as shown.
    """

    label: str
    text: str
    kind: str = "text"
    note: str = ""
    link: str = ""
    target: str = ""

    @property
    def wide(self) -> bool:
        """Whether it needs a row of its own."""
        return len(self.text) + len(self.note) > WIDE_TEXT or len(self.label) > WIDE_LABEL or "\n" in self.text


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together below a *title*; *more* counts those that were left out."""

    title: str
    facts: tuple[Fact, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class LinkFact:
    """A link that is offered: its *name*, the *address* as the server gave it, whether it leads to *many*."""

    name: str
    address: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class ActionFact:
    """An action that is offered now.

    *input* is its input schema's id, None when it takes none. *dangerous* asks for a second step. *template* is the
    magic to write when a press cannot do it, *why* says what the reason is (the action needs input, or opens a
    stream). Both are empty when a press can; the template alone is, when its names cannot be written on a line.
    """

    name: str
    label: str
    input: str | None = None
    dangerous: bool = False
    template: str = ""
    why: str = ""

    @property
    def pressable(self) -> bool:
        """Whether a press can do it."""
        return not (self.template or self.why)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """One resource as its card shows it.

    *address* is the resource's own link (``self``), empty when the server gives none: then it cannot be refreshed.
    *magic* is the line that shows the same, empty when type and id cannot be written on a line.
    *state* is empty for a type without states. *moving* is true while a change is under way, *failed* when the last
    one failed; *progress* is a percentage or None. *unset* counts the fields without a value, which are not listed.
    """

    title: str
    type: str
    id: str
    address: str
    magic: str = ""
    state: str = ""
    moving: bool = False
    failed: bool = False
    message: str = ""
    progress: int | None = None
    removed: bool = False
    groups: tuple[Group, ...] = ()
    unset: int = 0
    links: tuple[LinkFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()

    @property
    def name(self) -> str:
        """Type and id, as shown: ``container/1i5``."""
        return f"{self.type}/{self.id}"

    @property
    def label(self) -> str:
        """What a breadcrumb says: type and title."""
        return f"{self.type} {self.title}"

    @property
    def hue(self) -> str:
        """The hue of the state, empty when there is no state."""
        return hue_of(self.state, moving=self.moving, failed=self.failed) if self.state else ""

    def link(self, name: str) -> LinkFact | None:
        """Return the link *name*, None when it is not offered."""
        return next((link for link in self.links if link.name == name), None)

    def action(self, name: str) -> ActionFact | None:
        """Return the action *name*, None when it is not offered now."""
        return next((action for action in self.actions if action.name == name), None)

    def gone(self) -> CardFacts:
        """Return these facts of a resource that the server does not know any more: nothing is offered."""
        return replace(
            self,
            state="removed",
            moving=False,
            failed=False,
            message="",
            progress=None,
            removed=True,
            links=(),
            actions=(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what the browser needs, as JSON values: no addresses, it answers with names."""
        return {
            "kind": "card",
            "title": self.title,
            "type": self.type,
            "id": self.id,
            "state": self.state,
            "hue": self.hue,
            "moving": self.moving,
            "failed": self.failed,
            "message": self.message,
            "progress": self.progress,
            "removed": self.removed,
            "magic": self.magic,
            "unset": self.unset,
            "groups": [
                {
                    "title": group.title,
                    "more": group.more,
                    "facts": [
                        {
                            "label": fact.label,
                            "text": fact.text,
                            "kind": fact.kind,
                            "note": fact.note,
                            "link": fact.link,
                            "target": fact.target,
                            "wide": fact.wide,
                            "hue": hue_of(fact.text) if fact.kind == "state" else "",
                        }
                        for fact in group.facts
                    ],
                }
                for group in self.groups
            ],
            "links": [{"name": link.name, "many": link.many} for link in self.links],
            "actions": [
                {
                    "name": action.name,
                    "label": action.label,
                    "dangerous": action.dangerous,
                    "template": action.template,
                    "why": action.why,
                }
                for action in self.actions
            ],
        }


@dataclass(frozen=True, slots=True)
class CardRows:
    """A to-many link as a card shows it: a small *listing* whose rows can be opened.

    *targets* holds the own address of each row, in the listing's order, empty for one that cannot be opened, and
    *ids* their ids; *address* is the collection's.
    """

    title: str
    address: str
    listing: Listing
    targets: tuple[str, ...]
    ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What a breadcrumb says."""
        return one_line(self.title)

    def to_dict(self) -> dict[str, Any]:
        """Return what the browser needs, as JSON values: rows are opened by their number."""
        return {
            "kind": "rows",
            "title": one_line(self.title),
            "total": self.listing.total,
            "notes": [
                one_line(f"{head}: {', '.join(words)}" if head else ", ".join(words))
                for head, words in self.listing.footer
            ],
            "opens": [bool(target) for target in self.targets],
            "columns": [{"name": one_line(column.name), "kind": column.kind} for column in self.listing.columns],
            "rows": [
                [
                    {
                        "text": one_line(cell.text),
                        "null": cell.null,
                        "hue": hue_of(cell.text) if column.kind == "state" and not cell.null else "",
                    }
                    for cell, column in zip(row, self.listing.columns, strict=True)
                ]
                for row in self.listing.rows
            ],
        }

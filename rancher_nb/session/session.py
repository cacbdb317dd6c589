"""The session: connections, reading, writing and streams in one object.

Knows that every verb of the language is a method here of the same name. The magics and plain Python both call
these methods, so they cannot drift apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ..api import Plan, Request, Resource
from .cards import facts_of, make_card
from .streaming import Streaming

if TYPE_CHECKING:
    from ..widgets import Card

__all__ = ["Session"]


class Session(Streaming):
    """A Rancher server from Python: the plain twin of ``%rancher``.

    >>> session = Session()
    >>> session.connections().data
    []

    A session is a context manager: leaving it ends its streams and closes its connections.
    """

    def show(self, target: str | Any) -> Card:
        """Show one resource as a card: its facts, its links, and a button for each action it offers now.

        A button is the action of that name, without further questions: the card itself asks before what destroys.
        """
        here = self.current
        card = make_card(here, self.resource(target), act=lambda name, resource: self.act(here, name, resource))
        here.live.add(card)
        return card

    def help(self, verb: str | None = None) -> str:
        """Return the help page of *verb*, or the table of all verbs."""
        from ..language import help_page

        return help_page(verb)

    def render(self, value: Plan | Request | Resource) -> str:
        """Return the HTML of a plan, a request or a resource, as a cell shows it."""
        from ..widgets import card_html, plan_html, request_html

        match value:
            case Plan():
                return plan_html(value)
            case Request():
                return request_html(value)
            case Resource():
                return card_html(facts_of(self.opened, value))

    def render_text(self, value: Plan | Request | Resource) -> str:
        """Return what `render` says as plain text."""
        from ..widgets import card_text

        match value:
            case Plan():
                return value.explain()
            case Request():
                return str(value)
            case Resource():
                return card_text(facts_of(self.opened, value))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

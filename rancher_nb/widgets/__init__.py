"""What is seen: tables, plans, cards and consoles, each as a live view, static HTML and text with the same facts."""

from .card import Act, Card, Load
from .card_twin import card_html, card_text
from .console import Console
from .desk import Pace
from .facts import ActionFact, CardFacts, CardRows, Fact, Group, LinkFact
from .message import plan_html, request_html
from .reading import card_facts
from .table import listing_bundle, listing_html, listing_text

__all__ = [
    "Act",
    "ActionFact",
    "Card",
    "CardFacts",
    "CardRows",
    "Console",
    "Fact",
    "Group",
    "LinkFact",
    "Load",
    "Pace",
    "card_facts",
    "card_html",
    "card_text",
    "listing_bundle",
    "listing_html",
    "listing_text",
    "plan_html",
    "request_html",
]

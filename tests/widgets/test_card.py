"""A press does what it says on what was shown, once, in the card's own thread; what goes wrong is shown."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from rancher_nb.api import Cell, Column, Listing
from rancher_nb.errors import Conflict, NotFound
from rancher_nb.widgets import ActionFact, Card, CardFacts, CardRows, Fact, Group, LinkFact, Pace

if TYPE_CHECKING:
    from collections.abc import Callable

FAST = {"first": 0.001, "longest": 0.001, "patience": 0.2}
HOST = CardFacts("node-1", "host", "1h1", "http://h/hosts/1h1", state="active")
WEB = CardFacts(
    "web",
    "container",
    "1i5",
    "http://h/containers/1i5",
    state="running",
    groups=(Group("overview", (Fact("host", "node-1", "reference", "1h1", "hosts", "1h1"),)),),
    links=(LinkFact("hosts", "http://h/containers/1i5/hosts", many=True),),
    actions=(ActionFact("restart", "Restart"), ActionFact("logs", "Logs", template="%rancher logs container/1i5")),
)
LISTING = Listing((Column("id", "id"), Column("name")), ((Cell("1h1"), Cell("node-1")), (Cell("1h2"), Cell("x"))), 2)
HOSTS = CardRows("hosts", "http://h/containers/1i5/hosts", LISTING, (HOST.address, ""), ("1h1", "1h2"))
KNOWN: dict[str, CardFacts | CardRows] = {stop.address: stop for stop in (HOST, WEB, HOSTS)}


class Server:
    """What stands behind a card in these tests: it notes what is asked and answers as told."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.acted: list[tuple[str, str]] = []
        self.answers: list[CardFacts | Exception] = []
        self.replies: list[dict[str, Any]] = []

    def load(self, address: str) -> CardFacts | CardRows:
        self.loaded.append(address)
        return self.answer() if self.answers else KNOWN[address]

    def act(self, facts: CardFacts, name: str) -> CardFacts:
        self.acted.append((facts.name, name))
        return self.answer()

    def answer(self) -> CardFacts:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def card(self, stop: CardFacts | CardRows = WEB, **options: Any) -> Card:
        card = Card(stop, load=self.load, act=self.act, pace=Pace(**FAST), **options)
        card.send = lambda content, _buffers=None: self.replies.append(content)
        return card


def press(card: Card, kind: str, name: Any = "", **more: Any) -> None:
    content = {"kind": kind, "name": name, "press": "p1", "serial": card.view["serial"], **more}
    card._on_message(card, content, [])
    assert card.wait(5)


def test_a_link_is_followed_in_place_and_the_way_back_is_fresh() -> None:
    server = Server()
    card = server.card()
    press(card, "follow", "hosts")
    assert card.stop == HOSTS
    assert card.view["crumbs"] == ["container web"]
    press(card, "open", 0)
    assert card.stop == HOST
    press(card, "back", 0)
    assert (card.stop, card.view["crumbs"]) == (WEB, [])
    assert server.loaded == [HOSTS.address, HOST.address, WEB.address]
    assert [reply["kind"] for reply in server.replies] == ["taken"] * 3


def test_a_reference_behind_a_list_opens_just_what_it_means() -> None:
    card = Server().card()
    press(card, "follow", "hosts", target="1h1")
    assert card.stop == HOST
    assert card.view["crumbs"] == ["container web"]


def test_an_action_is_watched_until_it_settles() -> None:
    server = Server()
    moving = replace(WEB, state="restarting", moving=True, actions=())
    server.answers = [moving, moving, replace(moving, progress=50), WEB]
    card = server.card()
    press(card, "act", "restart")
    assert server.acted == [("container/1i5", "restart")]
    assert len(server.loaded) == 3
    assert (card.stop, card.view["busy"], card.view["answered"]) == (WEB, "", "p1")


def test_a_card_that_moves_when_it_is_shown_is_watched() -> None:
    server = Server()
    card = server.card(replace(WEB, state="starting", moving=True))
    assert card.wait(5)
    assert card.stop == WEB


def test_what_never_settles_is_given_up_and_said() -> None:
    server = Server()
    moving = replace(WEB, moving=True)
    server.load = lambda _address: moving  # type: ignore[method-assign]
    card = server.card(moving)
    assert card.wait(5)
    assert card.view["gave_up"]


def test_what_vanishes_while_it_moves_is_removed() -> None:
    server = Server()
    server.answers = [NotFound("GET answered 404", status=404, code="NotFound")]
    card = server.card(replace(WEB, state="purging", moving=True))
    assert card.wait(5)
    assert isinstance(card.stop, CardFacts)
    assert (card.stop.state, card.stop.removed, card.view["error"]) == ("removed", True, None)


def test_an_error_is_shown_and_nothing_else_changes() -> None:
    server = Server()
    error = Conflict("POST answered 409: busy", status=409, code="Conflict", hint="wait")
    server.answers = [error]
    card = server.card()
    press(card, "act", "restart")
    assert card.view["error"] == {"at": "act:restart", "lines": ["POST answered 409: busy", "try: wait"]}
    assert (card.stop, card.error) == (WEB, error)
    assert "try: wait" in str(card)
    press(card, "follow", "hosts")
    assert card.view["error"] is None


def test_a_refused_action_does_not_end_the_watch() -> None:
    server = Server()
    moving = replace(WEB, state="starting", moving=True)
    busy = Conflict("POST answered 409: busy", status=409, code="Conflict")
    server.answers = [busy, replace(moving, progress=50)]
    card = Card(moving, load=server.load, act=server.act, pace=Pace(first=30))
    content = {"kind": "act", "name": "restart", "press": "p1", "serial": 0}
    card._pace = Pace(**FAST)
    card._on_message(card, content, [])
    assert card.wait(5)
    assert card.stop == WEB
    assert card.view["error"]["at"] == "act:restart"


def test_an_unforeseen_error_is_shown_too() -> None:
    server = Server()
    server.answers = [KeyError("\x1bodd")]
    card = server.card()
    press(card, "refresh")
    assert card.view["error"]["lines"][0] == "KeyError: '\\x1bodd'"


def test_a_second_press_is_refused_while_one_is_under_way() -> None:
    server, go, began = Server(), threading.Event(), threading.Event()

    def slow(facts: CardFacts, name: str) -> CardFacts:
        server.acted.append((facts.name, name))
        began.set()
        go.wait(5)
        return facts

    server.act = slow  # type: ignore[method-assign]
    card = server.card()
    content = {"kind": "act", "name": "restart", "press": "p1", "serial": 0}
    card._on_message(card, content, [])
    assert began.wait(5)
    assert card.view["busy"] == "act:restart"
    card._on_message(card, {**content, "press": "p2"}, [])
    go.set()
    assert card.wait(5)
    assert server.acted == [("container/1i5", "restart")]
    assert server.replies[1] == {"kind": "refused", "press": "p2", "why": "another press is under way"}


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "act", "name": "remove", "press": "p", "serial": 0},
        {"kind": "act", "name": "logs", "press": "p", "serial": 0},
        {"kind": "act", "name": "restart", "press": "p", "serial": 1},
        {"kind": "follow", "name": "http://evil/", "press": "p", "serial": 0},
        {"kind": "open", "name": 0, "press": "p", "serial": 0},
        {"kind": "back", "name": 0, "press": "p", "serial": 0},
        {"kind": "back", "name": "0", "press": "p", "serial": 0},
        {"kind": "nonsense", "press": "p", "serial": 0},
        {"press": "p"},
        {},
        "text",
        None,
    ],
)
def test_what_is_not_offered_is_refused_and_nothing_is_sent(content: Any) -> None:
    server = Server()
    card = server.card()
    card._on_message(card, content, [])
    assert card.wait(5)
    assert (server.loaded, server.acted) == ([], [])
    assert server.replies[0]["kind"] == "refused"


@pytest.mark.parametrize("row", [1, -1, 2, "0", None])
def test_a_row_that_cannot_be_opened_is_refused(row: Any) -> None:
    server = Server()
    card = server.card(HOSTS)
    card._on_message(card, {"kind": "open", "name": row, "press": "p", "serial": 0}, [])
    assert server.loaded == []


def test_a_read_only_card_reads_and_does_not_act() -> None:
    server = Server()
    card = server.card(read_only=True)
    card._on_message(card, {"kind": "act", "name": "restart", "press": "p", "serial": 0}, [])
    assert server.acted == []
    assert "read-only" in server.replies[0]["why"]
    assert "read-only" in card.view["off"]
    press(card, "follow", "hosts")
    assert card.stop == HOSTS


def test_a_card_names_itself_without_an_address_in_memory() -> None:
    assert repr(Server().card()) == "<Card container/1i5 running>"
    assert repr(Server().card(HOSTS)) == "<Card hosts>"
    assert str(Server().card()).startswith("web  container 1i5  running")


def test_a_closed_card_ends_its_thread() -> None:
    server = Server()
    server.load = lambda _address: replace(WEB, moving=True)  # type: ignore[method-assign]
    card = Card(replace(WEB, moving=True), load=server.load, act=server.act)
    card.close()
    assert card.wait(5)


def test_a_card_that_cannot_show_what_it_found_says_so_and_takes_the_next_press(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server()
    card = server.card()
    faults = [ValueError("no way to show it")]

    def fail() -> None:
        if faults:
            raise faults.pop()

    monkeypatch.setattr(card._twin, "update", fail)
    press(card, "follow", "hosts")
    assert (card.stop, card.view["busy"], card.view["error"]["at"]) == (WEB, "", "follow:hosts")
    assert card.view["error"]["lines"][0] == "ValueError: no way to show it"
    press(card, "follow", "hosts")
    assert (card.stop, card.view["error"]) == (HOSTS, None)


def test_an_action_that_has_no_line_to_write_is_not_pressed_either() -> None:
    server = Server()
    card = server.card(replace(WEB, actions=(ActionFact("go", "Go", why="needs input"),)))
    press(card, "act", "go")
    assert server.acted == []


def test_a_lone_surrogate_anywhere_can_be_packed_and_shown(read: Callable[..., CardFacts]) -> None:
    odd = "a\ud800"
    facts = read(
        name=odd, id=odd, hostId=odd, state=odd, labels={odd: odd}, unknown=[odd], transitioningMessage=odd, **{odd: 1}
    )
    listing = Listing((Column(odd),), ((Cell(odd),),), 1, title=odd)
    for stop in (facts, CardRows(odd, "http://h", listing, ("http://h/1",), (odd,))):
        card = Server().card(stop)
        bundle = card._bundle()
        told = [json.dumps(card.get_state(), default=str, ensure_ascii=False), *bundle.values()]
        assert all(text.encode() for text in told)


def test_ids_that_are_no_texts_are_shown(read: Callable[..., CardFacts]) -> None:
    facts = read(id=5, name=None)
    assert (facts.id, facts.title, facts.magic) == ("5", "5", "%rancher show container/5")
    rows = CardRows("hosts", "http://h", LISTING, ("http://h/hosts/1h1", ""), (5, 6))  # type: ignore[arg-type]
    server = Server()
    server.answers = [rows, HOST]  # type: ignore[list-item]
    card = server.card(facts)
    press(card, "follow", "hosts", target="5")
    assert card.stop == HOST

"""A live card: one resource, the way from it to others, its actions and its state while it moves.

Knows presses and what they mean on the facts shown. It does not know how anything is fetched: two callables are
given to it. The browser never sends an address, only names and row numbers of what this card offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import traitlets
from anywidget import AnyWidget
from markupsafe import Markup

from ..errors import NotFound, RancherError, printable
from .card_twin import stop_markup, stop_text
from .desk import Desk, Pace
from .facts import CardFacts, CardRows
from .markup import STATIC, block, wrapped
from .trail import Stop, Trail
from .twin import Twin, unpinned
from .visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Act", "Card", "Load"]

Load: TypeAlias = "Callable[[str], CardFacts | CardRows]"
"""Given an address that the server offered, what is there now."""
Act: TypeAlias = "Callable[[CardFacts, str], CardFacts]"
"""Given a resource and the name of an action it offers, the resource after the action was taken."""

READ_ONLY = "this connection is read-only, so its actions are off"


class Card(AnyWidget):
    """A card in a cell; ``print(card)`` is its text, `stop` what it shows now, `error` what last went wrong.

    *load* and *act* are called in one thread of the card's own, never two at a time, and may take their time; they
    raise `RancherError`s, which the card shows where the press was. *read_only* shows the actions off.
    """

    _esm: ClassVar[Path] = STATIC / "card.js"
    _css: ClassVar[Path] = STATIC / "rnb.css"
    view = traitlets.Dict().tag(sync=True)
    mid = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        stop: CardFacts | CardRows,
        *,
        load: Load,
        act: Act,
        read_only: bool = False,
        pace: Pace | None = None,
    ) -> None:
        """Show *stop* first; what moves is looked at again at *pace*."""
        self._trail = Trail((stop,))
        self._load = load
        self._act = act
        self._read_only = read_only
        self._pace = pace or Pace()
        self._gave_up = False
        self._complaint: dict[str, Any] | None = None
        self.error: Exception | None = None
        self._twin = Twin(self._bundle)
        self._desk = Desk(name=f"rancher-nb card {stop.label}", watch=self._look)
        super().__init__(view=self._drawn())
        self.mid = self.model_id or ""
        unpinned(self.comm)
        self.on_msg(self._on_message)
        if is_moving(stop):
            self._desk.watch_in(self._pace.start())

    @property
    def stop(self) -> CardFacts | CardRows:
        """What the card shows now."""
        return self._trail.top

    def close(self) -> None:
        """End the card's thread and its live view."""
        self._desk.close()
        super().close()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing moves and nothing is asked any more, at most *timeout* seconds; false if it still is."""
        return self._desk.wait(timeout)

    def _bundle(self) -> dict[str, str]:
        crumbs, lines = self._trail.crumbs, self._complaint["lines"] if self._complaint else []
        said = block("\n".join(lines)) if lines else Markup()
        html = wrapped(stop_markup(self.stop, crumbs=crumbs) + said, kind="rnb-static box")
        return {"text/html": html, "text/plain": "\n".join([stop_text(self.stop, crumbs=crumbs), *lines])}

    def _ipython_display_(self, **_options: Any) -> None:
        bundle = self._repr_mimebundle_()
        self._twin.show(bundle[0] if isinstance(bundle, tuple) else bundle)

    def __repr__(self) -> str:
        stop = self.stop
        facts = f"{stop.name} {stop.state}".rstrip() if isinstance(stop, CardFacts) else stop.title
        return f"<Card {facts}>"

    def __str__(self) -> str:
        return self._bundle()["text/plain"]

    def _drawn(self, *, busy: str = "", answered: str = "") -> dict[str, Any]:
        return {
            "crumbs": list(self._trail.crumbs),
            "stop": self.stop.to_dict(),
            "serial": self._trail.serial,
            "busy": busy,
            "answered": answered,
            "error": self._complaint,
            "off": READ_ONLY if self._read_only else "",
            "gave_up": self._gave_up,
        }

    def _on_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Take a press: hand it to the card's thread, or say why not. It runs in whichever thread the kernel uses."""
        press = str(content.get("press", "")) if isinstance(content, dict) else ""
        why = self._refusal(content, press) if press else "it was no press"
        self.send({"kind": "refused", "press": press, "why": why} if why else {"kind": "taken", "press": press})

    def _refusal(self, content: dict[str, Any], press: str) -> str:
        """Hand the press to the thread and return an empty text, or why it is not taken."""
        if content.get("serial") != self._trail.serial:
            return "the card has moved on since"
        if content.get("kind") == "act" and self._read_only:
            return READ_ONLY
        step = self._step(content)
        if step is None:
            return "it is not offered any more"
        at = f"{content['kind']}:{content.get('name', '')}"
        return "" if self._desk.submit(lambda: self._carry_out(step, at, press)) else "another press is under way"

    def _step(self, content: dict[str, Any]) -> Callable[[], Trail] | None:
        """Return what the press means on what is shown now, None when it means nothing."""
        trail, stop, name = self._trail, self.stop, content.get("name")
        match content.get("kind"), stop:
            case "act", CardFacts() if (action := stop.action(str(name))) and action.pressable:
                return lambda: trail.renewed(self._act(stop, action.name))
            case "follow", CardFacts() if link := stop.link(str(name)):
                return lambda: trail.onward(self._follow(link.address, str(content.get("target") or "")))
            case "open", CardRows() if isinstance(name, int) and 0 <= name < len(stop.targets) and stop.targets[name]:
                return lambda: trail.onward(self._load(stop.targets[name]))
            case "back", _ if isinstance(name, int) and 0 <= name < len(trail.stops) - 1:
                return lambda: self._renew(trail.back(name))
            case "refresh", _ if stop.address:
                return lambda: self._renew(trail)
        return None

    def _follow(self, address: str, target: str) -> Stop:
        """Load *address*; where a reference led to a list that holds just what it means, open that."""
        found = self._load(address)
        ids = [one_line(each) for each in found.ids] if isinstance(found, CardRows) else []
        if isinstance(found, CardRows) and target in ids and found.targets[ids.index(target)]:
            return self._load(found.targets[ids.index(target)])
        return found

    def _renew(self, trail: Trail) -> Trail:
        return trail.renewed(self._load(trail.top.address)) if trail.top.address else trail

    def _carry_out(self, step: Callable[[], Trail], at: str, press: str) -> float | None:
        """Do a press in the card's thread; return when to look again."""
        before = self._trail
        self._complaint, self._gave_up = None, False
        self.view = self._drawn(busy=at)
        done = self._attempt(step, at)
        try:
            self._show(answered=press)
        except Exception as error:  # noqa: BLE001 - a card that cannot show what it found must not stay busy for ever
            self._trail = before
            self._complain(error, at)
            self._show(answered=press)
        # An action's answer may still show the state before it, so one look follows in any case.
        return self._pace.start() if is_moving(self.stop) or (done and at.startswith("act:")) else None

    def _attempt(self, step: Callable[[], Trail], at: str) -> bool:
        """Take a step; what goes wrong becomes the card's complaint. Return whether it went well."""
        try:
            self._trail = step()
        except Exception as error:  # noqa: BLE001 - the end of a thread: what is not said here is never seen
            self._complain(error, at)
            return False
        return True

    def _complain(self, error: Exception, at: str) -> None:
        """Keep what went wrong with the press *at*, to be shown there."""
        said = [f"{type(error).__name__}: {printable(str(error))}", "try: card.error holds it whole"]
        lines = error.lines() if isinstance(error, RancherError) else said
        self.error, self._complaint = error, {"at": at, "lines": [visible(line) for line in lines]}

    def _look(self) -> float | None:
        """Look at what moves; return when to look again, None when it has settled, failed or taken too long."""
        before, delay = self.stop, None
        done = self._attempt(lambda: self._renew(self._trail), "refresh:")
        if not done and isinstance(before, CardFacts) and before.moving and isinstance(self.error, NotFound):
            self._trail, self._complaint = self._trail.renewed(before.gone()), None
        elif done and is_moving(self.stop):
            delay = self._pace.start() if self.stop != before else self._pace.again()
            self._gave_up = delay is None
        self._show()
        return delay

    def _show(self, *, answered: str = "") -> None:
        self.view = self._drawn(answered=answered or str(self.view.get("answered", "")))
        self._twin.update()


def is_moving(stop: Stop) -> bool:
    """Whether *stop* will change by itself."""
    return isinstance(stop, CardFacts) and stop.moving and bool(stop.address)

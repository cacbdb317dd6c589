"""A trail goes on, comes back, and numbers its moves."""

from __future__ import annotations

from rancher_nb.widgets import CardFacts
from rancher_nb.widgets.trail import Trail


def stop(name: str, state: str = "") -> CardFacts:
    return CardFacts(name, "container", name, f"http://h/{name}", state=state)


def test_it_goes_on_and_back() -> None:
    trail = Trail((stop("a"),)).onward(stop("b")).onward(stop("c"))
    assert (trail.top, trail.crumbs, trail.serial) == (stop("c"), ("container a", "container b"), 2)
    assert (trail.back(0).top, trail.back(0).crumbs, trail.back(0).serial) == (stop("a"), (), 3)
    assert trail.back(99).top == stop("c")


def test_fresher_facts_are_no_move() -> None:
    trail = Trail((stop("a"), stop("b")), serial=7).renewed(stop("b", "running"))
    assert (trail.top.to_dict()["state"], trail.serial, len(trail.stops)) == ("running", 7, 2)


def test_it_does_not_grow_for_ever() -> None:
    trail = Trail((stop("a"),))
    for number in range(200):
        trail = trail.onward(stop(str(number)))
    assert len(trail.stops) == 50
    assert trail.top == stop("199")

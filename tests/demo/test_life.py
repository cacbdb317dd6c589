from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rancher_nb.demo import life
from rancher_nb.demo.states import Process
from rancher_nb.demo.world import World

if TYPE_CHECKING:
    from rancher_nb.demo.store import Row


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def fresh(pace: float = 1.0) -> tuple[World, Clock, Row]:
    clock = Clock()
    world = World(clock, 1, pace)
    return world, clock, world.store.add("apiKey", {"state": "active", "accountId": 1})


def state(world: World, row: Row) -> str:
    found = world.store.get(row.table, row.number)
    return found.state if found else "gone"


def test_a_process_takes_its_time_and_no_more() -> None:
    world, clock, row = fresh()
    life.begin(world, row, "deactivate", 0)

    for now, expected in ((0.0, "deactivating"), (0.79, "deactivating"), (0.8, "inactive")):
        clock.now = now
        life.settle(world)
        assert state(world, row) == expected


def test_pace_stretches_processes_but_not_the_cleanup() -> None:
    world, clock, row = fresh(pace=10)
    row.doc["state"] = "inactive"
    life.begin(world, row, "remove", 0)
    clock.now = 9.9
    life.settle(world)
    assert state(world, row) == "removing"
    clock.now = 10 + life.CLEANUP_SECONDS - 1
    life.settle(world)
    assert state(world, row) == "removed"
    clock.now += 1
    life.settle(world)
    assert state(world, row) == "purged"


def test_a_new_process_replaces_the_old_one() -> None:
    world, clock, row = fresh()
    life.begin(world, row, "deactivate", 0)
    life.begin(world, row, "activate", 0.5)
    clock.now = 60
    life.settle(world)

    assert state(world, row) == "active"


def test_an_update_leads_back_even_when_begun_twice() -> None:
    world, clock, row = fresh()
    life.begin(world, row, "update", 0)
    assert state(world, row) == "updating-active"
    life.begin(world, row, "update", 0.1)
    assert state(world, row) == "updating-active"
    clock.now = 5
    life.settle(world)

    assert state(world, row) == "active"


def test_effects_are_called_at_the_time_that_was_due() -> None:
    world, clock, row = fresh()
    seen: list[Any] = []
    world.effects["credential", "deactivate"] = lambda _world, found, at: seen.append((found.state, at))
    world.effects["credential", "begin deactivate"] = lambda _world, found, at: seen.append((found.state, at))
    life.begin(world, row, "deactivate", 0)
    clock.now = 100
    life.settle(world)

    assert seen == [("deactivating", 0), ("inactive", 0.8)]


def test_what_failed_says_why_and_is_removed_after_five_minutes() -> None:
    world, clock, row = fresh()
    life.fail(world, row, "it broke", 0)
    assert state(world, row) == "error"
    clock.now = 302
    life.settle(world)

    assert state(world, row) == "removed"


def test_a_batch_goes_on() -> None:
    world, clock, row = fresh()
    row = world.store.add("service", {"state": "active"})
    left = [1, 2]

    def more(_world: World, found: Row, at: float) -> None:
        if left:
            left.pop()
            life.again(world, found, "restart", at, 5)

    world.effects["service", "restart"] = more
    life.begin(world, row, "restart", 0)
    clock.now = 11.9
    life.settle(world)
    assert state(world, row) == "restarting"
    clock.now = 12
    life.settle(world)

    assert state(world, row) == "active"


def test_an_unknown_process_is_a_mistake_of_ours() -> None:
    world, _, row = fresh()

    with pytest.raises(LookupError, match="credential has no process fly"):
        life.begin(world, row, "fly", 0)
    assert Process("a", 1, None).done is None

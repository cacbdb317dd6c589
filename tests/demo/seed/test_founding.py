from __future__ import annotations

import pytest

from rancher_nb.demo.naming import fold
from rancher_nb.demo.seed.founding import containers_of_size, populate
from rancher_nb.demo.world import World

NOW = 1488536430.0


def world(size: str | int = "small") -> World:
    made = World(lambda: NOW, 1, 0)
    populate(made, size)
    return made


def test_a_small_company_is_as_promised() -> None:
    store = world().store

    assert [row.doc["name"] for row in store.find("account", "kind_of = 'project'")] == ["Default", "Staging"]
    assert store.count("host") == 4
    assert store.count("stack") == 5
    assert 12 <= store.count("service") <= 14
    assert store.count("instance") == 60


def test_keys_are_of_the_admin_and_of_the_first_project() -> None:
    made = World(lambda: NOW, 1, 0)
    admin, environment = populate(made, "small")
    owners = [
        next(made.store.find("credential", '"publicValue" = ?', (fold(key[0]),))).doc["accountId"]
        for key in (admin, environment)
    ]

    assert owners == [1, 5]
    assert len(admin[1]) == 40
    assert admin[1] not in str([row.doc for row in made.store.find("credential")])


def test_hosts_grow_with_the_containers() -> None:
    assert world(600).store.count("host") == 11


def test_nothing_is_from_the_future_or_before_the_company() -> None:
    store = world().store

    for table in ("instance", "service", "stack", "host", "volume", "credential", "account"):
        for row in store.find(table):
            assert NOW - 210 * 86400 < row.doc["created"] <= NOW


@pytest.mark.parametrize(("size", "count"), [("small", 60), ("large", 2000), ("17", 17), (5, 5)])
def test_sizes_are_read(size: str | int, count: int) -> None:
    assert containers_of_size(size) == count


@pytest.mark.parametrize("size", ["", "x", "-1", "0", "9" * 30, "1.5", "²"])
def test_other_sizes_are_not(size: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        containers_of_size(size)

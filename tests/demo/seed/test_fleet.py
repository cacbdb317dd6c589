from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from rancher_nb.demo import Demo
from rancher_nb.demo.services import health_of


@pytest.fixture(scope="module")
def demo() -> Any:
    made = Demo(size=300, clock=lambda: 1488536430.0)
    yield made
    made.close()


def rows(demo: Demo, table: str) -> list[Any]:
    return list(demo.desk.world.store.find(table))


def test_most_are_well_and_some_in_trouble(demo: Demo) -> None:
    states = Counter(row.state for row in rows(demo, "instance"))
    healths = Counter(row.doc.get("healthState") for row in rows(demo, "instance"))

    assert states["running"] > states["stopped"] > 10
    assert states["error"] == 1
    assert healths["healthy"] > healths["unhealthy"] >= 2


def test_ids_ascend_with_age(demo: Demo) -> None:
    created = [row.doc["created"] for row in rows(demo, "instance")]

    assert created == sorted(created)


def test_references_lead_somewhere(demo: Demo) -> None:
    store = demo.desk.world.store
    for row in rows(demo, "instance"):
        if row.state != "error":
            assert store.get("host", row.doc["hostId"]).doc["accountId"] == row.doc["accountId"]
        assert store.get("network", row.doc["primaryNetworkId"]) is not None
    for row in rows(demo, "service"):
        assert store.get("stack", row.doc["stackId"]) is not None


def test_health_is_what_the_living_server_would_say(demo: Demo) -> None:
    for row in rows(demo, "service"):
        assert row.doc["healthState"] == health_of(demo.desk.world, row), row.doc["name"]


def test_ages_are_from_minutes_to_months(demo: Demo) -> None:
    ages = [1488536430 - row.doc["created"] for row in rows(demo, "instance")]

    assert min(ages) < 86400
    assert max(ages) > 60 * 86400
    assert len(set(ages)) > 250


def test_names_are_unique_within_a_project(demo: Demo) -> None:
    names = Counter((row.doc["accountId"], row.doc["name"]) for row in rows(demo, "instance"))

    assert [name for name, count in names.items() if count > 1] == []

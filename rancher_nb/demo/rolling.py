"""Changes of a service batch by batch: upgrades with their way back, and rolling restarts.

Knows batches, generations and pauses. A new launch configuration is a new generation of containers; the old one stays,
stopped, until the upgrade is finished or rolled back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import life
from .services import containers_of, current, make, refresh, settled, stop_of_remove, wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .store import Row
    from .world import World

__all__ = ["EFFECTS", "upgrade_document"]

SETTLED = 2.0  # seconds that one batch needs to start or stop


def upgrade_document(service: Row, strategy: dict[str, Any]) -> dict[str, Any]:
    """Return the `upgrade` field of *service* for the in-service *strategy*."""
    launch = {**(strategy.get("launchConfig") or service.doc.get("launchConfig") or {}), "type": "launchConfig"}
    in_service = {
        "type": "inServiceUpgradeStrategy",
        "batchSize": strategy.get("batchSize", 1),
        "intervalMillis": strategy.get("intervalMillis", 2000),
        "launchConfig": launch,
        "previousLaunchConfig": service.doc.get("launchConfig"),
        "previousSecondaryLaunchConfigs": None,
        "secondaryLaunchConfigs": None,
        "startFirst": strategy.get("startFirst", False),
    }
    return {"type": "serviceUpgrade", "inServiceStrategy": in_service, "toServiceStrategy": None}


def upgrading(world: World, row: Row, at: float) -> None:
    """At the start of `upgrade`: a new generation, and its first batch."""
    row.doc["launchConfig"] = row.doc["upgrade"]["inServiceStrategy"]["launchConfig"]
    row.doc["_generation"] = row.doc.get("_generation", 0) + 1
    upgrade_batch(world, row, at)


def upgrade_batch(world: World, row: Row, at: float) -> None:
    """Stop as many old containers as a batch has, and make as many new ones."""
    size = int(row.doc["upgrade"]["inServiceStrategy"]["batchSize"])
    generation = row.doc.get("_generation", 0)
    for old in [c for c in old_ones(world, row, generation) if c.state == "running"][:size]:
        life.begin(world, old, "stop", at)
    for _ in range(min(size, wanted(world, row) - len(current(world, row)))):
        make(world, row, at)


def old_ones(world: World, service: Row, generation: int) -> Iterator[Row]:
    """Yield the containers of *service* that are older than *generation*."""
    return (row for row in containers_of(world, service.number) if row.doc.get("_generation", 0) < generation)


def upgraded(world: World, row: Row, at: float) -> None:
    """After a batch of `upgrade` or `continueupgrade`: the next one, until no old container runs."""
    strategy = row.doc["upgrade"]["inServiceStrategy"]
    missing = wanted(world, row) - len(current(world, row))
    running = [c for c in old_ones(world, row, row.doc.get("_generation", 0)) if c.state == "running"]
    if missing > 0 or running:
        upgrade_batch(world, row, at)
        life.again(world, row, "upgrade", at, SETTLED + strategy["intervalMillis"] / 1000)
    refresh(world, row)


def upgrade_finishing(world: World, row: Row, at: float) -> None:
    """At the start of `finishupgrade`: the old containers are removed."""
    for old in old_ones(world, row, row.doc.get("_generation", 0)):
        stop_of_remove(world, old, at)


def rolling_back(world: World, row: Row, at: float) -> None:
    """At the start of `rollback`: the new containers are removed, the old ones started again."""
    row.doc["launchConfig"] = row.doc["upgrade"]["inServiceStrategy"]["previousLaunchConfig"]
    generation = row.doc.get("_generation", 0)
    for container in containers_of(world, row.number):
        if container.doc.get("_generation", 0) >= generation:
            stop_of_remove(world, container, at)
        elif container.state in ("stopped", "stopping"):
            life.begin(world, container, "start", at)
    row.doc["_generation"] = generation - 1


def restarting(world: World, row: Row, at: float) -> None:
    """At the start of `restart`: the first batch; the others follow one by one."""
    row.doc["_restart"] = [c.number for c in current(world, row) if c.state == "running"]
    restart_batch(world, row, at)


def restart_batch(world: World, row: Row, at: float) -> None:
    """Restart the next batch of what is left to restart."""
    size = int(row.doc.get("_batch", 1))
    batch, row.doc["_restart"] = row.doc["_restart"][:size], row.doc["_restart"][size:]
    for number in batch:
        container = world.store.get("instance", number)
        if container and container.state == "running":
            life.begin(world, container, "restart", at)


def restarted(world: World, row: Row, at: float) -> None:
    """After a batch of `restart`: the next one, if any is left."""
    if row.doc.get("_restart"):
        restart_batch(world, row, at)
        life.again(world, row, "restart", at, SETTLED + row.doc.get("_interval", 2000) / 1000)
    refresh(world, row)


EFFECTS: dict[tuple[str, str], Callable[[World, Row, float], None]] = {
    ("service", "begin restart"): restarting,
    ("service", "begin upgrade"): upgrading,
    ("service", "begin finishupgrade"): upgrade_finishing,
    ("service", "begin rollback"): rolling_back,
    ("service", "restart"): restarted,
    ("service", "upgrade"): upgraded,
    ("service", "continueupgrade"): upgraded,
    ("service", "finishupgrade"): settled,
    ("service", "cancelupgrade"): settled,
    ("service", "rollback"): settled,
}

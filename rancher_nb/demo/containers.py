"""What becomes of containers: where they are placed, when they run, what their processes change.

Knows hosts and containers. Knows of services only that someone wants to hear when a container of theirs changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import life

if TYPE_CHECKING:
    from .store import Row
    from .world import World

__all__ = ["EFFECTS", "Homeless", "address_of", "place"]

AFFINITY = "io.rancher.scheduler.affinity:host_label"
EVENT = "container changed"


class Homeless(Exception):
    """No host can take the container; the text is what the server writes into transitioningMessage."""


def place(world: World, row: Row) -> int:
    """Return the number of the host for *row*: the asked one, else the emptiest active one with the wanted labels.

    Raises Homeless when there is none.
    """
    hosts = list(
        world.store.find("host", 'removed IS NULL AND state = ? AND "accountId" = ?', ("ACTIVE", row.doc["accountId"]))
    )
    asked = row.doc.get("requestedHostId")
    if asked:
        hosts = [host for host in hosts if host.number == asked]
    for pair in str((row.doc.get("labels") or {}).get(AFFINITY) or "").split(","):
        key, _, value = pair.partition("=")
        if key:
            hosts = [host for host in hosts if (host.doc.get("labels") or {}).get(key) == value]
            if not hosts:
                raise Homeless(f"Allocation failed: needs host with label {key}: {value}")
    if not hosts:
        raise Homeless("Allocation failed: No healthy hosts meet the resource constraints")
    load = {
        host.number: world.store.count("instance", "tie_host = ? AND removed IS NULL", (host.number,)) for host in hosts
    }
    return min(load, key=lambda number: (load[number], number))


def address_of(number: int) -> str:
    """Return the address of container *number* in the managed network.

    >>> address_of(1)
    '10.42.31.171'
    """
    scattered = number * 7919 % 63000
    return f"10.42.{scattered // 250}.{scattered % 250 + 2}"


def created(world: World, row: Row, at: float) -> None:
    """After `create`: place the container and start it, if it is to be started."""
    try:
        row.doc["hostId"] = place(world, row)
    except Homeless as why:
        life.fail(world, row, str(why), at)
        return
    row.doc["allocationState"] = "active"
    if row.doc.get("startOnCreate", True):
        life.begin(world, row, "start", at)


def started(world: World, row: Row, at: float) -> None:
    """After `start` and `restart`: it runs, under an id of docker's, at an address."""
    doc = row.doc
    doc["startCount"] = doc.get("startCount", 0) + 1
    doc.setdefault("firstRunning", int(at))
    doc.setdefault("externalId", world.hexadecimal(64))
    doc.setdefault("primaryIpAddress", address_of(row.number))
    doc["healthState"] = "healthy" if doc.get("healthCheck") else None
    doc.setdefault("_runs", []).append([at, None])
    changed(world, row, at)


def ends(_world: World, row: Row, at: float) -> None:
    """At the start of `stop`, `restart`, `remove` and `error`: its output ends here."""
    runs: list[list[Any]] = row.doc.get("_runs") or []
    if runs and runs[-1][1] is None:
        runs[-1][1] = at


def stopped(world: World, row: Row, at: float) -> None:
    """After `stop`: removed at once, if it was stopped for that."""
    row.doc["healthState"] = None
    if row.doc.pop("_removing", False):
        life.begin(world, row, "remove", at)
    changed(world, row, at)


def gone(world: World, row: Row, at: float) -> None:
    """After `remove` and `error`."""
    row.doc["healthState"] = None
    changed(world, row, at)


def migrated(world: World, row: Row, at: float) -> None:
    """After `migrate`: it runs on another host, if there is one."""
    store = world.store
    others = store.numbers(
        "host",
        'removed IS NULL AND state = ? AND "accountId" = ? AND id <> ?',
        ("ACTIVE", row.doc["accountId"], row.doc.get("hostId") or 0),
    )
    if others:
        row.doc["hostId"] = others[row.number % len(others)]
    started(world, row, at)


def changed(world: World, row: Row, at: float) -> None:
    """Tell whoever owns *row* that it changed; the row is written first, for the owner counts rows."""
    world.store.put(row)
    listener = world.effects.get(("instance", EVENT))
    if listener:
        listener(world, row, at)


EFFECTS = {
    ("instance", "create"): created,
    ("instance", "start"): started,
    ("instance", "restart"): started,
    ("instance", "migrate"): migrated,
    ("instance", "begin stop"): ends,
    ("instance", "begin restart"): ends,
    ("instance", "begin migrate"): ends,
    ("instance", "begin remove"): ends,
    ("instance", "begin error"): ends,
    ("instance", "stop"): stopped,
    ("instance", "remove"): gone,
    ("instance", "error"): gone,
}

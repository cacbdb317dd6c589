"""Processes over time: what is under way, and what is settled when its time has come.

Knows the agenda. Nothing runs by itself: each question to the demo first settles what is due by the clock, so an
injected clock drives everything. What a process changes besides the state is an effect, looked up by base and name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .states import process_for

if TYPE_CHECKING:
    from .store import Row
    from .world import World

__all__ = ["CLEANUP_SECONDS", "again", "begin", "fail", "settle"]

# Removed rows are purged after this long, and containers in error removed, whatever the pace.
CLEANUP_SECONDS = 300.0


def begin(world: World, row: Row, name: str, at: float, *, seconds: float | None = None) -> None:
    """Start the process *name* of *row* at *at*; it replaces what was under way. *seconds* overrides its time."""
    process = process_for(row.table, name)
    if process is None:
        msg = f"{row.table} has no process {name}"
        raise LookupError(msg)
    before = row.doc.get("_before") if row.doc.get("_process") == "update" else row.state
    row.doc["_before"] = before
    row.doc["_process"] = name
    row.doc["state"] = process.during.format(state=before)
    row.doc.pop("_error", None)
    lasting = process.seconds if seconds is None else seconds
    world.store.schedule(row, at + lasting * world.pace)
    effect = world.effects.get((row.table, f"begin {name}"))
    if effect:
        effect(world, row, at)
    world.store.put(row)


def again(world: World, row: Row, name: str, at: float, seconds: float) -> None:
    """Keep *row* in the process *name* for *seconds* more: the next batch of a rolling one."""
    process = process_for(row.table, name)
    row.doc["_process"] = name
    row.doc["state"] = process.during if process else row.state
    world.store.schedule(row, at + seconds * world.pace)


def fail(world: World, row: Row, message: str, at: float) -> None:
    """Put *row* in state `error` with *message*; the server removes it five minutes later."""
    row.doc["state"] = "error"
    row.doc["_error"] = message
    row.doc["_process"] = "expire"
    world.store.schedule(row, at + CLEANUP_SECONDS)
    world.store.put(row)


def settle(world: World) -> None:
    """Bring every row whose process is over by now to its next state, in the order of time."""
    now = world.now()
    while due := world.store.due(now):
        finish(world, *due)


def finish(world: World, row: Row, at: float) -> None:
    """End the process of *row* at *at*: its new state, its effect, and the cleanup of what is removed."""
    name = str(row.doc.pop("_process", "purge"))
    if name == "expire":
        begin(world, row, "remove", at)
        return
    process = process_for(row.table, name)
    before = row.doc.pop("_before", None)
    row.doc["state"] = (process.done if process else None) or before
    if row.doc["state"] == "removed":
        row.doc["removed"] = int(at)
        world.store.schedule(row, at + CLEANUP_SECONDS)
    effect = world.effects.get((row.table, name))
    if effect:
        effect(world, row, at)
    world.store.put(row)

"""What becomes of services, stacks and hosts: they own containers and act by them.

Knows scale, batches, upgrades and health. Knows nothing of requests: checks were made before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import life

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .store import Row
    from .world import World

__all__ = [
    "EFFECTS",
    "containers_of",
    "current",
    "health_of",
    "make",
    "present",
    "refresh",
    "settled",
    "stop_of_remove",
    "wanted",
]

GLOBAL = "io.rancher.scheduler.global"
RUNLESS = frozenset({"dnsService", "externalService"})
COPIED = frozenset({"type", "kind", "labels", "vcpu", "drainTimeoutMs", "count"})
GONE = ("removing", "removed", "purging", "purged")


def containers_of(world: World, service: int) -> list[Row]:
    """Return the containers of *service* that are not going or gone, in the order of their making."""
    rows = world.store.find("instance", "tie_service = ? AND removed IS NULL", (service,), tail="ORDER BY id")
    return [row for row in rows if row.state not in GONE]


def present(service: Row, rows: Iterable[Row]) -> list[Row]:
    """Return those of *rows* that are of the present launch configuration of *service*, and not going or gone."""
    generation = service.doc.get("_generation", 0)
    return [row for row in rows if row.doc.get("_generation", 0) == generation and row.state not in GONE]


def current(world: World, service: Row) -> list[Row]:
    """Return the containers of *service* that are of its present launch configuration."""
    return present(service, containers_of(world, service.number))


def wanted(world: World, service: Row) -> int:
    """Return how many containers *service* should have: one a host for global ones, else its scale."""
    if service.type in RUNLESS:
        return 0
    labels = (service.doc.get("launchConfig") or {}).get("labels") or {}
    if labels.get(GLOBAL) == "true":
        return world.store.count(
            "host", 'removed IS NULL AND state = ? AND "accountId" = ?', ("ACTIVE", service.doc["accountId"])
        )
    return int(service.doc.get("scale") or 0)


def reconcile(world: World, service: Row, at: float) -> None:
    """Make and remove containers until *service* has as many as wanted, and start those that do not run."""
    have = current(world, service)
    for row in have[wanted(world, service) :]:
        stop_of_remove(world, row, at)
    for _ in range(wanted(world, service) - len(have)):
        make(world, service, at)
    for row in have[: wanted(world, service)]:
        if row.state in ("stopped", "stopping"):
            life.begin(world, row, "start", at)


def stop_of_remove(world: World, row: Row, at: float) -> None:
    """Remove the container *row*; a running one is stopped first."""
    if row.state in ("running", "starting", "restarting", "stopping", "migrating", "updating-running"):
        row.doc["_removing"] = True
        if row.state != "stopping":
            life.begin(world, row, "stop", at)
        world.store.put(row)
    elif row.state not in GONE:
        life.begin(world, row, "remove", at)


def make(world: World, service: Row, at: float) -> None:
    """Make one more container of *service*."""
    stack = world.store.get("stack", service.doc.get("stackId"))
    stack_name = (stack.doc.get("name") if stack else None) or "Default"
    used = {row.doc.get("_index") for row in current(world, service)}
    index = next(i for i in range(1, len(used) + 2) if i not in used)
    service.doc["createIndex"] = service.doc.get("createIndex", 0) + 1
    row = world.store.add("container", container_document(world, service, stack_name, index, at))
    life.begin(world, row, "create", at)


def container_document(world: World, service: Row, stack_name: str, index: int, at: float) -> dict[str, Any]:
    """Return the fields of container *index* of *service*: its launch configuration and what the server adds."""
    launch: dict[str, Any] = service.doc.get("launchConfig") or {}
    name = service.doc.get("name")
    unit = world.uuid()
    project = world.store.get("account", service.doc["accountId"])
    labels = system_labels(f"{stack_name}/{name}", unit, str(project.doc.get("uuid")) if project else "")
    return {
        **{key: value for key, value in launch.items() if key not in COPIED},
        "name": f"{stack_name}-{name}-{index}",
        "kind": "container",
        "state": "requested",
        "accountId": service.doc["accountId"],
        "created": int(at),
        "createIndex": service.doc["createIndex"],
        "uuid": world.uuid(),
        "deploymentUnitUuid": unit,
        "labels": {**(launch.get("labels") or {}), **labels},
        "dataVolumeMounts": {},
        "dataVolumes": launch.get("dataVolumes") or [],
        "dns": ["169.254.169.250"],
        "dnsSearch": [f"{stack_name}.rancher.internal", f"{name}.{stack_name}.rancher.internal", "rancher.internal"],
        "networkMode": launch.get("networkMode") or "managed",
        "instanceTriggeredStop": "stop",
        "startOnCreate": True,
        "startCount": 0,
        "system": bool(service.doc.get("system")),
        "nativeContainer": False,
        "version": "0",
        "primaryNetworkId": project.doc.get("defaultNetworkId") if project else None,
        "_service": service.number,
        "_generation": service.doc.get("_generation", 0),
        "_index": index,
    }


def system_labels(full_name: str, unit: str, environment: str) -> dict[str, str]:
    """Return the labels that the server puts on each container of the service *full_name* (`stack/service`)."""
    stack_name = full_name.partition("/")[0]
    return {
        "io.rancher.service.deployment.unit": unit,
        "io.rancher.stack_service.name": full_name,
        "io.rancher.service.launch.config": "io.rancher.service.primary.launch.config",
        "io.rancher.project.name": stack_name,
        "io.rancher.project_service.name": full_name,
        "io.rancher.stack.name": stack_name,
        "io.rancher.environment.uuid": environment,
    }


def health_of(world: World, service: Row) -> str:
    """Return the health of *service* from its state and its containers."""
    if service.state in ("requested", "registering"):
        return "healthy"
    if service.state == "inactive":
        return "unhealthy"
    if service.type in RUNLESS:
        return "healthy"
    well = [
        row.state == "running" and row.doc.get("healthState") in (None, "healthy") for row in current(world, service)
    ]
    if well and all(well):
        return "healthy"
    starting = [row.state in ("creating", "starting", "restarting", "requested") for row in current(world, service)]
    if any(starting):
        return "initializing"
    return "degraded" if any(well) else "unhealthy"


def refresh(world: World, service: Row) -> None:
    """Set the health of *service*, and of its stack, from what runs now."""
    service.doc["healthState"] = health_of(world, service)
    world.store.put(service)
    refresh_stack(world, service.doc.get("stackId"))


def refresh_stack(world: World, number: int | None) -> None:
    """Set the health of the stack from that of its services: the worst of them."""
    stack = world.store.get("stack", number)
    if stack is None:
        return
    services = world.store.find("service", '"stackId" = ? AND removed IS NULL', (number,))
    healths = {row.doc.get("healthState") for row in services if row.state != "inactive"}
    order = ("unhealthy", "degraded", "initializing")
    stack.doc["healthState"] = next((health for health in order if health in healths), "healthy")
    world.store.put(stack)


def container_changed(world: World, row: Row, at: float) -> None:
    """A container changed: its service looks at its health, and replaces one that was removed."""
    service = world.store.get("service", row.doc.get("_service"))
    if service is None:
        return
    if row.state == "removed" and service.state == "active" and len(current(world, service)) < wanted(world, service):
        life.begin(world, service, "update", at)
    refresh(world, service)


def service_created(world: World, row: Row, at: float) -> None:
    """After `create`: activated, if it is to be started."""
    if row.doc.get("startOnCreate"):
        life.begin(world, row, "activate", at)
    refresh(world, row)


def activating(world: World, row: Row, at: float) -> None:
    """At the start of `activate` and of `update`: an active service gets the containers it wants."""
    if row.state in ("activating", "updating-active"):
        reconcile(world, row, at)


def deactivating(world: World, row: Row, at: float) -> None:
    """At the start of `deactivate`: its containers are stopped."""
    for container in containers_of(world, row.number):
        if container.state in ("running", "starting", "restarting"):
            life.begin(world, container, "stop", at)


def removing(world: World, row: Row, at: float) -> None:
    """At the start of `remove`: its containers are removed."""
    for container in containers_of(world, row.number):
        stop_of_remove(world, container, at)


def settled(world: World, row: Row, _at: float) -> None:
    """After any process of a service."""
    refresh(world, row)


def stack_removing(world: World, row: Row, at: float) -> None:
    """At the start of `remove` of a stack: its services are removed."""
    for service in world.store.find("service", '"stackId" = ? AND removed IS NULL', (row.number,)):
        if service.state not in ("removing", "removed"):
            life.begin(world, service, "remove", at)


def host_removing(world: World, row: Row, at: float) -> None:
    """At the start of `remove` of a host: its containers go with it."""
    for container in world.store.find("instance", "tie_host = ? AND removed IS NULL", (row.number,)):
        if container.state not in ("removing", "removed"):
            life.begin(world, container, "remove", at)


EFFECTS: dict[tuple[str, str], Callable[[World, Row, float], None]] = {
    ("instance", "container changed"): container_changed,
    ("service", "create"): service_created,
    ("service", "begin activate"): activating,
    ("service", "begin update"): activating,
    ("service", "begin deactivate"): deactivating,
    ("service", "begin remove"): removing,
    ("service", "activate"): settled,
    ("service", "update"): settled,
    ("service", "deactivate"): settled,
    ("service", "remove"): settled,
    ("stack", "begin remove"): stack_removing,
    ("host", "begin remove"): host_removing,
    ("host", "begin delete"): host_removing,
}

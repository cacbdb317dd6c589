"""State machines: which states there are, which actions each offers, and which process leads from one to another.

Knows names and times. Knows no rows: what a process does besides changing the state is in `containers` and `services`.
The tables are those of github.com/rancher/cattle (spring-process-context.xml) as a running 1.6 server shows them to a
project's owner; the times are what an operator sees on small hosts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ALWAYS", "PROCESSES", "TRANSITIONAL", "Process", "offered", "process_for", "removable"]

TRANSITIONAL = frozenset(
    """activating canceling-upgrade creating deactivating erroring finishing-upgrade migrating provisioning purging
    registering removing requested restarting rolling-back starting stopping updating-active updating-inactive
    updating-running updating-stopped upgrading""".split()
)

# state -> the actions it offers, by base type.
OFFERS: Mapping[str, Mapping[str, str]] = {
    "instance": {
        "requested": "create remove",
        "creating": "error remove start stop",
        "starting": "stop",
        "running": "migrate restart stop update execute logs proxy",
        "restarting": "stop",
        "updating-running": "remove stop",
        "updating-stopped": "remove stop",
        "stopping": "logs",
        "stopped": "error remove start update logs",
        "erroring": "remove",
        "error": "remove",
        "removed": "purge",
    },
    "host": {
        "requested": "create deactivate remove",
        "registering": "activate deactivate remove",
        "provisioning": "error remove",
        "provisioned": "activate",
        "inactive": "activate provision remove update evacuate dockersocket delete upgrade",
        "activating": "deactivate remove dockersocket delete upgrade",
        "active": "deactivate update evacuate dockersocket delete upgrade",
        "deactivating": "remove dockersocket delete upgrade",
        "updating-active": "deactivate remove delete upgrade",
        "updating-inactive": "deactivate remove delete upgrade",
        "erroring": "remove",
        "error": "remove",
        "removed": "purge",
    },
    "service": {
        "requested": "create remove",
        "registering": "remove",
        "inactive": "activate remove update upgrade",
        "activating": "deactivate remove update upgrade",
        "active": "deactivate remove restart update upgrade",
        "updating-active": "deactivate remove update upgrade",
        "updating-inactive": "deactivate remove",
        "deactivating": "remove",
        "upgrading": "cancelupgrade remove rollback update",
        "upgraded": "finishupgrade remove rollback",
        "canceling-upgrade": "remove update",
        "canceled-upgrade": "continueupgrade remove rollback",
        "rolling-back": "remove update",
        "finishing-upgrade": "cancelupgrade remove update",
        "restarting": "activate deactivate remove",
    },
    "stack": {
        "requested": "create remove",
        "activating": "error remove",
        "active": "remove update upgrade",
        "updating-active": "remove",
        "erroring": "remove",
        "error": "remove",
        "upgrading": "cancelupgrade remove rollback",
        "upgraded": "finishupgrade remove rollback",
        "canceling-upgrade": "remove",
        "canceled-upgrade": "remove rollback upgrade",
        "rolling-back": "remove",
        "finishing-upgrade": "cancelupgrade remove",
    },
    "volume": {
        "requested": "create remove",
        "registering": "remove",
        "inactive": "activate allocate remove update",
        "active": "deallocate update",
        "detached": "remove",
        "removed": "purge",
    },
    "physicalHost": {"created": "remove", "active": "update remove"},
    "label": {"created": "remove"},
    "account": {
        "registering": "activate deactivate remove",
        "activating": "deactivate",
        "active": "deactivate update upgrade",
        "inactive": "activate remove update",
        "removed": "purge",
    },
}
DEFAULT_OFFERS = {
    "requested": "create remove",
    "registering": "activate deactivate remove",
    "activating": "deactivate",
    "active": "deactivate update",
    "updating-active": "deactivate remove",
    "updating-inactive": "deactivate remove",
    "inactive": "activate remove update",
    "removed": "purge",
}
LINKING = "addservicelink removeservicelink setservicelinks"
# Actions that no state hides.
ALWAYS: Mapping[str, str] = {
    "service": LINKING,
    "dnsService": LINKING,
    "loadBalancerService": LINKING,
    "stack": "activateservices addoutputs deactivateservices exportconfig",
    "environment": "activateservices addoutputs deactivateservices exportconfig",
    "project": "defaultNetworkId delete setmembers",
    "container": "setlabels",
}
# A container is deleted in any state: a running one is stopped first.
DELETED_ANYWHERE = frozenset({"instance", "service", "stack", "account"})


@dataclass(frozen=True, slots=True)
class Process:
    """From any state through *during*, which lasts *seconds*, to *done*.

    `{state}` in *during* is the state before; *done* None leads back to that.
    """

    during: str
    seconds: float
    done: str | None


DEFAULT_PROCESSES = {
    # All but volumes and services are activated by being created.
    "create": Process("registering", 0.4, "active"),
    "activate": Process("activating", 0.8, "active"),
    "deactivate": Process("deactivating", 0.8, "inactive"),
    "update": Process("updating-{state}", 0.6, None),
    "remove": Process("removing", 1.0, "removed"),
    "purge": Process("purging", 0.2, "purged"),
    "upgrade": Process("updating-{state}", 1.0, None),
}
PROCESSES: Mapping[str, Mapping[str, Process]] = {
    "instance": {
        "create": Process("creating", 0.5, "stopped"),
        "start": Process("starting", 1.5, "running"),
        "stop": Process("stopping", 1.5, "stopped"),
        "restart": Process("restarting", 2.0, "running"),
        "migrate": Process("migrating", 2.0, "running"),
        "error": Process("erroring", 0.3, "error"),
    },
    "service": {
        "create": Process("registering", 0.4, "inactive"),
        "activate": Process("activating", 2.4, "active"),
        "deactivate": Process("deactivating", 1.8, "inactive"),
        "update": Process("updating-{state}", 2.4, None),
        "remove": Process("removing", 2.6, "removed"),
        "restart": Process("restarting", 2.0, "active"),
        "upgrade": Process("upgrading", 2.0, "upgraded"),
        "continueupgrade": Process("upgrading", 2.0, "upgraded"),
        "cancelupgrade": Process("canceling-upgrade", 0.6, "canceled-upgrade"),
        "finishupgrade": Process("finishing-upgrade", 1.2, "active"),
        "rollback": Process("rolling-back", 2.0, "active"),
    },
    "stack": {
        "create": Process("activating", 0.6, "active"),
        "error": Process("erroring", 0.3, "error"),
        "upgrade": Process("upgrading", 1.0, "upgraded"),
        "cancelupgrade": Process("canceling-upgrade", 0.6, "canceled-upgrade"),
        "finishupgrade": Process("finishing-upgrade", 0.6, "active"),
        "rollback": Process("rolling-back", 1.0, "active"),
        "remove": Process("removing", 3.0, "removed"),
    },
    "volume": {
        "create": Process("registering", 0.4, "inactive"),
        "allocate": Process("activating", 0.6, "active"),
        "deallocate": Process("deactivating", 0.6, "detached"),
    },
    "host": {"delete": Process("removing", 1.5, "removed"), "remove": Process("removing", 1.5, "removed")},
}


def process_for(base: str, name: str) -> Process | None:
    """Return the process *name* of *base*, None when the action *name* is no process."""
    return PROCESSES.get(base, {}).get(name) or DEFAULT_PROCESSES.get(name)


def offered(type_id: str, base: str, state: str, declared: Iterable[str], *, inside: bool) -> list[str]:
    """Return those of the *declared* actions that a resource in *state* offers, in their order.

    *inside* a project, the project itself offers nothing but its one action that no role hides.
    """
    if type_id == "project" and inside:
        return [name for name in declared if name == "defaultNetworkId"]
    names = OFFERS.get(base, DEFAULT_OFFERS).get(state, "").split() + ALWAYS.get(type_id, "").split()
    return [name for name in declared if name in names]


def removable(base: str, state: str) -> bool:
    """Whether DELETE is accepted in *state*; what is already going or gone is answered as it is."""
    if base in DELETED_ANYWHERE or state in ("removing", "removed"):
        return True
    return "remove" in OFFERS.get(base, DEFAULT_OFFERS).get(state, "").split()

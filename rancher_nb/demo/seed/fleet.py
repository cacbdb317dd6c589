"""Stacks, services and containers in number, written in a few large strokes.

Knows what a service's containers look like once they have run for a while: most well, some stopped, a few in trouble.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..containers import address_of
from ..services import container_document
from ..store import Row
from .company import JOBS, MEBIBYTE, ServiceSpec, StackSpec

if TYPE_CHECKING:
    from ..world import World

__all__ = ["Fleet"]

HOUR, DAY = 3600, 86400
NETWORK = 1
HEALTH_CHECK = {
    "type": "instanceHealthCheck",
    "healthyThreshold": 2,
    "initializingTimeout": 60000,
    "interval": 2000,
    "name": None,
    "port": 80,
    "recreateOnQuorumStrategyConfig": None,
    "reinitializingTimeout": 60000,
    "requestLine": 'GET "/healthz" "HTTP/1.0"',
    "responseTimeout": 2000,
    "strategy": "recreate",
    "unhealthyThreshold": 3,
}
# Among the containers of a checked service every this many is unwell, from the third on.
UNWELL_EVERY = 17
TROUBLE = "Allocation failed: needs host with label role: gpu"


class Fleet:
    """Collects the rows of a fresh world and writes them table by table; *made* counts containers."""

    def __init__(self, world: World, hosts: dict[int, list[Row]], now: float) -> None:
        self.world = world
        self.hosts = hosts
        self.now = now
        self.stacks: list[Row] = []
        self.services: list[Row] = []
        self.containers: list[dict[str, Any]] = []
        self.checked = 0

    @property
    def made(self) -> int:
        """How many containers there are."""
        return len(self.containers)

    def stack(self, project: int, spec: StackSpec, copy: int) -> None:
        """Add *spec* to *project*; copies after the first have a number in their name."""
        name = spec.name if copy == 1 else f"{spec.name}-{copy:02d}"
        age = int(self.world.chance.uniform(20, 140) * DAY)
        doc = {
            "accountId": project,
            "name": name,
            "description": spec.description,
            "group": spec.group,
            "externalId": spec.external,
            "kind": "stack",
            "state": "active",
            "system": spec.system,
            "startOnCreate": True,
            "created": int(self.now) - age,
            "uuid": self.world.uuid(),
        }
        row = Row("stack", self.world.store.number("stack"), doc)
        self.stacks.append(row)
        peers = {service.name: self.service(row, service, age) for service in spec.services}
        for service in spec.services:
            links = {name: peers[name].number for name in service.links if name in peers}
            peers[service.name].doc["_links"] = links
            if service.type == "loadBalancerService":
                peers[service.name].doc["lbConfig"] = balancing(peers, service)
        healths = {peer.doc["healthState"] for peer in peers.values() if peer.doc["state"] == "active"}
        doc["healthState"] = next((h for h in ("unhealthy", "degraded") if h in healths), "healthy")

    def service(self, stack: Row, spec: ServiceSpec, age: int) -> Row:
        """Add a service of *stack* and its containers."""
        project = stack.doc["accountId"]
        hosts = self.hosts[project]
        scale = len(hosts) if spec.everywhere else spec.scale
        doc = {
            "accountId": project,
            "stackId": stack.number,
            "name": spec.name,
            "description": spec.description,
            "kind": spec.type,
            "state": "active" if spec.active else "inactive",
            "created": int(self.now) - age + 60,
            "uuid": self.world.uuid(),
            "scale": 1 if spec.everywhere else scale,
            "createIndex": scale,
            "launchConfig": launch_config(spec),
            "metadata": {"owner": f"team-{'abc'[len(spec.name) % 3]}"} if spec.labels else None,
            "secondaryLaunchConfigs": [],
            "startOnCreate": True,
            "system": bool(stack.doc["system"]),
            "assignServiceIpAddress": False,
        }
        row = Row(spec.type, self.world.store.number("service"), doc)
        self.services.append(row)
        own = [self.member(row, spec, n, stack=str(stack.doc["name"]), age=age) for n in range(1, scale + 1)]
        well = [c["state"] == "running" and c.get("healthState") in (None, "healthy") for c in own]
        doc["healthState"] = "healthy" if all(well) else "degraded" if any(well) else "unhealthy"
        return row

    def member(self, service: Row, spec: ServiceSpec, n: int, *, stack: str, age: int) -> dict[str, Any]:
        """Add container *n* of *service*."""
        born = self.now - self.world.chance.uniform(0.02, 0.98) * (age - HOUR)
        service.doc["createIndex"] = n
        doc = container_document(self.world, service, stack, n, born)
        hosts = self.hosts[service.doc["accountId"]]
        host = hosts[(n - 1) % len(hosts)] if spec.everywhere else self.world.chance.choice(hosts)
        self.run(doc, host, born, ended=None if spec.active else self.now - 9 * DAY)
        if spec.checked:
            self.checked += 1
            doc["healthState"] = "unhealthy" if self.checked % UNWELL_EVERY == 3 else "healthy"  # noqa: PLR2004
        self.containers.append(doc)
        return doc

    def run(self, doc: dict[str, Any], host: Row, born: float, ended: float | None) -> None:
        """Make *doc* a container that was started soon after *born* and, if it *ended*, stopped then."""
        start = born + 3
        end = None if ended is None else max(ended, start + 30)
        doc |= {
            "state": "running" if end is None else "stopped",
            "hostId": host.number,
            "allocationState": "active",
            "startCount": 1,
            "firstRunning": int(start),
            "externalId": self.world.hexadecimal(64),
            "_runs": [[start, end]],
        }

    def jobs(self, project: int, count: int) -> None:
        """Add *count* containers that belong to no service: most have ended, one never found a host."""
        chance, hosts = self.world.chance, self.hosts[project]
        for n in range(1, count + 1):
            name, image, command = JOBS[n % len(JOBS)]
            born = self.now - chance.uniform(0.002, 90) * DAY
            doc = self.job(project, f"{name}-{n:03d}", image, command, born)
            if n == 4:  # noqa: PLR2004 - any one of them
                doc |= {
                    "state": "error",
                    "_error": TROUBLE,
                    "labels": {"io.rancher.scheduler.affinity:host_label": "role=gpu"},
                }
            else:
                ended = None if chance.random() < 0.3 else born + chance.uniform(60, 5 * HOUR)  # noqa: PLR2004
                self.run(doc, chance.choice(hosts), born, ended if ended is None else min(ended, self.now - 1))
            self.containers.append(doc)

    def job(self, project: int, name: str, image: str, command: tuple[str, ...], born: float) -> dict[str, Any]:
        """Return the fields of a container that was made by hand or by a script."""
        environment = {"JOB_NAME": name, "STARTED_BY": self.world.chance.choice(("cron", "jane", "bob"))}
        return {
            "name": name,
            "description": f"Run of {name.rsplit('-', 1)[0]}",
            "kind": "container",
            "accountId": project,
            "created": int(born),
            "uuid": self.world.uuid(),
            "imageUuid": f"docker:{image}",
            "command": list(command),
            "environment": environment,
            "labels": {"job": name.rsplit("-", 1)[0], "batch": str(self.world.chance.randrange(1, 9))},
            "memory": self.world.chance.choice((None, 128, 256)) and 256 * MEBIBYTE,
            "restartPolicy": {"type": "restartPolicy", "maximumRetryCount": 3, "name": "on-failure"},
            "dataVolumes": [],
            "dataVolumeMounts": {},
            "dns": ["169.254.169.250"],
            "dnsSearch": ["rancher.internal"],
            "networkMode": "managed",
            "primaryNetworkId": NETWORK,
            "instanceTriggeredStop": "stop",
            "startOnCreate": True,
            "startCount": 0,
            "nativeContainer": False,
            "system": False,
            "version": "0",
        }

    def write(self) -> None:
        """Write all rows; containers get their numbers in the order of their making."""
        store = self.world.store
        store.put(*self.stacks)
        store.put(*self.services)
        self.containers.sort(key=lambda doc: doc["created"])
        rows = []
        for doc in self.containers:
            row = Row("container", store.number("instance"), doc)
            if doc.get("firstRunning"):
                doc["primaryIpAddress"] = address_of(row.number)
            rows.append(row)
        store.put(*rows)


def launch_config(spec: ServiceSpec) -> dict[str, Any]:
    """Return the launch configuration of *spec*, with what the server fills in."""
    labels = dict(spec.labels)
    if spec.everywhere:
        labels["io.rancher.scheduler.global"] = "true"
    own = {
        "command": list(spec.command) or None,
        "dataVolumes": list(spec.volumes) or None,
        "environment": dict(spec.environment) or None,
        "healthCheck": HEALTH_CHECK if spec.checked else None,
        "imageUuid": f"docker:{spec.image}",
        "instanceTriggeredStop": "stop",
        "kind": "container",
        "labels": labels or None,
        "memory": spec.memory * MEBIBYTE if spec.memory else None,
        "networkMode": "managed",
        "ports": [f"{spec.port}:{80 if spec.port == 8080 else spec.port}/tcp"] if spec.port else None,  # noqa: PLR2004
        "privileged": spec.image.startswith("rancher/net"),
        "publishAllPorts": False,
        "readOnly": False,
        "runInit": False,
        "startOnCreate": True,
        "stdinOpen": spec.tty,
        "system": False,
        "tty": spec.tty,
        "version": "0",
        "vcpu": 1,
        "drainTimeoutMs": 0,
    }
    return {"type": "launchConfig", **{name: value for name, value in own.items() if value is not None}}


def balancing(peers: dict[str, Row], spec: ServiceSpec) -> dict[str, Any]:
    """Return the rules of a load balancer in front of the services it links."""
    rules = [
        {
            "type": "portRule",
            "hostname": "shop.example.com",
            "path": "/" if name == "web" else f"/{name}",
            "protocol": "https",
            "serviceId": f"1s{peers[name].number}",
            "sourcePort": spec.port,
            "targetPort": 80 if name == "web" else 3000,
        }
        for name in spec.links
        if name in peers
    ]
    return {"type": "lbConfig", "portRules": rules}

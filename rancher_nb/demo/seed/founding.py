"""Filling a world: accounts, hosts, stacks, services, containers, volumes and keys, ages included.

Knows the order in which things came to be. Ids ascend with age, as they do on a server.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from ..changes import ALPHABET, hashed
from ..store import Row
from .company import HOST_ROLES, MODELS, STACKS, STAGING, VOLUMES
from .fleet import Fleet

if TYPE_CHECKING:
    from ..world import World

__all__ = ["populate"]

SIZES = {"small": 60, "large": 2000}
MAX_CONTAINERS = 1_000_000
DEFAULT_PROJECT, STAGING_PROJECT = 5, 7
DAY = 86400
NETWORKS = {DEFAULT_PROJECT: 1, STAGING_PROJECT: 2}
CONTAINERS_A_HOST = 60
SERVICE_SHARE = 0.55

Key = tuple[str, str]


def populate(world: World, size: str | int) -> tuple[Key, Key]:
    """Fill *world* with about as many containers as *size* says; return the keys of the admin and of the first project.

    Raises ValueError for a size that is no size.
    """
    wanted = containers_of_size(size)
    now = float(int(world.now()))  # a whole second: the same data, however long the start took
    accounts(world, now)
    per_project = {
        DEFAULT_PROJECT: hosts(world, DEFAULT_PROJECT, max(3, wanted // CONTAINERS_A_HOST), now),
        STAGING_PROJECT: hosts(world, STAGING_PROJECT, 1, now),
    }
    fleet = Fleet(world, per_project, now)
    for spec in STACKS:
        fleet.stack(DEFAULT_PROJECT, spec, 1)
    for spec in STAGING:
        fleet.stack(STAGING_PROJECT, spec, 1)
    repeated = [spec for spec in STACKS if not any(service.everywhere for service in spec.services)]
    for n in itertools.count(len(repeated)):
        if fleet.made >= wanted * SERVICE_SHARE:
            break
        fleet.stack(DEFAULT_PROJECT, repeated[n % len(repeated)], n // len(repeated) + 1)
    fleet.jobs(DEFAULT_PROJECT, wanted - fleet.made)
    fleet.write()
    volumes(world, per_project[DEFAULT_PROJECT], now)
    return keys(world, now)


def containers_of_size(size: str | int) -> int:
    """Return the number of containers that *size* means. Raises ValueError for anything else."""
    text = str(size)
    number = SIZES.get(text) or (int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0)  # noqa: PLR2004
    if not 1 <= number <= MAX_CONTAINERS:
        msg = f"'{size}' is no size: give small, large, or a number of containers up to {MAX_CONTAINERS:,}"
        raise ValueError(msg)
    return number


def accounts(world: World, now: float) -> None:
    """Make the accounts that every server has, and two projects."""
    born = int(now) - 200 * DAY
    common = {"state": "active", "created": born}
    built_in = ("admin", "system", "superadmin", "token")
    rows = [
        Row("account", n, {**common, "name": name, "kind": name, "uuid": name, "version": None})
        for n, name in enumerate(built_in, start=1)
    ]
    projects = (
        (DEFAULT_PROJECT, "Default", "Everything that customers see"),
        (STAGING_PROJECT, "Staging", "The next release"),
    )
    for number, name, description in projects:
        doc = {
            **common,
            "name": name,
            "description": description,
            "kind": "project",
            "uuid": "adminProject" if number == DEFAULT_PROJECT else world.uuid(),
            "created": born + number * DAY,
            "version": "2",
            "orchestration": "cattle",
            "virtualMachine": False,
            "healthState": "healthy",
            "defaultNetworkId": NETWORKS[number],
            "servicesPortRange": {"type": "servicesPortRange", "endPort": 65535, "startPort": 49153},
        }
        rows.append(Row("project", number, doc))
    world.store.put(*rows)
    for project, number in NETWORKS.items():
        world.store.put(Row("network", number, network(world, project, born + 6 * DAY)))


def network(world: World, project: int, born: int) -> dict[str, Any]:
    """Return the fields of the network of *project*."""
    return {
        "name": "ipsec",
        "kind": "network",
        "state": "active",
        "accountId": project,
        "created": born,
        "uuid": world.uuid(),
        "defaultPolicyAction": "allow",
        "dns": ["169.254.169.250"],
        "dnsSearch": ["rancher.internal"],
        "hostPorts": False,
        "subnets": [{"type": "subnet", "cidrSize": 24, "networkAddress": "10.42.0.0/16"}],
    }


def hosts(world: World, project: int, count: int, now: float) -> list[Row]:
    """Make *count* hosts of *project* and the machines under them."""
    made = []
    for n in range(count):
        born = int(now) - (150 - n % 90) * DAY
        common = {"accountId": project, "state": "active", "created": born}
        machine = world.store.add(
            "physicalHost", {**common, "kind": "physicalHost", "externalId": "", "uuid": world.uuid()}
        )
        made.append(world.store.add("host", {**common, **host(world, project, n), "physicalHostId": machine.number}))
    return made


def host(world: World, project: int, n: int) -> dict[str, Any]:
    """Return the fields of host number *n* of *project*."""
    role = HOST_ROLES[n % len(HOST_ROLES)] if project == DEFAULT_PROJECT else "staging"
    name = f"{role}-{n // len(HOST_ROLES) + 1:02d}.example.com"
    zone = f"eu-west-1{'abc'[n % 3]}"
    return {
        "kind": "docker",
        "name": name,
        "hostname": name,
        "uuid": world.uuid(),
        "agentIpAddress": f"192.168.{10 + project}.{n % 250 + 11}",
        "computeTotal": 1000000,
        "info": host_info(world),
        "labels": {"role": role, "zone": zone, "io.rancher.host.docker_version": "17.03"},
        "memory": None,
    }


def host_info(world: World) -> dict[str, Any]:
    """Return what the agent of a host reports."""
    chance = world.chance
    total, disk = chance.choice((16048.2, 32110.4, 64230.9)), chance.choice((80012.0, 160024.0))
    used = round(disk * chance.uniform(0.2, 0.7), 1)
    cores = chance.choice((4, 8, 16))
    return {
        "cpuInfo": {
            "count": cores,
            "cpuCoresPercentages": [round(chance.uniform(0.2, 60), 1) for _ in range(cores)],
            "loadAvg": [round(chance.uniform(0.1, cores / 2), 2) for _ in range(3)],
            "mhz": 2400.1,
            "modelName": chance.choice(MODELS),
        },
        "memoryInfo": {"memTotal": total, "memFree": round(total * 0.3, 1), "memAvailable": round(total * 0.6, 1)},
        "diskInfo": {
            "dockerStorageDriver": "overlay2",
            "fileSystems": {},
            "mountPoints": {
                "/dev/xvda1": {
                    "free": round(disk - used, 1),
                    "percentUsed": round(100 * used / disk, 1),
                    "total": disk,
                    "used": used,
                },
            },
        },
        "osInfo": {
            "operatingSystem": "Ubuntu 16.04.7 LTS",
            "kernelVersion": "4.4.0-66-generic",
            "dockerVersion": "17.03.0-ce, build 3a232c8",
        },
        "iopsInfo": {},
    }


def volumes(world: World, of: list[Row], now: float) -> None:
    """Make the volumes of the first project."""
    for n, (name, driver, state) in enumerate(VOLUMES):
        doc = {
            "accountId": DEFAULT_PROJECT,
            "name": name,
            "kind": "volume",
            "state": state,
            "driver": driver,
            "driverOpts": {"size": str(10 * (n + 1))} if driver == "local" else None,
            "externalId": name,
            "uri": f"{driver}:///{name}",
            "isHostPath": False,
            "hostId": of[n % len(of)].number if driver == "local" and state == "active" else None,
            "created": int(now) - (120 - 11 * n) * DAY,
            "uuid": world.uuid(),
        }
        world.store.add("volume", doc)


def keys(world: World, now: float) -> tuple[Key, Key]:
    """Make the API keys; return those of the admin and of the first project."""
    made: list[Key] = []
    for owner, name, state, age in (
        (1, "notebook", "active", 30),
        (DEFAULT_PROJECT, "notebook", "active", 30),
        (DEFAULT_PROJECT, "ci", "active", 90),
        (DEFAULT_PROJECT, "old laptop", "inactive", 140),
        (STAGING_PROJECT, "ci", "active", 60),
    ):
        plain = "".join(world.chance.choice(ALPHABET) for _ in range(40))
        public = world.hexadecimal(20).upper()
        doc = {
            "accountId": owner,
            "name": name,
            "description": f"used by {name}",
            "kind": "apiKey",
            "state": state,
            "publicValue": public,
            "secretValue": hashed(plain, world.hexadecimal(20)),
            "created": int(now) - age * DAY,
            "uuid": world.uuid(),
        }
        world.store.add("apiKey", doc)
        made.append((public, plain))
    return made[0], made[1]

"""Fields that are not stored: what a resource shows of its neighbours.

Knows which rows belong to which. Knows no schemas and no links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .naming import format_id
from .services import present

if TYPE_CHECKING:
    from .store import Row
    from .world import World

__all__ = ["computed"]

LIVE = "removed IS NULL"
PORT = re.compile(r"(?:\d+(?:\.\d+){3}:)?(?P<public>[0-9]{1,9}):[0-9]+(?:/(?:tcp|udp))?")


def computed(world: World, row: Row, version: str, stem: str) -> dict[str, Any]:
    """Return the computed fields of *row* for *version* of the API; references are numbers, as in documents."""
    if row.table == "instance":
        service = row.doc.get("_service")
        return {"serviceIds": [service]} if service and version != "v1" else {}
    if row.table == "host":
        return of_host(world, row)
    if row.table == "service":
        return of_service(world, row)
    if row.table == "stack" and version != "v1":
        return {"serviceIds": world.store.numbers("service", f'"stackId" = ? AND {LIVE}', (row.number,)) or None}
    if row.table == "credential":
        return of_credential(row, stem)
    return {}


def of_host(world: World, host: Row) -> dict[str, Any]:
    """Return the containers and the public ports of *host*."""
    rows = world.store.find("instance", f"tie_host = ? AND {LIVE}", (host.number,), tail="ORDER BY id")
    containers = list(rows)
    return {
        "instanceIds": [row.number for row in containers],
        "publicEndpoints": endpoints(containers, {host.number: host}) or None,
    }


def of_service(world: World, service: Row) -> dict[str, Any]:
    """Return the containers of *service*, how many they are, and their public ports."""
    rows = list(world.store.find("instance", f"tie_service = ? AND {LIVE}", (service.number,), tail="ORDER BY id"))
    published = [row for row in rows if row.doc.get("ports")]
    hosts = {number: world.store.get("host", number) for number in {row.doc.get("hostId") for row in published}}
    return {
        "instanceIds": [row.number for row in rows] or None,
        "currentScale": len(present(service, rows)),
        "publicEndpoints": endpoints(published, {n: host for n, host in hosts.items() if host}) or None,
        "linkedServices": service.doc.get("_links") or None,
    }


def endpoints(containers: list[Row], hosts: dict[Any, Row]) -> list[dict[str, Any]]:
    """Return the public endpoint of each published port of *containers*."""
    found = []
    for row in containers:
        host = hosts.get(row.doc.get("hostId"))
        for text in row.doc.get("ports") or []:
            port = PORT.fullmatch(str(text))
            if host and port:
                service = row.doc.get("_service")
                endpoint = {
                    "type": "publicEndpoint",
                    "hostId": format_id("host", host.number),
                    "instanceId": format_id("container", row.number),
                    "ipAddress": host.doc.get("agentIpAddress"),
                    "port": int(port["public"]),
                    "serviceId": format_id("service", service) if service else None,
                }
                found.append(endpoint)
    return found


def of_credential(row: Row, stem: str) -> dict[str, Any]:
    """Return no secret, and the commands of a registration token, which name the address of the request."""
    if row.type != "registrationToken":
        return {"secretValue": None}
    url = f"{stem}/scripts/{row.doc.get('token')}"
    mounts = "-v /var/run/docker.sock:/var/run/docker.sock -v /var/lib/rancher:/var/lib/rancher"
    image = "rancher/agent:v1.2.11"
    return {
        "image": image,
        "registrationUrl": url,
        "command": f"sudo docker run --rm --privileged {mounts} {image} {url}",
        "windowsCommand": f'docker run --rm -v "C:\\Program Files\\rancher:C:\\Program Files\\rancher" {image} {url}',
    }

"""What opens a stream: the answers {url, token} of actions and stats links.

Knows which claims each kind of socket needs. Opens nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .faults import Fault, not_found
from .naming import format_id
from .tokens import PROXY_LIFETIME_SECONDS, Signer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .calls import Call
    from .store import Row
    from .visit import Visit
    from .world import World

__all__ = ["host_access", "stats_access"]


def access_document(kind: str, token: str | None, url: str | None) -> dict[str, Any]:
    """Return the resource of *kind*, hostAccess or statsAccess."""
    return {"id": None, "type": kind, "links": {}, "actions": {}, "baseType": kind, "token": token, "url": url}


def socket_base(call: Call) -> str:
    """Return where sockets are: always under /v1, whatever version was asked."""
    return f"ws{call.base.removeprefix('http')}/v1"


def host_access(visit: Visit, signer: Signer, row: Row, action: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the stream *action* of *row* answers. Raises Fault 404 for a container that is on no host."""
    world, call = visit.world, visit.call
    host = row if row.table == "host" else world.store.get("host", row.doc.get("hostId"))
    if host is None:
        raise not_found()
    container = row.doc.get("externalId")
    base = {"hostUuid": host.doc.get("uuid")}
    now = world.now()
    if action == "logs":
        claim = {
            "Container": container,
            "Lines": given.get("lines"),
            "Follow": given.get("follow"),
            "Timestamps": given.get("timestamps", True),
            "Since": given.get("since") or None,
        }
        return access_document("hostAccess", signer.sign({**base, "logs": claim}, now), f"{socket_base(call)}/logs/")
    if action == "execute":
        claim = {
            "AttachStdin": given.get("attachStdin"),
            "AttachStdout": given.get("attachStdout"),
            "Tty": given.get("tty"),
            "Cmd": given.get("command"),
            "Container": container,
        }
        return access_document("hostAccess", signer.sign({**base, "exec": claim}, now), f"{socket_base(call)}/exec/")
    if action == "proxy":
        address = f"{row.doc.get('primaryIpAddress')}:{given.get('port')}"
        claim = {"Container": container, "scheme": given.get("scheme"), "address": address}
        token = signer.sign({**base, "proxy": claim}, now, lifetime=PROXY_LIFETIME_SECONDS)
        return access_document("hostAccess", token, f"{call.base}/v1/container-proxy/")
    return access_document("hostAccess", signer.sign(base, now), f"{socket_base(call)}/dockersocket/")


def stats_access(visit: Visit, signer: Signer, row: Row, link: str) -> dict[str, Any]:
    """Return what the stats *link* (all lower case) of *row* answers. Raises Fault 500 for a container on no host."""
    world = visit.world
    base, now = socket_base(visit.call), world.now()
    if row.table == "instance":
        url, claims = container_stats(world, base, row, link)
    elif row.table == "host":
        url, claims = host_stats(world, base, row, link)
    elif row.table == "account":
        hosts = list(world.store.find("host", '"accountId" = ? AND removed IS NULL', (row.number,), tail="ORDER BY id"))
        if not hosts:
            return access_document("statsAccess", None, None)
        parts = [
            {"url": u, "token": signer.sign(c, now)}
            for u, c in (host_stats(world, base, h, "hoststats") for h in hosts)
        ]
        url, claims = f"{base}/hoststats/project/", {"project": parts}
    else:
        rows = world.store.find("instance", "tie_service = ? AND removed IS NULL", (row.number,), tail="ORDER BY id")
        parts = [
            {"url": u, "token": signer.sign(c, now)}
            for u, c in (container_stats(world, base, c, link) for c in rows if c.doc.get("hostId"))
        ]
        url, claims = (f"{base}/containerstats/service/" if parts else None), {"service": parts}
    return access_document("statsAccess", signer.sign(claims, now), url)


def container_stats(world: World, base: str, row: Row, link: str) -> tuple[str | None, dict[str, Any]]:
    """Return address and claims for the statistics of the container *row*."""
    host = world.store.get("host", row.doc.get("hostId"))
    if host is None:
        raise Fault(500)
    docker = row.doc.get("externalId")
    claims: dict[str, Any] = {"hostUuid": host.doc.get("uuid")}
    if link == "containerstats":
        claims["containerIds"] = {docker: format_id("container", row.number)}
    return f"{base}/{link}/{docker}", claims


def host_stats(world: World, base: str, row: Row, link: str) -> tuple[str | None, dict[str, Any]]:
    """Return address and claims for the statistics of the host *row*, or of all its containers."""
    claims: dict[str, Any] = {"hostUuid": row.doc.get("uuid")}
    if link == "hoststats":
        claims["resourceId"] = format_id("host", row.number)
    if link == "containerstats":
        rows = world.store.find("instance", "tie_host = ? AND removed IS NULL", (row.number,), tail="ORDER BY id")
        claims["containerIds"] = {
            c.doc.get("externalId"): format_id("container", c.number) for c in rows if c.doc.get("externalId")
        }
    return f"{base}/{link}", claims

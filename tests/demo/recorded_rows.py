"""The rows behind the recorded lists, as far as the recordings tell them, and the lists that were asked of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import recording

from rancher_nb.demo.dispatch import Desk
from rancher_nb.demo.naming import parse_time
from rancher_nb.demo.settings import Settings
from rancher_nb.demo.store import Row
from rancher_nb.demo.tokens import Signer
from rancher_nb.demo.world import World

PROJECT = "/v2-beta/projects/1a7/"
RECORDED_AT = 1795508480.0
# Fields whose values are known for every row, so that the rows of an answer can be compared and not only its echo.
KNOWN = {
    "containers": {"name", "state", "id", "created", "removed", "accountId", "kind"},
    "services": {"name", "state", "id", "created", "removed", "stackId", "system", "kind"},
}
LISTS = re.compile(rf"{PROJECT}(containers|services|stacks|volumes|hosts|apikeys|registries|labels)$")


@dataclass(frozen=True)
class Question:
    """A list that was asked, and the answer: its document, and the ids of its rows where they can be compared."""

    path: str
    status: int
    document: dict[str, Any]
    ids: list[str] | None


def number(text: str) -> int:
    """Return the number of an id."""
    return int(re.sub(r"^1[a-z]+", "", text))


def rows_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a recorded page, whole or shortened."""
    return document.get("_items") or document.get("data") or []


@cache
def questions() -> tuple[Question, ...]:
    """Return every recorded list of the project that asks a question this server can be asked too."""
    found: dict[str, Question] = {}
    for name in ("c_paging_sort", "d_filters"):
        for facts in recording.load(name):
            parts = urlsplit(facts["request"]["url"])
            match = LISTS.match(parts.path)
            if match is None or "include=" in parts.query or "_removed" in parts.query:
                continue
            document = facts["response"].get("body")
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            found.setdefault(path, Question(path, facts["response"]["status"], document, ids_of(match[1], document)))
    return tuple(found.values())


def ids_of(plural: str, document: dict[str, Any]) -> list[str] | None:
    """Return the ids of a recorded answer if only known fields decided about them."""
    if "_items" not in document:
        return None
    asked = asked_fields(document) | ({document["sort"]["name"]} if document["sort"] else set())
    return [row["id"] for row in document["_items"]] if plural in KNOWN and asked <= KNOWN[plural] else None


def asked_fields(document: dict[str, Any]) -> set[str]:
    """Return the fields that the echo of the filters names."""
    filters = document["filters"]
    return {name for name, asked in filters.items() if asked} if isinstance(filters, dict) else set()


def answered(path: str) -> list[dict[str, Any]]:
    """Return the rows that were recorded for the list at *path* of the project."""
    exchange = next(e for e in recording.load("d_filters") if e["request"]["url"].endswith(PROJECT + path))
    return rows_of(exchange["response"]["body"])


def recorded_desk() -> Desk:
    """Return a desk that holds the containers and services of the recorded project, without secrets or extras."""
    world = World(lambda: RECORDED_AT, 1, 0)
    store = world.store
    store.put(Row("account", 1, {"name": "admin", "kind": "admin", "state": "active"}))
    store.put(Row("project", 7, {"name": "Production", "kind": "project", "state": "active"}))
    full = next(e for e in recording.load("c_paging_sort") if e["request"]["url"].endswith("containers?limit=0"))
    containers = [Row("container", number(r["id"]), common(r, "container")) for r in rows_of(full["response"]["body"])]
    store.put(*containers)
    store.put(*services())
    return Desk(world, Settings(), Signer(), enforced=False)


def common(row: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the document of a recorded row."""
    created = parse_time(row["created"])
    return {"name": row["name"], "state": row["state"], "created": created, "accountId": 7, "kind": kind}


def every_service() -> list[dict[str, Any]]:
    """Return each service that any recorded list shows."""
    found: dict[str, dict[str, Any]] = {}
    for facts in [*recording.load("d_filters"), *recording.load("c_paging_sort")]:
        if f"{PROJECT}services?" in facts["request"]["url"] and isinstance(facts["response"].get("body"), dict):
            found |= {row["id"]: row for row in rows_of(facts["response"]["body"])}
    return sorted(found.values(), key=lambda row: number(row["id"]))


def services() -> list[Row]:
    """Return the services, with what the recorded filters tell of them."""
    kinds = {row["id"]: "service" for row in answered("services?kind=service")}
    kinds |= {row["id"]: "dnsService" for row in answered("services?kind=dnsService")}
    in_stack = {row["id"] for row in answered("services?stackId=1st3")}
    system = {row["id"] for row in answered("services?system=true")}
    rows = []
    for row in every_service():
        kind = kinds.get(row["id"], "externalService")
        doc = common(row, kind) | {"stackId": 3 if row["id"] in in_stack else 99, "system": row["id"] in system}
        rows.append(Row(kind, number(row["id"]), doc))
    return rows

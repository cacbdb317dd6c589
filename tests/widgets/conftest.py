"""A resource as a server sends it, and the facts of its card."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from rancher_nb.api import CATTLE, Resource
from rancher_nb.widgets import CardFacts, card_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from rancher_nb.api import Schemas

NOW = datetime(2017, 3, 6, 10, 20, 30, tzinfo=UTC)
BASE = "http://rancher.example/v2-beta/projects/1a7/containers/1i5"
DOCUMENT: dict[str, Any] = {
    "type": "container",
    "id": "1i5",
    "baseType": "instance",
    "name": "web",
    "state": "running",
    "transitioning": "no",
    "transitioningMessage": None,
    "transitioningProgress": None,
    "imageUuid": "docker:nginx:1.13",
    "hostId": "1h1",
    "serviceId": "1s1",
    "memory": 268435456,
    "created": "2017-03-03T10:20:30Z",
    "createdTS": 1488536430000,
    "healthState": "healthy",
    "tty": False,
    "labels": {"app": "web"},
    "dns": ["169.254.169.250"],
    "ports": [],
    "description": None,
    "removed": None,
    "links": {"self": BASE, "hosts": f"{BASE}/hosts", "service": f"{BASE}/service", "volumes": f"{BASE}/volumes"},
    "actions": {name: f"{BASE}/?action={name}" for name in ("remove", "stop", "logs", "restart", "execute", "update")},
}


@pytest.fixture
def read(schemas: Schemas) -> Callable[..., CardFacts]:
    """A callable that reads a container with some fields changed into facts."""

    def reading(**fields: Any) -> CardFacts:
        schema = schemas["container"]
        resource = Resource.from_json({**DOCUMENT, **fields}, schema=schema)
        names = {"1h1": "node-1"}
        life = CATTLE.life(resource)
        return card_facts(resource, schema=schema, life=life, now=NOW, names=names, inputs=schemas)

    return reading

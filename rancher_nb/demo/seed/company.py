"""The company whose Rancher this is: an outfitter's web shop, what keeps it running, and who watches it.

Knows names, images and sizes. Knows no rows and no ids. Nothing here is anyone's real data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HOST_ROLES", "JOBS", "MODELS", "STACKS", "STAGING", "VOLUMES", "ServiceSpec", "StackSpec"]

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """One service: what it runs, how often, and what it is called among others."""

    name: str
    image: str
    scale: int = 1
    description: str | None = None
    type: str = "service"
    memory: int | None = None
    port: int | None = None
    tty: bool = False
    checked: bool = False
    active: bool = True
    everywhere: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StackSpec:
    """One stack and its services."""

    name: str
    services: tuple[ServiceSpec, ...]
    description: str | None = None
    group: str | None = None
    external: str | None = None
    system: bool = False


WEB_SHOP = StackSpec(
    "web-shop",
    (
        ServiceSpec(
            "lb", "rancher/lb-service-haproxy:v0.9.14", type="loadBalancerService", memory=128, port=443,
            links=("web", "api"),
        ),
        ServiceSpec(
            "web", "nginx:1.13", 6, "Front web servers", memory=256, port=8080, checked=True,
            environment={"API_URL": "http://api:3000"}, labels={"app": "web", "tier": "front"}, links=("api",),
        ),
        ServiceSpec(
            "api", "registry.example.com/shop/api:node-6.10", 4, "Shop API", memory=512, checked=True,
            environment={"CACHE_URL": "redis://cache:6379", "NODE_ENV": "production"},
            labels={"app": "api", "tier": "middle"}, links=("cache", "orders"), command=("node", "server.js"),
        ),
        ServiceSpec(
            "worker", "registry.example.com/shop/worker:python-3.6", 4, "Background jobs", memory=384, tty=True,
            environment={"QUEUE": "default"}, labels={"app": "worker", "tier": "back"}, links=("cache",),
            command=("celery", "worker"),
        ),
        ServiceSpec("cache", "redis:3.2-alpine", memory=256, labels={"app": "cache", "tier": "data"}),
    ),
    "The shop that customers see", "shop",
)  # fmt: skip
ORDERS = StackSpec(
    "orders",
    (
        ServiceSpec(
            "orders", "registry.example.com/orders/tomcat:8.5", 3, "Order processing", memory=1024, checked=True,
            environment={"JAVA_OPTS": "-Xmx768m"}, labels={"app": "orders", "tier": "middle"}, links=("db", "kafka"),
        ),
        ServiceSpec(
            "db", "postgres:9.6", memory=2048, environment={"POSTGRES_DB": "orders"},
            labels={"app": "db", "tier": "data"},
            volumes=("orders-db-data:/var/lib/postgresql/data",),
        ),
        ServiceSpec("kafka", "confluentinc/cp-kafka:3.2.0", 3, memory=1024, labels={"app": "kafka", "tier": "data"}),
    ),
    "Orders, stock and payments", "shop",
)  # fmt: skip
MONITORING = StackSpec(
    "monitoring",
    (
        ServiceSpec(
            "prometheus", "prom/prometheus:v1.5.2", memory=1024, port=9090, volumes=("prometheus-data:/prometheus",),
        ),
        ServiceSpec("grafana", "grafana/grafana:4.1.2", description="Replaced by the hosted one", active=False),
        ServiceSpec("node-exporter", "prom/node-exporter:v0.14.0", 3, memory=64, everywhere=True),
    ),
    "Who watches the watchmen", external="catalog://community:prometheus:3",
)  # fmt: skip
IPSEC = StackSpec(
    "ipsec",
    (
        ServiceSpec(
            "ipsec",
            "rancher/net:v0.11.9",
            3,
            everywhere=True,
            labels={"io.rancher.network.dns.priority": "service_name"},
        ),
    ),
    external="catalog://library:infra*ipsec:18",
    system=True,
)
STACKS = (IPSEC, WEB_SHOP, ORDERS, MONITORING)
STAGING = (
    StackSpec(
        "web-shop",
        (ServiceSpec("web", "nginx:1.13-alpine", 2, memory=128, labels={"app": "web", "tier": "front"}),),
        "The next release",
        "shop",
    ),
)
# Containers that belong to no service: name, image, command. They run once, or were started by hand.
JOBS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("backup", "postgres:9.6", ("pg_dump", "orders")),
    ("reindex", "registry.example.com/shop/worker:python-3.6", ("python", "reindex.py")),
    ("import-stock", "registry.example.com/shop/worker:python-3.6", ("python", "import_stock.py")),
    ("ci-runner", "gitlab/gitlab-runner:alpine-v9.0", ("run",)),
    ("report", "registry.example.com/reports/r-base:3.3", ("Rscript", "weekly.R")),
    ("debug-shell", "busybox:1.26", ("sleep", "3600")),
)
HOST_ROLES = ("web", "app", "data")
MODELS = ("Intel(R) Xeon(R) CPU E5-2676 v3 @ 2.40GHz", "Intel(R) Xeon(R) CPU E5-2666 v3 @ 2.90GHz")
# name, driver, state
VOLUMES: tuple[tuple[str, str, str], ...] = (
    ("orders-db-data", "local", "active"),
    ("prometheus-data", "local", "active"),
    ("grafana-data", "local", "inactive"),
    ("shop-uploads", "rancher-nfs", "active"),
    ("backup-2017-01", "rancher-nfs", "inactive"),
    ("backup-2017-02", "rancher-nfs", "inactive"),
    ("old-db-data", "local", "detached"),
    ("scratch", "local", "inactive"),
)

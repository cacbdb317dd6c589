"""A Rancher of a few resources in memory, run inside the notebooks of the browser tests.

Its text is the first cell of each: the cards there need no session and no server.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Any

from rancher_nb.api import CATTLE, Cell, Column, Listing, LogLine, Resource, Schema
from rancher_nb.errors import Invalid, NotFound
from rancher_nb.widgets import Card, CardFacts, CardRows, Console, card_facts

BASE = "http://rancher.example/v2-beta"
NOW = datetime(2017, 3, 6, 10, 20, 30, tzinfo=UTC)
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


def schema(name: str, fields: dict[str, str], actions: dict[str, Any] | None = None) -> Schema:
    return Schema.from_json(
        {
            "id": name,
            "pluralName": f"{name}s",
            "resourceFields": {field: {"type": kind} for field, kind in fields.items()},
            "resourceActions": actions or {},
        },
    )


SCHEMAS = {
    "container": schema(
        "container",
        {
            "hostId": "reference[host]",
            "serviceId": "reference[service]",
            "created": "date",
            "memory": "int",
            "imageUuid": "string",
            "labels": "map[string]",
            "primaryIpAddress": "string",
            "command": "array[string]",
        },
        {
            "restart": {"output": "container"},
            "stop": {"input": "instanceStop", "output": "container"},
            "start": {"output": "container"},
            "remove": {"output": "container"},
            "logs": {"input": "containerLogs", "output": "hostAccess"},
            "execute": {"input": "containerExec", "output": "hostAccess"},
        },
    ),
    "host": schema("host", {"created": "date", "hostname": "string", "agentIpAddress": "string"}, {"evacuate": {}}),
    "service": schema(
        "service",
        {"stackId": "reference[stack]", "scale": "int", "created": "date", "healthState": "string"},
        {"upgrade": {"input": "serviceUpgrade"}, "rollback": {}, "cancelupgrade": {}, "remove": {}},
    ),
    "instanceStop": schema("instanceStop", {"timeout": "int"}),
    "containerExec": Schema.from_json(
        {
            "id": "containerExec",
            "resourceFields": {"command": {"type": "array[string]", "required": True}, "tty": {"type": "boolean"}},
        },
    ),
}
NAMES = {"1h1": "node-1", "1h2": "node-2", "1s1": "web", "1st1": "shop"}


def container(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "type": "container",
        "id": f"1i{number}",
        "name": f"shop-web-{number}",
        "state": "running",
        "transitioning": "no",
        "imageUuid": "docker:nginx:1.13",
        "hostId": f"1h{number % 2 + 1}",
        "created": "2017-03-03T10:20:30Z",
        "memory": 268435456,
        "primaryIpAddress": f"10.42.0.{number}",
        "serviceId": "1s1",
        "labels": {"app": "web", "io.rancher.stack.name": "shop"},
        "healthState": "healthy",
        "command": ["nginx", "-g", "daemon off;"],
        "privileged": False,
        "description": None,
        **fields,
    }


class FakeRancher:
    """Resources by address, and what happens to them: an action moves a container for three looks."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.looks = 0
        self.steps: dict[str, list[dict[str, Any]]] = {}
        self.documents: dict[str, dict[str, Any]] = {}
        for number in (1, 2, 3):
            self.put(container(number))
        for number in (1, 2):
            host = {"type": "host", "id": f"1h{number}", "name": f"node-{number}", "state": "active"}
            self.put({**host, "agentIpAddress": f"192.168.10.1{number}", "created": "2017-03-01T08:00:00Z"})
        self.put(
            {
                "type": "service",
                "id": "1s1",
                "name": "web",
                "state": "upgrading",
                "transitioning": "yes",
                "transitioningMessage": "2 of 3 containers replaced · batch of 1 every 2 s",
                "scale": 3,
                "transitioningProgress": 60,
                "healthState": "healthy",
                "created": "2017-03-03T10:20:30Z",
                "stackId": "1st1",
                "launchConfig": {"imageUuid": "docker:nginx:1.15", "ports": ["80:80/tcp"]},
            },
        )

    def put(self, document: dict[str, Any]) -> None:
        self.documents[f"{BASE}/{document['type']}s/{document['id']}"] = document

    def facts(self, address: str) -> CardFacts:
        document = self.documents.get(address)
        if document is None:
            raise NotFound(
                f"GET {address} answered 404: NotFound", status=404, code="NotFound", hint="it may be removed"
            )
        kind = document["type"]
        resource = Resource.from_json(
            {**document, "links": self.links(address, document), "actions": self.actions(document)},
            schema=SCHEMAS[kind],
        )
        life = CATTLE.life(resource)
        return card_facts(resource, schema=SCHEMAS[kind], life=life, now=NOW, names=NAMES, inputs=SCHEMAS)

    @staticmethod
    def links(address: str, document: dict[str, Any]) -> dict[str, str]:
        others = {"container": ["hosts", "service"], "host": ["containers", "broken"], "service": ["containers"]}
        return {"self": address, **{name: f"{address}/{name}" for name in others[document["type"]]}}

    @staticmethod
    def actions(document: dict[str, Any]) -> dict[str, str]:
        if document["transitioning"] == "yes" if "transitioning" in document else False:
            names = ["cancelupgrade", "rollback", "remove"] if document["type"] == "service" else []
        elif document["type"] == "container":
            up = document["state"] == "running"
            names = ["logs", "restart", "stop", "execute", "remove"] if up else ["start", "remove"]
        else:
            names = ["evacuate"] if document["type"] == "host" else ["upgrade", "remove"]
        return {name: f"?action={name}" for name in names}

    def load(self, address: str) -> CardFacts | CardRows:
        self.looks += 1
        if self.steps.get(address):
            self.documents[address] = {**self.documents[address], **self.steps[address].pop(0)}
        parent, _, name = address.rpartition("/")
        if name == "containers" and parent in self.documents:
            return self.rows("containers", address)
        if name == "hosts" and parent in self.documents:
            return self.rows("hosts", address, only=self.documents[parent].get("hostId"))
        if name == "service" and parent in self.documents:
            return self.facts(f"{BASE}/services/1s1")
        return self.facts(address)

    def rows(self, plural: str, address: str, *, only: str | None = None) -> CardRows:
        found = {
            where: each
            for where, each in self.documents.items()
            if f"{each['type']}s" == plural and (only is None or each["id"] == only)
        }
        columns = (Column("id", "id"), Column("name"), Column("state", "state"), Column("imageUuid", "code"))
        cells = tuple(
            tuple(Cell(str(each.get(column.name) or "null"), null=each.get(column.name) is None) for column in columns)
            for each in found.values()
        )
        ids = tuple(str(each["id"]) for each in found.values())
        return CardRows(plural, address, Listing(columns, cells, len(cells)), tuple(found), ids)

    def act(self, facts: CardFacts, action: str) -> CardFacts:
        self.sent.append((facts.name, action))
        document = self.documents[facts.address]
        if document.get("locked"):
            raise Invalid(
                f"POST {facts.address}?action={action} answered 422: MinLimitExceeded: must be at least 1 (field scale)",
                status=422,
                code="MinLimitExceeded",
                field="scale",
                hint="wait for its state to settle, then try again",
            )
        doing, done = {"stop": ("stopping", "stopped"), "remove": ("removing", "removed")}.get(
            action,
            (f"{action.removesuffix('e')}ing", "running"),
        )
        moving = {"state": doing, "transitioning": "yes", "transitioningMessage": f"{doing} the container"}
        self.documents[facts.address] = {**document, **moving}
        self.steps[facts.address] = [
            {"transitioningProgress": 40},
            {"transitioningProgress": 80},
            {"state": done, "transitioning": "no", "transitioningMessage": None, "transitioningProgress": None},
        ]
        return self.facts(facts.address)

    def card(self, path: str, **options: Any) -> Card:
        return Card(self.facts(f"{BASE}/{path}"), load=self.load, act=self.act, **options)


class FakeStream:
    """A log that a thread writes, so many lines a batch, until it is stopped or has written all."""

    def __init__(self, *, lines: int, batch: int, pause: float, capacity: int = 10_000, **options: Any) -> None:
        self.stopped = threading.Event()
        self.over = threading.Event()
        self.written = 0
        self.console = Console(title="shop-web-1", stop=self.stopped.set, capacity=capacity, **options)
        self._plan = (lines, batch, pause)
        threading.Thread(target=self._write, daemon=True).start()

    def _write(self) -> None:
        lines, batch, pause = self._plan
        while self.written < lines and not self.stopped.is_set():
            fresh = [fake_line(number) for number in range(self.written, min(lines, self.written + batch))]
            self.console.push(fresh, first=self.written)
            self.written += len(fresh)
            self.stopped.wait(pause)
        self.console.end("stopped by you" if self.stopped.is_set() else "the container ended its log")
        self.over.set()


def fake_line(number: int) -> LogLine:
    moment = datetime.fromtimestamp(NOW.timestamp() + number / 1000, tz=UTC)
    stream = "stderr" if number % 10 == 7 else "stdout"
    status = "\x1b[31m502\x1b[0m" if stream == "stderr" else "\x1b[32m200\x1b[0m"
    return LogLine(moment, stream, f"GET /cart?line={number} {status} {number % 40} ms")


def spin(seconds: float) -> None:
    """Keep the kernel's main thread busy, in short pieces, as a computation does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))


rancher = FakeRancher()

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from typing import Any
from urllib.request import Request, urlopen

import gdapi
import pytest

from rancher_nb.demo import Demo, serve

PACE = 0.05


@pytest.fixture(scope="module")
def server() -> Any:
    demo = Demo(pace=PACE)
    with serve(demo) as running:
        yield running
    demo.close()


def until(state: str, look: Any) -> Any:
    """Look again and again until what is seen is in *state*; a minute is far too long."""
    tick = threading.Event()
    deadline = time.monotonic() + 60
    while (found := look())["state"] != state:
        assert time.monotonic() < deadline, found
        tick.wait(0.02)
    return found


class Gdapi:
    """The old Python client, cut down to what these tests do, and never writing to a home directory."""

    def __init__(self, url: str) -> None:
        self.client = gdapi.Client("", "", url=f"{url}/projects/1a5/schemas", cache=False)

    def close(self) -> None:
        """Close its connections, which it never does itself."""
        self.client._session.close()


@pytest.fixture
def client(server: Any) -> Any:
    made = Gdapi(server.url)
    yield made.client
    made.close()


def test_gdapi_lists_and_filters(client: Any) -> None:
    everything = client.list_container(limit=1000).data
    some = client.list_container(state="running", name_prefix="web-shop-web", limit=100).data

    assert len(everything) == 58
    assert {row.name for row in some} == {f"web-shop-web-{n}" for n in range(1, 7)}


def test_gdapi_finds_its_way_from_any_address(server: Any) -> None:
    whole = gdapi.Client("", "", url=server.url, cache=False)
    try:
        assert {row.name for row in whole.list_project().data} == {"Default", "Staging"}
    finally:
        whole._session.close()


def test_gdapi_follows_a_link(client: Any) -> None:
    container = client.list_container(state="running", limit=1).data[0]
    hosts = container.hosts().data

    assert [host.id for host in hosts] == [container.hostId]


def test_gdapi_stops_and_starts_a_container(client: Any) -> None:
    container = client.list_container(state="running", limit=1).data[0]

    assert container.stop().state == "stopping"
    until("stopped", lambda: vars(client.by_id_container(container.id)))
    assert client.by_id_container(container.id).start().state == "starting"
    until("running", lambda: vars(client.by_id_container(container.id)))


def test_gdapi_creates_and_deletes(client: Any) -> None:
    made = client.create_container(name="by-gdapi", imageUuid="docker:nginx:1.13")
    until("running", lambda: vars(client.by_id_container(made.id)))

    assert client.delete(made).state == "stopping"
    until("removed", lambda: vars(client.by_id_container(made.id)))
    assert client.list_container(name="by-gdapi").data == []


def test_gdapi_is_told_what_is_wrong(client: Any) -> None:
    with pytest.raises(gdapi.ApiError) as caught:
        client.create_container(name="by-gdapi")

    assert caught.value.error.code == "MissingRequired"


def curl(*arguments: str) -> Any:
    """Return the document that curl prints."""
    done = subprocess.run(["curl", "-sS", "--max-time", "20", *arguments], capture_output=True, check=True, timeout=30)
    return json.loads(done.stdout)


def test_curl_lists_filters_and_follows_a_link(server: Any) -> None:
    project = f"{server.url}/projects/1a5"
    page = curl(f"{project}/containers?state=running&limit=2")

    assert [row["state"] for row in page["data"]] == ["running", "running"]
    assert curl("--compressed", page["pagination"]["next"])["data"][0]["id"] != page["data"][0]["id"]
    assert curl(page["data"][0]["links"]["hosts"])["data"][0]["type"] == "host"


def test_curl_stops_and_starts_a_container(server: Any) -> None:
    container = curl(f"{server.url}/projects/1a5/containers?state=running&sort=id&order=desc&limit=1")["data"][0]
    link = container["links"]["self"]

    assert curl("-X", "POST", container["actions"]["stop"])["state"] == "stopping"
    stopped = until("stopped", lambda: curl(link))
    assert curl("-X", "POST", stopped["actions"]["start"])["state"] == "starting"
    until("running", lambda: curl(link))


def test_curl_creates_and_deletes(server: Any) -> None:
    body = json.dumps({"name": "by-curl", "imageUuid": "docker:nginx:1.13"})
    made = curl("-H", "Content-Type: application/json", "-d", body, f"{server.url}/projects/1a5/containers")
    until("running", lambda: curl(made["links"]["self"]))

    assert curl("-X", "DELETE", made["links"]["self"])["state"] == "stopping"
    until("removed", lambda: curl(made["links"]["self"]))


def test_headers_are_those_of_the_demo_alone(server: Any) -> None:
    with urlopen(Request(server.url, headers={"Accept": "application/json"}), timeout=10) as answer:  # noqa: S310 - a loopback address
        headers = answer.headers

    assert headers["Date"].startswith("Fri, 03 Mar 2017")
    assert headers["Server"] is None
    assert headers["X-Api-Schemas"] == f"{server.url}/schemas"


def test_stopping_leaves_no_thread_and_no_port() -> None:
    before = set(threading.enumerate())
    running = serve(Demo(pace=0))
    port = int(running.url.split(":")[2].split("/")[0])
    running.stop()
    running.stop()

    assert set(threading.enumerate()) == before
    with socket.socket() as free, pytest.raises(ConnectionRefusedError):
        free.connect(("127.0.0.1", port))


def test_a_taken_port_is_an_error_at_once(server: Any) -> None:
    port = int(server.url.split(":")[2].split("/")[0])

    with pytest.raises(OSError, match="in use"):
        serve(Demo(pace=0), port=port)


def test_small_answers_come_without_nagles_delay(server: Any) -> None:
    began = time.monotonic()
    for _ in range(10):
        curl(f"{server.url}/projects/1a5/containers/1i1")

    assert time.monotonic() - began < 8

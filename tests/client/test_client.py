from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from rancher_nb.api import Request, Response, Secret
from rancher_nb.client import Client, Credentials, Spent
from rancher_nb.errors import Forbidden, NotRancher, Refused, Unreachable

URL = "https://rancher.example.com/v2-beta"
KEYS = Credentials("AKEY", Secret("s3cret"), "test")


class Echo:
    """A transport that keeps what was sent and answers always the same."""

    def __init__(self, body: bytes = b"{}", status: int = 200, **headers: str) -> None:
        self.sent: list[Request] = []
        self.answer: tuple[Any, ...] = (status, headers, body)
        self.closed = False

    def __call__(self, request: Request) -> Response:
        self.sent.append(request)
        return Response(*self.answer, request.url)

    def close(self) -> None:
        self.closed = True


def test_every_request_says_what_it_wants_and_who_asks() -> None:
    echo = Echo()
    Client(URL, transport=echo, credentials=KEYS).send(Request("GET", URL, {"X-More": "1"}))

    headers = echo.sent[0].headers
    assert headers["Accept"] == "application/json"
    assert "mozilla" not in headers["User-Agent"].lower()
    assert (headers["X-API-No-Challenge"], headers["X-More"]) == ("true", "1")
    assert headers["Authorization"] == KEYS.header()
    assert "s3cret" not in repr(echo.sent[0])


def test_without_keys_none_are_sent() -> None:
    echo = Echo()
    Client(URL, transport=echo).send(Request("GET", URL))

    assert "Authorization" not in echo.sent[0].headers


@pytest.mark.parametrize(
    "url", ["http://10.0.0.5:8080/v2-beta/hosts", "https://evil.example.com/v2-beta/hosts", "/v2-beta/hosts"]
)
def test_keys_go_only_to_the_origin_the_user_gave(url: str) -> None:
    echo = Echo()
    Client(URL, transport=echo, credentials=KEYS).send(Request("GET", url))

    assert echo.sent[0].url == "https://rancher.example.com/v2-beta/hosts"


def test_an_answer_of_any_status_is_returned_by_send_and_raised_by_ask() -> None:
    client = Client(URL, transport=Echo(b'{"type":"error","status":403,"code":"Forbidden"}', 403))

    assert client.send(Request("GET", URL)).status == 403
    with pytest.raises(Forbidden):
        client.ask(Request("GET", URL))


def test_a_resource_and_a_collection_come_as_such() -> None:
    client = Client(URL, transport=Echo(b'{"id":"1i1","type":"container","password":"canary","links":{}}'))
    resource = client.resource(URL + "/containers/1i1")

    assert (resource.id, str(resource["password"])) == ("1i1", "••••••")
    with pytest.raises(NotRancher, match="not a collection"):
        client.collection(Request("GET", URL))
    listed = Client(URL, transport=Echo(b'{"type":"collection","resourceType":"host","data":[]}'))
    assert listed.collection(URL + "/hosts").resource_type == "host"


def test_traffic_is_counted_and_can_be_compared() -> None:
    client = Client(URL, transport=Echo(b"12345"))
    client.send(Request("GET", URL))
    before = client.traffic.snapshot()
    client.send(Request("GET", URL))
    client.send(Request("GET", URL))

    assert before == Spent(1, 5)
    assert client.traffic.since(before) == Spent(2, 10)
    assert repr(client.traffic) == "Traffic(3 requests, 15 bytes)"


def test_traffic_of_many_threads_adds_up() -> None:
    client = Client(URL, transport=Echo(b"1"))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: client.send(Request("GET", URL)), range(400)))

    assert client.traffic.snapshot() == Spent(400, 400)


def test_a_request_that_fails_is_counted() -> None:
    def broken(request: Request) -> Response:
        raise Unreachable("x")

    client = Client(URL, transport=broken)
    with pytest.raises(Unreachable):
        client.send(Request("GET", URL))

    assert client.traffic.snapshot() == Spent(1, 0)


def test_the_servers_clock_is_that_of_its_newest_answer() -> None:
    echo = Echo(b"{}", Date="Tue, 24 Nov 2026 08:17:55 GMT")
    client = Client(URL, transport=echo)
    assert client.server_time is None

    client.send(Request("GET", URL))
    assert client.server_time == datetime(2026, 11, 24, 8, 17, 55, tzinfo=UTC)

    for odd in ({"Date": "yesterday"}, {}):
        echo.answer = (200, odd, b"{}")
        client.send(Request("GET", URL))
    assert client.server_time == datetime(2026, 11, 24, 8, 17, 55, tzinfo=UTC)


def test_an_address_that_cannot_be_one_is_refused_at_once() -> None:
    with pytest.raises(Unreachable):
        Client("rancher:8080", transport=Echo())
    with pytest.raises(Refused):
        Client("https://a:b@rancher", transport=Echo())


def test_closing_closes_the_transport() -> None:
    echo = Echo()
    Client(URL, transport=echo).close()
    Client(URL, transport=lambda request: Response(200, {}, b"", request.url)).close()

    assert echo.closed


def test_a_client_shows_its_address_alone() -> None:
    assert repr(Client(URL, transport=Echo(), credentials=KEYS)) == f"Client('{URL}')"


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2026 00:00:00 +99999999999",
        "Mon, 99 Jan 2026 99:99:99 GMT",
    ],
)
def test_a_clock_out_of_all_years_is_not_read(date: str) -> None:
    client = Client(URL, transport=Echo(b"{}", Date=date))

    assert client.send(Request("GET", URL)).status == 200
    assert client.server_time is None


def test_a_document_nested_without_end_is_an_error_of_ours() -> None:
    deep = b'{"type":"x","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"

    with pytest.raises(NotRancher):
        Client(URL, transport=Echo(deep)).ask(Request("GET", URL))

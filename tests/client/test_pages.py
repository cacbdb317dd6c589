from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import Request, Response
from rancher_nb.client import Pages
from rancher_nb.client.pages import next_address
from rancher_nb.errors import CutAnswer, NotFound, NotRancher, TimedOut

URL = "http://r/v2-beta/containers"
GET = Request("GET", URL)


def body_of(ids: list[str], following: str | None, limit: int = 2, **more: Any) -> bytes:
    rows = [{"id": each, "type": "container", "links": {"self": f"{URL}/{each}"}} for each in ids]
    page = {"limit": limit, "next": following, "total": None}
    document = {"type": "collection", "data": rows, "sortLinks": {}, "pagination": page, "sort": None, "filters": {}}
    return json.dumps({**document, **more}, separators=(",", ":")).encode()


class Server:
    """Pages by address; what was asked for is kept."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def send(self, request: Request) -> Response:
        self.asked.append(request.url)
        body = self.pages.get(request.url)
        if body is None:
            return Response(404, {}, b'{"type":"error","status":404,"code":"NotFound"}', request.url)
        return Response(200, {}, body, request.url)


def ids_of(pages: Pages) -> list[str]:
    return [row["id"] for page in pages for row in json.loads(page.body)["data"]]


def walk(number: int) -> Server:
    addresses = [URL, *(f"{URL}?marker=m{2 * page}" for page in range(1, number))]
    return Server(
        {
            address: body_of([f"1i{2 * page}", f"1i{2 * page + 1}"], following)
            for page, (address, following) in enumerate(zip(addresses, [*addresses[1:], None], strict=True))
        },
    )


def test_pages_are_followed_to_the_end() -> None:
    server = walk(4)
    pages = Pages(server.send, GET)

    assert ids_of(pages) == [f"1i{number}" for number in range(8)]
    assert (pages.stopped, pages.requests) == ("", 4)


def test_a_page_is_fetched_when_it_is_asked_for() -> None:
    server = walk(4)
    pages = Pages(server.send, GET)
    next(pages)
    next(pages)
    pages.close()

    assert list(pages) == []
    assert len(server.asked) == 2


def test_a_bound_on_requests_stops_and_says_so() -> None:
    pages = Pages(walk(4).send, GET, max_requests=2)

    assert len(ids_of(pages)) == 4
    assert pages.stopped == "stopped after 2 requests; there are more pages"


def test_a_bound_that_is_just_enough_says_nothing() -> None:
    pages = Pages(walk(2).send, GET, max_requests=2)

    assert len(ids_of(pages)) == 4
    assert pages.stopped == ""


@pytest.mark.parametrize("bound", [None, 1, 2])
def test_a_server_that_gives_all_and_still_names_a_next_page_is_read_once(bound: int | None) -> None:
    """Settings: limit=2 gives all of them, and a next page that gives all of them."""
    everything = [f"s{number}" for number in range(9)]
    markers = {f"{URL}?marker=m{n}": body_of(everything, f"{URL}?marker=m{n + 2}") for n in range(2, 40, 2)}
    server = Server({URL: body_of(everything, f"{URL}?marker=m2"), **markers})
    pages = Pages(server.send, GET, max_requests=bound)

    assert ids_of(pages) == everything
    assert pages.stopped == ""
    assert len(server.asked) <= 2


def test_a_server_that_ignores_markers_is_not_read_for_ever() -> None:
    same = {f"{URL}?marker=m{n}": body_of(["1i1", "1i2"], f"{URL}?marker=m{n + 2}") for n in range(2, 40, 2)}
    server = Server({URL: body_of(["1i1", "1i2"], f"{URL}?marker=m2"), **same})
    pages = Pages(server.send, GET)

    assert ids_of(pages) == ["1i1", "1i2"]
    assert "same page" in pages.stopped


def test_a_page_that_names_itself_next_ends() -> None:
    server = Server({URL: body_of(["1i1", "1i2"], URL)})
    pages = Pages(server.send, GET)

    assert ids_of(pages) == ["1i1", "1i2"]
    assert "read already" in pages.stopped
    assert len(server.asked) == 1


def test_pages_in_a_circle_end() -> None:
    server = Server(
        {URL: body_of(["a"], f"{URL}?marker=b"), f"{URL}?marker=b": body_of(["b"], f"http://other{URL[8:]}")}
    )
    pages = Pages(server.send, GET)

    assert ids_of(pages) == ["a", "b"]
    assert pages.stopped


def test_an_error_of_the_server_in_the_middle_is_raised() -> None:
    server = walk(3)
    del server.pages[f"{URL}?marker=m4"]
    pages = Pages(server.send, GET)
    next(pages)
    next(pages)

    with pytest.raises(NotFound):
        next(pages)


def test_after_a_failure_the_same_page_can_be_asked_for_again() -> None:
    server, faults = walk(2), [TimedOut("x")]

    def send(request: Request) -> Response:
        if faults and "marker" in request.url:
            raise faults.pop()
        return server.send(request)

    pages = Pages(send, GET)
    next(pages)
    with pytest.raises(TimedOut):
        next(pages)

    assert ids_of(pages) == ["1i2", "1i3"]


def test_headers_of_the_first_request_go_with_all() -> None:
    seen = []
    server = walk(2)

    def send(request: Request) -> Response:
        seen.append(dict(request.headers))
        return server.send(request)

    list(Pages(send, Request("GET", URL, {"X-Test": "1"})))

    assert seen == [{"X-Test": "1"}] * 2


def response(body: bytes) -> Response:
    return Response(200, {"Content-Type": "application/json"}, body, URL)


@pytest.mark.parametrize(
    "body",
    [
        body_of(["a"], "http://r/next"),
        b'{"pagination":{"next":"http://r/next"},"data":[]}',
        b'{ "data" : [] , "pagination" : {"next": "http:\\/\\/r\\/next"} }',
        body_of(["a"], "http://r/next", filters={"name": [{"value": '"pagination":{"next":"http://evil"}'}]}),
        b'{"pagination":{"next":"http://r/next"},"data":[{"labels":{"pagination":{"next":"http://evil"}}}]}',
        b'{"pagination":{"next":"http://r/next"},"data":[{"pagination":null}],"x":{"pagination":1}}',
    ],
)
def test_the_outermost_pagination_tells_what_follows(body: bytes) -> None:
    assert next_address(GET, response(body)) == "http://r/next"


@pytest.mark.parametrize(
    "body",
    [
        body_of(["a"], None),
        body_of(["a"], ""),
        b'{"data":[],"pagination":null}',
        b'{"data":[]}',
        b'{"type":"container","id":"1i1"}',
    ],
)
def test_the_last_page_names_none(body: bytes) -> None:
    assert next_address(GET, response(body)) is None


def test_a_page_for_people_is_no_page_of_rows() -> None:
    with pytest.raises(NotRancher, match="an HTML page titled 'Rancher'"):
        next_address(GET, response(b'<html><title>Rancher</title>"pagination":{}}</html>'))
    with pytest.raises(NotRancher, match="neither a collection nor a resource"):
        next_address(GET, response(b"[1,2]"))


@given(st.integers(min_value=1, max_value=400))
def test_a_page_cut_anywhere_is_never_taken_for_whole(missing: int) -> None:
    body = body_of(["1i1", "1i2", "1i3"], "http://r/next")

    with pytest.raises((CutAnswer, NotRancher)):
        next_address(GET, response(body[: -min(missing, len(body) - 1)]))


@pytest.mark.parametrize("address", ["http://[", "http://r:99999/x", 5, {"href": "x"}])
def test_a_next_page_that_is_no_address_is_an_error_and_no_end(address: Any) -> None:
    server = Server({URL: body_of(["1i1"], address)})

    with pytest.raises(NotRancher, match="names a next page whose address is none"):
        list(Pages(server.send, GET))


def test_a_page_nested_without_end_is_an_error_of_ours() -> None:
    deep = b"[" * 100_000 + b"]" * 100_000

    for body in (b'{"pagination":' + deep + b"}", b'{"data":[],"pagination":{"next":' + deep + b"}}"):
        with pytest.raises(NotRancher):
            list(Pages(Server({URL: body}).send, GET))


def endless(request: Request) -> Response:
    number = int(request.url.partition("marker=m")[2] or 0) + 1
    return Response(200, {}, body_of([], f"{URL}?marker=m{number}"), request.url)


def test_empty_pages_without_an_end_are_not_read_for_ever() -> None:
    pages = Pages(endless, GET)

    assert sum(1 for _ in pages) == 100
    assert pages.stopped == "the server gives one empty page after the other"


def test_some_empty_pages_between_full_ones_are_no_end() -> None:
    server = walk(150)
    for address in list(server.pages)[1:-1:2]:
        server.pages[address] = body_of([], json.loads(server.pages[address])["pagination"]["next"])

    pages = Pages(server.send, GET)

    assert len(ids_of(pages)) == 152
    assert (pages.requests, pages.stopped) == (150, "")

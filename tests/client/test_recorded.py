"""The client against what a running Rancher 1.6 server answered, and the recordings themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import recording
from recording import ORIGIN, PROJECT, SCHEMA_LISTS, Exchange, answer_to, exchanges, load, replay

from rancher_nb.api import Collection, Request, Schemas, SocketAccess, decipher
from rancher_nb.client import Client, Pages
from rancher_nb.errors import (
    ApiError,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    ServerFault,
    StreamClosed,
    Unauthorized,
)

NAMES = sorted(path.name.partition(".")[0] for path in recording.FOLDER.glob("*.json.gz"))
COUNTS = dict(zip(SCHEMA_LISTS, (138, 111, 162, 132), strict=True))
LISTS = {
    "services": (f"{PROJECT}/services", 14),
    "hosts": (f"{PROJECT}/hosts", 3),
    "projects": (f"{ORIGIN}/v2-beta/projects", 4),
    "settings": (f"{ORIGIN}/v2-beta/settings", 653),
    "v1 environments": (f"{ORIGIN}/v1/projects/1a7/environments", 8),
    "v1 services": (f"{ORIGIN}/v1/projects/1a7/services", 14),
}


def walk(url: str, *, file: str) -> tuple[list[str], Pages]:
    client = Client(ORIGIN, transport=replay(exchanges(file)))
    pages = client.pages(Request("GET", url))
    return [row["id"] for page in pages for row in json.loads(page.body)["data"]], pages


@pytest.mark.parametrize("name", SCHEMA_LISTS)
def test_every_schema_list_is_read(name: str) -> None:
    listed = exchanges(name)[0]
    client = Client(ORIGIN, transport=replay([listed]))

    schemas = Schemas.from_json(client.ask(listed.request), url=listed.request.url)

    assert len(schemas) == COUNTS[name]
    assert schemas.find("containers").is_listable


def test_containers_are_walked_over_all_their_pages() -> None:
    kept = [each.ids for each in exchanges("c_paging_sort") if each.note.startswith("walk default page")]
    ids, pages = walk(f"{PROJECT}/containers", file="c_paging_sort")

    assert [len(each) for each in kept] == [100, 71]
    assert ids == [each for page in kept for each in page]
    assert (pages.requests, pages.stopped) == (2, "")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_walked_to_its_end(name: str) -> None:
    url, number = LISTS[name]
    ids, pages = walk(url, file="c_collections")

    assert ids == answer_to(url, name="c_collections").ids
    assert (len(ids), pages.requests, pages.stopped) == (number, 1, "")


def test_settings_that_name_a_next_page_of_the_same_are_read_once() -> None:
    limited = answer_to(f"{ORIGIN}/v2-beta/settings?limit=2", name="d_filters")
    again = Exchange(Request("GET", limited.document["pagination"]["next"]), limited.response, "", limited.recorded)
    client = Client(ORIGIN, transport=replay([limited, again]))
    pages = client.pages(limited.request)

    assert [len(json.loads(page.body)["data"]) for page in pages] == [len(limited.ids)]
    assert len(limited.ids) > 600
    assert pages.stopped == ""


@pytest.mark.parametrize("file", ["c_collections", "c_paging_sort", "d_filters"])
def test_every_recorded_page_is_a_collection_whose_next_is_found(file: str) -> None:
    client = Client(ORIGIN, transport=replay(exchanges(file)))
    listed = [each for each in exchanges(file) if each.response.status == 200 and "data" in each.document]
    assert listed
    for each in listed:
        pages = Pages(lambda _, answer=each.response: answer, each.request, max_requests=1)
        collection = Collection.from_json(each.document)
        page = next(pages)

        assert Collection.from_json(decipher(each.request, page)).next == collection.next
        follows = pages._following.url if pages._following else None
        assert follows is None
        assert len(client.collection(each.request.url).data) >= 0


def test_every_recorded_error_is_raised_as_its_kind() -> None:
    kinds = {401: Unauthorized, 403: Forbidden, 404: NotFound, 405: MethodNotAllowed, 422: Invalid, 500: ServerFault}
    seen = set()
    for each in exchanges("h_auth"):
        if each.response.status in kinds and each.response.body.startswith(b'{"id"'):
            with pytest.raises(ApiError) as caught:
                decipher(each.request, each.response)
            assert type(caught.value) is kinds[each.response.status]
            assert caught.value.code == each.document["code"]
            seen.add(each.response.status)

    assert seen == set(kinds)


def test_answers_that_open_sockets_are_read() -> None:
    answers = [each.document for each in exchanges("g_streams") if each.response.status == 200]
    offered = [each for each in answers if each.get("type") in ("hostAccess", "statsAccess")]
    empty = [each for each in offered if each["url"] is None]
    opened = [SocketAccess.from_json(each) for each in offered if each["url"]]

    assert len(opened) >= 10
    assert all(access.url.startswith(("ws://", "wss://", "http://")) for access in opened)
    assert len(empty) == 2
    for each in empty:
        with pytest.raises(StreamClosed, match="no address"):
            SocketAccess.from_json(each)


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_is_put_together_with_the_ids_it_was_recorded_with(name: str) -> None:
    assert load(name)
    for each in exchanges(name):
        if isinstance(each.recorded, dict) and "_trimmed" in each.recorded and all(each.ids):
            assert [row["id"] for row in each.document["data"]] == each.ids
            assert not set(each.document) & set(recording.KEPT_ONLY)


def test_replaying_is_strict() -> None:
    transport = replay(exchanges("c_paging_sort"))
    asked = Request("GET", f"https://elsewhere{PROJECT.removeprefix(ORIGIN)}/containers?marker=m3&limit=3")

    assert transport(asked).status == 200
    for url in (f"{PROJECT}/containers?limit=4", f"{PROJECT}/nosuch"):
        with pytest.raises(AssertionError, match="not recorded: GET"):
            transport(Request("GET", url))
    with pytest.raises(AssertionError, match="not recorded: POST"):
        transport(Request("POST", f"{PROJECT}/containers"))


def test_replaying_may_ignore_the_limit() -> None:
    transport = replay(exchanges("c_collections"), ignoring_limit=True)

    assert transport(Request("GET", f"{PROJECT}/hosts?limit=1000")).status == 200


def test_a_request_recorded_twice_is_answered_in_turn() -> None:
    first, second = exchanges("c_collections")[0], exchanges("c_collections")[1]
    again = Exchange(first.request, second.response, "", second.recorded)
    transport = replay([first, again])

    assert [transport(first.request) for _ in range(3)] == [first.response, second.response, second.response]


def test_the_recordings_stay_small() -> None:
    folder = Path(recording.FOLDER)

    assert sum(path.stat().st_size for path in folder.glob("*.json.gz")) < 1_000_000

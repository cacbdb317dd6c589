"""What every Rancher 1.x must do for us, whoever wrote it."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from rancher_nb.api import Request
from rancher_nb.errors import ApiError, Invalid, NotFound, NotOffered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rancher_nb.api import Resource
    from rancher_nb.session import Session

TYPES = ("container", "service", "stack", "host", "volume", "apiKey", "setting", "project")


@pytest.fixture
def stack(server: Session) -> Iterator[Resource]:
    """A stack of our own, deleted afterwards."""
    made = server.create("stack", input={"name": f"contract-{uuid.uuid4().hex[:8]}"}, wait=True)
    yield made
    server.delete(made, yes=True)


def test_every_answer_names_the_schemas(server: Session) -> None:
    here = server.current

    for url in (here.client.url, here.schemas.find("stack").collection_url, here.schemas.url):
        assert here.client.send(Request("GET", str(url))).header("X-Api-Schemas")


def test_both_versions_are_a_way_in(server: Session) -> None:
    root = server.current.client.origin

    for version in ("v1", "v2-beta"):
        document: Any = server.raw("GET", f"{root}/{version}/schemas")
        assert {"container", "project"} <= {each["id"] for each in document["data"]}


@pytest.mark.parametrize("type_name", TYPES)
def test_a_collection_is_a_frame_of_all_its_rows(server: Session, type_name: str) -> None:
    frame = server.get(type_name)

    assert frame.index.is_unique
    assert server.count(type_name) == len(frame)
    assert frame.attrs["rancher"]["partial"] == ""


@pytest.mark.parametrize("type_name", TYPES)
def test_what_a_filter_describes_is_what_pandas_finds(server: Session, type_name: str) -> None:
    every = server.get(type_name, columns="name")
    for name in every["name"].dropna().unique()[:3]:
        found = server.get(type_name, where=f"name = {name!r}")

        assert sorted(found.index) == sorted(every.index[every["name"] == name])


def test_states_created_and_prefixes_too(server: Session) -> None:
    every = server.get("container")
    middle = every["created"].quantile(0.5) if len(every) else pd.Timestamp("2017-01-01", tz="UTC")

    newer = server.get("container", where=f"created > '{middle.isoformat()}' and state != removed")
    prefixed = server.get("container", where="name prefix w or name like '%DB%'")

    assert sorted(newer.index) == sorted(every.index[every["created"] > middle])
    names = every["name"].fillna("")
    chosen = names.str.startswith("w") | names.str.lower().str.contains("db")
    assert sorted(prefixed.index) == sorted(every.index[chosen])


def test_the_newest_come_first_when_asked(server: Session) -> None:
    every = server.get("container")
    newest = server.get("container", sort="-created", limit=3)

    assert list(newest["created"]) == sorted(every["created"], reverse=True)[:3]


def test_pages_join_to_the_whole(server: Session) -> None:
    here = server.current
    url = str(here.schemas.find("container").collection_url)
    pages = list(here.client.pages(Request("GET", f"{url}?limit=7")))

    joined = [each["id"] for page in pages for each in json.loads(page.body)["data"]]
    assert sorted(joined) == sorted(server.get("container").index)


def test_links_lead_on(server: Session, stack: Resource) -> None:
    assert len(server.get(f"stack/{stack.id}/services")) == 0
    assert server.get(f"stack/{stack.id}/account").type in ("account", "project")


def test_a_stack_lives_and_dies(server: Session) -> None:
    name = f"contract-{uuid.uuid4().hex[:8]}"
    made = server.create("stack", input={"name": name, "description": "first"}, wait="active")
    changed = server.update(made, input={"description": "second"})
    assert (made.name, made["description"], changed["description"]) == (name, "first", "second")
    assert list(server.get("stack", where=f"name = {name}").index) == [made.id]

    server.delete(made, yes=True, wait="removed")

    assert len(server.get("stack", where=f"name = {name}")) == 0
    assert server.get(made)["state"] in ("removed", "purging", "purged")


def test_the_same_name_twice_is_refused_with_a_code(server: Session, stack: Resource) -> None:
    with pytest.raises(Invalid) as caught:
        server.create("stack", input={"name": stack.name})

    assert caught.value.code == "NotUnique"


def test_a_key_shows_its_secret_once_and_is_deleted_when_inactive(server: Session) -> None:
    made = server.create("apiKey", input={"name": f"contract-{uuid.uuid4().hex[:8]}"})
    key = server.get(made)
    try:
        assert len(made["secretValue"].reveal()) == 40
        assert key["secretValue"] is None
    finally:
        if "deactivate" in key.actions:
            server.action("deactivate", key, yes=True, wait="inactive")
        server.delete(key, yes=True, wait="removed")

    assert made.id not in server.get("apiKey").index


def test_what_is_not_there_is_not_found(server: Session) -> None:
    with pytest.raises(NotFound):
        server.get("stack/1st999999")


def test_what_is_not_offered_now_is_not_sent(server: Session, stack: Resource) -> None:
    with pytest.raises(NotOffered):
        server.action("finishupgrade", stack)


def test_an_action_that_does_not_exist_is_refused_by_the_server_too(server: Session, stack: Resource) -> None:
    with pytest.raises(ApiError) as caught:
        server.raw("POST", f"{stack.link('self')}/?action=nonsense")

    assert (caught.value.status, caught.value.code) == (422, "InvalidAction")


def test_an_unknown_filter_is_ignored_by_the_server_and_not_by_us(server: Session) -> None:
    every = server.get("container")
    document: Any = server.raw("GET", "containers?labels=nonsense&limit=1000")

    assert len(document["data"]) == len(every)
    assert len(server.get("container", where='labels["no.such.label"] = x')) == 0

"""What is got is what the condition describes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rancher_nb.api import Plan, Resource
from rancher_nb.client import Client
from rancher_nb.errors import NotFound, NotOffered, QueryError

if TYPE_CHECKING:
    from conftest import Wire

    from rancher_nb.api import Request, Response
    from rancher_nb.session import Session


def test_a_collection_is_a_frame_with_the_rows_of_the_condition(session: Session) -> None:
    every = session.get("containers")
    running = session.get("containers", where="state = running and imageUuid ~ 'nginx'")

    chosen = every[(every["state"] == "running") & every["imageUuid"].str.contains("nginx")]
    assert 0 < len(chosen) < len(every)
    assert sorted(running.index) == sorted(chosen.index)


def test_the_frame_tells_its_story(session: Session) -> None:
    frame = session.get("containers", where="state = running and imageUuid ~ 'nginx'", columns="name,state")

    story = frame.attrs["rancher"]
    assert (story["type"], story["project"], story["rows"]) == ("container", "Default", len(frame))
    assert (story["asked"], story["here"]) == (["state = running"], ["imageUuid ~ 'nginx'"])
    assert list(frame.columns) == ["name", "state"]


def test_its_footer_is_below_it(session: Session) -> None:
    frame = session.get("hosts")

    bundle = frame._repr_mimebundle_()
    assert f"{len(frame)} hosts of demo/Default" in bundle["text/plain"]
    assert f"{len(frame)} hosts of demo/Default" in bundle["text/html"]


def test_pages_are_read_to_the_end(session: Session, wire: Wire) -> None:
    count = len(session.get("containers"))
    session.current.dialect.page_limit = 7
    try:
        assert len(session.get("containers")) == count
    finally:
        del session.current.dialect.page_limit
    assert len([r for r in wire.sent if "marker=" in r.url]) == (count - 1) // 7


def test_missing_rows_are_never_silent(session: Session) -> None:
    session.current.dialect.page_limit = 7
    try:
        frame = session.get("containers", max_requests=2)
    finally:
        del session.current.dialect.page_limit

    assert len(frame) == 14
    assert "2" in frame.attrs["rancher"]["partial"]
    assert "PARTIAL" in frame._repr_mimebundle_()["text/plain"]


def test_order_and_limit(session: Session) -> None:
    newest = session.get("containers", sort="-created", limit=5)
    every = session.get("containers", columns="created")

    assert list(newest["created"]) == sorted(every["created"], reverse=True)[:5]


def test_a_plan_is_returned_before_anything_is_sent(session: Session, wire: Wire) -> None:
    sent = len(wire.sent)

    plan = session.get("containers", where="state = running", explain=True)
    request = session.get("containers", where="state = running", curl=True)

    assert isinstance(plan, Plan)
    assert str(request).startswith("curl -sS -u")
    assert len(wire.sent) == sent


def test_one_by_id_or_by_name(session: Session) -> None:
    host = session.get("hosts").iloc[0]

    by_id = session.get(f"hosts/{host.name}")
    by_name = session.get(f"hosts/{host['name']}")
    assert isinstance(by_id, Resource)
    assert by_id.id == by_name.id == host.name


def test_a_misspelt_name_gets_close_matches(session: Session) -> None:
    name = session.get("hosts").iloc[0]["name"]

    with pytest.raises(QueryError, match=f"no host is called '{name}x'. Did you mean {name}"):
        session.get(f"hosts/{name}x")


def test_an_id_that_is_not_there(session: Session) -> None:
    with pytest.raises(NotFound, match="answered 404"):
        session.get("hosts/1h99999")


def test_a_link_to_many_is_a_frame_and_conditions_are_done_here(session: Session) -> None:
    host = str(session.get("hosts").index[0])

    every = session.get(f"hosts/{host}/instances")
    running = session.get(f"hosts/{host}/instances", where="state = running")

    assert sorted(running.index) == sorted(every.index[every["state"] == "running"])
    assert running.attrs["rancher"]["asked"] == []


def test_a_link_to_one_is_a_resource(session: Session) -> None:
    service = str(session.get("services").index[0])

    assert session.get(f"services/{service}/stack").type == "stack"


def test_a_link_that_is_not_offered_lists_those_that_are(session: Session) -> None:
    host = str(session.get("hosts").index[0])

    with pytest.raises(NotOffered, match="does not offer the link 'instnces'. Did you mean instances"):
        session.get(f"hosts/{host}/instnces")


def test_a_resource_is_got_again_as_it_is_now(session: Session) -> None:
    host = session.get(f"hosts/{session.get('hosts').index[0]}")

    assert session.get(host).id == host.id


def test_a_count_reads_rows_but_keeps_none(session: Session) -> None:
    assert session.count("containers", where="state = running") == len(
        session.get("containers", where="state = running")
    )
    assert isinstance(session.count("containers", explain=True), Plan)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"target": "contaners"}, "no type 'contaners' here. Did you mean containers"),
        ({"target": "containers", "where": "stat = running"}, "container has no field 'stat'. Did you mean state"),
        ({"target": "containers", "where": "created > someday"}, "someday is not a time"),
        ({"target": "containers", "sort": "crated"}, "no field 'crated'"),
        ({"target": "containers", "columns": "nam"}, "no field 'nam'"),
    ],
)
def test_what_the_schema_does_not_have_is_said_before_anything_is_sent(
    session: Session,
    wire: Wire,
    call: dict[str, str],
    message: str,
) -> None:
    sent = len(wire.sent)

    with pytest.raises(QueryError, match=message):
        session.get(**call)

    assert len(wire.sent) == sent


def test_every_listable_type_becomes_a_frame(session: Session) -> None:
    for schema in session.current.schemas.values():
        if schema.is_listable:
            frame = session.get(schema.id)
            assert frame.index.name == "id", schema.id


def test_types_and_fields_are_described(session: Session) -> None:
    assert "containers" in [row["type"] for row in session.types().data]
    assert [row["type"] for row in session.types("apikey").data] == ["apiKeys"]
    assert session.describe("container.state").data["type"] == "enum"
    assert "imageUuid" in repr(session.describe("container"))


def test_conditions_are_for_lists(session: Session) -> None:
    with pytest.raises(QueryError, match="names one resource: conditions, order, limit and columns are for lists"):
        session.get("hosts/1h1", where="state = active")


def test_a_misspelt_state_is_noted(session: Session) -> None:
    frame = session.get("containers", where="state = runing")

    assert len(frame) == 0
    assert frame.attrs["rancher"]["notes"][0].startswith("state never is 'runing'. Did you mean running")


def test_nothing_is_in_an_empty_list(session: Session) -> None:
    from rancher_nb.api import Membership, Negation

    nothing = Membership(("name",), ())

    assert session.count("hosts", where=nothing) == 0
    assert session.count("hosts", where=Negation(nothing)) == session.count("hosts")


def test_an_order_the_server_did_not_make_needs_all_pages(session: Session, wire: Wire) -> None:
    class Unsorted:
        """A server that takes no notice of an order."""

        def __call__(self, request: Request) -> Response:
            return wire(replace(request, url=request.url.replace("sort=created&order=desc&", "")))

    session.attach("unsorted", Client("http://rancher.test/v2-beta", transport=Unsorted()), project="Default")
    session.current.dialect.page_limit = 7
    try:
        partial = session.get("containers", sort="-created", limit=3, max_requests=1)
        whole = session.get("containers", sort="-created", limit=3)
    finally:
        del session.current.dialect.page_limit

    assert partial.attrs["rancher"]["partial"] != ""
    assert list(whole["created"]) == sorted(session.get("containers")["created"], reverse=True)[:3]


def test_what_leads_to_a_link_is_shown_without_following_it(session: Session, wire: Wire) -> None:
    shown = session.get("hosts/1h1/instances", curl=True)
    plan = session.get("hosts/1h1/instances", where="state = running", explain=True)

    assert str(shown).endswith("/hosts/1h1/instances")
    assert isinstance(plan, Plan)
    assert not any(each.url.endswith("/instances") for each in wire.sent)

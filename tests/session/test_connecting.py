"""Connections are opened, chosen, told and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rancher_nb.client import Client
from rancher_nb.demo import Demo, serve
from rancher_nb.errors import NoConnection, NotRancher, QueryError, Unauthorized, Unreachable
from rancher_nb.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Wire

    from rancher_nb.demo import Server


@pytest.fixture
def guarded() -> Iterator[tuple[Demo, Server]]:
    """An embedded Rancher with access control, on a port."""
    demo = Demo(size="small", seed=1, auth=True)
    with serve(demo) as server:
        yield demo, server
    demo.close()


def test_without_a_connection_every_verb_says_how_to_get_one() -> None:
    with pytest.raises(NoConnection, match="not connected to any server") as caught:
        Session(environment={}).get("containers")

    assert "%rancher demo" in (caught.value.hint or "")


def test_a_connection_tells_server_account_and_project(session: Session) -> None:
    told = repr(session.current)

    assert told.startswith("demo: http://rancher.test/v2-beta (Rancher v1.6")
    assert "project Default (1a5)" in told


def test_the_embedded_server_is_one_call_away_and_leaves_nothing() -> None:
    with Session(environment={}) as session:
        here = session.demo()

        assert here.project_name == "Default"
        assert session.count("hosts") > 0
        url = here.client.url
    with pytest.raises(Unreachable):
        Session(environment={}).connect(url)


def test_a_second_demo_takes_the_place_of_the_first() -> None:
    with Session(environment={}) as session:
        session.demo(seed=1)
        session.demo(seed=2)

        assert session.connection_names == ("demo",)


def test_keys_come_from_the_environment(guarded: tuple[Demo, Server]) -> None:
    demo, server = guarded
    access, secret = demo.admin_key
    environment = {"RANCHER_URL": server.url, "RANCHER_ACCESS_KEY": access, "RANCHER_SECRET_KEY": secret}

    with Session(environment=environment) as session:
        session.connect()

        assert session.whoami().data["keys from"].startswith("RANCHER_ACCESS_KEY")


def test_keys_are_asked_for_when_the_server_wants_some(guarded: tuple[Demo, Server]) -> None:
    demo, server = guarded
    answers = iter(demo.admin_key)

    with Session(environment={}, prompt=lambda _question: next(answers)) as session:
        session.connect(server.url)

        assert session.whoami().data["keys from"] == "prompt"


def test_a_missing_key_says_what_to_do(guarded: tuple[Demo, Server]) -> None:
    with pytest.raises(Unauthorized, match="answered 401") as caught:
        Session(environment={}).connect(guarded[1].url)

    assert "access key" in (caught.value.hint or "")


def test_a_wrong_key_leaves_the_current_connection_as_it_was(session: Session, guarded: tuple[Demo, Server]) -> None:
    with pytest.raises(Unauthorized):
        session.connect(guarded[1].url, access_key="A", secret_key="wrong")

    assert session.current.name == "demo"


def test_an_environment_key_acts_on_its_project_without_being_told(guarded: tuple[Demo, Server]) -> None:
    demo, server = guarded
    access, secret = demo.environment_key

    with Session(environment={}) as session:
        here = session.connect(server.url, access_key=access, secret_key=secret)

        assert here.schemas.find("container").is_creatable


def test_projects_are_told_and_entered(session: Session) -> None:
    names = [row["name"] for row in session.project().data]

    assert "Default" in names
    other = next(name for name in names if name != "Default")
    session.project(other)
    assert session.current.project_name == other


def test_an_unknown_project_gets_close_matches(session: Session) -> None:
    with pytest.raises(QueryError, match="Did you mean Default"):
        session.project("Defalt")


def test_an_unknown_connection_lists_those_there_are(session: Session) -> None:
    with pytest.raises(NoConnection, match="no connection is called 'dmo'. Did you mean demo"):
        session.use("dmo")


def test_connections_are_switched_and_closed(session: Session, wire: Wire) -> None:
    session.attach("other", Client("http://rancher.test/v1", transport=wire))

    assert session.connection_names == ("demo", "other")
    assert session.current.entry.version == "v1"
    session.use("demo")
    session.disconnect("other")
    assert session.connection_names == ("demo",)
    assert session.current.name == "demo"


def test_nobody_listening_is_said_so() -> None:
    with pytest.raises(Unreachable, match="127.0.0.1:9"):
        Session(environment={}).connect("http://127.0.0.1:9/v2-beta")


def test_the_account_is_told(session: Session) -> None:
    facts = session.whoami().data

    assert (facts["kind"], facts["project"], facts["keys from"]) == ("admin", "Default", "none needed")


def test_any_address_of_the_server_is_a_way_in(wire: Wire) -> None:
    for url in (
        "http://rancher.test/",
        "http://rancher.test/v2-beta/projects/1a5/containers",
        "http://rancher.test/v1",
    ):
        with Session(environment={}) as session:
            assert session.attach("x", Client(url, transport=wire)).schemas.find("container").is_listable


def test_what_is_no_rancher_is_said_so() -> None:
    from rancher_nb.api import Response

    def page(request: object) -> Response:
        return Response(200, {"Content-Type": "text/html"}, b"<title>Router</title>", "http://router.test/")

    with pytest.raises(NotRancher, match="Router"):
        Session(environment={}).attach("x", Client("http://router.test/", transport=page))


def test_an_address_inside_a_project_enters_it(guarded: tuple[Demo, Server]) -> None:
    demo, server = guarded
    access, secret = demo.admin_key

    with Session(environment={}) as session:
        here = session.connect(f"{server.url}/projects/1a7", access_key=access, secret_key=secret)

        assert here.project is not None
        assert here.project.id == "1a7"
        assert here.schemas.find("container").is_creatable


def test_half_a_key_is_no_key() -> None:
    with pytest.raises(NoConnection, match="secret_key is missing"):
        Session(environment={}).connect("http://127.0.0.1:9/v2-beta", access_key="A")


def test_a_demo_that_cannot_start_leaves_the_one_there_is() -> None:
    with Session(environment={}) as session:
        url = session.demo().client.url

        with pytest.raises(ValueError, match="huge"):
            session.demo(size="huge")

        assert session.current.client.url == url
        assert session.count("hosts") > 0


def test_cards_end_with_their_connection(session: Session) -> None:
    card = session.show(f"hosts/{session.get('hosts').index[0]}")

    session.disconnect()

    assert card.comm is None or card.comm._closed
    assert card.wait(5)


def test_a_misspelt_connection_ends_nothing(session: Session, wire: Wire) -> None:
    session.attach("other", Client("http://rancher.test/v2-beta", transport=wire))

    with pytest.raises(NoConnection):
        session.disconnect("othr")

    assert session.connection_names == ("demo", "other")

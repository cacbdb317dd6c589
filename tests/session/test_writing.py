"""Nothing changes unless asked by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rancher_nb.api import Request, Secret
from rancher_nb.client import Client
from rancher_nb.errors import InputError, Invalid, MethodNotAllowed, NotOffered, QueryError, Refused, WaitFailed
from rancher_nb.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Wire


def running(session: Session) -> str:
    """Return the name of a running container by its id."""
    return f"containers/{session.get('containers', where='state = running').index[0]}"


def test_an_action_changes_the_state_and_waits_for_it(session: Session, wire: Wire) -> None:
    target = running(session)

    stopped = session.action("stop", target, wait="stopped")
    started = session.action("start", target, wait=True)

    assert (stopped["state"], started["state"]) == ("stopped", "running")
    assert [each.split("?")[1] for each in wire.writes] == ["action=stop", "action=start"]


def test_a_dry_run_shows_the_request_and_sends_nothing(session: Session, wire: Wire) -> None:
    target = running(session)

    request = session.action("stop", target, input={"timeout": 5}, dry_run=True)

    assert isinstance(request, Request)
    assert (request.method, request.body) == ("POST", b'{"timeout":5}')
    assert wire.writes == []


def test_an_action_not_offered_now_lists_what_is(session: Session) -> None:
    with pytest.raises(NotOffered, match="does not offer the action 'start' while it is running"):
        session.action("start", running(session))


def test_an_action_the_type_never_has(session: Session) -> None:
    with pytest.raises(QueryError, match="container has no action 'restrt'. Did you mean restart"):
        session.action("restrt", running(session))


def test_a_body_that_does_not_fit_is_refused_field_by_field(session: Session, wire: Wire) -> None:
    with pytest.raises(InputError) as caught:
        session.action("stop", running(session), input={"timeout": "soon", "force": True})

    assert caught.value.problems["timeout"] == "is 'soon', not a number"
    assert "no such field" in caught.value.problems["force"]
    assert wire.writes == []


def test_a_state_the_type_never_has_is_not_waited_for(session: Session, wire: Wire) -> None:
    with pytest.raises(QueryError, match="container has no state 'runing'. Did you mean running"):
        session.action("stop", running(session), wait="runing")

    assert wire.writes == []


def test_a_condition_that_matches_none_means_nothing(session: Session, wire: Wire) -> None:
    with pytest.raises(QueryError, match="the condition matches none"):
        session.action("stop", "containers", where="name = nowhere", yes=True)

    assert wire.writes == []


def test_what_destroys_is_confirmed(session: Session, wire: Wire) -> None:
    with pytest.raises(Refused, match="Nobody is here to confirm it"):
        session.delete(running(session))

    assert wire.writes == []
    assert session.delete(running(session), yes=True)["state"] in ("removing", "removed", "stopping")


@pytest.mark.parametrize(("answer", "writes"), [(True, 1), (False, 0)])
def test_the_answer_decides(wire: Wire, answer: bool, writes: int) -> None:
    asked: list[str] = []
    with Session(environment={}, confirm=lambda question: asked.append(question) or answer) as session:
        session.attach("demo", Client("http://rancher.test/v2-beta", transport=wire), project="Default")
        try:
            session.delete(running(session))
        except Refused:
            assert not answer

    assert len(wire.writes) == writes
    assert asked[0].startswith("delete container 1i")


def test_many_are_confirmed_and_each_outcome_is_told(session: Session, wire: Wire) -> None:
    where = "state = running"
    with pytest.raises(Refused, match="container resources"):
        session.action("stop", "containers", where=where)
    assert wire.writes == []

    outcomes = session.action("stop", "containers", where=where, yes=True, wait=True)

    assert {row["after"] for row in outcomes.data} == {"stopped"}
    assert session.count("containers", where=where) == 0


def test_rows_of_a_frame_are_targets(session: Session) -> None:
    frame = session.get("containers", where="state = running")

    outcomes = session.action("restart", frame.head(2), yes=True)

    assert [row["id"] for row in outcomes.data] == list(frame.index[:2])


def test_a_whole_type_is_no_target(session: Session) -> None:
    with pytest.raises(QueryError, match="'containers' alone names every one of them"):
        session.delete("containers")


def test_a_read_only_connection_sends_no_write(wire: Wire) -> None:
    with Session(environment={}) as session:
        session.attach("demo", Client("http://rancher.test/v2-beta", transport=wire), project="Default", read_only=True)
        target = running(session)
        for write in (
            lambda: session.action("stop", target),
            lambda: session.create("stack", input={"name": "x"}),
            lambda: session.update(target, input={"description": "x"}),
            lambda: session.delete(target, yes=True),
            lambda: session.raw("POST", "stacks", body={"name": "x"}),
        ):
            with pytest.raises(Refused, match="read-only"):
                write()

    assert wire.writes == []


def test_a_stack_is_created_changed_and_deleted(session: Session) -> None:
    made = session.create("stack", input={"name": "quick"}, wait=True)
    changed = session.update(made, input={"description": "brown fox"})
    gone = session.delete(changed, yes=True, wait=True)

    assert (made["state"], changed["description"]) == ("active", "brown fox")
    assert gone["state"] in ("removed", "purged")
    assert "quick" not in set(session.get("stacks")["name"])


def test_a_secret_shown_once_is_kept_masked(session: Session) -> None:
    key = session.create("apiKey", input={"name": "ci"})

    assert isinstance(key["secretValue"], Secret)
    assert len(key["secretValue"].reveal()) == 40


def test_the_servers_own_complaint_comes_through(session: Session) -> None:
    session.create("stack", input={"name": "twice"})

    with pytest.raises(Invalid, match="NotUnique"):
        session.create("stack", input={"name": "twice"})


def test_a_missing_field_is_named_before_sending(session: Session, wire: Wire) -> None:
    with pytest.raises(InputError, match="name: is required"):
        session.create("stack", input={})

    assert wire.writes == []


def test_an_active_host_is_not_deleted_by_the_server(session: Session) -> None:
    host = session.get("hosts", where="state = active").index[0]

    with pytest.raises(MethodNotAllowed):
        session.delete(f"hosts/{host}", yes=True)


def test_nothing_to_change_is_said_so(session: Session) -> None:
    with pytest.raises(QueryError, match="nothing to change"):
        session.update(running(session), input={})


def test_raw_requests_go_where_they_say(session: Session) -> None:
    below = session.raw("GET", "stacks?limit=1")
    root = session.raw("get", "/v2-beta")

    assert (below["type"], len(below["data"])) == ("collection", 1)
    assert (root.type, root.id) == ("apiVersion", "v2-beta")
    assert """-d '{"name":"x"}'""" in session.raw("POST", "stacks", body={"name": "x"}, curl=True)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda s: s.delete("stacks/1st2/services", yes=True), "names what a link leads to"),
        (lambda s: s.action("remove", "stacks/1st2/services", yes=True), "names what a link leads to"),
        (lambda s: s.delete("containers/1i1", where="name = nope", yes=True), "names one resource already"),
        (lambda s: s.delete("containers/1h1", yes=True), "no id of a container"),
        (lambda s: s.delete("containers", where={"name": "x"}, yes=True), "a dict, not a condition"),
        (lambda s: s.delete("containers", where={}, yes=True), "a dict, not a condition"),
        (lambda s: s.delete("containers", where=True, yes=True), "a bool, not a condition"),
        (lambda s: s.delete(s.get("containers").set_index("hostId").head(1), yes=True), "not the ids"),
        (lambda s: s.raw("DELETE", "http://other.test/v2-beta/stacks/1st1", yes=True), "another server's"),
    ],
)
def test_what_might_mean_something_else_changes_nothing(
    session: Session,
    wire: Wire,
    call: Callable[[Session], object],
    said: str,
) -> None:
    with pytest.raises(QueryError, match=said):
        call(session)

    assert wire.writes == []


@pytest.mark.parametrize("request_line", [("DELETE", "stacks/1st2"), ("POST", "stacks/1st2/?action=remove")])
def test_a_raw_request_that_destroys_asks_too(session: Session, wire: Wire, request_line: tuple[str, str]) -> None:
    with pytest.raises(Refused, match="Nobody is here"):
        session.raw(*request_line)
    assert wire.writes == []

    session.raw(*request_line, yes=True)
    assert len(wire.writes) == 1


def test_secrets_in_a_raw_answer_are_masked(session: Session) -> None:
    made = session.raw("POST", "apikeys", body={"name": "ci"})
    listed = session.raw("GET", "registrationtokens")

    assert isinstance(made["secretValue"], Secret)
    assert "token" not in str(listed["data"]) or "•" in str(listed["data"])


def test_a_wait_of_no_seconds_is_no_wait(session: Session) -> None:
    target = running(session)

    with pytest.raises(WaitFailed, match="in 0 s"):
        session.action("stop", target, wait="running", timeout=0)


def test_some_that_do_not_offer_an_action_stop_all(session: Session, wire: Wire) -> None:
    with pytest.raises(NotOffered, match=r"\d+ of \d+ do not offer the action 'start' now") as caught:
        session.action("start", "containers", where="kind = container", yes=True)

    assert "nothing was sent" in (caught.value.hint or "")
    assert wire.writes == []


def test_many_targets_are_read_page_by_page_not_one_by_one(session: Session, wire: Wire) -> None:
    sent = len(wire.sent)

    requests = session.action("stop", "containers", where="state = running", dry_run=True)

    assert len(requests) > 20
    assert len(wire.sent) == sent + 1

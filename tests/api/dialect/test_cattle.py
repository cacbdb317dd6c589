"""What is asked of a 1.x server may let extra rows through, never lose one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import (
    CATTLE,
    Comparison,
    Filter,
    Nullness,
    Operator,
    Request,
    Resource,
    Scalar,
    Schema,
    Schemas,
    SortKey,
)
from rancher_nb.errors import NotOffered

NAMED = Schema.from_json(
    {
        "id": "container",
        "resourceFields": {"name": {"type": "string", "nullable": True}},
        "collectionFilters": {"name": {"modifiers": ["eq", "ne", "prefix", "like", "notlike", "null", "notnull"]}},
    },
)
NOON = datetime(2017, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("name", Operator.EQ, "web", "name=web"),
        ("name", Operator.PREFIX, "we_b", "name_prefix=we_b"),
        ("name", Operator.CONTAINS, "eb", "name_like=%eb%"),
        ("name", Operator.LIKE, "%EB%", "name_like=%EB%"),
        ("state", Operator.EQ, "running", "state=running"),
        ("state", Operator.NE, "running", "state_ne=running"),
        ("hostId", Operator.EQ, "1h5", None),
        ("stackId", Operator.EQ, "1st5", "stackId=1st5"),
        ("startCount", Operator.GE, 3, "startCount_gte=3"),
        ("startCount", Operator.NE, 3, "startCount_ne=3"),
        ("system", Operator.EQ, True, "system=true"),
        ("system", Operator.NE, False, "system=true"),
        ("created", Operator.GT, NOON + timedelta(milliseconds=5), "created_gte=2017-03-03T12:00:00Z"),
        ("created", Operator.GE, NOON, "created_gte=2017-03-03T12:00:00Z"),
        ("created", Operator.LT, NOON, "created_lt=2017-03-03T12:00:01Z"),
        ("created", Operator.LE, NOON, "created_lt=2017-03-03T12:00:01Z"),
    ],
)
def test_what_is_asked(schemas: Schemas, field: str, operator: Operator, value: Scalar, expected: str | None) -> None:
    push = CATTLE.push(Comparison((field,), operator, value), schemas.find("container"))

    assert expected == (None if push.filter is None else str(push.filter))


@pytest.mark.parametrize(
    ("field", "operator", "value", "why"),
    [
        ("name", Operator.NE, "web", "ignores letter case"),
        ("name", Operator.EQ, "", "drops an empty value"),
        ("name", Operator.PREFIX, "a\\b", "backslash"),
        ("name", Operator.LIKE, "ä%", "beyond ASCII"),
        ("name", Operator.MATCH, "a", "has no '~' for text"),
        ("name", Operator.EQ, "x" * 2000, "too long"),
        ("state", Operator.NE, "Running", "may drop more than 'Running'"),
        ("state", Operator.PREFIX, "run", "= and != only"),
        ("stackId", Operator.NE, "1st5", "may drop more"),
        ("system", Operator.EQ, False, "shown as false but not found as false"),
        ("startCount", Operator.LT, 1.5, "whole numbers only"),
        ("startCount", Operator.LIKE, "1%", "numbers by pattern"),
        ("created", Operator.EQ, NOON, "cannot be asked = of a time"),
        ("id", Operator.EQ, "1i5", "its own row numbers"),
        ("imageUuid", Operator.EQ, "x", "no filter on imageUuid"),
        ("memoryMb", Operator.EQ, 5, "a filter but no field"),
    ],
)
def test_what_is_not_asked_has_a_reason(
    schemas: Schemas,
    field: str,
    operator: Operator,
    value: Scalar,
    why: str,
) -> None:
    push = CATTLE.push(Comparison((field,), operator, value), schemas.find("container"))

    assert push.filter is None
    assert why in push.why


def test_the_server_cannot_look_inside(schemas: Schemas) -> None:
    push = CATTLE.push(Comparison(("labels", "a"), Operator.EQ, "b"), schemas.find("container"))

    assert (push.filter, push.why) == (None, "the server cannot look inside labels")


@pytest.mark.parametrize(
    ("field", "null", "expected"),
    [("removed", True, "removed_null=true"), ("removed", False, "removed_notnull=true"), ("system", False, None)],
)
def test_nulls(schemas: Schemas, field: str, null: bool, expected: str | None) -> None:
    push = CATTLE.push(Nullness((field,), null=null), schemas.find("container"))

    assert expected == (None if push.filter is None else str(push.filter))


def loosely(operator: str, shown: str | None, value: str) -> bool:
    """Answer as the 1.6 database does: no letter case, no trailing blanks, live wildcards."""
    if shown is None:
        return False
    if operator == "eq":
        return shown.rstrip(" ").casefold() == value.rstrip(" ").casefold()
    pattern = value if operator == "like" else f"{value}%"
    regex = "".join(".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern)
    return re.fullmatch(regex, shown, re.IGNORECASE | re.DOTALL) is not None


TEXTS = st.text(alphabet="aAbB%_ .\\äÄ", max_size=5)


@given(TEXTS, TEXTS, st.sampled_from([Operator.EQ, Operator.PREFIX, Operator.CONTAINS]))
def test_no_text_that_matches_here_is_lost_there(shown: str, value: str, operator: Operator) -> None:
    found = CATTLE.push(Comparison(("name",), operator, value), NAMED).filter
    matches = {
        Operator.EQ: shown == value,
        Operator.PREFIX: shown.startswith(value),
        Operator.CONTAINS: value in shown,
    }[operator]

    if found is not None and matches:
        assert loosely(found.modifier, shown, found.value)


@pytest.mark.parametrize(
    ("field", "sound"), [("created", True), ("startCount", True), ("id", True), ("name", False), ("labels", False)]
)
def test_which_orders_are_the_servers_and_ours_alike(schemas: Schemas, field: str, sound: bool) -> None:
    assert (CATTLE.unsound_sort(SortKey((field,)), schemas.find("container")) == "") is sound


@pytest.mark.parametrize("null", [True, False])
def test_a_secret_is_never_asked_for(schemas: Schemas, null: bool) -> None:
    push = CATTLE.push(Nullness(("secretValue",), null=null), schemas.find("apiKey"))

    assert (push.filter, push.why) == (None, "secretValue is never shown, whatever is stored")


def test_parameters_are_spelt_as_the_api_has_them() -> None:
    pairs = CATTLE.parameters(
        (Filter("name", "like", "%a=b%"), Filter("state", "eq", "running")),
        sort=SortKey(("created",), descending=True),
        limit=10,
    )

    assert pairs == (
        ("name_like", "%a=b%"),
        ("state", "running"),
        ("sort", "created"),
        ("order", "desc"),
        ("limit", "10"),
    )


@pytest.mark.parametrize(
    ("transitioning", "moving", "failed"),
    [("yes", True, False), ("no", False, False), ("error", False, True), (None, False, False)],
)
def test_where_a_resource_stands(transitioning: str | None, moving: bool, failed: bool) -> None:
    resource = Resource.from_json({"type": "container", "state": "x", "transitioning": transitioning})

    life = CATTLE.life(resource)
    assert (life.state, life.moving, life.failed) == ("x", moving, failed)


def test_an_update_sends_the_changes_alone_to_self() -> None:
    service = Resource.from_json({"type": "service", "links": {"self": "http://h/services/1s5"}, "scale": 1})

    assert CATTLE.update(service, {"scale": 3}) == Request.of_json("PUT", "http://h/services/1s5", {"scale": 3})


def test_logs_are_asked_by_the_action_offered_now() -> None:
    running = Resource.from_json({"type": "container", "id": "1i5", "actions": {"logs": "http://h/?action=logs"}})
    gone = Resource.from_json({"type": "container", "id": "1i5", "state": "removed"})

    request = CATTLE.logs(running, lines=10, since="", follow=False)
    assert (request.method, request.url, request.body) == (
        "POST",
        "http://h/?action=logs",
        b'{"follow":false,"lines":10,"timestamps":true}',
    )
    with pytest.raises(NotOffered, match="does not offer the action 'logs' while it is removed"):
        CATTLE.logs(gone, lines=10, since="", follow=True)


@pytest.mark.parametrize("name", ["stacks", "environments"])
def test_a_project_is_entered_by_its_own_links(name: str) -> None:
    project = Resource.from_json({"type": "project", "links": {name: f"http://h/projects/1a5/{name}"}})

    assert CATTLE.project_scope(project) == f"http://h/projects/1a5/{name}?limit=1"

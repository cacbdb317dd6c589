"""A query is split between the server and us, soundly, with a reason for every piece."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rancher_nb.api import (
    CATTLE,
    Comparison,
    Condition,
    Conjunction,
    Disjunction,
    Membership,
    Operator,
    Plan,
    Query,
    Request,
    Schemas,
    SortKey,
    plan,
)
from rancher_nb.errors import QueryError

NOW = datetime(2017, 3, 3, 10, 20, 30, tzinfo=UTC)
RUNNING = Comparison(("state",), Operator.EQ, "running")
NGINX = Comparison(("imageUuid",), Operator.MATCH, "nginx")


def planned(
    schemas: Schemas, *pieces: Condition, distrust: tuple[tuple[str, str, str], ...] = (), **query: object
) -> Plan:
    condition = Conjunction(pieces) if len(pieces) > 1 else pieces[0] if pieces else None
    schema = schemas.find("container")
    asked = Query("containers", condition, **query).bound(schema, now=NOW)  # type: ignore[arg-type]
    return plan(asked, schema, CATTLE, distrust=distrust)


def asked(made: Plan) -> list[str]:
    return [str(each.filter) for each in made.pushed]


def test_what_the_schema_filters_is_asked_and_the_rest_is_done_here(schemas: Schemas) -> None:
    made = planned(schemas, RUNNING, NGINX)

    assert asked(made) == ["state=running"]
    assert [(kept.piece, kept.why) for kept in made.kept] == [
        ("imageUuid ~ 'nginx'", "container has no filter on imageUuid"),
    ]
    assert made.residue == NGINX


def test_two_conditions_on_one_field_are_never_both_asked(schemas: Schemas) -> None:
    made = planned(
        schemas,
        Comparison(("created",), Operator.GT, "2017-01-01"),
        Comparison(("created",), Operator.LT, "2017-02-01"),
    )

    assert asked(made) == ["created_gte=2017-01-01T00:00:00Z"]
    assert made.kept[0].why == "the server keeps only one filter on created"


@pytest.mark.parametrize("piece", [Membership(("state",), ("running", "stopped")), Disjunction((RUNNING, NGINX))])
def test_or_and_in_are_done_here(schemas: Schemas, piece: Condition) -> None:
    made = planned(schemas, piece)

    assert asked(made) == []
    assert made.residue == piece


def test_a_filter_the_server_was_seen_to_ignore_is_not_asked_again(schemas: Schemas) -> None:
    made = planned(schemas, RUNNING, distrust=(("container", "state", "eq"),))

    assert asked(made) == []
    assert made.kept[0].why == "this server was seen to ignore state=running"


def test_a_limit_is_the_servers_only_when_nothing_is_left_to_us(schemas: Schemas) -> None:
    assert (planned(schemas, limit=5).page_limit, planned(schemas, limit=5).stops_at) == (5, 5)
    assert (planned(schemas, RUNNING, limit=5).page_limit, planned(schemas, RUNNING, limit=5).stops_at) == (100, 5)
    assert (planned(schemas, NGINX, limit=5).page_limit, planned(schemas, NGINX, limit=5).stops_at) == (1000, 5)
    assert planned(schemas, RUNNING).stops_at is None


def test_an_order_by_time_is_asked_and_an_order_by_text_is_made_here(schemas: Schemas) -> None:
    newest = planned(schemas, sort=(SortKey(("created",), descending=True),), limit=5)
    by_name = planned(schemas, sort=(SortKey(("name",)),), limit=5)

    assert (newest.sort, newest.sorts_here, newest.stops_at) == (SortKey(("created",), descending=True), False, 5)
    assert (by_name.sort, by_name.sorts_here, by_name.stops_at) == (None, True, None)
    assert [kept.piece for kept in by_name.kept] == ["sort name", "limit 5"]


def test_the_request_says_what_was_asked(schemas: Schemas) -> None:
    made = planned(schemas, RUNNING, sort=(SortKey(("created",), descending=True),), limit=50)

    assert made.requests == (
        Request(
            "GET",
            "http://127.0.0.1:18080/v2-beta/projects/1a7/containers?state=running&sort=created&order=desc&limit=100",
        ),
    )


def test_nothing_is_asked_of_a_links_list(schemas: Schemas) -> None:
    made = planned(schemas, RUNNING, sort=(SortKey(("created",)),), url="http://127.0.0.1:18080/hosts/1h1/instances")

    assert (asked(made), made.sort, made.sorts_here) == ([], None, True)
    assert made.requests[0].url == "http://127.0.0.1:18080/hosts/1h1/instances?limit=1000"


def test_a_type_that_cannot_be_listed_is_refused(schemas: Schemas) -> None:
    schema = schemas.find("containerLogs")

    with pytest.raises(QueryError, match="containerLogs cannot be listed here"):
        plan(Query("containerLogs"), schema, CATTLE)


def test_the_plan_is_told_in_words(schemas: Schemas) -> None:
    made = planned(schemas, RUNNING, NGINX, sort=(SortKey(("created",), descending=True),), limit=50)

    assert made.explain().splitlines() == [
        "containers where state = running and imageUuid ~ 'nginx' sort -created limit 50",
        "  asked of the server   state = running       state=running",
        "                        sort -created         sort=created&order=desc",
        "  done here             imageUuid ~ 'nginx'   container has no filter on imageUuid",
        "  checked here          the whole condition, again, on every row that comes back",
        "  pages of 1,000 rows are read until 50 rows survive",
        "  GET http://127.0.0.1:18080/v2-beta/projects/1a7/containers?state=running&sort=created&order=desc&limit=1000",
    ]

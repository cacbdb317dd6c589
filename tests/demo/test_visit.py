from __future__ import annotations

import pytest

from rancher_nb.demo.calls import read_call
from rancher_nb.demo.visit import Scope, Visit
from rancher_nb.demo.world import World

WORLD = World(lambda: 0.0, 1, 0)
OUTSIDE = Scope(1, 1, "admin", "admin", inside=False)
INSIDE = Scope(1, 5, "admin", "admin", inside=True)


def visit(path: str, scope: Scope, **headers: str) -> Visit:
    return Visit(WORLD, read_call("GET", path, headers), scope)


@pytest.mark.parametrize(("scope", "count"), [(OUTSIDE, 162), (INSIDE, 132)])
def test_the_scope_selects_the_schemas(scope: Scope, count: int) -> None:
    assert len(visit("/v2-beta", scope).schemas.schemas) == count


def test_inside_a_project_rows_are_bounded() -> None:
    seen = visit("/v2-beta/hosts", INSIDE)

    assert seen.bounds("host") == ('"accountId" = ?', [5])
    assert seen.bounds("account") == ("id = ?", [5])
    assert seen.bounds("databasechangelog") == ("1", [])
    assert visit("/v2-beta/hosts", OUTSIDE).bounds("host") == ("1", [])


def test_stacks_and_services_of_v1_are_those_of_v2() -> None:
    old = visit("/v1/environments", INSIDE)
    schema = old.schemas.schemas["environment"]

    assert "group" in old.filters_of(schema)
    assert old.deciding(schema)["id"] == "stack"


def test_columns_that_are_no_fields_are_named_but_do_not_work() -> None:
    seen = visit("/v2-beta/services", INSIDE)
    service = seen.schemas.schemas["service"]

    assert "skip" in seen.filters_of(service)
    assert "skip" not in seen.working_filters_of(service)
    assert seen.filters_of(seen.schemas.schemas["project"]) == {}


def test_only_the_admin_outside_projects_gets_plain_ids() -> None:
    assert visit("/v2-beta/stacks?_plainId=true", OUTSIDE).plain_ids
    assert not visit("/v2-beta/stacks?_plainId=true", INSIDE).plain_ids
    assert visit("/v2-beta/stacks", OUTSIDE, **{"X-API-Action-Links": "1"}).view.action_key == "actionLinks"

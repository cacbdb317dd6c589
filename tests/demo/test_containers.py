from __future__ import annotations

from typing import Any

import pytest

from rancher_nb.demo.containers import Homeless, address_of, place
from rancher_nb.demo.store import Row


def row(**doc: Any) -> Row:
    return Row("container", 999, {"accountId": 5, **doc})


def test_the_emptiest_host_is_chosen(ask: Any) -> None:
    world = ask.demo.desk.world
    load = {
        host.number: world.store.count("instance", "tie_host = ? AND removed IS NULL", (host.number,))
        for host in world.store.find("host", '"accountId" = 5')
    }

    assert load[place(world, row())] == min(load.values())


def test_labels_and_a_wish_narrow_the_choice(ask: Any) -> None:
    world = ask.demo.desk.world
    wanted = {"labels": {"io.rancher.scheduler.affinity:host_label": "role=data,zone=eu-west-1c"}}

    assert place(world, row(**wanted)) == 3
    assert place(world, row(requestedHostId=2)) == 2


@pytest.mark.parametrize(
    ("doc", "told"),
    [
        ({"labels": {"io.rancher.scheduler.affinity:host_label": "role=gpu"}}, "needs host with label role: gpu"),
        ({"requestedHostId": 4}, "No healthy hosts"),
    ],
)
def test_where_no_host_fits_it_is_said(ask: Any, doc: dict[str, Any], told: str) -> None:
    with pytest.raises(Homeless, match=told):
        place(ask.demo.desk.world, row(**doc))


def test_an_inactive_host_takes_nothing(ask: Any) -> None:
    for number in (1, 2, 3):
        ask.act(f"hosts/1h{number}", "deactivate")
    ask.settle("hosts")

    with pytest.raises(Homeless):
        place(ask.demo.desk.world, row())


def test_addresses_differ() -> None:
    assert len({address_of(n) for n in range(60_000)}) == 60_000


def test_output_ends_with_the_run_and_goes_on_with_the_next(ask: Any) -> None:
    store = ask.demo.desk.world.store
    path = f"containers/{ask.one('containers?state=running')['id']}"
    ask.act(path, "restart")
    stopped_at = ask.clock()
    ask.settle(path)
    runs = store.get("instance", int(path.rpartition("1i")[2])).doc["_runs"]

    assert runs[-2][1] == stopped_at
    assert runs[-1][0] > stopped_at
    assert runs[-1][1] is None

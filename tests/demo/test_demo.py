from __future__ import annotations

import json
import time
from typing import Any

import pytest

from rancher_nb.demo import Demo
from rancher_nb.demo.calls import read_call
from rancher_nb.demo.demo import EPOCH, running_clock


def whole(demo: Demo) -> Any:
    answer = demo.desk.answer(read_call("GET", "http://h/v2-beta/containers?limit=0", {}))
    return json.loads(answer.body)["data"]


def test_the_same_seed_makes_the_same_data_keys_included() -> None:
    one, other = Demo(seed=7, clock=lambda: EPOCH), Demo(seed=7, clock=lambda: EPOCH)

    assert whole(one) == whole(other)
    assert (one.admin_key, one.environment_key) == (other.admin_key, other.environment_key)
    assert whole(Demo(seed=8, clock=lambda: EPOCH)) != whole(one)


def test_the_clock_starts_in_march_2017_and_runs() -> None:
    clock = running_clock()

    assert EPOCH <= clock() < EPOCH + 5
    assert Demo().desk.world.now() >= EPOCH


@pytest.mark.parametrize(("size", "count"), [("small", 60), ("large", 2000), (20, 33), ("500", 500)])
def test_a_size_is_a_number_of_containers(size: Any, count: int) -> None:
    found = len(whole(Demo(size=size)))

    # Small sizes still have every stack once.
    assert abs(found - count) <= max(2, count // 50)


@pytest.mark.parametrize("size", ["huge", 0, "-5", "1e3", 10**7, ""])
def test_what_is_no_size_is_refused(size: Any) -> None:
    with pytest.raises(ValueError, match="is no size: give small, large, or a number"):
        Demo(size=size)


def test_loading_is_quick() -> None:
    began = time.perf_counter()
    Demo()
    small = time.perf_counter() - began
    began = time.perf_counter()
    Demo(size=10_000)

    assert small < 0.3
    assert time.perf_counter() - began < 6


def test_pace_zero_settles_at_once() -> None:
    demo = Demo(pace=0, clock=lambda: EPOCH)
    container = next(row for row in whole(demo) if row["state"] == "running")
    url = f"http://h/v2-beta/containers/{container['id']}"
    demo.desk.answer(read_call("POST", f"{url}/?action=stop", {}))

    assert json.loads(demo.desk.answer(read_call("GET", url, {})).body)["state"] == "stopped"

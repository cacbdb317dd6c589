from __future__ import annotations

from typing import Any

from frame.making import SCHEMA, planned
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import SortKey
from rancher_nb.frame.order import Order

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.none() | st.text("aAbB\U0001f600\ue000", max_size=2),
            "memory": st.none() | st.integers(-2, 2),
            "created": st.none() | st.sampled_from(["2017-03-03T10:20:30Z", "2017-03-03T12:20:29+02:00"]),
            "hostId": st.none() | st.sampled_from(["1h9", "1h10", "odd"]),
        },
    ),
    max_size=12,
)
KEYS = st.lists(
    st.builds(SortKey, st.sampled_from([("name",), ("memory",), ("created",), ("hostId",), ("id",)]), st.booleans()),
    min_size=1,
    max_size=3,
)


def plain_key(name: str, value: Any) -> Any:
    """What orders one value, written a second time."""
    if value is None:
        return (0,)
    if name in ("hostId", "id"):
        return (1, int(value[2:]), value) if value[2:].isdecimal() else (2, value)
    if name == "created":  # the other one is a second earlier
        return (1, 1 if value.endswith("Z") else 0)
    return (1, value)


@given(ROWS, KEYS, st.randoms(use_true_random=False))
def test_the_order_made_here_is_plain_pythons(rows: list[dict[str, Any]], keys: list[SortKey], chance: Any) -> None:
    ids = [f"1i{number}" for number in range(5, 5 + len(rows))]
    chance.shuffle(ids)
    rows = [{**row, "id": key} for row, key in zip(rows, ids, strict=True)]
    order = Order(planned(sort=tuple(keys)), SCHEMA)
    order.add(ids, lambda name: [row[name] for row in rows])

    found = [ids[position] for position in order.positions(ids)]

    expected = sorted(rows, key=lambda row: int(row["id"][2:]), reverse=keys[0].descending)
    for key in reversed(keys):
        name = key.path[0]
        expected.sort(key=lambda row, name=name: plain_key(name, row[name]), reverse=key.descending)
    assert found == [row["id"] for row in expected]


def heard(order: Order, said: tuple[str, bool] | None, *pairs: tuple[str, int | None]) -> bool:
    """Let *order* hear a page with (id, memory) rows; return whether it is still confirmed."""
    order.heard(said)
    order.add([key for key, _ in pairs], lambda _name: [value for _, value in pairs])
    return order.confirmed


def test_an_order_is_confirmed_while_pages_say_so_and_keep_it() -> None:
    order = Order(planned(sort=(SortKey(("memory",)),)), SCHEMA)

    assert heard(order, ("memory", False), ("1i5", None), ("1i9", 1), ("1i10", 1))
    assert heard(order, ("memory", False), ("1i2", 2))
    assert heard(order, ("memory", False))
    assert not order.is_ours


def test_silence_another_field_and_the_other_direction_confirm_nothing() -> None:
    for said in (None, ("name", False), ("memory", True)):
        order = Order(planned(sort=(SortKey(("memory",)),)), SCHEMA)
        assert not heard(order, said, ("1i5", 1))
        assert order.is_ours


def test_an_order_that_is_said_but_not_kept_is_not_confirmed_and_never_again() -> None:
    descending = (SortKey(("memory",), descending=True),)
    within = Order(planned(sort=descending), SCHEMA)
    assert not heard(within, ("memory", True), ("1i5", 1), ("1i6", 2))
    assert not heard(within, ("memory", True), ("1i7", 0))

    between = Order(planned(sort=descending), SCHEMA)
    assert heard(between, ("memory", True), ("1i5", 1))
    assert not heard(between, ("memory", True), ("1i6", 2))

    ties = Order(planned(sort=descending), SCHEMA)
    assert not heard(ties, ("memory", True), ("1i5", 1), ("1i6", 1))


def test_an_order_that_nobody_asked_of_the_server_is_made_here() -> None:
    order = Order(planned(sort=(SortKey(("name",)),)), SCHEMA)

    assert order.is_ours
    assert not heard(order, ("name", False), ("1i5", 1))


def test_without_an_order_nothing_is_ours_and_nothing_confirmed() -> None:
    order = Order(planned(), SCHEMA)

    assert (order.is_ours, order.confirmed) == (False, False)

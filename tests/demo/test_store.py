from __future__ import annotations

from rancher_nb.demo.store import Row, Store


def store_with(*docs: dict[str, object]) -> Store:
    store = Store()
    for doc in docs:
        store.add("container", dict(doc))
    return store


def test_documents_come_back_whole() -> None:
    doc = {"name": "Täsk", "labels": {"a": "b"}, "_hidden": [1, None], "created": 5}
    store = store_with(doc)

    assert store.get("instance", 1) == Row("container", 1, doc)
    assert store.get("instance", 2) is None
    assert store.get("instance", None) is None


def test_columns_hold_comparison_keys() -> None:
    store = store_with({"name": "Web ", "system": True}, {"name": None, "system": False})

    assert store.numbers("instance", "name = ?", ("WEB",)) == [1]
    assert store.numbers("instance", "name IS NULL") == [2]
    assert store.numbers("instance", "system = ?", (1,)) == [1]


def test_a_number_is_never_given_twice() -> None:
    store = store_with({})
    store.put(Row("container", 40, {}))

    assert store.add("container", {}).number == 41
    assert store.number("host") == 1


def test_a_written_row_replaces_the_old_one() -> None:
    store = store_with({"state": "running"})
    row = next(store.find("instance"))
    row.doc["state"] = "stopped"
    store.put(row)

    assert [found.state for found in store.find("instance")] == ["stopped"]
    assert store.count("instance", "state = ?", ("STOPPED",)) == 1


def test_the_agenda_hands_out_what_is_due_in_order_and_once() -> None:
    store = store_with({"name": "a"}, {"name": "b"}, {"name": "c"})
    rows = list(store.find("instance"))
    for row, at in zip(rows, (30.0, 10.0, 20.0), strict=True):
        store.schedule(row, at)
    store.schedule(rows[0], 5.0)

    found = []
    while due := store.due(20.0):
        found.append((due[0].doc["name"], due[1]))
    assert found == [("a", 5.0), ("b", 10.0), ("c", 20.0)]


def test_what_was_unscheduled_or_never_stored_is_not_due() -> None:
    store = store_with({"name": "a"})
    row = next(store.find("instance"))
    store.schedule(row, 1.0)
    store.unschedule(row)
    store.schedule(Row("container", 99), 1.0)

    assert store.due(10.0) is None


def test_any_type_has_a_table_and_a_way_to_be_removed() -> None:
    store = Store()

    for table in ("serviceLog", "auditLog", "databasechangelog", "nosuch"):
        assert "removed" in store.table(table)
        assert list(store.find(table)) == []

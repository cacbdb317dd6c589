from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from frame.making import SCHEMA, STR

from rancher_nb.frame.gathering import Gathered
from rancher_nb.frame.layout import wanted_columns
from rancher_nb.frame.packing import ArrowPacking, NumpyPacking, Packing

BOTH = pytest.mark.parametrize("packed", [ArrowPacking(), NumpyPacking()], ids=["arrow", "numpy"])


def gather(packed: Packing, columns: tuple[str, ...], *pages: dict[str, list[Any]], odd: str = "") -> Gathered:
    """Gather *pages*, each a map of columns with their ids."""
    gathered = Gathered(wanted_columns(SCHEMA, columns), SCHEMA, packed)
    for page in pages:
        gathered.add(page["id"], page.__getitem__, odd=frozenset(odd.split()))
    return gathered


@BOTH
def test_pages_stand_behind_one_another_below_their_ids(packed: Packing) -> None:
    gathered = gather(
        packed,
        ("memory", "labels.a"),
        {"id": ["1i1", "1i2"], "memory": [1, None], "labels": [{"a": "x"}, None]},
        {"id": []},
        {"id": ["1i3"], "memory": [3], "labels": [{"b": "y"}]},
    )

    data = gathered.finish()

    assert list(data.index) == ["1i1", "1i2", "1i3"]
    assert data.index.name == "id"
    assert data.dtypes.astype(str).to_dict() == {"memory": "Int64", "labels.a": STR}
    assert data["labels.a"].fillna("-").tolist() == ["x", "-", "-"]
    assert gathered.notes == []


@BOTH
@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("memory", 5, "lots"),
        ("memory", 5, 2**63),
        ("tty", True, 1),
        ("created", "2017-03-03T10:20:30Z", "soon"),
        ("name", "a", 5),
        ("state", "running", ["x"]),
        ("load", 1.5, "fast"),
        ("hostId", "1h1", {"id": "1h1"}),
    ],
)
def test_a_contradiction_degrades_its_column_alone_with_a_note(packed: Packing, name: str, good: Any, bad: Any) -> None:
    others = [each for each in ("note", "memory") if each != name]
    first = {"id": ["1i1", "1i2"], name: [good, None], **{each: [None, None] for each in others}}
    second = {"id": ["1i3", "1i4"], name: [None, bad], **{each: [None, None] for each in others}}
    third = {"id": ["1i5"], name: [good], **{each: [None] for each in others}}

    gathered = gather(packed, (name, *others), first, second, third, odd=name)
    data = gathered.finish()

    assert data[name].tolist() == [good, None, None, bad, good]
    assert data[name].dtype == object
    assert [str(data[each].dtype) for each in others] == [{"note": STR}.get(each, "Int64") for each in others]
    (note,) = gathered.notes
    assert f"thing.{name} is of type" in note
    assert "1i4 has" in note


@BOTH
def test_what_a_map_holds_may_contradict_too(packed: Packing) -> None:
    gathered = gather(packed, ("labels.a",), {"id": ["1i1"], "labels": [{"a": 5}]})

    assert gathered.notes == ["thing.labels.a is of type string but 1i1 has 5: the column is kept as it came"]
    assert gathered.finish()["labels.a"].tolist() == [5]


@BOTH
def test_a_value_in_a_note_is_short_and_printable(packed: Packing) -> None:
    gathered = gather(packed, ("memory",), {"id": ["1i1"], "memory": ["\x1b[31m" * 50]}, odd="memory")

    (note,) = gathered.notes
    assert "\x1b" not in note
    assert len(note) < 200


@BOTH
def test_nested_fields_stay_what_they_are(packed: Packing) -> None:
    ports = [["80", "443"], ["81", "444"], None]
    gathered = gather(packed, ("ports",), {"id": ["1i1", "1i2", "1i3"], "ports": ports})

    assert gathered.finish()["ports"].tolist() == ports


@BOTH
def test_no_rows_have_all_columns_with_their_dtypes(packed: Packing) -> None:
    data = gather(packed, (), {"id": []}).finish()

    assert data.dtypes.astype(str).to_dict() == {
        "name": STR,
        "state": "category",
        "hostId": STR,
        "memory": "Int64",
        "created": "datetime64[us, UTC]",
        "load": "Float64",
        "note": STR,
        "tty": "boolean",
    }
    assert isinstance(data["state"].dtype, pd.CategoricalDtype)
    assert list(data["state"].cat.categories) == ["running", "stopped", "error"]
    assert (str(data.index.dtype), data.index.name) == (STR, "id")

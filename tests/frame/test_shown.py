from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from frame.making import SCHEMA, paged, planned, row
from IPython.core.formatters import DisplayFormatter

from rancher_nb.api import Provenance
from rancher_nb.frame import Facts, Frame, build

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STORY = Provenance(
    server="http://h",
    connection="demo",
    project="Default",
    type="thing",
    plural="things",
    query="thing where name = a",
    asked=("name = a",),
    here=(),
    at="2017-03-03T10:20:30Z",
    rows=2,
    requests=1,
    bytes=1000,
    seconds=0.1,
    notes=("odd",),
)


def shown(frame: Frame) -> Mapping[str, str]:
    size = f"{len(frame)} x {len(frame.columns)}"
    return {"text/html": f"<b>{size}</b>", "text/plain": size}


@pytest.fixture
def frame() -> Frame:
    rows = [row(1, name="a", created="2017-03-03T10:20:30Z", memory=5), row(2, state="odd")]
    return Frame(build(paged(rows, 5), planned(), SCHEMA).data, STORY, shown)


def displayed(value: Any) -> dict[str, str]:
    """What a notebook would show of *value*."""
    bundle, _ = DisplayFormatter().format(value)
    return bundle


def test_a_frame_is_a_dataframe_that_shows_itself_by_its_display(frame: Frame) -> None:
    assert isinstance(frame, pd.DataFrame)
    assert displayed(frame)["text/html"] == "<b>2 x 8</b>"
    assert displayed(frame)["text/plain"] == "2 x 8"
    assert frame._repr_html_() == "<b>2 x 8</b>"
    assert "name" in repr(frame)


def test_a_display_can_be_asked_for_one_media_type(frame: Frame) -> None:
    assert list(frame._repr_mimebundle_(include={"text/plain"})) == ["text/plain"]
    assert list(frame._repr_mimebundle_(exclude={"text/plain"})) == ["text/html"]


def test_without_a_display_pandas_shows_it() -> None:
    plain = Frame(pd.DataFrame({"a": [1]}), STORY)

    assert plain._repr_mimebundle_() == {}
    assert "<table" in displayed(plain)["text/html"]


def test_wrapping_copies_nothing() -> None:
    data = pd.DataFrame({"a": ["x"], "b": [1]})

    wrapped = Frame(data, STORY, shown)

    assert np.shares_memory(wrapped["b"].to_numpy(), data["b"].to_numpy())
    assert data.attrs == {}


@pytest.mark.parametrize(
    "derive",
    [
        lambda frame: frame.head(1),
        lambda frame: frame.query("memory == 5"),
        lambda frame: frame[["name"]],
        lambda frame: frame[frame["memory"].notna()],
        lambda frame: frame.sort_values("name"),
        lambda frame: frame.assign(x=1),
        lambda frame: frame.reset_index(),
        lambda frame: frame.copy(),
        lambda frame: pd.concat([frame, frame]),
        lambda frame: frame["name"],
    ],
)
def test_what_is_derived_is_plain_and_still_knows_its_story(frame: Frame, derive: Any) -> None:
    derived = derive(frame)

    assert not isinstance(derived, Frame)
    assert Provenance.from_dict(derived.attrs["rancher"]) == STORY


def test_a_story_is_shared_not_copied(frame: Frame) -> None:
    assert frame.head().attrs["rancher"] is frame.attrs["rancher"]
    facts = Facts(a=1)
    assert copy.copy(facts) is copy.deepcopy(facts) is facts


@pytest.mark.parametrize("again", [lambda f: pickle.loads(pickle.dumps(f)), copy.deepcopy, copy.copy])  # noqa: S301
def test_copies_lose_the_display_and_nothing_else(frame: Frame, again: Any) -> None:
    copied = again(frame)

    pd.testing.assert_frame_equal(pd.DataFrame(copied), pd.DataFrame(frame))
    assert Provenance.from_dict(copied.attrs["rancher"]) == STORY
    assert "<table" in displayed(copied)["text/html"]


def test_a_story_and_the_dtypes_survive_parquet(frame: Frame, tmp_path: Path) -> None:
    frame.to_parquet(tmp_path / "frame.parquet")

    back = pd.read_parquet(tmp_path / "frame.parquet")

    assert Provenance.from_dict(back.attrs["rancher"]) == STORY
    pd.testing.assert_frame_equal(back, pd.DataFrame(frame), check_index_type=False)


def test_changing_a_frame_in_place_changes_what_it_shows(frame: Frame) -> None:
    del frame["note"]

    assert displayed(frame)["text/plain"] == "2 x 7"

"""A state's hue says what to think of it, also of a word never seen."""

from __future__ import annotations

import pytest

from rancher_nb.widgets.hue import hue_of


@pytest.mark.parametrize(
    ("state", "hue"),
    [
        *(("running", "ok"), ("active", "ok"), ("healthy", "ok"), ("started-once", "ok")),
        *(("starting", "move"), ("finishing-upgrade", "move"), ("requested", "move"), ("initializing", "move")),
        *(("upgraded", "warn"), ("degraded", "warn"), ("error", "bad"), ("unhealthy", "bad"), ("Running", "ok")),
        *(("stopped", "off"), ("removed", "off"), ("never-seen", "off"), ("", "off")),
    ],
)
def test_hue_by_word(state: str, hue: str) -> None:
    assert hue_of(state) == hue


def test_what_the_resource_says_goes_before_its_word() -> None:
    assert hue_of("running", moving=True) == "move"
    assert hue_of("running", failed=True) == "bad"

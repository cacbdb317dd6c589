"""What destroys asks first; what can be undone does not."""

from __future__ import annotations

import pytest

from rancher_nb.api import is_destructive


@pytest.mark.parametrize(
    ("action", "asks"),
    [("remove", True), ("DELETE", True), ("purge", True), ("deactivate", True), ("restart", False), ("start", False)],
)
def test_what_asks_first(action: str, asks: bool) -> None:
    assert is_destructive(action) is asks

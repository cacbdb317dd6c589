from __future__ import annotations

import dataclasses

import pytest

from rancher_nb.client import Limits


def test_every_bound_has_a_default_that_ends_a_wait() -> None:
    limits = Limits()

    assert (limits.connect_timeout, limits.read_timeout, limits.attempts) == (5.0, 60.0, 3)
    assert limits.max_body > 15_000_000  # a page of 3,000 containers, the largest a server gives


def test_limits_cannot_be_changed_under_a_running_request() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Limits().attempts = 9  # type: ignore[misc]


def test_a_message_is_bounded_as_an_answer_is() -> None:
    assert 2**20 < Limits().max_message < 64 * 2**20

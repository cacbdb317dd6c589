"""A listing is a value: equal facts are equal listings."""

from __future__ import annotations

import dataclasses

import pytest

from rancher_nb.api import Cell, Column, Listing


def test_a_null_is_told_from_a_text_that_says_null() -> None:
    assert Cell("null", null=True) != Cell("null")


def test_a_listing_cannot_be_changed() -> None:
    listing = Listing((Column("name"),), ((Cell("web"),),), 1)

    with pytest.raises(dataclasses.FrozenInstanceError):
        listing.total = 2  # type: ignore[misc]

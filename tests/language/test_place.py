"""A place is a part of a text that an error can point at."""

from __future__ import annotations

from rancher_nb.language.place import Place


def test_a_place_knows_its_word() -> None:
    assert Place("get hosts", 4, 9).word == "hosts"


def test_its_error_points_there() -> None:
    error = Place("get hosts", 4, 9).error("odd", hint="try another")

    assert error.lines() == ["odd", "  get hosts", "      ^^^^^", "try: try another"]

"""A secret is in no printed form."""

from __future__ import annotations

import copy
import json
import pickle
import traceback

import pytest

from rancher_nb.api import Secret, hide

CANARY = "c4n4ry-ü-'\"%"


@pytest.mark.parametrize(
    "form",
    [
        repr,
        str,
        lambda s: f"{s} {s!r} {s:>20}",
        lambda s: "%s %r" % (s, s),  # noqa: UP031 - the old form must hide it too
        lambda s: str([s, {"k": s}]),
        lambda s: str(dir(s)) + str(getattr(s, "__dict__", "")),
    ],
)
def test_no_printed_form_shows_it(form: object) -> None:
    assert CANARY not in form(Secret(CANARY))  # type: ignore[operator]


def test_it_is_given_out_when_asked_for_by_name() -> None:
    assert Secret(CANARY).reveal() == CANARY


@pytest.mark.parametrize("write", [pickle.dumps, json.dumps, copy.deepcopy])
def test_it_is_not_written_anywhere(write: object) -> None:
    with pytest.raises(TypeError) as caught:
        write(Secret(CANARY))  # type: ignore[operator]

    assert CANARY not in str(caught.value)


def test_a_traceback_with_locals_does_not_show_it() -> None:
    def fails(secret: Secret) -> None:
        raise ValueError(secret)

    try:
        fails(Secret(CANARY))
    except ValueError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())

    locals_of_ours = [line for line in shown.splitlines() if CANARY in line and "CANARY" not in line]
    assert locals_of_ours == []


def test_equal_texts_make_equal_secrets() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a")}) == 1
    assert not Secret("")


def test_secrets_of_a_document_are_hidden_wherever_they_stand() -> None:
    document = {"data": [{"token": CANARY, "name": "x", "command": ["ls"]}]}

    hidden = hide(document)

    assert CANARY not in str(hidden)
    assert hidden["data"][0]["token"].reveal() == CANARY
    assert (hidden["data"][0]["name"], hidden["data"][0]["command"]) == ("x", ["ls"])

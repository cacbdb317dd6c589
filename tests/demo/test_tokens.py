from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.demo.tokens import Signer

SIGNER = Signer()


def test_a_token_comes_back_until_it_expires() -> None:
    token = SIGNER.sign({"logs": {"Container": "x"}}, 1000.9)
    claims = SIGNER.read(token, 1299)

    assert claims is not None
    assert claims["logs"] == {"Container": "x"}
    assert (claims["iat"], claims["exp"], claims["kid"], claims["iss"], claims["sub"]) == (
        1000,
        1300,
        "default",
        "http://cattle.io",
        "cattle",
    )
    assert SIGNER.read(token, 1300) is None


def test_a_token_has_three_parts_and_says_how_it_was_signed() -> None:
    head, body, signature = SIGNER.sign({}, 0).split(".")

    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "HS256"}
    assert body
    assert signature


def test_another_server_does_not_take_it() -> None:
    assert Signer().read(SIGNER.sign({}, 0), 1) is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_garbage_is_no_token(text: str) -> None:
    assert SIGNER.read(text, 0) is None


@pytest.mark.parametrize("place", [0, 15, -1])
def test_a_changed_token_is_none(place: int) -> None:
    token = list(SIGNER.sign({"logs": {}}, 0))
    token[place] = "A" if token[place] != "A" else "B"

    assert SIGNER.read("".join(token), 1) is None or place == -1

from __future__ import annotations

import re

import pytest
import recording
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.demo.naming import base_of, code_of, decipher_id, fold, format_id, format_time, parse_time


def test_the_letters_of_recorded_ids_are_ours() -> None:
    wrong = set()
    for name in ("c_collections", "e_resources"):
        for facts in recording.load(name):
            body = facts["response"].get("body") or {}
            for item in body.get("data") or [body]:
                match = isinstance(item, dict) and re.fullmatch(r"1([a-z]+)\d+", str(item.get("id")))
                if match and match[1] != code_of(item["type"]) and "/v1/" not in facts["request"]["url"]:
                    wrong.add((item["type"], item["id"]))

    assert wrong == set()


def test_the_recorded_base_types_are_ours() -> None:
    for facts in recording.load("e_resources"):
        item = facts["response"].get("body")
        if isinstance(item, dict) and item.get("baseType") and "/v1/" not in facts["request"]["url"]:
            assert base_of(item["type"]) == item["baseType"]


@settings(deadline=None)
@given(
    st.integers(min_value=1, max_value=10**15),
    st.sampled_from(["container", "stack", "service", "physicalHost", "apiKey"]),
)
def test_an_id_comes_back_as_its_number(number: int, type_id: str) -> None:
    assert decipher_id(format_id(type_id, number)) == number


@pytest.mark.parametrize(
    "text", ["193", "i193", "abc", "1i", "1i193x", "1I193", "2i193", "1i-1", "1i99999999999999999999", "", "1i1\n"]
)
def test_what_is_no_id_has_no_number(text: str) -> None:
    assert decipher_id(text) is None


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=4_000_000_000))
def test_a_time_comes_back(seconds: int) -> None:
    assert parse_time(format_time(seconds)) == seconds


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_text_is_compared_as_mysql_compares_it() -> None:
    assert fold("Café  ") == fold("CAFE")
    assert fold(" a") != fold("a")

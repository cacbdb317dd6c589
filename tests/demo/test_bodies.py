from __future__ import annotations

import pytest

from rancher_nb.demo.bodies import fields_of
from rancher_nb.demo.calls import read_call
from rancher_nb.demo.faults import Fault

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("method", "query", "headers", "body", "expected"),
    [
        ("POST", "", {}, b'{"name":"a"}', {"name": "a"}),
        ("POST", "", {"Content-Type": "text/plain"}, b'{"name":"a"}', {"name": "a"}),
        ("POST", "name=q&x=1", {}, b'{"name":"a"}', {"name": "a", "x": "1"}),
        ("POST", "name=q&name=r", {}, b"", {"name": "q"}),
        ("POST", "", FORM, b"name=a&x=%20", {"name": "a", "x": " "}),
        ("POST", "", {}, b'"text"', {}),
        ("POST", "", {}, b'[{"name":"a"}]', {}),
        ("PUT", "", {}, b"  ", {}),
        ("GET", "", {}, b"{bad", {}),
    ],
)
def test_fields_come_from_body_and_query(
    method: str, query: str, headers: dict[str, str], body: bytes, expected: dict[str, str]
) -> None:
    assert fields_of(read_call(method, f"/v2-beta/stacks?{query}", headers, body)) == expected


@pytest.mark.parametrize("body", [b'{"name": "bad', b"{bad", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_a_400(body: bytes) -> None:
    with pytest.raises(Fault) as caught:
        fields_of(read_call("POST", "/v2-beta/stacks", {}, body))

    assert (caught.value.status, caught.value.code) == (400, "InvalidBodyContent")

from __future__ import annotations

import recording

from rancher_nb.demo.faults import PHRASES, Fault, invalid, not_allowed, not_found


def test_phrases_are_those_that_were_recorded() -> None:
    for name in ("a_roots", "e_resources", "f_crud", "h_auth"):
        for facts in recording.load(name):
            body = facts.get("response", {}).get("body")
            if (
                isinstance(body, dict)
                and body.get("type") == "error"
                and body["code"] == body["message"]
                and " " in body["code"]
            ):
                assert PHRASES[body["status"]] == body["code"]


def test_an_error_is_a_resource_with_the_keys_of_a_real_one() -> None:
    assert list(not_found().document("u")) == [
        "id",
        "type",
        "links",
        "actions",
        "status",
        "code",
        "message",
        "detail",
        "baseType",
    ]
    assert list(invalid("MissingRequired", "name").document("u"))[-2:] == ["fieldName", "baseType"]
    assert "fieldName" not in invalid("PortWrongFormat", None, message="m").document("u")


def test_a_code_of_its_own_has_no_message_unless_given() -> None:
    assert invalid("NotUnique", "name").document("u")["message"] is None
    assert not_allowed().document("u")["message"] == "Method not allowed"
    assert Fault(400, "X", message="m", detail="d").document("u")["detail"] == "d"

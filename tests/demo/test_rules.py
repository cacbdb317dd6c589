from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("port", "code"),
    [
        ("abc", "PortWrongFormat"),
        ("70000:80", "PortInvalidPublicPort"),
        ("80:70000", "PortInvalidPrivatePort"),
        ("80:80/foo", "PortInvalidProtocol"),
        ("1.2.3.4:80:80/udp", None),
        ("80", None),
        (":80", None),
    ],
)
def test_ports_are_read(ask: Any, port: str, code: str | None) -> None:
    status, document = ask.post("containers", {"imageUuid": "docker:a", "ports": [port]})

    assert document.get("code") == code
    assert "fieldName" not in document or status == 201


@pytest.mark.parametrize(
    ("plural", "name", "code"),
    [
        ("stacks", "a--b", None),
        ("stacks", "-a", "InvalidCharacters"),
        ("stacks", "a_b", "InvalidCharacters"),
        ("stacks", "WEB-SHOP", "NotUnique"),
        ("stacks", "x" * 64, "MaxLengthExceeded"),
        ("services", "a--b", "InvalidCharacters"),
        ("services", "a-", "InvalidCharacters"),
        ("services", "Web", "NotUnique"),
        ("services", "fine", None),
    ],
)
def test_names_have_rules(ask: Any, plural: str, name: str, code: str | None) -> None:
    body = {"name": name, "stackId": "1st2", "launchConfig": {"imageUuid": "docker:a"}}

    assert ask.post(plural, body)[1].get("code") == code


def test_the_same_name_is_fine_in_another_stack_or_after_removal(ask: Any) -> None:
    launch = {"imageUuid": "docker:a"}

    assert ask.post("services", {"name": "web", "stackId": "1st3", "launchConfig": launch})[0] == 201
    ask.act("services/1s3", "remove")
    ask.settle("services/1s3")
    assert ask.post("services", {"name": "web", "stackId": "1st2", "launchConfig": launch})[0] == 201


def test_a_row_may_keep_its_own_name(ask: Any) -> None:
    assert ask.ask("PUT", "stacks/1st2", {"name": "web-shop", "description": "x"})[0] == 200
    assert ask.ask("PUT", "stacks/1st2", {"name": "orders"})[1]["code"] == "NotUnique"


def test_a_volume_needs_a_driver(ask: Any) -> None:
    status, document = ask.post("volumes", {"name": "v"})

    assert (status, document["message"]) == (422, "Either driver or storageDriverId is required")

"""A body is checked field by field before it is sent."""

from __future__ import annotations

from typing import Any

import pytest

from rancher_nb.api import Schemas, check_input
from rancher_nb.errors import InputError


def problems(schemas: Schemas, type_name: str, body: dict[str, Any], *, updating: bool = False) -> dict[str, str]:
    try:
        check_input(body, schemas.find(type_name), schemas, what="test", updating=updating)
    except InputError as error:
        return error.problems
    return {}


@pytest.mark.parametrize(
    ("type_name", "body", "expected"),
    [
        ("service", {"name": "web"}, {}),
        ("service", {}, {"name": "is required (string)"}),
        ("service", {"name": "web", "scale": "many"}, {"scale": "is 'many', not a number"}),
        ("service", {"name": "web", "scale": -1}, {"scale": "is -1, below the least allowed 0"}),
        ("service", {"name": "web", "scale": True}, {"scale": "is True, not a number"}),
        ("service", {"name": "web", "scale": "3"}, {}),
        ("service", {"name": ""}, {"name": "has 0 characters, fewer than 1"}),
        ("service", {"name": "a_b"}, {"name": "may hold only the characters a-zA-Z0-9-"}),
        ("service", {"name": "w" * 64}, {"name": "has 64 characters, more than 63"}),
        ("service", {"name": "web", "retainIp": "no"}, {"retainIp": "is 'no', not true or false"}),
        ("service", {"name": "web", "state": "active"}, {"state": "cannot be set on create"}),
        ("service", {"name": {"a": 1}}, {"name": "is {'a': 1}, not one plain value"}),
        ("container", {"command": "ls"}, {"command": "is 'ls', not a list"}),
        ("container", {"environment": []}, {"environment": "is [], not a map[string]"}),
        ("container", {"networkMode": None}, {}),
        ("container", {"labels": {"a": None}}, {}),
        ("container", {"ports": ["80", {"a": 1}]}, {"ports[1]": "is {'a': 1}, not one plain value"}),
        ("container", {"pidMode": "guest"}, {"pidMode": "'guest' is not one of host"}),
        ("container", {"logConfig": "x"}, {"logConfig": "is 'x', not a logConfig"}),
        ("container", {"healthCheck": {"port": 0}}, {"healthCheck.port": "is 0, below the least allowed 1"}),
        (
            "container",
            {"restartPolicy": {"nam": "x"}},
            {"restartPolicy.nam": "restartPolicy has no such field. Did you mean name?"},
        ),
    ],
)
def test_each_fault_is_named_at_its_field(
    schemas: Schemas,
    type_name: str,
    body: dict[str, Any],
    expected: dict[str, str],
) -> None:
    assert problems(schemas, type_name, body) == expected


def test_an_update_requires_nothing_and_refuses_what_cannot_change(schemas: Schemas) -> None:
    assert problems(schemas, "service", {"scale": 3}, updating=True) == {}
    assert problems(schemas, "container", {"imageUuid": "docker:x"}, updating=True) == {
        "imageUuid": "cannot be set on update",
    }


def test_all_faults_are_told_at_once(schemas: Schemas) -> None:
    assert list(problems(schemas, "service", {"scale": -1, "nam": "web"})) == ["scale", "nam", "name"]


def test_the_message_names_the_request(schemas: Schemas) -> None:
    with pytest.raises(InputError, match=r"the body of create service does not fit service\n  name: is required"):
        check_input({}, schemas.find("service"), schemas, what="create service")

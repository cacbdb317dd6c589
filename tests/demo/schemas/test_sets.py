from __future__ import annotations

import pytest
import recording

from rancher_nb.demo.schemas import column_kinds, load


@pytest.mark.parametrize(
    ("version", "scope", "count"),
    [("v2-beta", "admin", 162), ("v2-beta", "project", 132), ("v1", "admin", 138), ("v1", "project", 111)],
)
def test_each_set_is_whole(version: str, scope: str, count: int) -> None:
    assert len(load(version, scope).schemas) == count


def test_types_are_found_by_singular_and_plural_in_any_case() -> None:
    schemas = load("v2-beta", "project")

    assert schemas.find("CONTAINERS") is schemas.find("container") is schemas.schemas["container"]
    assert schemas.find("registries") is schemas.schemas["registry"]
    assert schemas.find("nosuch") is None


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("name", "text"),
        ("state", "text"),
        ("accountId", "reference"),
        ("created", "date"),
        ("removed", "date"),
        ("healthUpdated", "date"),
        ("createIndex", "int"),
        ("system", "boolean"),
        ("imageId", "reference"),
        ("memoryMb", "int"),
    ],
)
def test_columns_compare_by_their_kind(column: str, kind: str) -> None:
    assert column_kinds("instance")[column] == kind


def test_what_a_list_offers_to_create_was_recorded_so() -> None:
    wrong = []
    for facts in recording.load("c_collections"):
        body = facts["response"].get("body") or {}
        url = facts["request"]["url"]
        if body.get("type") != "collection" or "/v2-beta/" not in url or body["pagination"] is None:
            continue
        scope = "project" if "/projects/1a7/" in url else "admin"
        ours = load("v2-beta", scope).create_types(body["resourceType"])
        if ours != list(body["createTypes"]):
            wrong.append((scope, body["resourceType"], ours, list(body["createTypes"])))

    assert wrong == []

"""What a running server answered becomes frames: the ids as they were recorded, the dtypes of its schemas."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from frame.making import NOW, STR
from recording import ORIGIN, PROJECT, SCHEMA_LISTS, answer_to, exchanges, replay

from rancher_nb.api import CATTLE, Field, Query, Request, Response, Schemas, plan
from rancher_nb.client import Client
from rancher_nb.frame import build

if TYPE_CHECKING:
    from collections.abc import Iterator

DTYPES = {"int": "Int64", "float": "Float64", "boolean": "boolean", "date": "datetime64[us, UTC]"}


@cache
def schemas(name: str) -> Schemas:
    (exchange,) = exchanges(name)
    return Schemas.from_json(exchange.document, url=exchange.request.url)


def walk(url: str, name: str) -> Iterator[Response]:
    """Yield the recorded pages from *url* on, following each page's own next."""
    transport = replay(exchanges(name))
    while url:
        response = transport(Request("GET", url))
        yield response
        url = next_of(response)


def next_of(response: Response) -> str:
    """Return the address of the page after *response*, empty for the last."""
    return (json.loads(response.body)["pagination"] or {}).get("next") or ""


def dtype_of(field: Field) -> str:
    return "category" if field.type.kind == "enum" else DTYPES.get(field.type.kind, STR)


LISTS = [
    ("containers, all pages", f"{PROJECT}/containers", "c_paging_sort", "b_schemas_v2beta_project", "container"),
    ("services", f"{PROJECT}/services", "c_collections", "b_schemas_v2beta_project", "service"),
    ("hosts", f"{PROJECT}/hosts", "c_collections", "b_schemas_v2beta_project", "host"),
    ("projects", f"{ORIGIN}/v2-beta/projects", "c_collections", "b_schemas_v2beta_admin", "project"),
    ("settings", f"{ORIGIN}/v2-beta/settings", "c_collections", "b_schemas_v2beta_admin", "setting"),
    (
        "v1 environments",
        f"{ORIGIN}/v1/projects/1a7/environments",
        "c_collections",
        "b_schemas_v1_project",
        "environment",
    ),
]


@pytest.mark.parametrize(("url", "file", "listed", "kind"), [each[1:] for each in LISTS], ids=[e[0] for e in LISTS])
def test_a_recorded_list_becomes_a_frame(url: str, file: str, listed: str, kind: str) -> None:
    schema = schemas(listed)[kind]
    made = plan(Query(kind, url=url).bound(schema, now=NOW), schema, CATTLE)
    recorded = [key for page in pages_of(url, file) for key in page]

    built = build(walk(url, file), made, schema)

    # Two settings had their names blanked when they were recorded, with the same words.
    once = list(dict.fromkeys(recorded))
    assert list(built.data.index) == once
    assert built.exhausted
    assert len(built.notes) == (len(once) < len(recorded))
    assert built.data.dtypes.astype(str).to_dict() == {
        name: dtype_of(schema.fields[name]) for name in built.data.columns
    }


def pages_of(url: str, file: str) -> Iterator[list[str]]:
    """Yield the ids of the recorded pages from *url* on, as the recording lists them."""
    while url:
        exchange = answer_to(url, name=file)
        yield exchange.ids
        url = next_of(exchange.response)


@pytest.mark.parametrize("name", SCHEMA_LISTS)
def test_every_listable_type_has_an_empty_frame(name: str) -> None:
    for schema in schemas(name).values():
        if schema.is_listable:
            empty = Response(200, {}, b'{"type":"collection","data":[],"pagination":null}', f"{ORIGIN}/x")
            made = plan(Query(schema.id).bound(schema, now=NOW), schema, CATTLE)

            data = build([empty], made, schema).data

            assert len(data) == 0
            assert "id" not in data.columns
            assert isinstance(data, pd.DataFrame)


def test_an_audit_log_keeps_the_ids_that_its_schema_calls_numbers() -> None:
    schema = schemas("b_schemas_v2beta_project")["auditLog"]
    exchange = answer_to(f"{PROJECT}/auditlogs", name="c_collections")
    made = plan(Query("auditLog", columns=("resourceId", "created")).bound(schema, now=NOW), schema, CATTLE)

    built = build([exchange.response], made, schema)

    assert built.data["resourceId"].dtype == object
    assert built.data["resourceId"].dropna().str.startswith("1").all()
    assert str(built.data["created"].dtype) == "datetime64[us, UTC]"
    assert len(built.notes) == 1


@pytest.mark.parametrize(("url", "file", "listed", "kind"), [each[1:] for each in LISTS], ids=[e[0] for e in LISTS])
def test_a_recorded_list_goes_through_client_and_frame_together(url: str, file: str, listed: str, kind: str) -> None:
    schema = schemas(listed)[kind]
    pages = Client(ORIGIN, transport=replay(exchanges(file))).pages(Request("GET", url))
    recorded = [key for page in pages_of(url, file) for key in page]

    built = build(pages, plan(Query(kind, url=url).bound(schema, now=NOW), schema, CATTLE), schema)

    assert list(built.data.index) == list(dict.fromkeys(recorded))
    assert (built.exhausted, pages.stopped, next(pages, None)) == (True, "", None)
    assert pages.requests == len(list(pages_of(url, file)))

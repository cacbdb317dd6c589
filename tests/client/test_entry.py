from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from recording import ORIGIN, PROJECT, exchanges, replay

from rancher_nb.api import CATTLE, Request, Response
from rancher_nb.client import Account, Client, enter, enter_project, projects
from rancher_nb.errors import Forbidden, NotFound, NotRancher, QueryError, ServerFault, Unauthorized

if TYPE_CHECKING:
    from rancher_nb.api import Transport

SCHEMAS = {
    f"{ORIGIN}/v2-beta/schemas": exchanges("b_schemas_v2beta_admin")[0],
    f"{ORIGIN}/v1/schemas": exchanges("b_schemas_v1_admin")[0],
    f"{PROJECT}/schemas": exchanges("b_schemas_v2beta_project")[0],
}
EVERYTHING = (*exchanges("a_roots"), *SCHEMAS.values(), *exchanges("c_collections"))


def client_of(url: str, transport: Transport | None = None) -> Client:
    return Client(url, transport=transport or replay(EVERYTHING))


def answers(**by_path: Any) -> Transport:
    """Return a transport: path to (status, headers, document or bytes); anything else is a page, as Rancher's UI."""

    def transport(request: Request) -> Response:
        path = request.url.removeprefix("http://r")
        status, headers, body = by_path.get(path, (200, {}, b"<html><title>Rancher</title></html>"))
        return Response(status, headers, body if isinstance(body, bytes) else json.dumps(body).encode(), request.url)

    return transport


SOME_SCHEMAS = {"type": "collection", "resourceType": "schema", "data": [{"id": "host", "type": "schema"}]}


@pytest.mark.parametrize(
    ("url", "version", "types"),
    [
        (f"{ORIGIN}/v2-beta", "v2-beta", 162),
        (f"{ORIGIN}/v2-beta/", "v2-beta", 162),
        (f"{ORIGIN}/v1", "v1", 138),
        (ORIGIN, "v2-beta", 162),
        (f"{ORIGIN}/v1x", "v2-beta", 162),
        (f"{ORIGIN}/v2-beta/projects/1a7", "v2-beta", 162),
        (f"{ORIGIN}/v2-beta/projects?all=true", "v2-beta", 162),
        (f"{ORIGIN}/v2-beta/schemas", "v2-beta", 162),
        (f"{PROJECT}/stacks", "v2-beta", 132),
        (f"{ORIGIN}/v3/foo", "v2-beta", 162),
    ],
)
def test_any_address_of_a_server_is_a_way_in(url: str, version: str, types: int) -> None:
    entry = enter(client_of(url))

    assert (entry.version, len(entry.schemas), entry.server_version) == (version, types, "v1.6.30")


def test_the_entry_tells_who_the_server_takes_us_for() -> None:
    entry = enter(client_of(f"{ORIGIN}/v2-beta"))

    assert entry.account == Account("1a1", "admin", "admin", "1a1")
    assert entry.root is not None
    assert entry.root.link("containers") == f"{ORIGIN}/v2-beta/containers"
    assert enter(client_of(f"{ORIGIN}/v2-beta/projects/1a7")).root is None


def test_addresses_of_schemas_are_on_the_origin_the_user_gave() -> None:
    client = Client("https://rancher.example.com/v2-beta", transport=replay(EVERYTHING))

    schemas = enter(client).schemas

    assert schemas.url == "https://rancher.example.com/v2-beta/schemas"
    assert schemas["container"].collection_url == "https://rancher.example.com/v2-beta/containers"


def test_a_server_that_wants_a_key_says_so() -> None:
    refusals = [each for each in exchanges("h_auth") if each.note == "no credentials"]

    with pytest.raises(Unauthorized, match="answered 401"):
        enter(client_of(f"{ORIGIN}/v2-beta", replay(refusals)))


def test_a_wrong_address_on_a_server_that_wants_a_key_asks_for_the_key() -> None:
    refusals = [each for each in exchanges("h_auth") if each.note == "no credentials"]

    page = [each for each in exchanges("a_roots") if each.request.url.endswith("/v3/foo")]

    with pytest.raises(Unauthorized):
        enter(client_of(f"{ORIGIN}/v3/foo", replay([*refusals, *page])))


def test_a_missing_resource_is_not_taken_for_an_entrance() -> None:
    with pytest.raises(NotFound):
        enter(client_of(f"{ORIGIN}/v2-beta/nosuchtype"))


def test_a_version_without_schemas_is_entered_by_the_door() -> None:
    door = answers(
        **{
            "/": (200, {}, {"type": "apiVersion", "id": "v1", "links": {}}),
            "/v2-beta": (200, {"X-API-SCHEMAS": "http://inner:8080/v2-beta/schemas"}, {"type": "apiVersion"}),
            "/v2-beta/schemas": (200, {"X-Api-Account-Id": "1a5"}, SOME_SCHEMAS),
        },
    )
    entry = enter(client_of("http://r/", door))

    assert (list(entry.schemas), entry.account.id, entry.server_version) == (["host"], "1a5", None)


def test_versions_that_name_their_schemas_in_a_link_are_followed() -> None:
    link = {"type": "collection", "resourceType": "apiVersion", "data": [], "links": {"schemas": "http://r/v1/schemas"}}
    entry = enter(client_of("http://r/", answers(**{"/": (200, {}, link), "/v1/schemas": (200, {}, SOME_SCHEMAS)})))

    assert entry.version == "v1"


def test_a_page_with_nothing_behind_it_is_named_by_its_title() -> None:
    with pytest.raises(NotRancher, match="an HTML page titled 'Rancher'") as caught:
        enter(client_of("http://r/wiki", answers()))

    assert "v2-beta" in (caught.value.hint or "")


def test_a_version_with_nothing_behind_it_is_said() -> None:
    empty = {"type": "apiVersion", "links": {}}

    with pytest.raises(NotRancher, match="names no schemas"):
        enter(client_of("http://r/", answers(**{"/": (200, {}, empty), "/v2-beta": (404, {}, {"type": "error"})})))


@pytest.mark.parametrize(
    ("document", "said"),
    [({"cluster_name": "es", "version": 7}, "keys cluster_name, version from nginx"), ([1, 2], "no object from nginx")],
)
def test_another_service_is_named_by_what_it_answers(document: Any, said: str) -> None:
    with pytest.raises(NotRancher, match=said):
        enter(client_of("http://r/", answers(**{"/": (200, {"Server": "nginx"}, document)})))


def test_a_newer_rancher_is_named_by_its_version() -> None:
    norman = answers(
        **{
            "/v3": (200, {"X-Api-Schemas": "http://r/v3/schemas"}, {"type": "apiRoot"}),
            "/v3/schemas": (200, {}, SOME_SCHEMAS),
        },
    )

    with pytest.raises(NotRancher, match="the API at /v3/schemas, not Rancher 1.x"):
        enter(client_of("http://r/v3", norman))


def test_a_server_that_fails_is_not_taken_for_another_service() -> None:
    with pytest.raises(ServerFault):
        enter(client_of("http://r/", answers(**{"/": (503, {}, b"no backend")})))


def project_transport(request: Request) -> Response:
    """Answer as recorded; the scope of a project is asked for with a limit that was recorded under another header."""
    if request.url.endswith("/stacks?limit=1"):
        return Response(200, {"X-Api-Schemas": f"{PROJECT}/schemas"}, b'{"type":"collection","data":[]}', request.url)
    return replay(EVERYTHING)(request)


@pytest.mark.parametrize("wanted", ["1a7", "1A7", "Production", "production"])
def test_a_project_is_entered_by_id_or_name(wanted: str) -> None:
    client = client_of(f"{ORIGIN}/v2-beta", project_transport)
    entry = enter(client)

    project, schemas = enter_project(client, wanted, CATTLE, schemas=entry.schemas)

    assert (project.id, project.name) == ("1a7", "Production")
    assert (len(schemas), schemas.url) == (132, f"{PROJECT}/schemas")
    assert schemas["container"].is_creatable
    assert not entry.schemas["container"].is_creatable


def test_a_project_can_be_entered_without_schemas_at_hand() -> None:
    project, _ = enter_project(client_of(f"{ORIGIN}/v2-beta", project_transport), "production", CATTLE)

    assert project.id == "1a7"


def test_a_project_that_is_not_there_is_answered_with_those_that_are() -> None:
    client = client_of(f"{ORIGIN}/v2-beta", project_transport)

    with pytest.raises(QueryError, match="no project 'Prodution'.*Did you mean Production") as caught:
        enter_project(client, "Prodution", CATTLE)

    assert caught.value.word == "Prodution"
    assert "Production" in (caught.value.hint or "")


def listed(*named: tuple[str, str], kind: str = "user") -> Any:
    rows = [
        {"id": each, "name": name, "type": "project", "links": {"stacks": f"http://r/v2-beta/projects/{each}/stacks"}}
        for each, name in named
    ]
    return 200, {"X-Api-Account-Kind": kind}, {"type": "collection", "data": rows, "pagination": None}


WITH_PROJECTS = {
    "type": "collection",
    "resourceType": "schema",
    "data": [{"id": "project", "links": {"collection": "http://r/v2-beta/projects"}}],
}
BASE = {
    "/v2-beta": (200, {"X-Api-Schemas": "http://r/v2-beta/schemas"}, {"type": "apiVersion"}),
    "/v2-beta/schemas": (200, {}, WITH_PROJECTS),
}


def test_two_projects_of_one_name_are_told_apart_by_id() -> None:
    server = answers(**BASE, **{"/v2-beta/projects": listed(("1a5", "Default"), ("1a9", "default"))})

    with pytest.raises(QueryError, match="2 projects are called 'default': 1a5, 1a9"):
        enter_project(client_of("http://r/v2-beta", server), "default", CATTLE)


def test_an_admin_also_finds_a_project_it_is_no_member_of() -> None:
    scope = (200, {"X-Api-Schemas": "http://r/v2-beta/projects/1a8/schemas"}, {"type": "collection", "data": []})
    server = answers(
        **BASE,
        **{
            "/v2-beta/projects": listed(("1a5", "Default"), kind="admin"),
            "/v2-beta/projects?all=true": listed(("1a5", "Default"), ("1a8", "Hidden"), kind="admin"),
            "/v2-beta/projects/1a8/stacks?limit=1": scope,
            "/v2-beta/projects/1a8/schemas": (200, {}, WITH_PROJECTS),
        },
    )
    client = client_of("http://r/v2-beta", server)

    assert enter_project(client, "hidden", CATTLE)[0].id == "1a8"
    assert [each.id for each in projects(client)] == ["1a5", "1a8"]


def test_a_user_is_not_asked_twice_for_projects() -> None:
    server = answers(**BASE, **{"/v2-beta/projects": listed(("1a5", "Default"))})
    client = client_of("http://r/v2-beta", server)

    assert [each.id for each in projects(client)] == ["1a5"]
    with pytest.raises(QueryError, match="no project 'x'"):
        enter_project(client, "x", CATTLE)


def test_a_project_that_may_not_be_entered_is_the_servers_refusal() -> None:
    refusal = (403, {"X-Api-Schemas": "http://r/x"}, {"type": "error", "status": 403, "code": "Forbidden"})
    server = answers(
        **BASE,
        **{"/v2-beta/projects": listed(("1a5", "Default")), "/v2-beta/projects/1a5/stacks?limit=1": refusal},
    )

    with pytest.raises(Forbidden):
        enter_project(client_of("http://r/v2-beta", server), "1a5", CATTLE)


@pytest.mark.parametrize("links", [None, 5, "http://r/v1", [], {"schemas": None, "latest": 5}, {"schemas": ["x"]}])
def test_a_version_with_odd_links_is_entered_by_the_door(links: Any) -> None:
    root = (200, {}, {"type": "apiVersion", "id": "v1", "links": links})

    assert list(enter(client_of("http://r/", answers(**BASE, **{"/": root}))).schemas) == ["project"]


@pytest.mark.parametrize("link", [None, 5, "http://["])
def test_a_schema_with_an_odd_link_is_an_error_of_ours_or_none(link: Any) -> None:
    listed = {"type": "collection", "data": [{"id": "project", "links": {"collection": link}}]}
    server = answers(**{**BASE, "/v2-beta/schemas": (200, {}, listed)})

    with pytest.raises(NotRancher):
        projects(client_of("http://r/v2-beta", server))


def test_a_list_of_projects_without_an_end_is_given_up() -> None:
    asked: list[str] = []

    def transport(request: Request) -> Response:
        if "/projects" not in request.url:
            return answers(**BASE)(request)
        asked.append(request.url)
        row = {"id": f"1a{len(asked)}", "type": "project", "name": "p"}
        following = f"http://r/v2-beta/projects?marker=m{len(asked)}"
        page = {"type": "collection", "data": [row], "pagination": {"next": following, "limit": 1}}
        return Response(200, {}, json.dumps(page).encode(), request.url)

    client = client_of("http://r/v2-beta", transport)

    with pytest.raises(NotRancher, match="even after 1,000 pages of projects"):
        enter_project(client, "mine", CATTLE)
    assert len(asked) == 1000

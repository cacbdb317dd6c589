"""The way in: from any address of a server to its schemas, and into a project.

Knows the ``X-Api-Schemas`` header that every API answer of Rancher 1.x carries (rancher/cattle,
ApiRequestFilterDelegate.java), the headers that tell who asks, and how a project is found by name. Addresses are
followed, not built, but for the one door that every server of this line has, ``/v2-beta``.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from ..api import Collection, Request, Resource, Response, Schemas, decipher, masked_url
from ..errors import ApiError, NotRancher, QueryError, did_you_mean
from .origin import rebase

if TYPE_CHECKING:
    from ..api import Dialect
    from .client import Client

__all__ = ["Account", "Entry", "enter", "enter_project", "projects"]

Version: TypeAlias = Literal["v1", "v2-beta"]
DOOR = "/v2-beta"
MOST_PAGES = 1000  # of the list of projects


@dataclass(frozen=True, slots=True)
class Account:
    """Who the server takes us for; None where it does not say.

    *id* is the account acted on (a project, for an environment key), *user_id* the one that the key belongs to;
    *kind* is ``admin``, ``user``, ``project`` and the like.
    """

    id: str | None
    kind: str | None
    name: str | None
    user_id: str | None

    @classmethod
    def of(cls, response: Response) -> Account:
        """Read the headers of *response*; empty ones are None."""
        names = ("Account-Id", "Account-Kind", "Account-Name", "User-Id")
        return cls(*(response.header(f"X-Api-{name}") or None for name in names))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known after the first step: the *schemas*, the API's *version*, who we are.

    *server_version* is None where the server keeps it to itself; *root* is the version's root resource where the
    address led there.
    """

    schemas: Schemas
    version: Version
    account: Account
    server_version: str | None
    root: Resource | None


def enter(client: Client) -> Entry:
    """Return the way into the server of *client* from its address, whatever that address is.

    The bare root of a server, and an address that answers with a page for people or with a version that names no
    schemas, are tried again at ``/v2-beta`` of the same server: the root of 1.6 speaks for its oldest version
    only. Raises NotRancher, saying what answered, when there is no API behind either,
    and the server's own error (Unauthorized when the key is missing or wrong).
    """
    request = Request("GET", client.url)
    answer = client.send(request)
    schemas_url = way_from(request, answer)
    if schemas_url is None:
        request, answer, schemas_url = try_door(client, request, answer)
    elif urlsplit(client.url).path in ("", "/"):
        with suppress(NotRancher):
            request, answer, schemas_url = try_door(client, request, answer)
    schemas, told = read_schemas(client, schemas_url)
    document = decipher(request, answer) if not is_page(answer) else None
    return Entry(
        schemas=schemas,
        version=version_of(schemas.url),
        account=Account.of(told),
        server_version=told.header("X-Rancher-Version") or answer.header("X-Rancher-Version"),
        root=Resource.from_json(document) if type_of(document) == "apiVersion" else None,
    )


def way_from(request: Request, answer: Response) -> str | None:
    """Return where *answer* says the schemas are, None when it does not say but may be of a Rancher.

    Raises NotRancher for an answer of something else, and the server's own errors.
    """
    if answer.status < 400 and (told := answer.header("X-Api-Schemas")):  # noqa: PLR2004 - HTTP success
        return told
    if is_page(answer):
        return None
    document = decipher(request, answer)
    kind = type_of(document)
    if kind == "schema":
        return request.url
    if kind == "apiVersion":
        links = document.get("links")
        named = [links.get(name) for name in ("schemas", "latest")] if isinstance(links, dict) else []
        return next((link for link in named if isinstance(link, str) and link), None)
    raise NotRancher(
        f"{masked_url(request.url)} answers JSON, but not as a Rancher does: {features(answer, document)}",
        hint="give the address of the API, for example https://rancher.example.com/v2-beta",
    )


def try_door(client: Client, request: Request, answer: Response) -> tuple[Request, Response, str]:
    """Return request, answer and the address of the schemas at ``/v2-beta``.

    Raises NotRancher about the first *answer* when there is no API there either, but lets Unauthorized through:
    it is a Rancher that wants a key.
    """
    second = Request("GET", client.origin + DOOR)
    try:
        reply = client.send(second)
        found = way_from(second, reply)
    except ApiError as fault:
        if fault.status in (401, 403):
            raise
        found = None
    except NotRancher:
        found = None
    if found is not None:
        return second, reply, found
    decipher(request, answer)  # raises for a page, with its title
    raise NotRancher(
        f"{masked_url(request.url)} names no schemas, and {client.origin}{DOOR} does not either",
        hint="is this a Rancher server?",
    )


def read_schemas(client: Client, url: str) -> tuple[Schemas, Response]:
    """Return the schemas at *url* and the answer they came in, their addresses on the origin of *client*."""
    request = Request("GET", rebase(url, client.origin))
    answer = client.send(request)
    schemas = Schemas.from_json(decipher(request, answer), url=request.url)
    moved = (
        replace(schema, links=MappingProxyType({k: rebase(v, client.origin) for k, v in schema.links.items()}))
        for schema in schemas.values()
    )
    return Schemas(tuple(moved), url=request.url), answer


def version_of(url: str) -> Version:
    """Return the API version in the address of its schemas.

    Raises NotRancher for one that is not spoken here, such as Rancher 2's.
    """
    for segment in urlsplit(url).path.split("/"):
        if segment == "v1":
            return "v1"
        if segment.startswith(("v1", "v2-beta")):
            return "v2-beta"
    raise NotRancher(
        f"the server speaks the API at {urlsplit(url).path}, not Rancher 1.x",
        hint="this release speaks /v1 and /v2-beta",
    )


def is_page(answer: Response) -> bool:
    """Whether *answer* is a page for people."""
    return answer.body[:200].lstrip()[:1] == b"<"


def type_of(document: Any) -> str | None:
    """Return the type of a resource, or what a collection holds."""
    if not isinstance(document, dict):
        return None
    kind = document.get("resourceType") if document.get("type") == "collection" else document.get("type")
    return kind if isinstance(kind, str) else None


def features(answer: Response, document: Any) -> str:
    """Say what answered: its server header and the shape of its document."""
    server = answer.header("Server")
    shape = f"keys {', '.join(sorted(map(str, document))[:5])}" if isinstance(document, dict) else "no object"
    return f"{shape}{f' from {server}' if server else ''}"


def enter_project(
    client: Client,
    name_or_id: str,
    dialect: Dialect,
    *,
    schemas: Schemas | None = None,
) -> tuple[Resource, Schemas]:
    """Return the project called *name_or_id* and the schemas inside it.

    *schemas* are those of the whole server, read when not given. Letter case is ignored; an admin also finds
    projects it is no member of. Raises QueryError with close matches when no project, or more than one, has that
    name, and Forbidden when the project may not be entered.
    """
    schemas = enter(client).schemas if schemas is None else schemas
    project = find_project(client, name_or_id, schemas)
    scope = Request("GET", dialect.project_scope(project))
    answer = client.send(scope)
    decipher(scope, answer)
    told = answer.header("X-Api-Schemas")
    if told is None:
        raise NotRancher(f"{project.label} names no schemas", hint="is this a Rancher server?")
    return project, read_schemas(client, told)[0]


def projects(client: Client, *, schemas: Schemas | None = None) -> list[Resource]:
    """Return the projects that this key sees; for an admin also those it is no member of.

    *schemas* are those of the whole server, read when not given.
    """
    request = projects_request(client, enter(client).schemas if schemas is None else schemas)
    known, admin = list_projects(client, request)
    return list_projects(client, everyones(request))[0] if admin else known


def projects_request(client: Client, schemas: Schemas) -> Request:
    """Return the request for the list of projects."""
    return Request("GET", schemas.find("project").collection_url or client.url)


def everyones(request: Request) -> Request:
    """Return *request* for the projects of everybody: an admin's plain list has only those it is a member of."""
    return request.with_parameters((("all", "true"),))


def find_project(client: Client, name_or_id: str, schemas: Schemas) -> Resource:
    """Return the one project called *name_or_id*."""
    request = projects_request(client, schemas)
    known, admin = list_projects(client, request)
    found = named(known, name_or_id)
    if not found and admin:
        known, _ = list_projects(client, everyones(request))
        found = named(known, name_or_id)
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(sorted(project.id or "" for project in found))
        raise QueryError(f"{len(found)} projects are called '{name_or_id}': {ids}", word=name_or_id, hint="give the id")
    names = [word for project in known for word in (project.name, project.id) if word]
    raise QueryError(
        f"there is no project '{name_or_id}' for this key. {did_you_mean(name_or_id, names)}".rstrip(),
        word=name_or_id,
        hint=f"it sees {', '.join(sorted(project.name or project.id or '' for project in known)) or 'none'}",
    )


def list_projects(client: Client, request: Request) -> tuple[list[Resource], bool]:
    """Return all projects that *request* lists, and whether an admin asks.

    Raises NotRancher for a list that does not end.
    """
    projects: list[Resource] = []
    is_admin = False
    pages = client.pages(request, max_requests=MOST_PAGES)
    for page in pages:
        projects += Collection.from_json(decipher(request, page)).data
        is_admin = Account.of(page).kind == "admin"
    if pages.stopped and pages.requests >= MOST_PAGES:
        raise NotRancher(
            f"{masked_url(request.url)} names a next page even after {pages.requests:,} pages of projects",
            hint="is this a Rancher server? connect without a project to look at it",
        )
    return projects, is_admin


def named(projects: list[Resource], name_or_id: str) -> list[Resource]:
    """Return the project with that id, else those with that name."""
    wanted = name_or_id.lower()
    by_id = [project for project in projects if (project.id or "").lower() == wanted]
    return by_id or [project for project in projects if (project.name or "").lower() == wanted]

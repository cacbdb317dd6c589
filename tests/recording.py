"""Recorded answers of a Rancher 1.6 server, as values and as a transport.

`load(name)` reads a file of `recorded/` (see its README) as it stands, `exchanges(name)` as values with the pages put
together again; `replay(...)` answers requests from those, strictly.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from rancher_nb.api import Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER = Path(__file__).parent / "recorded"
ORIGIN = "http://127.0.0.1:18080"
PROJECT = f"{ORIGIN}/v2-beta/projects/1a7"
SCHEMA_LISTS = ("b_schemas_v1_admin", "b_schemas_v1_project", "b_schemas_v2beta_admin", "b_schemas_v2beta_project")
WHOLE_ROWS = ("c_collections", "c_paging_sort", "d_filters", "e_resources", "e_links")
KEPT_ONLY = ("_ids", "_items", "_count", "_trimmed")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the whole answer to it; *recorded* is the answer's document as it was recorded."""

    request: Request
    response: Response
    note: str
    recorded: Any

    @property
    def document(self) -> Any:
        """The answer's document, put together again."""
        return json.loads(self.response.body)

    @property
    def ids(self) -> list[str]:
        """The ids of a page's rows as they were recorded, in order."""
        kept = self.recorded.get("_ids") or [item["id"] for item in self.recorded.get("_items", [])]
        return kept or [item["id"] for item in self.recorded["data"]]


@cache
def load(name: str) -> list[dict[str, Any]]:
    """Return the list in the file *name* as it stands."""
    return json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))


@cache
def exchanges(name: str) -> tuple[Exchange, ...]:
    """Return the HTTP exchanges in the file *name*, in their order; sockets and notes are left out."""
    return tuple(exchange_of(each) for each in load(name) if is_http(each))


def is_http(facts: dict[str, Any]) -> bool:
    """Whether an entry is an HTTP request with its answer."""
    return "url" in facts.get("request", {}) and facts["request"]["url"].startswith("http") and "response" in facts


def exchange_of(facts: dict[str, Any]) -> Exchange:
    """Return one entry as an exchange."""
    asked, answered = facts["request"], facts["response"]
    given = asked.get("body")
    body = None if given is None else given.encode() if isinstance(given, str) else dumped(given)
    document = answered.get("body")
    text = answered.get("text") or ""
    content = text.encode() if document is None else dumped(restored(document, asked["url"]))
    request = Request(asked["method"], asked["url"], dict(asked.get("headers") or {}), body)
    response = Response(answered["status"], dict(answered.get("headers") or {}), content, asked["url"])
    return Exchange(request, response, facts.get("note", ""), document)


def dumped(document: Any) -> bytes:
    """Return *document* as the server writes JSON: one line, no blanks."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def restored(document: Any, url: str) -> Any:
    """Return a shortened page with all its rows; anything else as it is."""
    if not isinstance(document, dict) or "_trimmed" not in document:
        return document
    kept = document.get("_items") or [{"id": each} for each in document.get("_ids", [])]
    path = urlsplit(url).path.rstrip("/")
    given = {item["id"]: item for item in document.get("data") or []}
    first = next(iter(given.values()), {})
    kind = first.get("type") or document.get("resourceType")
    page = {key: value for key, value in document.items() if key not in KEPT_ONLY}
    if all(facts["id"] for facts in kept) and kept:  # some types have no ids: their few rows stay as they are
        page["data"] = [row_of(facts, path, kind, given) for facts in kept]
    for key in ("filters", "sortLinks"):
        if isinstance(page.get(key), str):  # "(all null)", "(see c_collections)"
            page[key] = {}
    return page


def row_of(facts: dict[str, Any], path: str, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return one row of a shortened page: whole where it is known, with the page's own *facts*."""
    known = given.get(facts["id"]) or whole_rows().get((path, facts["id"]))
    self_link = f"{ORIGIN}{path}/{facts['id'].lower()}"
    stub = {"id": facts["id"], "type": kind, "links": {"self": self_link}, "actions": {}, "baseType": kind}
    return {**(known or stub), **facts}


@cache
def whole_rows() -> dict[tuple[str, str], dict[str, Any]]:
    """Return every resource that was recorded whole, by the path of its collection and its id."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    waiting: list[Any] = [each["response"].get("body") for name in WHOLE_ROWS for each in load(name) if is_http(each)]
    for document in waiting:
        if isinstance(document, list):
            waiting.extend(document)
        elif isinstance(document, dict):
            waiting.extend(document.values())
            address = document["links"].get("self") if isinstance(document.get("links"), dict) else None
            if isinstance(address, str) and isinstance(document.get("id"), str) and "type" in document:
                found.setdefault((urlsplit(address).path.rpartition("/")[0], document["id"]), document)
    return found


def replay(recorded: Iterable[Exchange], *, ignoring_limit: bool = False) -> Callable[[Request], Response]:
    """Return a transport that answers from *recorded* and fails with AssertionError on anything else.

    Method, path and query (in any order) must be those of a recorded request; the origin may differ. With
    *ignoring_limit* a different ``limit`` is no difference. A request that was recorded more than once is answered
    in the recorded order, then with the last again.
    """
    answers: dict[tuple[Any, ...], list[Response]] = {}
    for each in recorded:
        answers.setdefault(key_of(each.request, ignoring_limit=ignoring_limit), []).append(each.response)

    def transport(request: Request) -> Response:
        found = answers.get(key_of(request, ignoring_limit=ignoring_limit))
        assert found, f"not recorded: {request.method} {request.url}"
        return found.pop(0) if len(found) > 1 else found[0]

    return transport


def key_of(request: Request, *, ignoring_limit: bool) -> tuple[Any, ...]:
    """Return what tells requests apart."""
    parts = urlsplit(request.url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted(pair for pair in pairs if not (ignoring_limit and pair[0] == "limit"))
    return request.method, parts.path.rstrip("/"), tuple(kept)


def answer_to(url: str, *, name: str = "", method: str = "GET") -> Exchange:
    """Return the first recorded exchange for *url*, of the file *name* or of any."""
    wanted = key_of(Request(method, url), ignoring_limit=False)
    files = (name,) if name else tuple(sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.gz")))
    for file in files:
        for each in exchanges(file):
            if key_of(each.request, ignoring_limit=False) == wanted:
                return each
    raise AssertionError(f"not recorded: {method} {url}")

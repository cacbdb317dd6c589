"""Collections page by page, to the end.

Knows how a page names the one that follows and how a server misleads: settings and projects of the 1.6 line ignore
limit and marker but still name a next page, which repeats everything (seen on a running one). It takes whole bodies
and leaves their rows to others; the address of the next page is found in the tail of the body, for parsing a page
twice would double the work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ..api import Request, Response, decipher, decipher_error
from ..errors import NotRancher
from .origin import split

__all__ = ["Pages", "next_address"]

DATA = re.compile(rb'"data"\s*:\s*\[')
SAMPLE = 1000  # bytes; enough for the id and the links of an item
EMPTY_PAGES = 100
"""Pages without a row, one after the other, after which more are not asked for."""


class Pages(Iterator[Response]):
    """The pages of a collection as whole answers, fetched one at a time as they are asked for.

    *requests* counts those sent. When the iteration has ended, *stopped* says in words why pages are missing; it
    is empty when the end was reached.
    """

    def __init__(
        self,
        send: Callable[[Request], Response],
        request: Request,
        *,
        max_requests: int | None = None,
    ) -> None:
        """Start at *request*; send at most *max_requests*, None for no bound."""
        self.requests = 0
        self.stopped = ""
        self._send = send
        self._following: Request | None = request
        self._most = max_requests
        self._visited: set[tuple[str, str]] = set()
        self._mark: object = None
        self._empty = 0
        self._verdict = ""

    def __iter__(self) -> Pages:
        return self

    def __next__(self) -> Response:
        """Fetch the next page.

        Raises what the client raises, the server's error when it answers one, and NotRancher for an answer that
        is no JSON object. After an error the same page may be asked for again.
        """
        request = self._following
        if request is None:
            self.stopped = self._verdict
            raise StopIteration
        response = self._send(request)
        self.requests += 1
        if response.status >= 400:  # noqa: PLR2004 - the HTTP boundary between success and error
            raise decipher_error(request, response)
        address = next_address(request, response)
        mark = mark_of(response.body)
        if mark is not None and mark == self._mark:
            self._end("" if is_overfull(response) else "the server gives the same page again and again")
            return next(self)
        self._mark = mark
        self._empty = self._empty + 1 if is_empty(response.body) else 0
        self._visited.add(key_of(request.url))
        self._choose(response, request, address)
        return response

    def close(self) -> None:
        """End the iteration; nothing more is fetched."""
        self._following = None

    def _choose(self, response: Response, request: Request, address: str | None) -> None:
        """Decide whether *address* is fetched when the next page is asked for."""
        if address is None:
            self._end("")
        elif key_of(address) in self._visited:
            self._end("" if is_overfull(response) else "the server names a page again that was read already")
        elif self._empty >= EMPTY_PAGES:
            self._end("the server gives one empty page after the other")
        elif self._most is not None and self.requests >= self._most:
            plural = "" if self.requests == 1 else "s"
            more = f"stopped after {self.requests} request{plural}; there are more pages"
            self._end("" if is_overfull(response) else more)
        else:
            self._following = replace(request, url=address)

    def _end(self, verdict: str) -> None:
        self._following = None
        self._verdict = verdict


def next_address(request: Request, response: Response) -> str | None:
    """Return the address of the page after *response*, None on the last one.

    A resource that is no collection has none: a link may lead to either, and who reads rows will tell. Raises
    NotRancher (CutAnswer) when the answer is no JSON object.
    """
    at = response.body.rfind(b'"pagination"')
    if at > 0:
        try:
            # The tail only closes with the document if this is the outermost "pagination".
            return named_next(json.loads(b"{" + response.body[at:])["pagination"])
        except (ValueError, KeyError, RecursionError):
            pass  # written in another order or broken; the whole document tells
    document = decipher(request, response)
    if not isinstance(document, dict):
        raise NotRancher(
            f"{request.method} {urlsplit(request.url).path} answered with neither a collection nor a resource",
            hint="is this a Rancher server?",
        )
    return named_next(document.get("pagination"))


def named_next(pagination: Any) -> str | None:
    """Return ``next`` of a pagination object; null means that the server did not page at all.

    Raises NotRancher when it is no address: to take that for the end would lose rows without a word.
    """
    address = pagination.get("next") if isinstance(pagination, dict) else None
    if not address:
        return None
    if not isinstance(address, str) or split(address) is None:
        raise NotRancher(
            "the server names a next page whose address is none",
            hint="ask for fewer rows with limit, so that one page is enough",
        )
    return address


def key_of(url: str) -> tuple[str, str]:
    """Return what tells one page from another; the origin does not."""
    parts = urlsplit(url)
    return parts.path, parts.query


def mark_of(body: bytes) -> tuple[int, bytes, bytes, bytes] | None:
    """Return a mark that two bodies share only when they hold the same rows; None where there is no telling."""
    found = DATA.search(body)
    end = body.rfind(b'"pagination"')
    if found is None or end < found.end() or body[found.end() : found.end() + 1] == b"]":
        return None
    start, middle = found.end(), (found.end() + end) // 2
    rows = body[start : min(start + SAMPLE, end)], body[middle : min(middle + SAMPLE, end)]
    return end - start, *rows, body[max(start, end - SAMPLE) : end]


def is_empty(body: bytes) -> bool:
    """Whether the page *body* has no rows."""
    found = DATA.search(body)
    if found is None or body[found.end() : found.end() + 1] != b"]":
        return False
    try:
        # Only the whole document tells the page's own list from one inside a row.
        return bool(json.loads(body)["data"] == [])
    except (ValueError, LookupError, TypeError, RecursionError):
        return False


def is_overfull(response: Response) -> bool:
    """Whether the page holds more rows than it says it was limited to: the server gave everything at once."""
    try:
        document = json.loads(response.body)
        return bool(len(document["data"]) > document["pagination"]["limit"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return False

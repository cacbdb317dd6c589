"""The verbs that read: nothing here changes a server.

Knows how a question becomes a query, a plan, pages and a frame, and how a resource becomes a card. Reading is
free of side effects but for what is learnt about the server (filters it ignores, names for completion).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ..api import (
    Plan,
    Provenance,
    Query,
    Request,
    Resource,
    Response,
    SortKey,
    decipher,
    format_time,
    plan,
)
from ..errors import QueryError
from .connecting import Connecting
from .describing import describe_field, describe_type, type_table
from .targets import as_target, find_one, fresh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..api import Condition, Schema
    from ..frame import Built, Frame
    from .connection import Connection
    from .report import Report

__all__ = ["Reading"]

SEEN_ROWS = 200  # rows of a frame whose names are kept for completion


class Reading(Connecting):
    """Types, frames, resources and cards of the current connection."""

    def types(self, pattern: str | None = None) -> Report:
        """Tell the types this key sees here, those whose name contains *pattern* (any letter case)."""
        return type_table(self.current, pattern)

    def describe(self, subject: str) -> Report:
        """Tell what the schema says of a type, or of one field as ``TYPE.FIELD``.

        Raises QueryError with close matches for an unknown type or field.
        """
        type_name, _, field = subject.partition(".")
        schema = self.current.schemas.find(type_name)
        return describe_field(schema, field) if field else describe_type(schema)

    def get(
        self,
        target: str | Any,
        *,
        where: str | Condition | None = None,
        sort: str | SortKey | Sequence[str | SortKey] = (),
        limit: int | None = None,
        columns: str | Sequence[str] = (),
        max_requests: int | None = None,
        explain: bool = False,
        curl: bool = False,
    ) -> Frame | Resource | Plan | str:
        """Get what *target* names.

        ``TYPE`` gives a frame, ``TYPE/ID`` (or a unique name) a resource, ``TYPE/ID/LINK`` what the link leads to.
        *where* is a condition (a text of the language, or a value), *sort* its order (``-`` before a name is
        descending), *limit* the most rows, *columns* the columns instead of the type's own. At most
        *max_requests* pages are read; a frame that misses rows says so. With *explain* the plan is returned and
        with *curl* a curl line, and nothing is sent.

        Raises QueryError for what the schema does not have, and what the server or the network answers.
        """
        here = self.current
        if not isinstance(target, str):
            found = as_target(target)
            if isinstance(found, Resource):
                return fresh(here, found)
            raise QueryError("get takes one resource, not rows", hint="%rancher show TYPE/ID")
        from ..language import read_target

        named = read_target(target)
        schema = here.schemas.find(named.type)
        if named.id is not None:
            resource = find_one(here, schema, named.id)
            if named.link is None:
                return resource
            query = self._query(schema.plural, where, sort, limit, columns)
            return self._follow(here, resource.link(named.link), query, max_requests=max_requests)
        query = self._query(schema.plural, where, sort, limit, columns)
        made = plan(query.bound(schema, now=here.now), schema, here.dialect, distrust=here.distrust)
        if explain:
            return made
        if curl:
            return made.requests[0].to_curl()
        return self._read(here, made, schema, max_requests=max_requests)

    def count(
        self,
        target: str,
        *,
        where: str | Condition | None = None,
        explain: bool = False,
        curl: bool = False,
    ) -> int | Plan | str:
        """Count the rows of type *target* that *where* describes.

        The API tells no totals, so the rows are read, but only as much of each as the condition needs.
        """
        answer = self.get(target, where=where, columns=("id",), explain=explain, curl=curl)
        if isinstance(answer, Plan | str):
            return answer
        if isinstance(answer, Resource):
            return 1
        return len(answer)

    def resource(self, target: str | Any) -> Resource:
        """Return the one resource that *target* names, as it is now.

        Raises QueryError when it names none or several.
        """
        found = self.get(target)
        if isinstance(found, Resource):
            return found
        raise QueryError(f"'{target}' names a list, not one resource", word=str(target), hint="name one: TYPE/ID")

    def _query(
        self,
        type_id: str,
        where: str | Condition | None,
        sort: str | SortKey | Sequence[str | SortKey],
        limit: int | None,
        columns: str | Sequence[str],
    ) -> Query:
        """Return the query that the texts and values of a call mean."""
        from ..language import parse_condition, parse_sort

        condition = parse_condition(where) if isinstance(where, str) else where
        keys = [sort] if isinstance(sort, str | SortKey) else list(sort)
        order = tuple(key for each in keys for key in (parse_sort(each) if isinstance(each, str) else (each,)))
        names = columns.split(",") if isinstance(columns, str) else columns
        return Query(type_id, condition, order, limit, tuple(name.strip() for name in names))

    def _read(self, here: Connection, made: Plan, schema: Schema, *, max_requests: int | None) -> Frame:
        """Carry out a plan and return its frame."""
        pages = here.client.pages(made.requests[0], max_requests=max_requests)
        return self._frame(here, made, schema, pages)

    def _follow(self, here: Connection, url: str, query: Query, *, max_requests: int | None) -> Frame | Resource:
        """Return what the link at *url* leads to: a frame for a list, else the resource."""
        request = Request("GET", url)
        pages = here.client.pages(request, max_requests=max_requests)
        first = next(pages)
        document = decipher(request, first)
        if document.get("type") != "collection":
            return Resource.from_json(document, schema=here.schemas.get(document.get("type", "")))
        schema = here.schemas.find(document.get("resourceType") or query.type)
        query = Query(schema.plural, query.condition, query.sort, query.limit, query.columns, url=url)
        made = plan(query.bound(schema, now=here.now), schema, here.dialect, distrust=here.distrust)
        return self._frame(here, made, schema, chained(first, pages))

    def _frame(self, here: Connection, made: Plan, schema: Schema, pages: Iterator[Response]) -> Frame:
        """Build the frame of *pages* and the story that goes with it."""
        from ..frame import Frame, build, listing
        from ..widgets import listing_bundle

        started = time.monotonic()
        counted = Counted(pages)
        built = build(counted, made, schema)
        here.distrust.update(built.liars)
        if "name" in built.data:
            named = built.data["name"].dropna().head(SEEN_ROWS)
            here.names.update(zip(named.index, named, strict=True))
            here.remember(schema.id, (*named.index, *named))
        story = Provenance(
            server=here.client.origin,
            connection=here.name,
            project=here.project_name,
            type=schema.id,
            plural=schema.plural,
            query=str(made.query),
            asked=tuple(str(each.piece) for each in made.pushed) + ((f"sort {made.sort}",) if made.sort else ()),
            here=tuple(each.piece for each in made.kept),
            at=format_time(here.now),
            rows=len(built.data),
            requests=counted.requests,
            bytes=counted.bytes,
            seconds=time.monotonic() - started,
            notes=built.notes,
            partial=partial(built, made, pages),
        )
        return Frame(built.data, story, display=lambda frame: listing_bundle(listing(frame, schema)))


def partial(built: Built, made: Plan, pages: Iterator[Response]) -> str:
    """Say why rows are missing from *built*; empty when none are."""
    stopped = getattr(pages, "stopped", "")
    enough = made.stops_at is not None and len(built.data) >= made.stops_at
    return "" if built.exhausted or enough else stopped or "the server's pages came to no end"


class Counted:
    """Pages on their way, counted."""

    def __init__(self, pages: Iterable[Response]) -> None:
        """Count what is taken from *pages*."""
        self._pages = iter(pages)
        self.requests = 0
        self.bytes = 0

    def __iter__(self) -> Iterator[Response]:
        return self

    def __next__(self) -> Response:
        page = next(self._pages)
        self.requests += 1
        self.bytes += len(page.body)
        return page


def chained(first: Response, rest: Iterator[Response]) -> Iterator[Response]:
    """Yield *first*, then *rest*."""
    yield first
    yield from rest

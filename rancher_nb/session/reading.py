"""The verbs that read: nothing here changes a server.

Knows how a question becomes a query, a plan, pages and a frame, and how a resource becomes a card. Reading is
free of side effects but for what is learnt about the server (filters it ignores, names for completion).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from ..api import (
    Condition,
    Plan,
    Provenance,
    Query,
    Request,
    Resource,
    Response,
    SortKey,
    decipher,
    doubts,
    format_time,
    plan,
)
from ..errors import QueryError
from .connecting import Connecting
from .describing import describe_member, describe_type, type_table
from .targets import address_of, as_target, find_one, fresh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..api import Schema
    from ..client import Pages
    from ..frame import Built, Frame
    from .connection import Connection
    from .report import Report

__all__ = ["Reading"]

CONDITIONS = get_args(Condition)
SEEN_ROWS = 200  # rows of a frame whose names are kept for completion


class Reading(Connecting):
    """Types, frames, resources and cards of the current connection."""

    def types(self, pattern: str | None = None) -> Report:
        """Tell the types this key sees here, those whose name contains *pattern* (any letter case)."""
        return type_table(self.current, pattern)

    def describe(self, subject: str) -> Report:
        """Tell what the schema says of a type, or of one field or action as ``TYPE.NAME``.

        Raises QueryError with close matches for an unknown type or name.
        """
        type_name, _, field = subject.partition(".")
        schema = self.current.schemas.find(type_name)
        return describe_member(self.current.schemas, schema, field) if field else describe_type(schema)

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
        with *curl* a curl line, and nothing is sent but what finds the address of a link.

        Raises QueryError for what the schema does not have, and what the server or the network answers.
        """
        here = self.current
        if not isinstance(target, str):
            found = as_target(target)
            if not isinstance(found, Resource):
                raise QueryError("get takes one resource, not rows", hint="%rancher show TYPE/ID")
            return fresh(here, found)
        from ..language import read_target

        named = read_target(target)
        schema = here.schemas.find(named.type)
        query = self._query(schema.plural, where, sort, limit, columns)
        if named.id is not None and named.link is None:
            return self._one(here, schema, named.id, query, explain=explain, curl=curl)
        if named.id is not None:
            url = find_one(here, schema, named.id).link(str(named.link))
            if curl:
                return here.as_sent(Request("GET", url)).to_curl()
            if not explain:
                return self._follow(here, url, query, max_requests=max_requests)
            schema = here.schemas.find(str(named.link))
            query = replace(query, type=schema.plural, url=url)
        made = plan(query.bound(schema, now=here.now), schema, here.dialect, distrust=here.distrust)
        if explain:
            return made
        if curl:
            return made.requests[0].to_curl()
        pages = here.client.pages(made.requests[0], max_requests=max_requests)
        return self._frame(here, made, schema, Counted(pages))

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
        from ..language import parse_sort

        keys = [sort] if isinstance(sort, str | SortKey) else list(sort)
        order = tuple(key for each in keys for key in (parse_sort(each) if isinstance(each, str) else (each,)))
        names = columns.split(",") if isinstance(columns, str) else columns
        return Query(type_id, condition_of(where), order, limit, tuple(name.strip() for name in names))

    def _one(
        self,
        here: Connection,
        schema: Schema,
        wanted: str,
        query: Query,
        *,
        explain: bool,
        curl: bool,
    ) -> Resource | str:
        """Return the one resource that is *wanted* by id or name, or the curl line that asks for it."""
        if query != Query(schema.plural):
            raise not_a_list(f"{schema.plural}/{wanted}", schema)
        if explain:
            raise QueryError("one resource needs no plan", word="--explain", hint="--curl shows the request")
        return address_of(here, schema, wanted).to_curl() if curl else find_one(here, schema, wanted)

    def _follow(self, here: Connection, url: str, query: Query, *, max_requests: int | None) -> Frame | Resource:
        """Return what the link at *url* leads to: a frame for a list, else the resource."""
        limit = here.dialect.parameters((), sort=None, limit=here.dialect.page_limit)
        request = Request("GET", url).with_parameters(limit)
        pages = Counted(here.client.pages(request, max_requests=max_requests))
        first = next(pages)
        document = decipher(request, first)
        if document.get("type") != "collection":
            return Resource.from_json(document, schema=here.schemas.get(document.get("type", "")))
        schema = here.schemas.find(document.get("resourceType") or query.type)
        query = replace(query, type=schema.plural, url=url)
        made = plan(query.bound(schema, now=here.now), schema, here.dialect, distrust=here.distrust)
        pages.give_back(first)
        return self._frame(here, made, schema, pages)

    def _frame(self, here: Connection, made: Plan, schema: Schema, pages: Counted) -> Frame:
        """Build the frame of *pages* and the story that goes with it."""
        from ..frame import Frame, build, listing
        from ..widgets import listing_bundle

        started = time.monotonic()
        built = build(pages, made, schema)
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
            requests=pages.requests,
            bytes=pages.bytes,
            seconds=time.monotonic() - started,
            notes=(*doubts(made.query.condition, schema), *built.notes),
            partial=partial(built, made, pages.stopped),
        )
        return Frame(built.data, story, display=lambda frame: listing_bundle(listing(frame, schema)))


def not_a_list(target: str, schema: Schema) -> QueryError:
    """Return the error for a list's options beside the name of one resource."""
    return QueryError(
        f"'{target}' names one resource: conditions, order, limit and columns are for lists",
        word=target,
        hint=f"%rancher get {target}, or %rancher get {schema.plural} where …",
    )


def condition_of(where: object) -> Condition | None:
    """Return the condition that a *where* means: a text of the language, a value, or None for none.

    Raises QueryError for anything else: a condition that is not understood must not mean "all".
    """
    from ..language import parse_condition

    if where is None or isinstance(where, CONDITIONS):
        return where
    if isinstance(where, str):
        return parse_condition(where)
    raise QueryError(
        f"where is {where!r}, a {type(where).__name__}, not a condition",
        word="where",
        hint='write it as a text: where="state = running"',
    )


def partial(built: Built, made: Plan, stopped: str) -> str:
    """Say why rows are missing from *built*; empty when none are. *stopped* is why no further page was read."""
    in_order = built.confirmed_sort or not made.query.sort
    enough = made.stops_at is not None and len(built.data) >= made.stops_at and in_order
    return "" if built.exhausted or enough else stopped or "the server's pages came to no end"


class Counted(Iterator[Response]):
    """Pages on their way, counted."""

    def __init__(self, pages: Pages) -> None:
        """Count what is taken from *pages*."""
        self._pages = pages
        self._returned: list[Response] = []
        self.requests = 0
        self.bytes = 0

    @property
    def stopped(self) -> str:
        """Why pages are missing, empty when none are."""
        return self._pages.stopped

    def give_back(self, page: Response) -> None:
        """Let *page*, which was looked at, come next."""
        self._returned.append(page)

    def __next__(self) -> Response:
        if self._returned:
            return self._returned.pop()
        page = next(self._pages)
        self.requests += 1
        self.bytes += len(page.body)
        return page

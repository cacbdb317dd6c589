"""Split a query between the server and us.

`plan` is a pure function: what the schema says the server can filter and sort, and the dialect holds to be
sound, is asked of the server; the whole condition is applied again here to what comes back, because servers of
this family ignore unknown filters silently and even echo them as applied. Order matters: a limit is left to the
server only when nothing else is left to us. This module sends nothing and imports no client.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import QueryError
from .condition import Comparison, Condition, Conjunction, Nullness, conjuncts
from .wire import Request

if TYPE_CHECKING:
    from collections.abc import Collection

    from .dialect import Dialect, Filter
    from .query import Query, SortKey
    from .schema import Schema

__all__ = ["Distrust", "Kept", "Plan", "Pushed", "plan"]

FILTERED_PAGE = 100  # rows; the servers' own default
Distrust: TypeAlias = "Collection[tuple[str, str, str]]"
"""The (type, field, modifier) that a server was seen to ignore."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """A *piece* of the condition and the *filter* that asks the server for it."""

    piece: Condition
    filter: Filter


@dataclass(frozen=True, slots=True)
class Kept:
    """A *piece* of the query that is done here alone, and *why*."""

    piece: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What will happen: the *requests* to send, what the server is asked, what is done here and why.

    *query* is bound to its schema. *sort* is the order asked of the server, None when there is none; *sorts_here*
    says that the order is (also) made here from all rows. *stops_at* is the number of surviving rows after which
    no further page is read, None when all are read.
    """

    query: Query
    type: str
    requests: tuple[Request, ...]
    pushed: tuple[Pushed, ...]
    kept: tuple[Kept, ...]
    residue: Condition | None
    sort: SortKey | None
    sorts_here: bool
    stops_at: int | None
    page_limit: int

    def explain(self) -> str:
        """Say the plan in words, a line each; nothing has been sent when it is printed."""
        lines = [str(self.query)]
        asked = [(str(pushed.piece), str(pushed.filter)) for pushed in self.pushed]
        if self.sort is not None:
            order = "desc" if self.sort.descending else "asc"
            asked.append((f"sort {self.sort}", f"sort={self.sort.path[0]}&order={order}"))
        asked = asked or [("everything", "no filter")]
        here = [(kept.piece, kept.why) for kept in self.kept]
        width = max(len(piece) for piece, _ in asked + here)
        lines += table("asked of the server", asked, width)
        lines += table("done here", here, width)
        if self.pushed:
            lines.append("  checked here          the whole condition, again, on every row that comes back")
        if self.stops_at is None:
            lines.append(f"  pages of {self.page_limit:,} rows are read to the end")
        else:
            lines.append(f"  pages of {self.page_limit:,} rows are read until {self.stops_at:,} rows survive")
        lines += [f"  {request}" for request in self.requests]
        return "\n".join(lines)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show in a shell the plan in words instead of its parts."""
        printer.text(repr(self) if cycle else self.explain())


def table(title: str, rows: list[tuple[str, str]], width: int) -> list[str]:
    """Return *rows* as aligned lines, the *title* before the first."""
    return [
        f"  {title if index == 0 else '':<21} {piece:<{width}}   {note}".rstrip()
        for index, (piece, note) in enumerate(rows)
    ]


def plan(
    query: Query,
    schema: Schema,
    dialect: Dialect,
    *,
    distrust: Distrust = (),
) -> Plan:
    """Return how *query*, bound to *schema*, is answered by a server that speaks *dialect*.

    *distrust* holds (type, field, modifier) that this server was seen to ignore: they are not pushed. Raises
    QueryError when the type cannot be listed here.
    """
    url = query.url or schema.collection_url
    if url is None or (query.url is None and not schema.is_listable):
        raise QueryError(
            f"{schema.id} cannot be listed here",
            word=query.type,
            hint="%rancher types shows those that can; an account key sees others than a project's",
        )
    is_link = query.url is not None
    pushed, kept = split(conjuncts(query.condition), schema, dialect, distrust=distrust, is_link=is_link)
    order, sorts_here, more = ordered(query, schema, dialect, is_link=is_link)
    kept += more
    residue = all_of(tuple(piece for piece in conjuncts(query.condition) if piece not in [p.piece for p in pushed]))
    stops_at = None if sorts_here else query.limit
    if query.limit is not None and sorts_here:
        kept += (Kept(f"limit {query.limit}", "the order is made here, from all rows"),)
    page_limit = rows_a_page(stops_at, dialect, filtered=bool(pushed), is_whole=residue is None)
    filters = tuple(each.filter for each in pushed)
    request = Request("GET", url).with_parameters(dialect.parameters(filters, sort=order, limit=page_limit))
    return Plan(query, schema.id, (request,), pushed, kept, residue, order, sorts_here, stops_at, page_limit)


def rows_a_page(stops_at: int | None, dialect: Dialect, *, filtered: bool, is_whole: bool) -> int:
    """Return how many rows to ask for in a page: no more than wanted, where every row that comes is one of them.

    A filter may let rows through that are dropped here, so a page of a few rows might hold none that count.
    """
    if stops_at is None or not is_whole:
        return dialect.page_limit
    wanted = max(stops_at, FILTERED_PAGE) if filtered else stops_at
    return max(1, min(dialect.page_limit, wanted))


def split(
    pieces: tuple[Condition, ...],
    schema: Schema,
    dialect: Dialect,
    *,
    distrust: Distrust,
    is_link: bool,
) -> tuple[tuple[Pushed, ...], tuple[Kept, ...]]:
    """Return which of *pieces* are pushed, one a field at the most, and which are kept and why."""
    pushed: list[Pushed] = []
    kept: list[Kept] = []
    for piece in pieces:
        if is_link:
            kept.append(Kept(str(piece), "the server echoes filters on a link's list but does not apply them"))
            continue
        if not isinstance(piece, Comparison | Nullness):
            kept.append(Kept(str(piece), "the server has no 'or', 'not' and 'in'"))
            continue
        push = dialect.push(piece, schema)
        found = push.filter
        if found is None:
            kept.append(Kept(str(piece), push.why))
        elif (schema.id, found.name, found.modifier) in distrust:
            kept.append(Kept(str(piece), f"this server was seen to ignore {found}"))
        elif any(found.name == other.filter.name for other in pushed):
            kept.append(Kept(str(piece), f"the server keeps only one filter on {found.name}"))
        else:
            pushed.append(Pushed(piece, found))
    return tuple(pushed), tuple(kept)


def ordered(
    query: Query,
    schema: Schema,
    dialect: Dialect,
    *,
    is_link: bool,
) -> tuple[SortKey | None, bool, tuple[Kept, ...]]:
    """Return the order to ask for, whether it is made here from all rows, and the reason for that."""
    if not query.sort:
        return None, False, ()
    shown = f"sort {','.join(map(str, query.sort))}"
    if is_link:
        return None, True, (Kept(shown, "the server echoes an order on a link's list but does not apply it"),)
    if len(query.sort) > 1:
        return None, True, (Kept(shown, "the server sorts by one field only"),)
    why = dialect.unsound_sort(query.sort[0], schema)
    return (query.sort[0], False, ()) if not why else (None, True, (Kept(shown, why),))


def all_of(pieces: tuple[Condition, ...]) -> Condition | None:
    """Return the condition that all of *pieces* hold, None for none."""
    return None if not pieces else pieces[0] if len(pieces) == 1 else Conjunction(pieces)

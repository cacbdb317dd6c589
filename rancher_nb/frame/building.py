"""Pages into one DataFrame that holds exactly the rows the query describes.

Knows when enough has been read, applies the whole condition again, merges rows by id, and keeps account of what
the server let through. It pulls pages from an iterator and does not know where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import printable
from .gathering import Gathered
from .layout import columns_for, field_type, wanted_columns
from .loose import excludes
from .order import Order
from .packing import packing
from .pages import Reader
from .residue import YES, compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from ..api import Plan, Response, Schema
    from .packing import Packing
    from .pages import Page
    from .residue import Columns

__all__ = ["Built", "Progress", "build", "build_with"]

BARREN_PAGES = 10
"""Pages without a new row, one after the other, after which a listing is taken to go in circles."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a listing has come: *pages* and *bytes* read, *seen* rows that came, *rows* that are kept."""

    pages: int
    seen: int
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Built:
    """A finished frame and what was learnt on the way.

    *liars* are the (type, field, modifier) of filters that let rows through which even a loose reading excludes;
    *dropped* counts the rows that came and did not match; *notes* say what was odd, a sentence each; *rows_seen*
    counts the distinct rows that came; *confirmed_sort* says that the server made the order; *exhausted* that
    the last page read names no next one and does not say that rows are missing: when it is false and fewer rows
    than the limit are here, rows are missing.
    """

    data: pd.DataFrame
    liars: tuple[tuple[str, str, str], ...]
    dropped: int
    notes: tuple[str, ...]
    rows_seen: int
    confirmed_sort: bool
    exhausted: bool


def build(
    pages: Iterable[Response],
    plan: Plan,
    schema: Schema,
    *,
    on_page: Callable[[Progress], None] | None = None,
) -> Built:
    """Return the frame that *plan* describes, from as few of *pages* as are needed.

    The columns are those asked for or the schema's own, with the dtypes of the schema, also when empty: int is
    ``Int64``, float ``Float64``, boolean ``boolean``, date ``datetime64[us, UTC]``, enum a categorical in the
    schema's order, other text ``str`` (``string`` before pandas 3), nested fields objects. A value that
    contradicts its schema turns its column alone into objects, with a note. The index holds the ids.

    The condition is applied to every row again and a row seen twice counts once. No further page is pulled once
    the plan's number of rows survives, unless an order was asked for that the server does not confirm: then all
    pages are read and the order is made here. *on_page* hears of each page.

    Raises QueryError for a column that cannot be had or a pattern that does not compile, before any page is
    pulled; NotRancher, CutAnswer or an ApiError for a page that is no collection. Whatever is raised, nothing
    half-built is returned.
    """
    return build_with(packing(), pages, plan, schema, on_page=on_page)


def build_with(
    packed: Packing,
    pages: Iterable[Response],
    plan: Plan,
    schema: Schema,
    *,
    on_page: Callable[[Progress], None] | None = None,
) -> Built:
    """Return what `build` does, with its arrays made by *packed*."""
    builder = Builder(plan, schema, packed)
    count = size = 0
    source = iter(pages)
    while not builder.is_done:
        response = next(source, None)
        if response is None:
            break
        count, size = count + 1, size + len(response.body)
        builder.add(builder.reader.read(response))
        del response  # its bytes need not wait for the next page
        if on_page is not None:
            on_page(Progress(count, len(builder.seen), len(builder.gathered.ids), size))
    return builder.finish()


class Builder:
    """The state of one build: what was seen, what is kept, and what was learnt."""

    def __init__(self, plan: Plan, schema: Schema, packed: Packing) -> None:
        """Prepare everything that can fail without a page."""
        self.plan, self.schema = plan, schema
        condition = plan.query.condition
        fields = {name: field_type(schema, name) for name in columns_for(plan, schema)}
        self.reader = Reader(fields, type_id=schema.id)
        self.gathered = Gathered(wanted_columns(schema, plan.query.columns), schema, packed)
        self.order = Order(plan, schema)
        self.judge = None if condition is None else compiled(condition, schema)
        self.suspects = [(pushed, excludes(pushed, schema), compiled(pushed.piece, schema)) for pushed in plan.pushed]
        self.liars: dict[tuple[str, str, str], str] = {}
        self.notes: dict[str, None] = {}
        self.seen: set[str] = set()
        self.dropped = self.barren = 0
        self.exhausted = self.is_cut = False
        self.total: int | None = None

    @property
    def is_done(self) -> bool:
        """Whether no further page is needed."""
        return self.barren >= BARREN_PAGES or self._has_enough

    @property
    def _has_enough(self) -> bool:
        wanted = self.plan.stops_at
        return wanted is not None and (wanted == 0 or (len(self.gathered.ids) >= wanted and not self.order.is_ours))

    def add(self, page: Page) -> None:
        """Take the rows of *page* that are new and match."""
        fresh = self._fresh(page)
        kept = self._matching(fresh)
        ids = [row.id for row in kept]
        if page.strangers:
            names = ", ".join(printable(name, limit=60) for name in sorted(page.strangers))
            self.notes[f"some rows are no {self.schema.id} but of type {names}"] = None
        self.order.heard(page.sort)
        self.order.add(ids, self._columns(kept))
        self.gathered.add(ids, self._columns(kept), odd=page.odd)

    def _fresh(self, page: Page) -> list[Any]:
        """Return the rows that were not seen before; watch for a listing that goes in circles."""
        known, came = len(self.seen), {row.id for row in page.rows}
        fresh = page.rows
        if len(came) < len(page.rows) or not self.seen.isdisjoint(came):
            first: dict[str, Any] = {}
            for row in page.rows:
                first.setdefault(row.id, row)
            fresh = [row for key, row in first.items() if key not in self.seen]
        self.seen.update(came)
        if len(fresh) < len(page.rows):
            self.notes["the server sent some rows more than once; each counts once"] = None
        self._watch(page, brings=len(fresh), repeats_all=len(came) == known)
        return fresh

    def _watch(self, page: Page, *, brings: int, repeats_all: bool) -> None:
        """Note whether the listing has come to its end, or goes in circles."""
        self.exhausted = page.is_last and not page.is_cut
        self.is_cut, self.total = page.is_cut, page.total
        if brings or page.is_last:
            self.barren = 0
            return
        self.barren += 1
        if repeats_all and len(page.rows) > 1:
            # The server does not turn its pages. Unless this one was cut at its limit, it holds everything.
            self.barren = BARREN_PAGES
            self.exhausted = len(page.rows) != page.limit
        if self.barren >= BARREN_PAGES and not self.exhausted:
            self.notes["the server repeats its pages without an end: rows may be missing"] = None

    def _columns(self, rows: Sequence[Any]) -> Columns:
        return lambda name: list(map(self.reader.getter(name), rows))

    def _matching(self, rows: list[Any]) -> list[Any]:
        """Return the rows that match the whole condition; look who let the others through."""
        if self.judge is None or not rows:
            return rows
        verdicts = (self.judge(self._columns(rows), len(rows)) == YES).tolist()
        if all(verdicts):
            return rows
        self._accuse([row for row, matches in zip(rows, verdicts, strict=True) if not matches])
        return [row for row, matches in zip(rows, verdicts, strict=True) if matches]

    def _accuse(self, rows: list[Any]) -> None:
        """Count *rows*, which did not match, and find the filters that should have kept them away."""
        self.dropped += len(rows)
        columns = self._columns(rows)
        for pushed, excluded, judge in self.suspects:
            name = pushed.filter.name
            liar = (self.schema.id, name, pushed.filter.modifier)
            if liar in self.liars:
                continue
            fails = (judge(columns, len(rows)) != YES).tolist()
            if any(fail and excluded(value) for fail, value in zip(fails, columns(name), strict=True)):
                self.liars[liar] = f"the server did not apply {pushed.filter}: it was done here"

    def _doubt_end(self) -> None:
        """Note that rows are missing where the server says so, though it names no further page."""
        seen = len(self.seen)
        lacks = self.exhausted and self.total is not None and self.total > seen
        if self._has_enough or not (self.is_cut or lacks):
            return
        self.exhausted = False
        counted = "there are more" if self.total is None or self.total <= seen else f"it counts {self.total:,}"
        self.notes[f"the server gave {seen:,} rows and says that {counted}: rows are missing"] = None

    def finish(self) -> Built:
        """Return the frame in its order, cut to the limit, with its notes."""
        self._doubt_end()
        ids = self.gathered.ids
        positions = self.order.positions(ids) if self.order.is_ours else None
        if positions is not None and self.plan.sort is not None:
            self.notes[f"the server did not confirm the order by {self.plan.sort}: it was made here"] = None
        notes = (*self.liars.values(), *self.gathered.notes, *self.notes)
        data = self.gathered.finish()
        limit = self.plan.query.limit
        if positions is not None:
            data = data.take(positions[:limit])
        elif limit is not None and limit < len(data):
            data = data.iloc[:limit].copy()
        return Built(
            data=data,
            liars=tuple(self.liars),
            dropped=self.dropped,
            notes=notes,
            rows_seen=len(self.seen),
            confirmed_sort=self.order.confirmed,
            exhausted=self.exhausted,
        )

"""One answer as one page of rows.

Knows how a collection is decoded straight into the wanted fields, skipping all else, and what is wrong with an
answer that is no collection. It does not know conditions, arrays or what becomes of the rows.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from ..api import Request, decipher, decipher_error, masked_url
from ..errors import NotRancher
from .columns import contradicts, is_unicode

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..api import FieldType, Response

__all__ = ["Page", "Reader"]

PYTHON: dict[str, Any] = {"int": int, "float": float, "boolean": bool}
HTTP_ERROR = 400


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as they were sent, and what the page says of itself.

    *sort* is (field, descending), None when the page names no order; *is_last* whether it names no next page;
    *limit* how many rows it could hold, None when it does not say. *odd* are the fields in which a value may
    contradict its schema.
    """

    rows: list[Any]
    sort: tuple[str, bool] | None
    is_last: bool
    limit: int | None
    odd: frozenset[str]


class Reader:
    """Decodes the answers for one type into rows of the wanted fields.

    Fields that broke their schema's promise once are decoded as they come from then on; all others are decoded
    by their type, which is what makes it fast.
    """

    def __init__(self, fields: Mapping[str, FieldType]) -> None:
        """Decode *fields* and the id."""
        self._fields = dict(fields)
        self._names = {name: f"f{index}" for index, name in enumerate(self._fields)} | {"id": "id"}
        self._odd: frozenset[str] = frozenset()

    def getter(self, name: str) -> Callable[[Any], Any]:
        """Return the function that takes the value of field *name* out of a row."""
        return attrgetter(self._names[name])

    def read(self, response: Response) -> Page:
        """Return the page that *response* is.

        Raises the ApiError that the server means; NotRancher when the answer is no collection of resources with
        ids; CutAnswer when it stops in the middle.
        """
        if response.status >= HTTP_ERROR:
            raise decipher_error(Request("GET", response.url), response)
        with collector_paused():
            try:
                envelope = self._decoder().decode(response.body)
            except msgspec.DecodeError:
                return self._read_slowly(response)
        return page_of(envelope, self._odd)

    def _decoder(self) -> msgspec.json.Decoder[Any]:
        return decoder_for(
            tuple("json" if name in self._odd else kind_of(kind) for name, kind in self._fields.items()),
            tuple(self._fields),
        )

    def _read_slowly(self, response: Response) -> Page:
        """Read a page that broke a promise, or is no page; learn which fields did."""
        document = decipher(Request("GET", response.url), response)
        check_rows(document, response.url)
        self._odd |= {
            name
            for name, kind in self._fields.items()
            if any(contradicts(row.get(name), kind) for row in document["data"])
        }
        loose = decoder_for(("json",) * len(self._fields), tuple(self._fields)).type
        return page_of(msgspec.convert(document, loose), self._odd)


def kind_of(kind: FieldType) -> str:
    """Return which Python type a value of type *kind* has: int, float, boolean, text, or json for any."""
    return kind.kind if kind.kind in PYTHON else "text" if kind.is_scalar else "json"


@lru_cache(maxsize=64)
def decoder_for(kinds: tuple[str, ...], names: tuple[str, ...]) -> msgspec.json.Decoder[Any]:
    """Return the decoder of collections whose rows have the fields *names* with the Python types *kinds*."""
    fields: list[Any] = [("id", str)]
    for index, kind in enumerate(kinds):
        python: Any = Any if kind == "json" else PYTHON.get(kind, str) | None
        fields.append((f"f{index}", python, None))
    wire = {f"f{index}": name for index, name in enumerate(names)}
    row = msgspec.defstruct("Row", fields, rename=wire, gc=False)
    parts: list[Any] = [("data", list[row]), ("pagination", Any, None), ("sort", Any, None)]  # type: ignore[valid-type]
    return msgspec.json.Decoder(msgspec.defstruct("Envelope", parts, gc=False))


def page_of(envelope: Any, odd: frozenset[str]) -> Page:
    """Return what a decoded answer says."""
    paging = envelope.pagination if isinstance(envelope.pagination, Mapping) else {}
    sort = envelope.sort if isinstance(envelope.sort, Mapping) else {}
    name, limit = sort.get("name"), paging.get("limit")
    return Page(
        rows=envelope.data,
        sort=(name, str(sort.get("order")).lower() == "desc") if isinstance(name, str) else None,
        is_last=not paging.get("next"),
        limit=limit if isinstance(limit, int) else None,
        odd=odd,
    )


def check_rows(document: Any, url: str) -> None:
    """Raise NotRancher when *document* is no collection of resources with ids."""
    where = f"GET {masked_url(url)}"
    rows = document.get("data") if isinstance(document, Mapping) else None
    if not isinstance(rows, list):
        found = "nothing" if document is None else "no list of resources"
        raise NotRancher(f"{where} answered with {found}", hint="give the address of a collection of the API")
    for index, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise NotRancher(f"row {index + 1} of {where} is no resource", hint="is this a Rancher server?")
        if not isinstance(row.get("id"), str) or not is_unicode(row["id"]):
            raise NotRancher(
                f"row {index + 1} of {where} has no id, so it cannot be told from others",
                hint="look at it with %rancher raw GET",
            )


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic collector off while a page is decoded: it would walk every new object, and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

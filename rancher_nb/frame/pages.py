"""One answer as one page of rows.

Knows how a collection is decoded straight into the wanted fields, skipping all else, and what is wrong with an
answer that is no collection. It does not know conditions, arrays or what becomes of the rows.
"""

from __future__ import annotations

import gc
import json
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

    *sort* is (field, descending), None when the page names no order; *is_last* whether it names no next page,
    *is_cut* whether it says all the same that there are more rows; *limit* how many rows it could hold and *total*
    how many the whole listing has, None when it does not say. *odd* are the fields in which a value may contradict
    its schema; *strangers* the types of rows that do not belong here, those that were not told of before.
    """

    rows: list[Any]
    sort: tuple[str, bool] | None
    is_last: bool
    is_cut: bool
    limit: int | None
    total: int | None
    odd: frozenset[str]
    strangers: frozenset[str]


class Reader:
    """Decodes the answers for one type into rows of the wanted fields.

    Fields that broke their schema's promise once are decoded as they come from then on; all others are decoded
    by their type, which is what makes it fast.
    """

    def __init__(self, fields: Mapping[str, FieldType], *, type_id: str = "") -> None:
        """Decode *fields* and the id; watch for rows that are not of type *type_id* where one is given."""
        self._fields = dict(fields)
        self._names = {name: f"f{index}" for index, name in enumerate(self._fields)} | {"id": "id"}
        self._odd: frozenset[str] = frozenset()
        self._type = type_id
        self._type_of = attrgetter(self._names.get("type", "type"))
        self._met: set[object] = {type_id, None}

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
        decoder = self._decoder()
        with collector_paused():
            try:
                envelope = None if decoder is None else decoder.decode(response.body)
            except (msgspec.DecodeError, RecursionError):
                envelope = None
            if envelope is None:
                return self._read_slowly(response)
        return self._page(envelope.data, envelope.pagination, envelope.sort, response.body)

    def _decoder(self) -> msgspec.json.Decoder[Any] | None:
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
        make = row_type(len(self._fields))
        rows = [make(row["id"], *map(row.get, self._fields), text_or_none(row.get("type"))) for row in document["data"]]
        return self._page(rows, document.get("pagination"), document.get("sort"), response.body)

    def _page(self, rows: list[Any], pagination: Any, sort: Any, body: bytes) -> Page:
        """Return *rows* with what their page says."""
        paging = pagination if isinstance(pagination, Mapping) else {}
        order = sort if isinstance(sort, Mapping) else {}
        name, is_last = order.get("name"), not paging.get("next")
        return Page(
            rows=rows,
            sort=(name, str(order.get("order")).lower() == "desc") if isinstance(name, str) else None,
            is_last=is_last,
            is_cut=is_last and paging.get("partial") is True,
            limit=number_or_none(paging.get("limit")),
            total=number_or_none(paging.get("total")),
            odd=self._odd,
            strangers=self._strangers(rows, body),
        )

    def _strangers(self, rows: list[Any], body: bytes) -> frozenset[str]:
        """Return the types of *rows* that do not belong here and were not met before.

        The type alone tells most; only for a new one is the page *body* read again, for the rows' base types.
        """
        if not self._type:
            return frozenset()
        fresh = set(map(text_or_none, map(self._type_of, rows))) - self._met
        if not fresh:
            return frozenset()
        self._met |= fresh
        try:
            found = [row for row in json.loads(body)["data"] if row.get("type") in fresh]
        except (ValueError, RecursionError):
            return frozenset()  # read by another parser; a note is not worth an error
        return frozenset(row["type"] for row in found if not belongs(row, self._type))


def belongs(row: Mapping[str, Any], type_id: str) -> bool:
    """Whether *row* is of a subtype of *type_id*.

    Rows name the type they derive from, but in some lists themselves again: an ``activeSetting`` among settings, a
    container among instances (seen on a running 1.6 server).
    """
    is_instance = type_id == "instance" and row["type"] in ("container", "virtualMachine")
    return is_instance or type_id in (row.get("baseType"), row.get("kind")) or is_named_after(row["type"], type_id)


def is_named_after(name: str, base: str) -> bool:
    """Whether *name* is *base* with words before it: ``activeSetting`` for ``setting``."""
    return name.endswith(base[:1].upper() + base[1:])


def text_or_none(value: object) -> str | None:
    """Return *value* if it is a text."""
    return value if isinstance(value, str) else None


def number_or_none(value: object) -> int | None:
    """Return *value* if it is a whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def kind_of(kind: FieldType) -> str:
    """Return which Python type a value of type *kind* has: int, float, boolean, text, or json for any."""
    return kind.kind if kind.kind in PYTHON else "text" if kind.is_scalar else "json"


@lru_cache(maxsize=64)
def decoder_for(kinds: tuple[str, ...], names: tuple[str, ...]) -> msgspec.json.Decoder[Any] | None:
    """Return the decoder of collections whose rows have the fields *names* with the Python types *kinds*.

    None when a name cannot be looked for in JSON as it is: one with quotes, backslashes or control characters.
    """
    fields: list[Any] = [("id", str)]
    for index, kind in enumerate(kinds):
        python: Any = Any if kind == "json" else PYTHON.get(kind, str) | None
        fields.append((f"f{index}", python, None))
    if "type" not in names:
        fields.append(("type", str | None, None))
    wire = {f"f{index}": name for index, name in enumerate(names)}
    try:
        row = msgspec.defstruct("Row", fields, rename=wire, gc=False)
    except ValueError:
        return None
    parts: list[Any] = [("data", list[row]), ("pagination", Any, None), ("sort", Any, None)]  # type: ignore[valid-type]
    return msgspec.json.Decoder(msgspec.defstruct("Envelope", parts, gc=False))


@lru_cache(maxsize=64)
def row_type(count: int) -> type[msgspec.Struct]:
    """Return the type of rows with *count* fields that are filled by hand."""
    names = [f"f{index}" for index in range(count)]
    return msgspec.defstruct("Row", ["id", *names, "type"], gc=False)


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

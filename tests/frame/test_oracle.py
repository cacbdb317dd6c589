"""Whatever a server ignores, loosens, reorders or repeats: the rows are those that the condition describes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from frame.making import FILTERS, SCHEMA, answer, planned, row
from hypothesis import event, given, settings
from hypothesis import strategies as st

from rancher_nb.api import (
    Comparison,
    Condition,
    Conjunction,
    Disjunction,
    Membership,
    Negation,
    Nullness,
    Operator,
    SortKey,
)
from rancher_nb.frame.building import build_with
from rancher_nb.frame.packing import ArrowPacking, NumpyPacking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rancher_nb.api import Response
    from rancher_nb.frame import Progress

START = datetime(2017, 3, 3, 10, 20, 30, tzinfo=UTC)
TEXTS = ["web", "Web", "web ", "w%b", "w_b", "wxxb", "éa", "Éa", "a\\b", "", "we\nb"]
TIMES = [START + timedelta(milliseconds=700 * step) for step in range(4)]
VALUES: dict[str, list[Any]] = {
    "name": TEXTS,
    "state": ["running", "stopped", "Running", "odd"],
    "tty": [True, False],
    "memory": [-1, 0, 5, 2**40],
    "created": TIMES,
    "hostId": ["1h9", "1h10", "1h90"],
    "note": ["web", "WEB"],
}
PATTERNS = [Operator.LIKE, Operator.PREFIX, Operator.CONTAINS, Operator.MATCH, Operator.NOT_MATCH]
SIGNS = [Operator.EQ, Operator.NE, Operator.LT, Operator.LE, Operator.GT, Operator.GE]


# ---------------------------------------------------------------- a server of a few lines


@dataclass(frozen=True)
class Server:
    """What is in the tables, and how it misbehaves."""

    rows: list[dict[str, Any]]
    page: int
    overlap: int
    ignored: frozenset[str]
    sorting: str  # "yes", "echo" (says so, does not), "no"

    def pages(self, url: str) -> Iterator[Response]:
        """Answer the question in *url*, all its pages."""
        asked = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        limit = min(int(asked.pop("limit")), self.page)
        order = asked.pop("sort", None)
        down = asked.pop("order", "asc") == "desc"
        found = [each for each in self.rows if all(self.keeps(each, *pair) for pair in asked.items())]
        if order and self.sorting == "yes":
            found.sort(key=lambda each: self.place(each, order), reverse=down)
        echo = (order, "desc" if down else "asc") if order and self.sorting != "no" else None
        start = 0
        while True:
            end = start + limit
            shown = [self.shown(each) for each in found[start:end]]
            yield answer(shown, next="http://h/?marker" if end < len(found) else None, sort=echo, limit=limit)
            if end >= len(found):
                return
            start = end - min(self.overlap, limit - 1)

    @staticmethod
    def place(values: dict[str, Any], order: str) -> tuple[Any, ...]:
        """Where a row stands in an order; ids are numbers in the table."""
        number = int(values["id"][2:])
        value = number if order == "id" else values[order]
        return value is not None, value, number

    def keeps(self, values: dict[str, Any], parameter: str, text: str) -> bool:
        """Whether a row passes one parameter, as a database with a loose collation has it."""
        name, _, modifier = parameter.rpartition("_") if "_" in parameter else (parameter, "", "eq")
        value = values[name]
        assert modifier in FILTERS[name]
        if name in self.ignored:
            return True
        if modifier in ("null", "notnull"):
            return (value is None) is (modifier == "null")
        if value is None:
            return False
        if isinstance(value, bool):
            return value is (text == "true")
        if isinstance(value, str):
            return loosely(value, modifier, text)
        limit = int(text) if isinstance(value, int) else datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
        sign = (value > limit) - (value < limit)
        return sign in {"eq": (0,), "ne": (1, -1), "lt": (-1,), "lte": (-1, 0), "gt": (1,), "gte": (1, 0)}[modifier]

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        """Write one row: seconds are cut off, an unset truth value is false."""
        stamp = values["created"]
        written = dict(values, tty=bool(values["tty"]))
        written["created"] = None if stamp is None else stamp.strftime("%Y-%m-%dT%H:%M:%SZ")
        return row(written.pop("id"), **written)


def loosely(value: str, modifier: str, text: str) -> bool:
    """Compare text without letter case and accents, with live wildcards; trailing blanks count for patterns only."""
    value, text = (each.lower().replace("é", "e") for each in (value, text))
    if modifier in ("eq", "ne"):
        return (value.rstrip(" ") == text.rstrip(" ")) is (modifier == "eq")
    pattern = f"{text}%" if modifier == "prefix" else text
    like = "".join({"%": "(.|\n)*", "_": "(.|\n)"}.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(like, value) is not None


# ---------------------------------------------------------------- the oracle: one row at a time


def holds(condition: Condition, values: dict[str, Any]) -> bool | None:
    """Whether the shown row *values* matches; None for neither."""
    match condition:
        case Conjunction(parts):
            found = [holds(part, values) for part in parts]
            return False if False in found else None if None in found else True
        case Disjunction(parts):
            found = [holds(part, values) for part in parts]
            return True if True in found else None if None in found else False
        case Negation(part):
            inner = holds(part, values)
            return None if inner is None else not inner
        case Nullness(path, null):
            return (look(values, path) is None) == null
        case Membership(path, wanted):
            value = look(values, path)
            return None if value is None else any(same(value, each) for each in wanted)
        case Comparison(path, sign, wanted):
            value = look(values, path)
            return None if value is None else compares(path, value, sign.value, wanted)


def look(values: dict[str, Any], path: tuple[str, ...]) -> Any:
    value = values.get(path[0])
    for step in path[1:]:
        value = (value or {}).get(step)
    return value


def same(value: Any, wanted: Any) -> bool:
    return (parsed(value) if isinstance(wanted, datetime) else value) == wanted


def parsed(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")


def compares(path: tuple[str, ...], value: Any, sign: str, wanted: Any) -> bool:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    match sign:
        case "prefix":
            return text[: len(wanted)] == wanted
        case "contains":
            return text.find(wanted) >= 0
        case "~":
            return bool(re.search(wanted, text))
        case "!~":
            return not re.search(wanted, text)
        case "like":
            return glob(text.lower(), wanted.lower())
    if isinstance(wanted, datetime):
        value = parsed(value)
    elif path[0] in ("id", "hostId") and sign in ("<", "<=", ">", ">="):
        value, wanted = int(value[2:]), int(wanted[2:])
    return {
        "=": value == wanted,
        "!=": value != wanted,
        "<": value < wanted,
        "<=": value <= wanted,
        ">": value > wanted,
        ">=": value >= wanted,
    }[sign]


def glob(text: str, pattern: str) -> bool:
    """Match a like pattern, without any library."""
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(glob(text[cut:], pattern[1:]) for cut in range(len(text) + 1))
    return bool(text) and pattern[0] in ("_", text[0]) and glob(text[1:], pattern[1:])


def expected(server: Server, condition: Condition | None, keys: tuple[SortKey, ...]) -> list[str]:
    """Return the ids of all rows that match, in order."""
    shown = [server.shown(each) for each in server.rows]
    found = [each for each in shown if condition is None or holds(condition, each) is True]
    if keys:
        found.sort(key=lambda each: int(each["id"][2:]), reverse=keys[0].descending)
    for key in reversed(keys):
        name = key.path[0]
        found.sort(
            key=lambda each, name=name: (
                each[name] is not None,
                int(each[name][2:]) if name in ("id", "hostId") and each[name] else each[name],
            ),
            reverse=key.descending,
        )
    return [each["id"] for each in found]


# ---------------------------------------------------------------- what is drawn

FIELD = st.sampled_from(sorted(VALUES))
TABLE = st.lists(
    st.fixed_dictionaries(
        {
            **{name: st.none() | st.sampled_from(values) for name, values in VALUES.items() if name != "note"},
            "note": st.sampled_from(VALUES["note"]),
            "labels": st.none() | st.dictionaries(st.sampled_from(["a", "b.c"]), st.sampled_from(TEXTS), max_size=2),
        },
    ),
    max_size=12,
)


@st.composite
def leaf(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from([*sorted(VALUES), "labels", "id"]))
    path = (name, draw(st.sampled_from(["a", "b.c"]))) if name == "labels" else (name,)
    values = st.sampled_from(TEXTS if name == "labels" else ["1i3", "1i10"] if name == "id" else VALUES[name])
    is_text = name in ("name", "note", "labels", "state", "hostId", "id")
    match draw(st.integers(0, 5)):
        case 0:
            return Nullness(path, draw(st.booleans()))
        case 1:
            return Membership(path, tuple(draw(st.lists(values, min_size=1, max_size=3))))
        case 2 | 3 if is_text or name in ("memory", "tty"):
            text = draw(st.sampled_from([*TEXTS, "W%", "%b", "_eb", "1", "run", "true"]))
            sign = draw(st.sampled_from(PATTERNS))
            return Comparison(path, sign, re.escape(text) if sign.value in ("~", "!~") else text)
    return Comparison(path, draw(st.sampled_from(SIGNS)), draw(values))


CONDITION = st.recursive(
    leaf(),
    lambda inner: st.one_of(
        st.builds(Conjunction, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Disjunction, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Negation, inner),
    ),
    max_leaves=4,
)
PUSHABLE = st.one_of(
    st.builds(
        lambda name, sign, chance: Comparison((name,), sign, VALUES[name][chance % len(VALUES[name])]),
        FIELD,
        st.sampled_from([Operator.EQ, Operator.EQ, Operator.NE, Operator.GT, Operator.LE]),
        st.integers(0, 10),
    ),
    st.builds(
        Comparison,
        st.sampled_from([("name",), ("note",)]),
        st.sampled_from([Operator.PREFIX, Operator.CONTAINS, Operator.LIKE]),
        st.sampled_from([*TEXTS, "W%", "%b", "_eb"]),
    ),
    st.builds(Nullness, FIELD.map(lambda name: (name,)), st.booleans()),
)
ASKED = st.one_of(
    st.none(),
    PUSHABLE,
    CONDITION,
    st.builds(Conjunction, st.lists(PUSHABLE, min_size=2, max_size=3).map(tuple)),
    st.builds(Conjunction, st.tuples(PUSHABLE, CONDITION)),
)
SORT = st.lists(
    st.builds(SortKey, st.sampled_from([("memory",), ("created",), ("name",), ("hostId",), ("id",)]), st.booleans()),
    max_size=2,
).map(tuple)


@st.composite
def servers(draw: st.DrawFn) -> Server:
    rows = [{"id": f"1i{number}", **each} for number, each in enumerate(draw(TABLE), start=3)]
    return Server(
        rows,
        page=draw(st.integers(1, 6)),
        overlap=draw(st.sampled_from([0, 0, 1, 2])),
        ignored=draw(st.just(frozenset()) | st.frozensets(FIELD, min_size=1) | st.just(frozenset(VALUES))),
        sorting=draw(st.sampled_from(["yes", "yes", "echo", "no"])),
    )


@settings(max_examples=400, deadline=None)
@given(
    servers(),
    ASKED,
    SORT,
    st.none() | st.integers(0, 5),
    st.sampled_from([ArrowPacking(), NumpyPacking()]),
)
def test_a_frame_holds_exactly_the_rows_that_the_condition_describes(
    server: Server,
    condition: Condition | None,
    keys: tuple[SortKey, ...],
    limit: int | None,
    packed: Any,
) -> None:
    plan = planned(condition, sort=keys, limit=limit)
    heard: list[Progress] = []

    built = build_with(packed, server.pages(plan.requests[0].url), plan, SCHEMA, on_page=heard.append)

    wanted = expected(server, plan.query.condition, keys)
    if server.sorting == "echo" and built.confirmed_sort and limit is not None:
        # It says that it sorts, and its first rows happen to be in order: nobody can know better.
        assert list(built.data.index) == [each for each in wanted if each in built.data.index]
    else:
        assert list(built.data.index) == wanted[:limit]
    assert {name for _, name, _ in built.liars} <= server.ignored
    by_id = {each["id"]: server.shown(each) for each in server.rows}
    for name in ("name", "memory", "tty"):
        column = built.data[name].astype(object)
        assert [None if built.data[name].isna()[key] else column[key] for key in built.data.index] == [
            by_id[key][name] for key in built.data.index
        ]
    if plan.stops_at is not None and (built.confirmed_sort or not keys):
        assert all(each.rows < plan.stops_at for each in heard[:-1])
    event(f"pushed {len(plan.pushed)}, liars {len(built.liars)}, confirmed {built.confirmed_sort}")

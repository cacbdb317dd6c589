"""Conditions and commands drawn at random."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from rancher_nb.api import (
    Ago,
    Comparison,
    Condition,
    Conjunction,
    Disjunction,
    Membership,
    Negation,
    Nullness,
    Operator,
    SortKey,
    format_path,
)
from rancher_nb.language import Command

NAMES = st.one_of(
    st.sampled_from(
        ["state", "name", "created", "limit", "sort", "where", "in", "like", "prefix", "is", "null", "_x9"]
    ),
    st.text(string.ascii_letters + "_", min_size=1).filter(lambda name: name.lower() != "not"),
)
PATHS = st.builds(lambda head, rest: (head, *rest), NAMES, st.lists(st.one_of(NAMES, st.text()), max_size=2))
TEXTS = st.one_of(
    st.text(),
    st.text(string.ascii_letters + string.digits + "_.:/%@+*-", max_size=8),
    st.sampled_from(
        ["and", "null", "true", "now", "2h ago", "--explain", "-o", "a'b", 'a"b', "\\", "\\d", "{x}", "", "1.5"]
    ),
)
AGOS = st.one_of(
    st.integers(0, 10**8).map(lambda seconds: Ago(float(seconds))),
    st.integers(0, 10**9).map(lambda micros: Ago(round(micros / 10**6, 6))),
)
PATTERNS = st.sampled_from(["^web\\d+$", "a|b", "nginx.*", "[a-z]+", "it's", "\\\\", ""])
PLAIN = [each for each in Operator if each not in (Operator.MATCH, Operator.NOT_MATCH)]


def conditions(values: st.SearchStrategy = TEXTS | AGOS) -> st.SearchStrategy[Condition]:
    """Draw conditions whose literals are *values*, flat as the language reads them."""
    tests = st.one_of(
        st.builds(Comparison, PATHS, st.sampled_from(PLAIN), values),
        st.builds(Comparison, PATHS, st.sampled_from([Operator.MATCH, Operator.NOT_MATCH]), PATTERNS),
        st.builds(Membership, PATHS, st.lists(values, max_size=3).map(tuple)),
        st.builds(Nullness, PATHS, st.booleans()),
    )
    return st.recursive(tests, grown, max_leaves=8)


def grown(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Draw larger conditions of *inner* ones."""
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: Conjunction(flat(parts, Conjunction))),
        several.map(lambda parts: Disjunction(flat(parts, Disjunction))),
        inner.map(Negation),
    )


def flat(parts: list[Condition], kind: type[Conjunction | Disjunction]) -> tuple[Condition, ...]:
    """Return *parts* with those of the same *kind* opened."""
    return tuple(piece for part in parts for piece in (part.parts if isinstance(part, kind) else (part,)))


NUMBERS = st.integers() | st.floats(allow_nan=False) | st.booleans()
WORDS = st.text(min_size=1).filter(lambda text: text.strip() and "://" not in text)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
BODIES = st.dictionaries(NAMES | st.text(), JSON | st.text(), max_size=3)
TARGETS = st.one_of(
    st.sampled_from(
        ["containers", "hosts/1h1", "containers/'my web'/hosts", 'x/"a"', "where", "-x", "a=b", "x;", "it's"]
    ),
    st.text(min_size=1),
)
SORTS = st.lists(st.builds(SortKey, PATHS, st.booleans()), min_size=1, max_size=3).map(tuple)
COLUMNS = st.lists(PATHS.map(format_path), min_size=1, max_size=3).map(tuple)
WHOLE = st.integers(0, 10**9)
WRITING = {
    "dry_run": st.just(True),
    "wait": st.just(True) | WORDS,
    "timeout": st.integers(1, 10**6),
    "yes": st.just(True),
    "curl": st.just(True),
}
WHERE = {"where": conditions(TEXTS | AGOS | NUMBERS)}
SHAPES: dict[str, tuple[tuple[st.SearchStrategy, ...], dict[str, st.SearchStrategy]]] = {
    "demo": ((), {"size": st.sampled_from(["small", "large"]) | WHOLE, "seed": WHOLE}),
    "connect": ((WORDS,), {"profile": WORDS, "name": WORDS, "project": WORDS, "read_only": st.just(True), "ca": WORDS}),
    "use": ((WORDS,), {}),
    "types": ((WORDS,), {}),
    "describe": ((WORDS,), {}),
    "get": (
        (TARGETS,),
        {
            **WHERE,
            "sort": SORTS,
            "limit": WHOLE,
            "columns": COLUMNS,
            "max_requests": WHOLE,
            "explain": st.just(True),
            "curl": st.just(True),
        },
    ),
    "count": ((TARGETS,), WHERE),
    "action": ((WORDS, TARGETS), {**WHERE, "input": BODIES, **WRITING}),
    "create": ((WORDS,), {"input": BODIES, **WRITING}),
    "update": ((TARGETS,), {**WHERE, "input": BODIES, **WRITING}),
    "delete": ((TARGETS,), {**WHERE, **WRITING}),
    "logs": ((TARGETS,), {"tail": WHOLE, "since": st.just("15m"), "hold": st.just(True)}),
    "raw": ((st.sampled_from(["GET", "POST"]), WORDS), {"body": BODIES, "curl": st.just(True)}),
}


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """Draw commands of every shape."""
    verb = draw(st.sampled_from(sorted(SHAPES)))
    arguments, options = SHAPES[verb]
    given = draw(st.fixed_dictionaries({}, optional=options))
    return Command(
        verb,
        tuple(draw(argument) for argument in arguments),
        given,
        out=draw(st.sampled_from([None, "found"])),
        prints=draw(st.sampled_from([None, "python"])),
    )

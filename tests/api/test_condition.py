"""Conditions spell themselves and tell what they look at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

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
    conjuncts,
    fields_of,
    format_path,
    format_value,
)

RUNNING = Comparison(("state",), Operator.EQ, "running")
WEB = Comparison(("name",), Operator.PREFIX, "web")
REMOVED = Nullness(("removed",), null=False)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (RUNNING, "state = running"),
        (Comparison(("imageUuid",), Operator.MATCH, "^nginx"), "imageUuid ~ '^nginx'"),
        (Comparison(("imageUuid",), Operator.NOT_MATCH, "a"), "imageUuid !~ 'a'"),
        (Comparison(("created",), Operator.GT, Ago(7200)), "created > 2h ago"),
        (Comparison(("created",), Operator.LT, datetime(2017, 3, 3, tzinfo=UTC)), "created < 2017-03-03T00:00:00Z"),
        (Comparison(("labels", "io.x.y"), Operator.EQ, "it's"), "labels[\"io.x.y\"] = 'it\\'s'"),
        (Membership(("state",), ("running", "in")), "state in (running, 'in')"),
        (REMOVED, "removed is not null"),
        (
            Conjunction((RUNNING, Disjunction((WEB, REMOVED)))),
            "state = running and (name prefix web or removed is not null)",
        ),
        (Negation(RUNNING), "not (state = running)"),
    ],
)
def test_a_condition_spells_itself(condition: Condition, text: str) -> None:
    assert str(condition) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (5, "5"),
        (1.5, "1.5"),
        ("a b", "'a b'"),
        ("NULL", "'NULL'"),
        ("", "''"),
        ("a\\b", "'a\\\\b'"),
        ("-x", "'-x'"),
    ],
)
def test_a_value_is_bare_only_where_that_is_clear(value: bool | float | str, text: str) -> None:
    assert format_value(value) == text


def test_a_path_is_dotted_or_bracketed() -> None:
    assert format_path(("a", "b", "c.d")) == 'a.b["c.d"]'


def test_the_pieces_that_must_all_hold() -> None:
    nested = Conjunction((RUNNING, Conjunction((WEB, REMOVED))))

    assert conjuncts(nested) == (RUNNING, WEB, REMOVED)
    assert conjuncts(Disjunction((RUNNING, WEB))) == (Disjunction((RUNNING, WEB)),)
    assert conjuncts(None) == ()


def test_the_fields_looked_at_each_once() -> None:
    nested = Conjunction((RUNNING, Negation(Disjunction((WEB, RUNNING, Membership(("kind",), ("x",)))))))

    assert fields_of(nested) == ("state", "name", "kind")
    assert fields_of(None) == ()

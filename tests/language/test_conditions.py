"""Conditions and orders: every spelling, flat, with literals as text; what is printed reads back equal."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from language.strategies import conditions

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
    bind,
)
from rancher_nb.errors import CommandError
from rancher_nb.language import parse_condition, parse_sort

A, B = Comparison(("a",), Operator.EQ, "1"), Comparison(("b",), Operator.EQ, "2")
C = Comparison(("c",), Operator.EQ, "3")


def of(operator: Operator, value: object, *path: str) -> Condition:
    return Comparison(path or ("a",), operator, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1", A),
        ("a == 1", A),
        ("a=1", A),
        ("a != x", of(Operator.NE, "x")),
        ("a <> x", of(Operator.NE, "x")),
        ("a < 5", of(Operator.LT, "5")),
        ("a<=5", of(Operator.LE, "5")),
        ("a > 2017-03-03", of(Operator.GT, "2017-03-03")),
        ("a >= 2017-03-03T10:20:00Z", of(Operator.GE, "2017-03-03T10:20:00Z")),
        ("a like 'web%'", of(Operator.LIKE, "web%")),
        ("a LIKE web%", of(Operator.LIKE, "web%")),
        ("a prefix docker:nginx", of(Operator.PREFIX, "docker:nginx")),
        ("a contains x/y", of(Operator.CONTAINS, "x/y")),
        (r"a ~ '^web\d+$'", of(Operator.MATCH, r"^web\d+$")),
        ("a !~ nginx.*", of(Operator.NOT_MATCH, "nginx.*")),
        ("a not like x", Negation(of(Operator.LIKE, "x"))),
        ("a not prefix x", Negation(of(Operator.PREFIX, "x"))),
        ("a in (x, 'y z', 3)", Membership(("a",), ("x", "y z", "3"))),
        ("a in(x)", Membership(("a",), ("x",))),
        ("a in ()", Membership(("a",), ())),
        ("a not in (x)", Negation(Membership(("a",), ("x",)))),
        ("a is null", Nullness(("a",), null=True)),
        ("a IS NOT NULL", Nullness(("a",), null=False)),
        ("a > 2h ago", of(Operator.GT, Ago(7200))),
        ("a > 3 days ago", of(Operator.GT, Ago(259_200))),
        ("a < now", of(Operator.LT, Ago(0))),
        ("a = 'now'", of(Operator.EQ, "now")),
        ("a = '2h ago'", of(Operator.EQ, "2h ago")),
        ("a = true", of(Operator.EQ, "true")),
        ("a = '5'", of(Operator.EQ, "5")),
        ("a = ''", of(Operator.EQ, "")),
        ('a = "it\'s"', of(Operator.EQ, "it's")),
        ("a = -x", of(Operator.EQ, "-x")),
        ("a.b.c = 1", of(Operator.EQ, "1", "a", "b", "c")),
        ('labels["io.rancher.stack.name"] = web', of(Operator.EQ, "web", "labels", "io.rancher.stack.name")),
        ("labels['it\\'s'].x = web", of(Operator.EQ, "web", "labels", "it's", "x")),
        ("ports[0] = 80", of(Operator.EQ, "80", "ports", "0")),
        ("labels.my-label = 1", of(Operator.EQ, "1", "labels", "my-label")),
        ("limit = 1", of(Operator.EQ, "1", "limit")),
        ("sort = 1 and where = 2", Conjunction((of(Operator.EQ, "1", "sort"), of(Operator.EQ, "2", "where")))),
        ("a = 1 and b = 2 and c = 3", Conjunction((A, B, C))),
        ("a = 1 and (b = 2 and c = 3)", Conjunction((A, B, C))),
        ("a = 1 or (b = 2 or c = 3)", Disjunction((A, B, C))),
        ("a = 1 or b = 2 and c = 3", Disjunction((A, Conjunction((B, C))))),
        ("(a = 1 or b = 2) and c = 3", Conjunction((Disjunction((A, B)), C))),
        ("not a = 1 and b = 2", Conjunction((Negation(A), B))),
        ("not (a = 1 or b = 2)", Negation(Disjunction((A, B)))),
        ("not not a = 1", Negation(Negation(A))),
        ("((a = 1))", A),
        ("not(a = 1)and(b = 2)", Conjunction((Negation(A), B))),
    ],
)
def test_every_spelling(text: str, expected: Condition) -> None:
    assert parse_condition(text) == expected
    assert parse_condition(str(expected)) == expected


def test_values_in_braces_are_values() -> None:
    noon = datetime(2017, 3, 3, 12, tzinfo=UTC)
    names = {"n": 5, "text": "x' or a = 'y", "many": ["p", 1], "noon": noon}

    found = parse_condition("a = {n} and b = {text} and c in {many} and d > {noon}", evaluate=names.__getitem__)

    assert found == Conjunction(
        (
            of(Operator.EQ, 5, "a"),
            of(Operator.EQ, "x' or a = 'y", "b"),
            Membership(("c",), ("p", 1)),
            of(Operator.GT, noon, "d"),
        ),
    )


def test_values_in_braces_stand_in_lists_too() -> None:
    assert parse_condition("a in (x, {5})") == Membership(("a",), ("x", 5))


@pytest.mark.parametrize(
    ("text", "said", "pointed"),
    [
        ("state lke x", "'lke' is no operator. Did you mean like?", "lke"),
        ("state", "an operator is missing after 'state'", ""),
        ("state =", "a value is missing after '='", ""),
        ("state = ^x", "cannot read the value ^x", "^x"),
        ("state = null", "nothing equals null", "null"),
        ("state = and b = 1", "a value is missing before 'and'", "and"),
        ("state = a or", "a condition is missing after 'or'", ""),
        ("", "a condition is missing", ""),
        ("state is 5", "is goes with null or not null", "5"),
        ("state not lik x", "like, prefix, contains or in should follow 'not'. Did you mean like?", "lik"),
        ("state in x", "in takes a list of values", "x"),
        ("state in (a b)", "'b' cannot stand inside ( ).", "b"),
        ("(state = a", "a ) is missing here", ""),
        ("state = a)", "this ) has no ( before it", ")"),
        ("state = a}", "cannot read the value a}", "a}"),
        ("state = a b = c", "'b' cannot follow 'a'.", "b"),
        ("state = a adn b = c", "'adn' cannot follow 'a'. Did you mean and?", "adn"),
        ("5 = a", "'5' is no field name", "5"),
        ("na$me = a", "'na$me' is no field name", "na$me"),
        (r'labels["\d"] = 1', r'cannot read "\d"', r'labels["\d"]'),
        (
            "name ~ '('",
            "the regular expression does not compile: missing ), unterminated subpattern at position 0",
            "'('",
        ),
        (
            "name ~ 'a{99999999999}'",
            "the regular expression does not compile: the repetition number is too large",
            "'a{99999999999}'",
        ),
        ("name ~ {5}", "~ takes a regular expression as text", "{5}"),
        ("name = {None}", "{None} is None, which equals nothing", "{None}"),
        ("name = it's", "this ' is never closed", "'"),
        ("created > 9999999w ago", "that is more than a hundred years ago", "9999999w ago"),
    ],
)
def test_a_misfit_is_pointed_at(text: str, said: str, pointed: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse_condition(text)

    error = caught.value
    assert str(error) == said
    assert text[error.start : error.end] == pointed
    if not pointed:
        assert error.start == len(text.rstrip())


def test_a_condition_cannot_be_nested_without_end() -> None:
    with pytest.raises(CommandError, match="nested deeper"):
        parse_condition("not " * 5000 + "a = 1")
    assert parse_condition("(" * 5000 + "a = 1" + ")" * 5000) == A


@settings(deadline=None)
@given(conditions())
def test_what_is_printed_reads_back_equal(condition: Condition) -> None:
    assert parse_condition(str(condition)) == condition


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name", [(("name",), False)]),
        ("name,-created", [(("name",), False), (("created",), True)]),
        ("created desc, name asc", [(("created",), True), (("name",), False)]),
        ("created DESC", [(("created",), True)]),
        ('-labels["a.b"]', [(("labels", "a.b"), True)]),
        ("desc", [(("desc",), False)]),
        ("", []),
    ],
)
def test_orders(text: str, expected: list[tuple[tuple[str, ...], bool]]) -> None:
    keys = tuple(SortKey(path, descending) for path, descending in expected)

    assert parse_sort(text) == keys
    assert parse_sort(",".join(map(str, keys))) == keys


@pytest.mark.parametrize(
    ("text", "said", "pointed"),
    [
        ("name,", "a field to sort by is missing after 'name,'", ""),
        ("name dsc", "'dsc' cannot follow 'name'. Did you mean desc, asc?", "dsc"),
        ("-name desc", "- already says descending", "-name desc"),
        ("5", "'5' is no field to sort by", "5"),
    ],
)
def test_an_odd_order_is_pointed_at(text: str, said: str, pointed: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse_sort(text)

    assert str(caught.value) == said
    assert text[caught.value.start : caught.value.end] == pointed


def test_literals_get_their_type_from_the_schema_only(schemas) -> None:  # noqa: ANN001
    bound = bind(parse_condition("startCount > 5"), schemas.find("container"), now=datetime.now(UTC))

    assert bound == of(Operator.GT, 5, "startCount")


@pytest.mark.parametrize("text", ["a in {[]}", "a in ()", "a in ( )"])
def test_an_empty_list_is_a_list(text: str) -> None:
    assert parse_condition(text) == Membership(("a",), ())

"""The API's own form means the same as our conditions."""

from __future__ import annotations

import pytest

from rancher_nb.errors import CommandError
from rancher_nb.language import parse, parse_condition


@pytest.mark.parametrize(
    ("pairs", "condition"),
    [
        ("state=running", "state = running"),
        ("state_eq=running", "state = running"),
        ("state_ne=running", "state != running"),
        ("n_lt=1", "n < 1"),
        ("n_lte=1", "n <= 1"),
        ("n_gt=1", "n > 1"),
        ("n_gte=1", "n >= 1"),
        ("name_prefix=web", "name prefix web"),
        ("name_like=%web%", "name like '%web%'"),
        ("name_notlike=%web%", "name not like '%web%'"),
        ("removed_null=", "removed is null"),
        ("removed_null=true", "removed is null"),
        ("removed_notnull=", "removed is not null"),
        ("name=", "name = ''"),
        ("name='my web'", "name = 'my web'"),
        ("my_field=1", "my_field = 1"),
        ("my_field_like=1", "my_field like 1"),
        ("created_gt=2017-03-03T10:20:00Z", "created > 2017-03-03T10:20:00Z"),
        ("n={5}", "n = {5}"),
        ("a=1 a=2", "a = 1 and a = 2"),
        ("a=1 where b = 2 and c = 3", "a = 1 and b = 2 and c = 3"),
        ("a=1 where b = 2 or c = 3", "a = 1 and (b = 2 or c = 3)"),
        ("_like=1", "_like = 1"),
    ],
)
def test_pairs_are_conditions(pairs: str, condition: str) -> None:
    assert parse(f"get containers {pairs}").options == {"where": parse_condition(condition)}


@pytest.mark.parametrize(
    ("pairs", "sort"),
    [
        ("sort=name", "sort name"),
        ("sort=name order=asc", "sort name"),
        ("sort=name order=desc limit=5", "sort -name limit 5"),
        ("order=DESC sort=name", "sort -name"),
        ("sort=name,-created", "sort name,-created"),
    ],
)
def test_the_apis_order_and_limit(pairs: str, sort: str) -> None:
    assert parse(f"get containers {pairs}") == parse(f"get containers {sort}")


@pytest.mark.parametrize(
    ("line", "said", "pointed"),
    [
        ("get hosts name_lke=web", "'lke' is no modifier. Did you mean like, lte, notlike?", "lke"),
        ("get hosts name_prefx=web", "'prefx' is no modifier. Did you mean prefix?", "prefx"),
        ("get hosts sort=a sort=b", "sort is given twice", "sort"),
        ("get hosts sort=a sort b", "sort is given twice", "a"),
        ("get hosts limit=5 limit 6", "limit is given twice", "5"),
        ("get hosts limit=x", "limit takes a whole number, 0 or more, not x", "x"),
        ("get hosts order=desc", "order= goes with sort=", "desc"),
        ("get hosts sort=a order=down", "order is asc or desc, not 'down'", "down"),
        ("get hosts sort=a,b order=desc", "order=desc goes with one field", "desc"),
        ("get hosts sort=", "a field to sort by is missing after 'sort='", ""),
        ("get hosts sort=5", "'5' is no field to sort by", "5"),
        ("get hosts state==running", "write one =, or a condition after where", "=running"),
        ("get hosts where a = 1 b=2", "b=2 stands too late", "b=2"),
        ("count hosts sort=a", "count does not take sort", "a"),
        ("get hosts name={None}", "{None} is None, which equals nothing", "{None}"),
    ],
)
def test_odd_pairs_are_pointed_at(line: str, said: str, pointed: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(line)

    error = caught.value
    assert str(error) == said
    assert error.text[error.start : error.end] == pointed
    assert error.text == line


def test_the_hint_for_a_field_that_looks_like_a_modifier_works() -> None:
    with pytest.raises(CommandError) as caught:
        parse("get hosts my_link=x")

    assert caught.value.hint == "if my_link is a field: where my_link = ..."
    assert parse("get hosts where my_link = x").options == {"where": parse_condition("my_link = x")}

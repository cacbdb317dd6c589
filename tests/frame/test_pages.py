from __future__ import annotations

import gc
import json

import pytest
from frame.making import URL, answer, row

from rancher_nb.api import FieldType, Response
from rancher_nb.errors import CutAnswer, NotRancher, RancherError, Unauthorized
from rancher_nb.frame.pages import Reader

FIELDS = {"name": FieldType("string"), "memory": FieldType("int"), "labels": FieldType("map")}


def test_only_the_wanted_fields_are_decoded() -> None:
    page = Reader({"name": FieldType("string")}).read(answer([row(1, name="a", memory=5)]))

    assert [str(each) for each in page.rows] == ["Row(id='1i1', f0='a', type='thing')"]


def test_a_page_says_its_order_its_limit_and_whether_it_is_the_last() -> None:
    reader = Reader(FIELDS)

    page = reader.read(answer([], next="http://h/?marker=m5", sort=("name", "DESC"), limit=5))
    assert (page.sort, page.is_last, page.limit) == (("name", True), False, 5)
    plain = reader.read(Response(200, {}, b'{"data":[],"pagination":null,"sort":null}', URL))
    assert (plain.sort, plain.is_last, plain.limit) == (None, True, None)


def test_fields_that_are_missing_are_null() -> None:
    reader = Reader(FIELDS)
    (only,) = reader.read(answer([row(1)])).rows

    assert [reader.getter(name)(only) for name in FIELDS] == [None, None, None]


def test_a_field_that_breaks_its_promise_is_odd_from_then_on_and_it_alone() -> None:
    reader = Reader(FIELDS)
    memory = reader.getter("memory")

    assert reader.read(answer([row(1, memory=5)])).odd == frozenset()
    broken = reader.read(answer([row(2, memory="lots", name="a")]))
    assert (broken.odd, memory(broken.rows[0])) == ({"memory"}, "lots")
    assert memory(reader.read(answer([row(3, memory=7)])).rows[0]) == 7
    both = reader.read(answer([row(4, memory="more", name=5)]))
    assert both.odd == {"memory", "name"}


def test_what_another_parser_would_refuse_is_still_read() -> None:
    body = b'{"data":[{"id":"1i1","name":"\\ud800","memory":NaN}],"pagination":null}'

    (only,) = Reader(FIELDS).read(Response(200, {}, body, URL)).rows

    assert only.f0 == "\ud800"


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"<html><title>Login</title></html>", NotRancher, "HTML page titled 'Login'"),
        (b'{"data":[{"id":"1i1","na', CutAnswer, "stops in the middle"),
        (b'{"data":{"id":"1i1"}}', NotRancher, "no list of resources"),
        (b'{"type":"container","id":"1i1"}', NotRancher, "no list of resources"),
        (b"[]", NotRancher, "no list of resources"),
        (b"", NotRancher, "answered with nothing"),
        (b'{"data":[{"id":"1i1"},{"name":"a"}]}', NotRancher, "row 2 of GET .* has no id"),
        (b'{"data":[{"id":5}]}', NotRancher, "row 1 of GET .* has no id"),
        (b'{"data":[{"id":null}]}', NotRancher, "row 1 of GET .* has no id"),
        (b'{"data":[{"id":"\\ud800"}]}', NotRancher, "row 1 of GET .* has no id"),
        (b'{"data":["1i1"]}', NotRancher, "row 1 of GET .* is no resource"),
    ],
)
def test_what_is_no_page_is_said_clearly(body: bytes, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said) as caught:
        Reader(FIELDS).read(Response(200, {}, body, URL))
    assert type(caught.value) is kind


def test_the_servers_own_error_is_raised_as_it_is_meant() -> None:
    body = json.dumps({"type": "error", "status": 401, "code": "Unauthorized"}).encode()

    with pytest.raises(Unauthorized, match="answered 401"):
        Reader(FIELDS).read(Response(401, {}, body, URL))


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_as_it_was_whatever_happens(was_on: bool) -> None:
    if not was_on:
        gc.disable()
    try:
        Reader(FIELDS).read(answer([row(1)]))
        assert gc.isenabled() is was_on
        with pytest.raises(NotRancher):
            Reader(FIELDS).read(Response(200, {}, b"no", URL))
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a\nb", "\x00", "\ud800", ""])
def test_a_field_with_an_odd_name_is_read_like_any_other(name: str) -> None:
    reader = Reader({name: FieldType("string"), "memory": FieldType("int")})
    page = reader.read(answer([row(1, memory=5, **{name: "x"}), row(2, memory="lots")], next="http://h/2"))

    assert [reader.getter(name)(each) for each in page.rows] == ["x", None]
    assert [reader.getter("memory")(each) for each in page.rows] == [5, "lots"]
    assert (page.odd, page.is_last) == ({"memory"}, False)


def test_a_field_that_is_called_type_is_read_and_watched() -> None:
    reader = Reader({"type": FieldType("string")}, type_id="thing")
    page = reader.read(answer([row(1), row(2, type="host")]))

    assert [reader.getter("type")(each) for each in page.rows] == ["thing", "host"]
    assert page.strangers == {"host"}
    assert reader.read(answer([row(3, type="host")])).strangers == frozenset()


@pytest.mark.parametrize("where", ['{"data":%s}', '{"data":[{"id":"1i1","labels":%s}]}', '{"data":[],"pagination":%s}'])
def test_a_page_nested_without_end_is_an_error_of_ours(where: str) -> None:
    body = (where % ("[" * 100_000 + "]" * 100_000)).encode()

    with pytest.raises(NotRancher):
        Reader(FIELDS).read(Response(200, {}, body, URL))


def test_an_error_nested_without_end_is_an_error_of_ours() -> None:
    with pytest.raises(RancherError):
        Reader(FIELDS).read(Response(500, {}, b"[" * 100_000, URL))

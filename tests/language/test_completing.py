"""What may come next: the right kind of word, from memory, while one types."""

from __future__ import annotations

import time
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language.knowing import Known

from rancher_nb.api import Schemas
from rancher_nb.language import VERBS, complete, parse, read_target


def offered(text: str, schemas: Schemas | None) -> list[str]:
    """Return the lines that the candidates at the end of *text* would make."""
    start, candidates = complete(text, len(text), Known(schemas))
    return [text[:start] + each.text for each in candidates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ge", "get"),
        ("get cont", "get containers"),
        ("get CONT", "get containers"),
        ("get containers whe", "get containers where"),
        ("get containers sta", "get containers state="),
        ("get containers name_pre", "get containers name_prefix="),
        ("get containers state=ru", "get containers state=running"),
        ("get containers state_ne=ru", "get containers state_ne=running"),
        ("get containers where sta", "get containers where state"),
        ("get containers where not sta", "get containers where not state"),
        ("get containers where (sta", "get containers where (state"),
        ("get containers where state ", "get containers where state ="),
        ("get containers where name not ", "get containers where name not like"),
        ("get containers where state is ", "get containers where state is not null"),
        ("get containers where state !", "get containers where state !="),
        ("get containers where state = runn", "get containers where state = running"),
        ("get containers where state=runn", "get containers where state=running"),
        ("get containers where state = 'runn", "get containers where state = running"),
        ("get containers where state in (stopped, runn", "get containers where state in (stopped, running"),
        ("get containers where system = t", "get containers where system = 'true'"),
        ("get containers where hostId = ", "get containers where hostId = 1h1"),
        ("get containers where created > 1", "get containers where created > 1h ago"),
        ("get containers where state = running ", "get containers where state = running and"),
        ("get containers where state = running so", "get containers where state = running sort"),
        ("get containers sort cre", "get containers sort created"),
        ("get containers sort -cre", "get containers sort -created"),
        ("get containers sort name,-cre", "get containers sort name,-created"),
        ("get containers sort name d", "get containers sort name desc"),
        ("get containers columns name,sta", "get containers columns name,state"),
        ("get containers --expl", "get containers --explain"),
        ("get containers where a = 1 --expl", "get containers where a = 1 --explain"),
        ("get containers/1", "get containers/1i5"),
        ("get containers/my", "get containers/'my web'"),
        ("get containers/'my w", "get containers/'my web'"),
        ("get containers/a", "get containers/'a/b'"),
        ("get containers/1i5/ho", "get containers/1i5/hosts"),
        ("action rest", "action restart"),
        ("action restart cont", "action restart containers"),
        ("action stop containers/1i5 --wait ru", "action stop containers/1i5 --wait running"),
        ("action stop containers where sta", "action stop containers where state"),
        ("create cont", "create container"),
        ("create container imageU", "create container imageUuid="),
        ("update services/1s1 sca", "update services/1s1 scale="),
        ("use de", "use demo"),
        ("disconnect pr", "disconnect prod"),
        ("connect --prof", "connect --profile"),
        ("connect --profile w", "connect --profile work"),
        ("connect --project=De", "connect --project=Default"),
        ("project my", "project 'my project'"),
        ("describe conta", "describe container"),
        ("describe container.sta", "describe container.state"),
        ("demo --size l", "demo --size large"),
        ("raw P", "raw POST"),
        ("help ge", "help get"),
    ],
)
def test_what_may_come_next(text: str, expected: str, schemas: Schemas) -> None:
    assert expected in offered(text, schemas)


@pytest.mark.parametrize(
    ("text", "unexpected"),
    [
        ("get containers ", "get containers containers"),
        ("get containers where sta", "get containers where stacks"),
        ("get containers where state = ", "get containers where state = name"),
        ("get containers where a = 1 whe", "get containers where a = 1 where"),
        ("get containers --explain --expl", "get containers --explain --explain"),
        ("get containers where hostId = ", "get containers where hostId = 'my host'"),
        ("action restart hos", "action restart hosts"),
        ("create containerE", "create containerEvent"),
        ("show hosts/1h1 whe", "show hosts/1h1 where"),
    ],
)
def test_what_may_not_come_next(text: str, unexpected: str, schemas: Schemas) -> None:
    assert unexpected not in offered(text, schemas)


@pytest.mark.parametrize(
    "text",
    [
        "get containers where name = {na",
        "get containers limit ",
        "get containers --max-requests ",
        "zzz ",
        "raw GET x",
        "get zzz where ",
    ],
)
def test_where_nothing_is_known_nothing_is_offered(text: str, schemas: Schemas) -> None:
    known = [
        each for each in offered(text, schemas) if "--" not in each.rpartition(" ")[2] and not each.endswith("not")
    ]

    assert known == []


def test_operators_of_the_server_come_first_and_say_so(schemas: Schemas) -> None:
    _, candidates = complete("get containers where state ", 27, Known(schemas))
    notes = [each.note for each in candidates]

    assert [each.text for each in candidates][:2] == ["=", "!="]
    assert set(notes) == {"by the server", "done here"}
    assert notes == sorted(notes)
    assert {each.text: each.note for each in candidates}["like"] == "done here"


def test_fields_the_server_filters_come_first(schemas: Schemas) -> None:
    _, candidates = complete("get containers where ", 21, Known(schemas))
    filtered = ["filtered by the server" in each.note for each in candidates if each.kind == "field"]

    assert filtered == sorted(filtered, reverse=True)


def test_only_what_is_before_the_cursor_counts(schemas: Schemas) -> None:
    start, candidates = complete("get conXX where a = 1", 7, Known(schemas))

    assert start == 4
    assert "containers" in [each.text for each in candidates]


def test_without_a_connection_the_language_is_still_completed() -> None:
    assert offered("", None) == list(VERBS)
    assert offered("get hosts --ex", None) == ["get hosts --explain"]
    assert offered("get ho", None) == []


def test_it_takes_less_than_50_ms_a_piece(schemas: Schemas) -> None:
    texts = ["get ", "get containers ", "get containers where ", "get containers where state ", "action ", "create "]
    offered("get containers where ", schemas)
    started = time.process_time()
    for text in texts:
        assert offered(text, schemas)

    assert (time.process_time() - started) / len(texts) < 0.05


@settings(deadline=None)
@given(st.text("gethosw \t'\"{}()=,-./", max_size=30), st.integers(0, 30))
def test_any_text_can_be_completed(text: str, cursor: int) -> None:
    start, candidates = complete(text, min(cursor, len(text)), Known(None))

    assert 0 <= start <= len(text)
    assert len(candidates) == len(set(candidates))


CODE = "1i1{__import__('os').system('id')}"
ODD = (CODE, "a b", "it's", "where", "a=b", "-o", "a/b", "a\nb", "a\u2028b", "\ud800")


class Hostile(Known):
    """A server that gives its things odd names."""

    projects = ODD

    def seen(self, _type_id: str) -> tuple[str, ...]:
        """Return odd names."""
        return ODD


def hostile_schemas() -> Schemas:
    """Return the schemas of types, links, fields, options and actions with odd names."""
    documents = [
        {
            "id": name,
            "pluralName": f"{name}s",
            "collectionMethods": ["GET", "POST"],
            "links": {"collection": "http://h/"},
            "includeableLinks": list(ODD),
            "resourceActions": {each: {} for each in ODD},
            "resourceFields": {
                **{each: {"type": "string", "create": True, "update": True} for each in ODD},
                "state": {"type": "enum", "options": list(ODD)},
            },
            "collectionFilters": {each: {"modifiers": list(ODD)} for each in (*ODD, "state")},
        }
        for name in ("thing", *ODD)
    ]
    return Schemas.from_json({"data": documents}, url="http://h/v2-beta")


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("get ", ""),
        ("get things/", ""),
        ("get things/1/", ""),
        ("get things state=", ""),
        ("get things ", "1"),
        ("get things state_", "1"),
        ("get things where state = ", ""),
        ("get things where ", " = 1"),
        ("get things sort ", ""),
        ("action ", " things/1"),
        ("create ", ""),
        ("create thing ", "1"),
        ("describe ", ""),
        ("describe thing.", ""),
        ("project ", ""),
        ("action go things/1 --wait ", ""),
    ],
)
def test_whatever_the_server_names_is_offered_as_plain_text_or_not_at_all(text: str, ending: str) -> None:
    def no_code(source: str) -> NoReturn:
        raise AssertionError(f"{source} would be evaluated")

    start, candidates = complete(text, len(text), Hostile(hostile_schemas()))
    for each in candidates:
        if each.kind in ("keyword", "option"):
            continue
        assert len(each.text.splitlines()) == 1
        line = text[:start] + each.text + (ending if each.text[-1:] != "=" or ending == "1" else "")
        command = parse(line, evaluate=no_code)
        assert command.verb == text.split(maxsplit=1)[0]
        target = command.positional[-1] if command.positional else ""
        if text.startswith("get"):
            read_target(str(target))


def test_an_odd_name_that_can_be_quoted_is_offered_and_reads_back() -> None:
    for text, part in (("get things/", "id"), ("get things/1/", "link")):
        start, candidates = complete(text, len(text), Hostile(hostile_schemas()))
        read = [getattr(read_target(text[4:start] + each.text), part) for each in candidates]
        assert read == [each for each in ODD if each.isprintable()]
    start, candidates = complete("action ", 7, Hostile(hostile_schemas()))
    read = [parse(f"action {each.text} things/1").positional[0] for each in candidates]
    assert sorted(read) == sorted(each for each in ODD if each.isprintable())

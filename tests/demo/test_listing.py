from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
import recording
from demo.recorded_rows import Question, questions, recorded_desk

from rancher_nb.demo.calls import read_call
from rancher_nb.demo.listing import UNPAGED

DESK = recorded_desk()
QUESTIONS = questions()


def asked(path: str) -> tuple[int, Any]:
    answer = DESK.answer(read_call("GET", f"http://127.0.0.1:18080{path}", {}))
    return answer.status, json.loads(answer.body)


def test_the_recordings_hold_enough_questions() -> None:
    assert len(QUESTIONS) > 200
    assert sum(question.ids is not None for question in QUESTIONS) > 120


@pytest.mark.parametrize(
    "question", QUESTIONS, ids=lambda question: question.path.removeprefix("/v2-beta/projects/1a7/")
)
def test_a_recorded_question_gets_the_recorded_echo(question: Question) -> None:
    status, document = asked(question.path)

    assert status == question.status
    if status == 200:
        recorded = question.document
        echo = recorded["filters"] if isinstance(recorded["filters"], dict) else {}
        expected = {name: value for name, value in echo.items() if value}
        if "now" not in question.path:
            assert {name: value for name, value in document["filters"].items() if value} == expected
        assert document["sort"] == recorded["sort"]
        assert document["pagination"]["limit"] == recorded["pagination"]["limit"]
        assert document["createTypes"] == recorded["createTypes"]
        assert list(document) == [key for key in recorded if not key.startswith("_")]


@pytest.mark.parametrize(
    "question",
    [question for question in QUESTIONS if question.ids is not None],
    ids=lambda question: question.path.removeprefix("/v2-beta/projects/1a7/"),
)
def test_a_recorded_question_gets_the_recorded_rows_in_their_order(question: Question) -> None:
    _, document = asked(question.path)

    assert [row["id"] for row in document["data"]] == question.ids
    assert document["pagination"] == question.document["pagination"]


def test_an_empty_filter_list_is_never_missing_a_key(ask: Any) -> None:
    document = ask.get("containers?limit=1")

    assert sorted(document["filters"]) == list(document["filters"]) == list(document["sortLinks"])
    assert document["sortLinks"]["created"].endswith("/containers?limit=1&sort=created")


def test_the_marker_stays_in_sort_links_and_leaves_the_reverse_link(ask: Any) -> None:
    document = ask.get("containers?limit=5&marker=m5&sort=name&order=desc")

    assert document["sortLinks"]["id"].endswith("?limit=5&marker=m5&sort=id")
    assert document["sort"]["reverse"].endswith("?limit=5&sort=name&order=asc")


def test_pages_walked_by_next_hold_every_row_once(ask: Any) -> None:
    path, ids = "containers?limit=7", []
    while path:
        document = ask.get(path)
        ids += [row["id"] for row in document["data"]]
        following = document["pagination"]["next"]
        path = following and "/" + following.split("/", 3)[3]

    everything = [row["id"] for row in ask.get("containers?limit=0")["data"]]
    assert ids == everything
    assert document["pagination"]["partial"] is False


def test_children_are_all_there_whatever_was_asked(ask: Any) -> None:
    stack = ask.one("stacks?name=web-shop")
    document = ask.get(f"stacks/{stack['id']}/services?limit=2&name=web&sort=name&order=desc")

    assert [row["name"] for row in document["data"]] == ["lb", "web", "api", "worker", "cache"]
    assert document["pagination"]["limit"] == 2
    assert document["pagination"]["next"] is None
    assert document["filters"]["name"] == [{"value": "web", "modifier": "eq"}]
    assert document["sort"]["order"] == "desc"
    assert document["createDefaults"] == {"stackId": stack["id"]}


def test_many_to_many_links_page_and_sort_but_do_not_filter(ask: Any) -> None:
    host = ask.one("hosts")
    everything = ask.get(f"hosts/{host['id']}/instances?limit=0")["data"]
    document = ask.get(f"hosts/{host['id']}/instances?limit=3&sort=id&order=desc&state=stopped")

    assert [row["id"] for row in document["data"]] == [row["id"] for row in everything[::-1][:3]]
    assert document["pagination"]["next"].endswith("marker=m3")
    assert document["resourceType"] == "instance"


def test_many_to_many_links_do_not_look_at_the_parent(ask: Any) -> None:
    assert ask.get("containers/1i99999/hosts")["data"] == []
    assert ask.ask("GET", "stacks/1st99999/services")[0] == 404


def test_projects_know_four_parameters_and_no_pages(ask: Any) -> None:
    assert [row["name"] for row in ask.get("/v2-beta/projects?name=STAGING")["data"]] == ["Staging"]
    assert ask.get("/v2-beta/projects?id=1a5")["data"] == []
    assert [row["id"] for row in ask.get("/v2-beta/projects?id=5")["data"]] == ["1a5"]
    document = ask.get("/v2-beta/projects?limit=1&state=inactive&sort=name")
    assert len(document["data"]) == 2
    assert (document["pagination"], document["filters"], document["sortLinks"]) == (None, {}, {})


def test_include_inlines_related_rows_and_counts_them(ask: Any) -> None:
    document = ask.get("services?limit=8&include=INSTANCES")
    counted = sum(max(1, len(row.get("instances", []))) for row in document["data"])

    assert counted == 8
    assert document["data"][0]["instances"][0]["type"] == "container"
    second = ask.get("services?limit=8&marker=m8&include=instances")
    both = document["data"] + second["data"]
    ids = [instance["id"] for row in both for instance in row.get("instances", [])]
    assert len(ids) == len(set(ids))


def test_include_of_one_is_an_object_and_of_none_is_absent(ask: Any) -> None:
    assert ask.one("services?include=stack")["stack"]["name"] == "ipsec"
    assert "networkContainer" not in ask.one("containers?include=networkContainer")
    assert "stats" not in ask.one("containers?include=stats")


@pytest.mark.parametrize("type_word", ["identities", "haconfigs", "processdefinitions", "typedocumentations"])
def test_some_lists_are_never_paged(ask: Any, type_word: str) -> None:
    assert ask.get(f"/v2-beta/{type_word}?limit=1")["pagination"] is None


def test_the_unpaged_types_are_those_of_the_recordings() -> None:
    seen = {
        facts["response"]["body"]["resourceType"]
        for facts in recording.load("c_collections")
        if (facts["response"].get("body") or {}).get("type") == "collection"
        and facts["response"]["body"]["pagination"] is None
        and "?" not in urlsplit(facts["request"]["url"]).query
    }

    assert seen <= UNPAGED

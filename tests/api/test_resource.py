"""Resources keep fields, links and actions apart, and hide secrets."""

from __future__ import annotations

from typing import Any

import pytest

from rancher_nb.api import Collection, Resource, Secret
from rancher_nb.errors import NotOffered, NotRancher

WEB: dict[str, Any] = {
    "id": "1i5",
    "type": "container",
    "baseType": "instance",
    "links": {"self": "http://h/containers/1i5", "hosts": "http://h/containers/1i5/hosts", "odd": None},
    "actions": {"stop": "http://h/containers/1i5/?action=stop"},
    "name": "web",
    "state": "running",
    "actionsTaken": 3,
}


def test_fields_links_and_actions_stay_apart() -> None:
    web = Resource.from_json(WEB)

    assert dict(web) == {"name": "web", "state": "running", "actionsTaken": 3}
    assert dict(web.links) == {"self": "http://h/containers/1i5", "hosts": "http://h/containers/1i5/hosts"}
    assert list(web.actions) == ["stop"]
    assert repr(web) == "<container 1i5 web running>"


def test_a_link_is_found_in_any_letter_case() -> None:
    assert Resource.from_json(WEB).link("HOSTS") == "http://h/containers/1i5/hosts"


def test_an_action_not_offered_now_lists_what_is() -> None:
    with pytest.raises(
        NotOffered, match="container 1i5 web does not offer the action 'start' while it is running"
    ) as e:
        Resource.from_json(WEB).action("start")

    assert e.value.offered == ["stop"]


def test_action_links_are_read_where_the_server_renames_them() -> None:
    renamed = {**WEB, "actions": ["a field"], "actionLinks": {"start": "http://h/start"}}

    assert dict(Resource.from_json(renamed).actions) == {"start": "http://h/start"}


def test_secret_values_are_masked_until_revealed() -> None:
    key = Resource.from_json({"id": "1c1", "type": "apiKey", "secretValue": "tops3cret", "publicValue": "A"})

    assert isinstance(key["secretValue"], Secret)
    assert "tops3cret" not in f"{dict(key)} {key!r}"
    assert key["secretValue"].reveal() == "tops3cret"


@pytest.mark.parametrize("document", [None, [], {"id": "1"}, {"type": 5}])
def test_what_is_no_resource_is_refused(document: object) -> None:
    with pytest.raises(NotRancher):
        Resource.from_json(document)


def test_a_resource_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Resource.from_json(WEB).fields["name"] = "other"  # type: ignore[index]


def test_a_collection_tells_its_next_page_and_its_order() -> None:
    page = Collection.from_json(
        {
            "type": "collection",
            "resourceType": "container",
            "data": [WEB],
            "pagination": {"next": "http://h/containers?marker=m1"},
            "sort": {"name": "created", "order": "desc", "reverse": "…"},
        },
    )

    assert (page.next, page.sort, [each.id for each in page.data]) == (
        "http://h/containers?marker=m1",
        ("created", True),
        ["1i5"],
    )


def test_a_collection_without_pages_has_no_next() -> None:
    assert Collection.from_json({"type": "collection", "data": [], "pagination": None}).next is None


def test_what_is_no_collection_is_refused() -> None:
    with pytest.raises(NotRancher, match="not a collection"):
        Collection.from_json(WEB)


def test_a_line_that_holds_a_token_is_a_secret_and_a_containers_command_is_not() -> None:
    token = Resource.from_json({"id": "1c2", "type": "registrationToken", "command": "docker run … http://h/scripts/T"})
    container = Resource.from_json({"id": "1i1", "type": "container", "command": ["sleep", "1"]})

    assert isinstance(token["command"], Secret)
    assert container["command"] == ["sleep", "1"]

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.client import rebase
from rancher_nb.client.origin import is_loopback, origin_of
from rancher_nb.errors import NotRancher, Refused, Unreachable


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://rancher:8080/v2-beta/projects/1a5?x=1", "http://rancher:8080"),
        ("https://Rancher.Example.com", "https://rancher.example.com"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_the_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url", ["rancher:8080", "rancher.example.com/v1", "", "ftp://x", "http://", "http://[::1", "http://a:b"]
)
def test_an_address_that_is_none_is_said_with_an_example(url: str) -> None:
    with pytest.raises(Unreachable, match="needs http:// or https://") as caught:
        origin_of(url)

    assert "https://" in (caught.value.hint or "")


def test_keys_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(Refused) as caught:
        origin_of("https://ACCESS:SECRET@rancher.example.com/v1")

    assert "SECRET" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("url", "moved"),
    [
        (
            "http://10.0.0.5:8080/v2-beta/hosts?limit=2&marker=m2",
            "https://r.example.com/v2-beta/hosts?limit=2&marker=m2",
        ),
        ("https://r.example.com/v1", "https://r.example.com/v1"),
        ("https://evil.example.com/v1#part", "https://r.example.com/v1"),
        ("//evil.example.com/v1", "https://r.example.com/v1"),
        ("/v1/hosts", "https://r.example.com/v1/hosts"),
        ("http://u:p@other/v1/x/?action=stop", "https://r.example.com/v1/x/?action=stop"),
        ("ws://10.0.0.5:8080/v1/logs/", "wss://r.example.com/v1/logs/"),
        ("wss://10.0.0.5/v1/logs/?a=b", "wss://r.example.com/v1/logs/?a=b"),
        ("http://other", "https://r.example.com/"),
    ],
)
def test_a_link_is_moved_to_the_origin_the_user_gave(url: str, moved: str) -> None:
    assert rebase(url, "https://r.example.com") == moved


def test_a_socket_behind_plain_http_is_plain_too() -> None:
    assert rebase("wss://x/v1/logs/", "http://127.0.0.1:8080") == "ws://127.0.0.1:8080/v1/logs/"


def test_a_link_that_is_no_address_is_said() -> None:
    with pytest.raises(NotRancher, match="no address"):
        rebase("http://[broken", "https://r.example.com")


@given(st.text(max_size=60))
def test_whatever_the_server_links_to_stays_on_the_origin(text: str) -> None:
    for url in (text, f"http://{text}", f"//{text}", f"https://evil/{text}"):
        try:
            moved = urlsplit(rebase(url, "https://r.example.com:8443"))
        except NotRancher:
            continue
        assert (moved.scheme in ("https", "wss"), moved.netloc) == (True, "r.example.com:8443")


@pytest.mark.parametrize(
    ("url", "answer"),
    [("http://127.0.0.1:1", True), ("http://localhost", True), ("http://[::1]", True), ("http://10.0.0.1", False)],
)
def test_this_machine_is_told_from_others(url: str, *, answer: bool) -> None:
    assert is_loopback(url) is answer


@pytest.mark.parametrize("link", [None, 5, ["http://r"], "http://[", "http://r:99999/"])
def test_a_link_that_is_none_is_said(link: Any) -> None:
    with pytest.raises(NotRancher, match="a link that is no address"):
        rebase(link, "http://r")

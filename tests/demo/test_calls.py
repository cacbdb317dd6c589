from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rancher_nb.demo.calls import read_call


def parts(path: str) -> tuple[str | None, ...]:
    call = read_call("GET", path, {"Host": "h"})
    return call.version, call.project, call.type_word, call.id_text, call.link


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ("v1", None, None, None, None)),
        ("/v2-beta/", ("v2-beta", None, None, None, None)),
        ("/v1x/anything", ("v2-beta", None, None, None, None)),
        ("/v3/foo", (None, None, None, None, None)),
        ("/V2-BETA/stacks", (None, None, None, None, None)),
        ("//v2-beta//projects", ("v2-beta", None, "projects", None, None)),
        ("/v2-beta/projects/1a5", ("v2-beta", None, "projects", "1a5", None)),
        ("/v2-beta/projects/1a5/", ("v2-beta", None, "projects", "1a5", None)),
        ("/v2-beta/Projects/1a5/hosts", ("v2-beta", "1a5", "hosts", None, None)),
        ("/v2-beta/project/1a5/hosts", ("v2-beta", None, "project", "1a5", "hosts")),
        ("/v2-beta/projects/1a5/projectmembers", ("v2-beta", None, "projects", "1a5", "projectmembers")),
        ("/v2-beta/projects/1a5/hosts/1h1/instances/x/y", ("v2-beta", "1a5", "hosts", "1h1", "instances")),
        ("/v2-beta/projects/1a5/containers/%20", ("v2-beta", "1a5", "containers", None, None)),
    ],
)
def test_a_path_is_taken_apart(path: str, expected: tuple[str | None, ...]) -> None:
    assert parts(path) == expected


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({"Host": "Rancher.Example.COM:8080"}, "http://rancher.example.com:8080"),
        ({"Host": "h:80", "X-Forwarded-Proto": "https"}, "https://h:80"),
        ({"Host": "h", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"}, "https://h"),
        ({"Host": "h:80", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "8443"}, "https://h:8443"),
        (
            {
                "Host": "h",
                "X-Forwarded-Proto": "https,http",
                "X-Forwarded-Host": "A.example,b",
                "X-Forwarded-Port": "443,80",
            },
            "https://a.example",
        ),
        ({"Host": "h", "X-Forwarded-Host": "ignored"}, "http://h"),
    ],
)
def test_links_start_where_the_proxy_says(headers: dict[str, str], base: str) -> None:
    assert read_call("GET", "/v2-beta", headers).stem == f"{base}/v2-beta"


def test_generated_addresses_are_lower_case_and_the_own_one_is_not() -> None:
    call = read_call("GET", "/v2-beta/Projects/1A5/Stacks?Name=X", {"Host": "H"})

    assert call.stem == "http://h/v2-beta/projects/1a5"
    assert call.url == "http://h/v2-beta/Projects/1A5/Stacks"


@pytest.mark.parametrize(
    ("query", "agent", "accept", "html"),
    [
        ("", "Mozilla/5.0", "text/html,*/*;q=0.8", True),
        ("", "Mozilla/5.0", "", True),
        ("", "Mozilla/5.0", "application/json", False),
        ("", "curl/7.64", "*/*", False),
        ("_format=html", "curl/7.64", "application/json", True),
        ("_format=json", "Mozilla/5.0", "*/*", False),
        ("_format=xml", "Mozilla/5.0", "*/*", True),
    ],
)
def test_browsers_get_pages(query: str, agent: str, accept: str, html: bool) -> None:
    call = read_call("GET", f"/v2-beta?{query}", {"User-Agent": agent, "Accept": accept})

    assert call.wants_html is html


def test_the_query_keeps_its_spelling() -> None:
    call = read_call("GET", "/v2-beta/hosts?limit=%2B5&a&marker=m5&b=", {"Host": "h"})

    assert call.without("marker", plus="marker=m10") == "http://h/v2-beta/hosts?limit=%2B5&a&b=&marker=m10"
    assert call.parameter("a") == ""
    assert call.parameter("limit") == "+5"


def test_who_asks_is_told_by_the_proxy_without_a_port() -> None:
    assert read_call("GET", "/", {"X-Forwarded-For": "10.1.2.3:5555, 10.9.9.9"}).client == "10.1.2.3"
    assert read_call("GET", "/", {}, client="192.0.2.1").client == "192.0.2.1"


def test_cookies_are_read() -> None:
    call = read_call("GET", "/", {"Cookie": "a=b; CSRF=xyz"})

    assert (call.cookie("CSRF"), call.cookie("nosuch")) == ("xyz", None)


@settings(deadline=None)
@given(
    st.text(max_size=60),
    st.dictionaries(st.sampled_from(["Host", "X-Forwarded-Proto", "X-Forwarded-Port", "Cookie"]), st.text(max_size=20)),
)
def test_no_address_is_too_odd_to_be_read(url: str, headers: dict[str, str]) -> None:
    call = read_call("GET", url, headers)

    assert call.path.startswith("/")
    assert isinstance(call.without("x"), str)

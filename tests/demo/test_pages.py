from __future__ import annotations

from typing import Any

from rancher_nb.demo.calls import read_call
from rancher_nb.demo.pages import browse_page, linked

BROWSER = {"User-Agent": "Mozilla/5.0", "Accept": "text/html,*/*"}


def test_a_browser_gets_a_page_with_links(ask: Any) -> None:
    response = ask.raw("GET", "stacks", headers=BROWSER)
    page = response.body.decode()

    assert response.header("Content-Type") == "text/html; charset=UTF-8"
    assert '<a href="http://rancher.test:8080/v2-beta/projects/1a5/stacks/1st2">' in page
    assert "<script" not in page
    assert ask.raw("GET", "nosuch", headers=BROWSER).status == 404


def test_what_came_from_outside_is_escaped(ask: Any) -> None:
    evil = '<script>alert("x")</script>'
    ask.ask("PUT", "stacks/1st2", {"description": evil})
    page = ask.raw("GET", f"stacks/1st2?x={evil}", headers=BROWSER).body.decode()

    assert evil not in page
    assert "&lt;script&gt;" in page


def test_only_addresses_of_this_server_are_links() -> None:
    text = '"http://h/a" "http://evil.example/" "http://h.evil.example/" "javascript:x"'

    assert linked(text, "http://h").count("<a ") == 1


def test_text_that_no_utf8_carries_is_shown_all_the_same() -> None:
    assert "udc80" in browse_page(read_call("GET", "/v2-beta", {}), {"name": "\udc80"})

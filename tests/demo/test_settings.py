from __future__ import annotations

from typing import Any

import recording

from rancher_nb.demo.settings import defaults


def test_the_list_is_whole_whatever_was_asked(ask: Any) -> None:
    everything = ask.get("/v2-beta/settings")
    limited = ask.get("/v2-beta/settings?limit=2&name_prefix=api&sort=name&order=desc")

    assert len(everything["data"]) > 140
    assert limited["data"] == everything["data"]
    assert everything["pagination"]["next"] is None
    assert everything["pagination"]["limit"] == 100
    assert limited["pagination"]["next"].endswith("marker=m2")
    assert limited["filters"]["name"] == [{"value": "api", "modifier": "prefix"}]
    assert ask.get("/v2-beta/settings?id=api.host")["data"] == []


def test_names_are_those_of_a_running_server() -> None:
    page = next(e for e in recording.load("d_filters") if e["request"]["url"].endswith("/settings?name=api.host"))
    known = {row["id"] for row in page["response"]["body"]["_items"]} | {"api.host"}

    assert {*defaults()["public"], *defaults()["others"]} <= known


def test_projects_see_the_public_ones_without_their_source(ask: Any) -> None:
    rows = ask.get("settings")["data"]

    assert len(rows) == 18
    assert {row["id"] for row in ask.get("/v2-beta/settings?all=false")["data"]} == {row["id"] for row in rows}
    assert "source" not in rows[0]
    assert ask.ask("PUT", "settings/api.host", {"value": "x"})[0] == 405


def test_a_setting_is_written_and_taken_back(ask: Any) -> None:
    path = "/v2-beta/settings/api.host"
    before = ask.get(path)
    written = ask.ask("PUT", path, {"value": "http://x"})[1]

    assert (before["value"], before["source"], before["inDb"]) == (None, None, False)
    assert (written["value"], written["activeValue"], written["inDb"]) == ("http://x", None, True)
    assert (ask.get(path)["activeValue"], ask.get(path)["source"]) == ("http://x", "Database")
    deleted = ask.ask("DELETE", path)[1]
    assert (deleted["value"], deleted["source"], deleted["inDb"]) == ("http://x", "Database", False)
    assert ask.get(path)["value"] is None


def test_a_setting_of_ones_own_comes_and_goes(ask: Any) -> None:
    assert ask.post("/v2-beta/settings", {"name": "my.custom", "value": "1"})[0] == 201
    assert ask.get("/v2-beta/settings/my.custom")["activeValue"] == "1"
    assert ask.ask("PUT", "/v2-beta/settings/no.such", {"value": "v"})[1]["activeValue"] is None
    ask.ask("DELETE", "/v2-beta/settings/my.custom")
    assert ask.get("/v2-beta/settings/my.custom")["value"] is None
    assert ask.ask("GET", "/v2-beta/settings/never.was")[0] == 404
    assert ask.get("/v2-beta/activesettings/account.version")["value"] == "2"

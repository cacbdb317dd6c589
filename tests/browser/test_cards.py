from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.lab_panel import Open
    from playwright.sync_api import Locator

FAKE = (Path(__file__).parent / "fake_rancher.py").read_text()


def button(card: Locator, name: str | re.Pattern[str]) -> Locator:
    return card.get_by_role("button", name=name, exact=True)


def test_a_link_loads_in_place_and_a_way_leads_back(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card"])
    panel.run_all()
    card = panel.card(1)
    expect(card.locator(".head b")).to_have_text("shop-web-1")
    button(card, "node-2").click()
    expect(card.locator(".head b")).to_have_text("node-2")
    expect(card.locator(".crumbs")).to_contain_text("container shop-web-1")
    button(card, "containers").click()
    expect(card.locator("tbody tr")).to_have_count(3)
    panel.screenshot("card-rows", cells=[1])
    button(card, "1i2").click()
    expect(card.locator(".head b")).to_have_text("shop-web-2")
    panel.screenshot("card-way", cells=[1])
    button(card, "container shop-web-1").click()
    expect(card.locator(".head b")).to_have_text("shop-web-1")
    expect(card.locator(".crumbs")).to_be_empty()


def test_an_action_takes_the_card_through_its_states(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card", "rancher.sent"])
    panel.run_cell(0)
    panel.run_cell(1)
    card = panel.card(1)
    expect(card.locator(".head .state")).to_have_text("running")
    button(card, "Restart").click()
    expect(card.locator(".head .state")).to_have_text("restarting")
    expect(card.locator(".said").first).to_contain_text("restarting the container")
    expect(card.locator(".said").first).to_contain_text("80 %")
    panel.screenshot("card-moving", cells=[1])
    expect(card.locator(".head .state")).to_have_text("running")
    expect(button(card, "Restart")).to_be_enabled()
    panel.run_cell(2)
    expect(panel.output(2)).to_contain_text("[('container/1i1', 'restart')]")
    expect(panel.static(1)).to_be_hidden()
    assert "running" in panel.saved().cells[1].outputs[0]["data"]["text/html"]


def test_a_card_shown_while_it_moves_is_looked_at_until_it_settles(open_notebook: Open) -> None:
    settle = "{'state': 'upgraded', 'transitioning': 'no', 'transitioningMessage': None}"
    panel = open_notebook(
        [FAKE, "rancher.card('services/1s1')", f"rancher.steps[f'{{BASE}}/services/1s1'] = [{settle}]"],
    )
    panel.run_cell(0)
    panel.run_cell(1)
    expect(panel.card(1).locator(".head .state")).to_have_text("upgrading")
    panel.screenshot("card", cells=[1])
    panel.run_cell(2)
    expect(panel.card(1).locator(".head .state")).to_have_text("upgraded")


def test_what_destroys_is_asked_first_and_can_be_cancelled(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card", "rancher.sent"])
    panel.run_cell(0)
    panel.run_cell(1)
    card = panel.card(1)
    button(card, "Remove…").click()
    expect(card.get_by_role("alertdialog")).to_contain_text("Remove container shop-web-1 (1i1)?")
    expect(button(card, "Cancel")).to_be_focused()
    panel.page.keyboard.press("Escape")
    expect(button(card, "Remove…")).to_be_focused()
    button(card, "Remove…").click()
    panel.screenshot("card-confirm", cells=[1])
    button(card, "Remove").click()
    expect(card.locator(".head .state")).to_have_text("removed")
    expect(card.locator(".said").first).to_contain_text("this resource is removed")
    panel.run_cell(2)
    expect(panel.output(2)).to_contain_text("[('container/1i1', 'remove')]")


def test_an_error_is_shown_where_the_press_was(open_notebook: Open) -> None:
    panel = open_notebook(
        [
            FAKE,
            "rancher.documents[f'{BASE}/containers/1i1']['locked'] = True\ncard = rancher.card('containers/1i1'); card",
        ],
    )
    panel.run_all()
    card = panel.card(1)
    button(card, "Restart").click()
    expect(card.get_by_role("alert")).to_contain_text("MinLimitExceeded")
    expect(card.get_by_role("alert")).to_contain_text("field scale")
    expect(card.get_by_role("alert")).to_contain_text("try: wait for its state to settle")
    expect(button(card, "Restart")).to_be_enabled()
    panel.screenshot("card-error", cells=[1])
    button(card, "node-2").click()
    expect(card.locator(".head b")).to_have_text("node-2")
    expect(card.get_by_role("alert")).to_have_count(0)
    button(card, "broken").click()
    expect(card.get_by_role("alert")).to_contain_text("404")
    expect(card.locator(".head b")).to_have_text("node-2")


@pytest.mark.parametrize("answer_seconds", ["0", "0.05", "0.5"])
def test_a_double_click_sends_once(open_notebook: Open, answer_seconds: str) -> None:
    slow = f"""
class Slow(FakeRancher):
    def act(self, facts, action):
        time.sleep({answer_seconds})
        self.sent.append((facts.name, action))
        return facts
rancher = Slow()
card = rancher.card('containers/1i1'); card"""
    panel = open_notebook([FAKE, slow, "rancher.sent"])
    panel.run_cell(0)
    panel.run_cell(1)
    restart = button(panel.card(1), re.compile("^Restart"))
    restart.dblclick()
    restart.dispatch_event("click")
    expect(button(panel.card(1), "Restart")).to_be_enabled()
    panel.run_cell(2)
    expect(panel.output(2)).to_contain_text("[('container/1i1', 'restart')]")


def test_an_action_that_needs_input_shows_the_line_to_write(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card"])
    panel.run_all()
    card = panel.card(1)
    button(card, "Execute…").click()
    expect(card.locator(".template pre")).to_contain_text("%%rancher action execute container/1i1\ncommand:")
    panel.screenshot("card-template", cells=[1])
    button(card, "Copy").click()
    assert panel.page.evaluate("() => navigator.clipboard.readText()").startswith("%%rancher action execute")
    button(card, "Copy as magic").click()
    assert panel.page.evaluate("() => navigator.clipboard.readText()") == "%rancher show container/1i1"


def test_a_press_is_carried_out_while_a_cell_runs(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card", "spin(20)"])
    panel.run_cell(0)
    panel.run_cell(1)
    panel.start_cell(2)
    button(panel.card(1), "node-2").click()
    expect(panel.card(1).locator(".head b")).to_have_text("node-2")
    assert panel.is_running(2)
    panel.command("notebook:interrupt-kernel")


def test_a_press_that_the_kernel_cannot_take_yet_says_so(open_notebook: Open) -> None:
    pinned = "card = rancher.card('containers/1i1'); del card.comm._reply_subshell_for; card"
    panel = open_notebook([FAKE, pinned, "spin(3)"])
    panel.run_cell(0)
    panel.run_cell(1)
    panel.start_cell(2)
    button(panel.card(1), "node-2").click()
    expect(panel.card(1)).to_contain_text("The kernel does not answer yet")
    expect(panel.card(1).locator(".head b")).to_have_text("node-2")
    expect(panel.card(1)).not_to_contain_text("does not answer")


def test_a_read_only_card_shows_its_actions_off_and_says_why(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1', read_only=True); card"])
    panel.run_all()
    card = panel.card(1)
    expect(button(card, "Restart")).to_be_disabled()
    expect(button(card, "Restart")).to_have_attribute("title", re.compile("read-only"))
    expect(card.locator(".acts")).to_contain_text("read-only")
    button(card, "node-2").click()
    expect(card.locator(".head b")).to_have_text("node-2")


def test_shortcuts_of_the_notebook_stay_away_from_every_control(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card", "1"])
    panel.run_all()
    card = panel.card(1)
    for key in ("act:restart", "fact:host", "link:hosts", "group:labels", "copy"):
        card.locator(f"[data-key='{key}']").focus()
        panel.page.keyboard.type("ddbaxx")
    button(card, "Remove…").click()
    panel.page.keyboard.type("dd")
    panel.page.keyboard.press("Escape")
    button(card, "Stop").click()
    expect(card.locator(".head .state")).to_have_text("stopped")
    expect(button(card, "Stop")).to_have_count(0)
    panel.page.keyboard.type("ddbaxx")
    assert panel.cell_count() == 3


def test_a_reloaded_page_shows_where_the_card_was(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card"])
    panel.run_all()
    button(panel.card(1), "node-2").click()
    expect(panel.card(1).locator(".head b")).to_have_text("node-2")
    panel.saved()
    panel.reload()
    expect(panel.card(1).locator(".head b")).to_have_text("node-2")
    button(panel.card(1), "container shop-web-1").click()
    expect(panel.card(1).locator(".head b")).to_have_text("shop-web-1")


@pytest.mark.parametrize("trusted", [True, False])
def test_a_saved_card_reopened_without_its_kernel_shows_the_same_facts(open_notebook: Open, trusted: bool) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card"])
    panel.run_all()
    button(panel.card(1), "node-2").click()
    expect(panel.card(1).locator(".head b")).to_have_text("node-2")
    live = set(panel.card(1).locator("dl > div").all_text_contents())
    panel.reopen(trusted=trusted)
    expect(panel.static(1)).to_be_visible()
    expect(panel.card(1)).to_have_count(0)
    assert set(panel.static(1).locator("dl > div").all_text_contents()) == live
    expect(panel.static(1)).to_contain_text(re.compile("container shop-web-1 . host node-2"))
    expect(panel.output(1).get_by_text("Error displaying widget")).to_be_hidden()
    panel.screenshot(f"card-reopened-{'trusted' if trusted else 'foreign'}", cells=[1])


def test_a_dead_kernel_leaves_the_facts_and_no_dead_buttons(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "card = rancher.card('containers/1i1'); card"])
    panel.run_all()
    expect(panel.card(1)).to_be_visible()
    panel.command("kernelmenu:shutdown")
    expect(panel.static(1)).to_be_visible()
    expect(panel.card(1)).to_have_count(0)


def test_hostile_text_is_shown_as_text(open_notebook: Open) -> None:
    hostile = """
evil = HOSTILE + "\\x1b[31mred\\u202egnp.exe"
rancher.put(container(66, name=evil, imageUuid=evil, labels={evil: evil, "long": "x" * 1_000_000},
                      transitioning="error", transitioningMessage=evil))
rancher.documents[f"{BASE}/containers/1i1"]["name"] = evil
card = rancher.card('containers/1i66'); card"""
    panel = open_notebook([FAKE, hostile, "print(card)"])
    panel.run_all()
    title = panel.page.title()
    expect(panel.card(1).locator(".head b")).to_contain_text("<img src=x onerror=")
    expect(panel.card(1)).to_contain_text("\\x1b[31mred\\u202egnp.exe")
    assert panel.output(1).locator("img, script").count() == 0
    assert panel.page.title() == title
    box = panel.card(1).bounding_box()
    assert box["width"] <= panel.output(1).bounding_box()["width"]
    panel.screenshot("card-hostile", cells=[1])
    panel.reopen()
    expect(panel.static(1)).to_contain_text("<img src=x onerror=")
    assert panel.output(1).locator("img, script").count() == 0

"""The whole toolkit in JupyterLab, with the embedded Rancher behind it: what a person sees, clicks and keeps."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.lab_panel import Open
    from playwright.sync_api import Locator

TOUR = Path(__file__).parents[2] / "notebooks" / "01-tour.ipynb"
START = "%load_ext rancher_nb\n%rancher demo"
WEB = "containers/web-shop-web-1"


def button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def test_a_cards_link_loads_in_place_and_back(open_notebook: Open) -> None:
    panel = open_notebook([START, "%rancher show services/web"])
    panel.run_all()
    card = panel.card(1)
    expect(card.locator(".head b")).to_have_text("web")

    button(card, "instances").click()
    expect(card.locator("tbody tr")).to_have_count(6)
    card.locator("tbody tr").first.get_by_role("button").first.click()
    expect(card.locator(".head .note").first).to_contain_text("container 1i")
    panel.screenshot("tour-link", cells=[1])
    button(card, "service web").click()

    expect(card.locator(".head b")).to_have_text("web")


def test_restart_takes_the_container_through_its_states(open_notebook: Open) -> None:
    panel = open_notebook([START, f"%rancher show {WEB}"])
    panel.run_all()
    card = panel.card(1)
    expect(card.locator(".head .state")).to_have_text("running")

    button(card, "Restart").click()

    expect(card.locator(".head .state")).to_have_text("restarting")
    panel.screenshot("tour-restarting", cells=[1])
    expect(card.locator(".head .state")).to_have_text("running")
    expect(button(card, "Restart")).to_be_enabled()


def test_a_card_asks_before_it_removes_and_then_says_so(open_notebook: Open) -> None:
    panel = open_notebook([START, "%rancher show containers/backup-012"])
    panel.run_all()
    card = panel.card(1)

    card.get_by_role("button", name=re.compile("Remove")).click()
    panel.screenshot("tour-confirm", cells=[1])
    card.get_by_role("button", name=re.compile("^(Yes|Remove)")).last.click()

    expect(card.locator(".head .state")).to_have_text("removed")


def test_a_log_cell_shows_a_thousand_lines_and_ends_by_stop(open_notebook: Open) -> None:
    panel = open_notebook([START, f"%rancher logs {WEB} --tail 1000 -o log", "len(log.lines) >= 1000, log.ended"])
    panel.run_cell(0)
    panel.run_cell(1)
    console = panel.console(1)
    expect(console.locator(".bar, .head").first).to_contain_text(re.compile(r"1,\d\d\d lines"))
    panel.screenshot("tour-log", cells=[1])

    button(console, "Stop").click()

    expect(console).to_contain_text("stopped")
    panel.run_cell(2)
    expect(panel.output(2)).to_contain_text("(True, True)")


def test_stop_ends_a_log_that_holds_its_cell(open_notebook: Open) -> None:
    panel = open_notebook([START, f"%rancher logs {WEB} --tail 5 --follow", "'went on'"])
    panel.run_cell(0)
    panel.run_cell(1, wait=False)
    console = panel.console(1)
    expect(button(console, "Stop")).to_be_visible()
    assert panel.is_running(1)

    button(console, "Stop").click()

    expect(panel.cell(1).locator(".jp-InputPrompt").first).not_to_contain_text("[*]")
    panel.run_cell(2)
    expect(panel.output(2)).to_contain_text("went on")


def test_an_interrupt_ends_a_log_that_holds_its_cell_and_stops_run_all(open_notebook: Open) -> None:
    panel = open_notebook([START, f"%rancher logs {WEB} --tail 5 --follow", "'went on'"])
    panel.page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    expect(panel.console(1)).to_contain_text(re.compile(r"[1-9]\d* lines"))

    panel.command("notebook:interrupt-kernel")

    expect(panel.output(1)).to_contain_text("Stopped following: container 1i11 web-shop-web-1")
    expect(panel.console(1)).to_contain_text("interrupted")
    expect(panel.cell(2).locator(".jp-InputPrompt").first).to_have_text("[ ]:")


def test_the_tour_reopened_without_its_kernel_shows_the_same_facts(open_notebook: Open) -> None:
    tour = nbformat.read(TOUR, as_version=4)
    panel = open_notebook(tour)
    panel.run_all(seconds=120)
    index = {cell.source.split("\n")[0]: place for place, cell in enumerate(tour.cells)}
    card, log = (
        index["%rancher show services/web"],
        index["%rancher logs containers/backup-012 --tail 8 --no-follow -o log"],
    )
    expect(panel.card(card)).to_be_visible()
    expect(panel.console(log)).to_be_visible()
    expect(panel.cell(len(tour.cells) - 1).locator(".jp-InputPrompt").first).to_have_text(re.compile(r"\[\d+\]"))

    panel.reopen()

    expect(panel.static(card)).to_be_visible()
    expect(panel.static(card)).to_contain_text("degraded")
    expect(panel.static(log)).to_be_visible()
    expect(panel.static(log)).to_contain_text("checkpoint starting")
    panel.screenshot("tour-reopened", cells=[card, log])


PICTURE = [
    "%load_ext rancher_nb\n%rancher demo --size small",
    (
        "%rancher get containers where state = running and imageUuid ~ 'nginx' sort -created limit 4 "
        "columns name,state,healthState,hostId,memory,created"
    ),
    "%rancher get containers where state = running and imageUuid ~ 'nginx' sort -created limit 4 --explain",
    "%rancher show services/web",
    f"%rancher logs {WEB} --tail 200",
    "%rancher get containers where stat = running",
]


def test_picture(open_notebook: Open) -> None:
    panel = open_notebook(PICTURE)
    panel.page.set_viewport_size({"width": 1000, "height": 1640})
    for index in range(len(PICTURE)):
        panel.run_cell(index)
    expect(panel.console(4)).to_contain_text(re.compile(r"2\d\d lines"))
    expect(panel.output(5)).to_contain_text("Did you mean state")

    panel.command("application:toggle-left-area")
    pictures = panel.screenshot("readme")
    panel.command("application:toggle-left-area")
    panel.page.set_viewport_size({"width": 1200, "height": 1000})

    assert all(picture.stat().st_size > 50_000 for picture in pictures)

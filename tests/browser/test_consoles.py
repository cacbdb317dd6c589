from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.lab_panel import Open
    from browser.lab_server import Lab
    from playwright.sync_api import Locator

FAKE = (Path(__file__).parent / "fake_rancher.py").read_text()
IS_UP = "() => { const p = document.querySelector('.console.live'); return p.scrollTop < p.scrollHeight - p.clientHeight - 390 }"
ALL_SHOWN = "n => document.querySelector('.rnb-console.rnb-live')?.dataset.n === String(n)"
GAPS = """() => {
  window.rnbGaps = []; let before = performance.now();
  const tick = now => { window.rnbGaps.push(now - before); before = now; window.rnbTick = requestAnimationFrame(tick); };
  window.rnbTick = requestAnimationFrame(tick); }"""


def button(console: Locator, name: str) -> Locator:
    return console.get_by_role("button", name=name, exact=True)


def numbers(console: Locator) -> list[int]:
    """Return the numbers of the lines that are drawn, in order."""
    return [int(number) for number in re.findall(r"line=(\d+) ", "\n".join(console.locator(".ln").all_text_contents()))]


def test_a_console_shows_a_thousand_lines_and_ends_by_stop(open_notebook: Open) -> None:
    panel = open_notebook(
        [FAKE, "s = FakeStream(lines=10**9, batch=50, pause=0.05); s.console", "s.over.wait(5), s.console"]
    )
    panel.run_cell(0)
    panel.run_cell(1)
    console = panel.console(1)
    panel.page.wait_for_function("() => Number(document.querySelector('.rnb-console')?.dataset.n) >= 1000")
    expect(console.locator(".bar")).to_contain_text("lines/s")
    panel.screenshot("console", cells=[1])
    button(console, "Stop").click()
    expect(console).to_have_attribute("data-state", "ended")
    expect(console.locator(".bar")).to_contain_text("stopped by you")
    expect(button(console, "Stop")).to_have_count(0)
    panel.run_cell(2)
    expect(panel.output(2)).to_contain_text("(True, <Console shop-web-1 ended>)")
    shown = numbers(console)
    assert shown == list(range(shown[0], shown[0] + len(shown)))
    assert shown[-1] == int(console.get_attribute("data-n")) - 1


def test_stop_works_while_the_kernel_is_busy(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "s = FakeStream(lines=10**9, batch=20, pause=0.05); s.console", "spin(20)"])
    panel.run_cell(0)
    panel.run_cell(1)
    panel.start_cell(2)
    button(panel.console(1), "Stop").click()
    expect(panel.console(1)).to_have_attribute("data-state", "ended")
    assert panel.is_running(2)
    panel.command("notebook:interrupt-kernel")


def test_stop_of_a_stream_that_holds_the_cell_interrupts_a_kernel_that_cannot_answer(open_notebook: Open) -> None:
    start = "s = FakeStream(lines=10**9, batch=20, pause=0.05, holds_cell=True)\ndel s.console.comm._reply_subshell_for\ns.console"
    panel = open_notebook([FAKE, start, "spin(30)"])
    panel.run_cell(0)
    panel.run_cell(1)
    panel.start_cell(2)
    button(panel.console(1), "Stop").click()
    expect(panel.console(1)).to_have_attribute("data-state", "ended")
    expect(panel.output(2)).to_contain_text("KeyboardInterrupt")


def test_stop_of_a_background_stream_asks_before_it_interrupts_another_cell(open_notebook: Open) -> None:
    start = "s = FakeStream(lines=10**9, batch=20, pause=0.05)\ndel s.console.comm._reply_subshell_for\ns.console"
    panel = open_notebook([FAKE, start, "spin(30)"])
    panel.run_cell(0)
    panel.run_cell(1)
    panel.start_cell(2)
    button(panel.console(1), "Stop").click()
    expect(panel.console(1)).to_contain_text("the stream stops when the cell ends")
    assert panel.is_running(2)
    button(panel.console(1), "Interrupt the kernel").click()
    expect(panel.console(1)).to_have_attribute("data-state", "ended")
    expect(panel.console(1)).not_to_contain_text("the stream stops when the cell ends")


def test_a_flood_of_a_hundred_thousand_lines_stays_smooth(open_notebook: Open, lab: Lab) -> None:
    panel = open_notebook([FAKE, "s = FakeStream(lines=100_000, batch=2_000, pause=0.06); s.console"])
    panel.run_cell(0)
    panel.page.evaluate(GAPS)
    panel.run_cell(1)
    panel.page.wait_for_function(ALL_SHOWN, arg=100_000)
    expect(panel.console(1)).to_have_attribute("data-state", "ended")
    gaps = panel.page.evaluate("() => { cancelAnimationFrame(window.rnbTick); return window.rnbGaps }")
    assert max(gaps) < 500
    expect(panel.console(1).locator(".ln").last).to_contain_text("line=99999 ")
    assert panel.console(1).get_attribute("data-follow") == "true"
    assert panel.console(1).locator(".ln").count() < 100
    assert "exceeded" not in lab.said()


def test_following_stops_only_by_hand_and_begins_again_at_the_end(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "s = FakeStream(lines=10**9, batch=10, pause=0.05); s.console"])
    panel.run_all()
    console = panel.console(1)
    panel.page.wait_for_function("() => Number(document.querySelector('.rnb-console')?.dataset.n) >= 200")
    expect(console).to_have_attribute("data-follow", "true")
    console.locator(".console").hover()
    panel.page.mouse.wheel(0, -400)
    expect(console).to_have_attribute("data-follow", "false")
    panel.page.wait_for_function(IS_UP)
    first = numbers(console)[0]
    n = int(console.get_attribute("data-n"))
    panel.page.wait_for_function("n => Number(document.querySelector('.rnb-console')?.dataset.n) >= n + 100", arg=n)
    assert numbers(console)[0] == first
    console.get_by_role("button", name=re.compile("new")).click()
    expect(console).to_have_attribute("data-follow", "true")
    console.locator(".console").focus()
    panel.page.keyboard.press("PageUp")
    expect(console).to_have_attribute("data-follow", "false")
    button(console, "Stop").click()
    expect(console).to_have_attribute("data-state", "ended")
    console.locator(".console").focus()
    panel.page.keyboard.press("End")
    expect(console).to_have_attribute("data-follow", "true")


def test_a_reloaded_page_keeps_every_line_once(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "s = FakeStream(lines=400, batch=5, pause=0.1); s.console"])
    panel.run_all()
    panel.page.wait_for_function("() => Number(document.querySelector('.rnb-console')?.dataset.n) >= 50")
    panel.saved()
    panel.reload()
    panel.page.wait_for_function(ALL_SHOWN, arg=400)
    console = panel.console(1)
    expect(console).to_have_attribute("data-state", "ended")
    console.locator(".console").hover()
    panel.page.mouse.wheel(0, -50)
    expect(console).to_have_attribute("data-follow", "false")
    seen = set()
    for top in range(0, 400 * 18, 200):
        console.locator(".console").evaluate("(pane, top) => { pane.scrollTop = top }", top)
        panel.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"
        )
        drawn = numbers(console)
        assert drawn == sorted(set(drawn))
        seen |= set(drawn)
    assert seen == set(range(400))


@pytest.mark.parametrize("trusted", [True, False])
def test_a_saved_console_reopened_without_its_kernel_shows_the_last_lines(open_notebook: Open, trusted: bool) -> None:
    panel = open_notebook([FAKE, "s = FakeStream(lines=1000, batch=100, pause=0.02); s.console"])
    panel.run_all()
    expect(panel.console(1)).to_have_attribute("data-state", "ended")
    panel.reopen(trusted=trusted)
    static = panel.static(1)
    expect(static).to_be_visible()
    expect(static.locator(".bar")).to_contain_text("1,000 lines · the last 500 shown")
    expect(static.locator(".bar")).to_contain_text("the container ended its log")
    assert numbers(static) == list(range(500, 1000))
    expect(panel.output(1).get_by_text("Error displaying widget")).to_be_hidden()
    panel.screenshot(f"console-reopened-{'trusted' if trusted else 'foreign'}", cells=[1])


def test_a_dead_kernel_leaves_the_lines_and_no_dead_button(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "s = FakeStream(lines=30, batch=30, pause=0.02); s.console"])
    panel.run_all()
    expect(panel.console(1)).to_have_attribute("data-state", "ended")
    panel.command("kernelmenu:shutdown")
    expect(panel.static(1)).to_be_visible()
    expect(panel.console(1)).to_have_count(0)


def test_shortcuts_of_the_notebook_stay_away_from_the_console(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, "s = FakeStream(lines=10**9, batch=30, pause=0.02); s.console", "1"])
    panel.run_all()
    button(panel.console(1), "Stop").click()
    expect(panel.console(1)).to_have_attribute("data-state", "ended")
    panel.page.keyboard.type("ddbaxx")
    for place in ("[data-key=times]", ".console"):
        panel.console(1).locator(place).focus()
        panel.page.keyboard.type("ddbaxx")
    assert panel.cell_count() == 3


def test_gaps_errors_and_hostile_lines_are_shown_as_what_they_are(open_notebook: Open) -> None:
    lines = r"""
evil = [HOSTILE, "\x1b]0;owned\x07title \x1b[2J\x1b[1;31mred\x1b[0m plain \x1b[38;2;1;2;3mtrue\x1b[m", "a\u202egnp.exe",
        "x" * 20_000, "tab\there \x1b[32;1mgreen\x1b[0m \x1b[2mfaint\x1b[0m"]
s = Console(title=HOSTILE, stop=lambda: 1/0)
s.push([fake_line(n) for n in range(6)], first=0)
s.push([LogLine(None, "stderr", text) for text in evil], first=1240, skipped=1234)
s"""
    panel = open_notebook([FAKE, lines])
    title = panel.page.title()
    panel.run_all()
    console = panel.console(1)
    expect(console.locator(".gap")).to_have_text("1,234 lines skipped")
    expect(console).to_contain_text("<img src=x onerror=")
    expect(console).to_contain_text("title red plain true")
    expect(console.locator(".ln.err .c1.bold")).to_have_text("red")
    expect(console).to_contain_text("a\\u202egnp.exe")
    expect(console).to_contain_text("20,000 characters")
    assert panel.output(1).locator("img, script").count() == 0
    assert panel.page.title() == title
    panel.screenshot("console-hostile", cells=[1])
    button(console, "Stop").click()
    expect(console.get_by_role("alert")).to_contain_text("ZeroDivisionError: division by zero")
    expect(button(console, "Stop")).to_be_enabled()

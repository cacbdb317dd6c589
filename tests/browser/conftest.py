"""Fixtures of the browser tests: JupyterLab and Chromium, driven by Playwright.

Write a test like this::

    def test_something(open_notebook):
        panel = open_notebook(["from rancher_nb... import ...", "thing"])     # or a nbformat node
        panel.run_all()
        expect(panel.card(1)).to_contain_text("running")                      # wait by expectation, never by sleeping
        panel.screenshot("thing", cells=[1])                                  # light and dark, below build/screenshots

One server, one browser and one page serve the whole session. After each test the page's console must hold no error
and no request may have left the server; `panel.allow("part of a message")` makes an exception. Set
``RANCHER_NB_CHROMIUM`` to a browser that is not called ``chromium``, and ``RANCHER_NB_BROWSER=required`` to fail
instead of skip where there is none.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.lab_panel import Panel, Watch
from browser.lab_server import Lab, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

MISSING = (
    "THE BROWSER TESTS DO NOT RUN: there is no Chromium. Get it with `apt-get install chromium` "
    "(or name one in RANCHER_NB_CHROMIUM)."
)
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
VIEWPORT = {"width": 1200, "height": 1000}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, and put it last: Playwright keeps an event loop running in the main thread."""
    here = Path(__file__).parent
    ours = [item for item in items if item.path.parent == here]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    items[:] = [item for item in items if item.path.parent != here] + ours


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium; skip, or fail where it is required, without one."""
    found = os.environ.get("RANCHER_NB_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("RANCHER_NB_BROWSER") == "required":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


@pytest.fixture(scope="session")
def lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Return a JupyterLab server with its own settings; notebooks go to its `root`."""
    yield from serve(tmp_path_factory.mktemp("lab"))


@pytest.fixture(scope="session")
def context(chromium: str, lab: Lab) -> Iterator[BrowserContext]:
    """Return the one browser context."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(viewport=VIEWPORT, locale="en-GB", timezone_id="UTC")  # type: ignore[arg-type]
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab.url)
        context.set_default_timeout(15_000)
        yield context
        browser.close()


@pytest.fixture(scope="session")
def lab_page(context: BrowserContext, lab: Lab) -> Page:
    """Return the one page, with an empty JupyterLab."""
    page = context.new_page()
    page.goto(f"{lab.url}/lab?reset&token={lab.token}")
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate("() => window.jupyterapp.restored.then(() => null)")
    return page


@pytest.fixture
def watch(lab_page: Page, lab: Lab) -> Iterator[Watch]:
    """Watch the page during one test and fail it for what went wrong there."""
    watch = Watch(lab.url)
    lab_page.on("console", watch.hear)
    lab_page.on("request", watch.see)
    yield watch
    lab_page.remove_listener("console", watch.hear)
    lab_page.remove_listener("request", watch.see)
    assert not watch.problems


@pytest.fixture
def page(lab_page: Page, watch: Watch) -> Page:
    """Return the one page, watched."""
    return lab_page


@pytest.fixture
def open_notebook(page: Page, lab: Lab, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Callable[..., Panel]]:
    """Return a callable that opens a notebook (a nbformat node or a list of sources) and returns its `Panel`."""
    panel = Panel(page, lab, watch)

    def opened(notebook: Any) -> Panel:
        return panel.open(notebook, stem=request.node.name.replace("[", "-").rstrip("]"))

    yield opened
    if request.node.stash.get(FAILED, False):
        page.screenshot(path=failure_picture(request.node.name))
        panel.load_page()
    panel.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember that a test failed, so that its page is kept as a picture."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


def failure_picture(name: str) -> Path:
    """Return where the picture of a failed test goes."""
    from browser.lab_panel import PICTURES

    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES / f"FAILED-{name}.png"

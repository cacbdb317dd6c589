"""One notebook open in JupyterLab, as a test handles it: run, look, save, reopen, take pictures."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import nbformat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from browser.lab_server import Lab
    from playwright.sync_api import ConsoleMessage, Locator, Page, Request

Open: TypeAlias = "Callable[[Any], Panel]"
"""The fixture `open_notebook`: given a nbformat node or the sources of code cells, the notebook open in JupyterLab."""
PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
DEAD_VIEW = "widget model not found"
"""What the widget manager logs, once a view, for a file that is opened without the kernel that made it."""
NOT_OURS = ("Could not restore the debugger state",)
"""What JupyterLab itself logs as an error when a page is left or a kernel ends while it asks for something."""

# "idle" is shown before the session is settled; a run started then is lost. With this wait it never was.
READY = """async (seconds) => {
  const end = Date.now() + 1000 * seconds;
  const until = async f => { for (;;) { const v = f(); if (v) return v;
    if (Date.now() > end) throw new Error('not ready: ' + f); await new Promise(r => setTimeout(r, 20)); } };
  const app = await until(() => window.jupyterapp);  await app.restored;
  const p = await until(() => { const w = app.shell.currentWidget;
    return w && w.sessionContext && w.content && w.content.model ? w : null; });
  await p.context.ready; await p.sessionContext.ready;
  const k = await until(() => p.sessionContext.session && p.sessionContext.session.kernel);  await k.info;
  await until(() => { const c = p.sessionContext.session.kernel;
    return c.connectionStatus === 'connected' && c.status === 'idle'; });
}"""
BOUNDED = """async ([name, args, seconds]) => Promise.race([
  window.jupyterapp.commands.execute(name, args).then(v => v === undefined || v === null ? null : String(v)),
  new Promise((_, no) => setTimeout(() => no(new Error(name + ' took over ' + seconds + ' s')), 1000 * seconds))])"""


@dataclass
class Watch:
    """What went wrong in the page: errors in its console, requests to anybody else than the server."""

    origin: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Note an error of the page's console."""
        if message.type == "error" and not any(part in message.text for part in (*NOT_OURS, *self.allowed)):
            self.problems.append(f"console: {message.text}")

    def see(self, request: Request) -> None:
        """Note a request that leaves the server."""
        if not request.url.startswith((self.origin, self.origin.replace("http", "ws", 1), "data:", "blob:")):
            self.problems.append(f"request: {request.url}")


class Panel:
    """A notebook open in the one page. Cells are counted from 0, markdown included."""

    names = itertools.count(1)

    def __init__(self, page: Page, lab: Lab, watch: Watch) -> None:
        """Open nothing yet."""
        self.page = page
        self.lab = lab
        self.watch = watch
        self.path = ""

    def allow(self, part: str) -> None:
        """Do not fail for console errors that contain *part* in the rest of this test."""
        self.watch.allowed.append(part)

    def open(self, notebook: Any, *, stem: str = "test") -> Panel:
        """Write *notebook* (a nbformat node, or the sources of its code cells) to a new file and open that."""
        node = notebook if isinstance(notebook, dict) else notebook_of(notebook)
        self.path = f"{stem}-{next(self.names)}.ipynb"
        nbformat.write(node, self.lab.root / self.path)
        return self.open_file(self.path)

    def open_file(self, path: str) -> Panel:
        """Open the file *path*, with a kernel of its own."""
        self.path = path
        self.command("docmanager:open", {"path": path})
        self.ready()
        return self

    def ready(self, seconds: float = 30) -> None:
        """Wait until the notebook in front has a kernel that answers."""
        self.page.evaluate(READY, seconds)

    def command(self, name: str, args: dict[str, Any] | None = None, *, seconds: float = 60) -> Any:
        """Run a JupyterLab command and wait for its end."""
        return self.page.evaluate(BOUNDED, [name, args or {}, seconds])

    def run_all(self, *, seconds: float = 60) -> None:
        """Run every cell and wait for the last."""
        self.command("notebook:run-all-cells", seconds=seconds)

    def run_cell(self, index: int, *, wait: bool = True) -> None:
        """Run one cell; without *wait* come back while it runs."""
        self.page.evaluate("i => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = i }", index)
        if wait:
            self.command("notebook:run-cell")
        else:
            self.page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-cell') }")

    def is_running(self, index: int) -> bool:
        """Whether the cell runs now. The kernel's status does not tell: a widget's answer sets it to idle."""
        return "[*]" in (self.cell(index).locator(".jp-InputPrompt").first.text_content() or "")

    def start_cell(self, index: int) -> None:
        """Run one cell and come back as soon as the kernel is at it."""
        self.run_cell(index, wait=False)
        self.wait_status("busy")

    def wait_status(self, status: str, *, seconds: float = 10) -> None:
        """Wait until the kernel's status is *status*."""
        self.page.wait_for_function(
            "s => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === s",
            arg=status,
            timeout=seconds * 1000,
        )

    def cell(self, index: int) -> Locator:
        """Return the cell's element."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell").nth(index)

    def output(self, index: int) -> Locator:
        """Return the element that holds the cell's outputs."""
        return self.cell(index).locator(".jp-OutputArea").first

    def card(self, index: int) -> Locator:
        """Return the live card in a cell's output."""
        return self.output(index).locator(".rnb-card.rnb-live")

    def console(self, index: int) -> Locator:
        """Return the live console in a cell's output."""
        return self.output(index).locator(".rnb-console.rnb-live")

    def static(self, index: int) -> Locator:
        """Return the static twin in a cell's output, shown or not."""
        return self.output(index).locator(".rnb-static")

    def cell_count(self) -> int:
        """Return how many cells the notebook has."""
        return int(self.page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.cells.length"))

    def saved(self) -> Any:
        """Save, and return the file as a nbformat node."""
        self.command("docmanager:save")
        return nbformat.read(self.lab.root / self.path, as_version=4)

    def reload(self) -> None:
        """Load the page anew and open the file; the kernel stays."""
        self.load_page()
        self.command("docmanager:open", {"path": self.path})
        self.ready()

    def close(self) -> None:
        """Close everything unsaved and end the kernels. The views are disposed of: closing them would ask to save."""
        self.page.evaluate("() => { for (const each of [...window.jupyterapp.shell.widgets('main')]) each.dispose() }")
        self.lab.end_sessions()

    def load_page(self) -> None:
        """Load the page anew. The layout is reset: JupyterLab would open the files again, late."""
        self.page.goto(f"{self.lab.url}/lab?reset")
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate("() => window.jupyterapp.restored.then(() => null)")

    def reopen(self, *, trusted: bool = True) -> None:
        """Save, end the kernel and open the file again, with a fresh kernel that knows nothing.

        An untrusted one is a copy changed by another hand, so that its signature does not fit.
        """
        self.allow(DEAD_VIEW)
        node = self.saved()
        self.close()
        if not trusted:
            node.cells[-1].source += "\n# changed elsewhere"
            self.path = self.path.replace(".ipynb", "-foreign.ipynb")
            nbformat.write(node, self.lab.root / self.path)
            self.open_file(self.path)
            return
        # The widget manager looks for the model for some seconds before it says that there is none.
        with self.page.expect_console_message(lambda message: DEAD_VIEW in message.text, timeout=20_000):
            self.open_file(self.path)

    def screenshot(self, name: str, *, cells: Sequence[int] | None = None) -> list[Path]:
        """Write ``build/screenshots/NAME-light.png`` and ``-dark.png`` of *cells*' outputs, or of the whole page."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        paths = []
        for theme, is_light in (("JupyterLab Light", "true"), ("JupyterLab Dark", "false")):
            self._theme(theme, is_light)
            path = PICTURES / f"{name}-{'light' if is_light == 'true' else 'dark'}.png"
            if cells is None:
                self.page.screenshot(path=path, animations="disabled")
            else:
                self._picture(cells, path)
            paths.append(path)
        self._theme("JupyterLab Light", "true")
        return paths

    def _theme(self, name: str, is_light: str) -> None:
        """Change JupyterLab's theme and wait until it is there."""
        self.command("apputils:change-theme", {"theme": name})
        self.page.wait_for_function("is => document.body.dataset.jpThemeLight === is", arg=is_light)

    def _picture(self, cells: Sequence[int], path: Path) -> None:
        """Take the part of the page that holds the outputs of *cells*."""
        for index in (cells[-1], cells[0]):
            self.output(index).scroll_into_view_if_needed()
        boxes = [box for index in cells if (box := self.output(index).bounding_box())]
        left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
        right = max(box["x"] + box["width"] for box in boxes)
        bottom = max(box["y"] + box["height"] for box in boxes)
        pad = 8
        clip = {"x": left - pad, "y": top - pad, "width": right - left + 2 * pad, "height": bottom - top + 2 * pad}
        self.page.screenshot(path=path, clip=clip, animations="disabled")  # type: ignore[arg-type]


def notebook_of(sources: Sequence[str]) -> Any:
    """Return a notebook with a code cell for each of *sources*."""
    node = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    # Ids by place, not by chance: the same notebook is the same file.
    node.cells = [
        nbformat.v4.new_code_cell(source.strip("\n"), id=re.sub(r"\W", "", f"cell{index}"))
        for index, source in enumerate(sources)
    ]
    return node

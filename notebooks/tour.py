"""Execute the tour and tell it in the terminal: what it shows there, build/tour.html, and how to open it live.

Knows nbclient and nbconvert. It needs no terminal input and ends by itself; it exits with an error when a cell of
the notebook fails.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter

HERE = Path(__file__).parent
NOTEBOOK = HERE / "01-tour.ipynb"
PAGE = HERE.parent / "build" / "tour.html"


def told(cell: nbformat.NotebookNode) -> list[str]:
    """Return what a cell says in a terminal: its heading, its line, the text of its outputs."""
    if cell.cell_type == "markdown":
        return ["", *(line.lstrip("# ") for line in cell.source.splitlines() if line.startswith("#"))]
    if cell.cell_type != "code":
        return []
    texts = [output_text(output) for output in cell.outputs]
    prompt = [f"  > {line}" for line in cell.source.splitlines()]
    return [*prompt, *(f"    {line}" for text in texts if text.strip() for line in text.rstrip().splitlines()), ""]


def output_text(output: nbformat.NotebookNode) -> str:
    """Return the plain text of one output."""
    if output.output_type == "stream":
        return str(output.text)
    if output.output_type == "error":
        return "\n".join(output.traceback)
    return str(output.get("data", {}).get("text/plain", ""))


def progress(done: int, cells: int, started: float) -> None:
    """Show how far the notebook is: in place on a terminal, else only at its end."""
    line = f"executing {NOTEBOOK.name}: cell {done} of {cells}, {time.monotonic() - started:.0f} s"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line}" + ("\n" if done == cells else ""))
    elif done == cells:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main() -> int:
    """Run the tour; return the exit status."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    started, cells = time.monotonic(), len(notebook.cells)
    client = NotebookClient(
        notebook,
        timeout=120,
        extra_arguments=["--IPKernelApp.log_level=40"],  # no word on encryption: it is all on this machine
        resources={"metadata": {"path": str(HERE)}},
        on_cell_complete=lambda cell, cell_index: progress(cell_index + 1, cells, started),  # noqa: ARG005
    )
    try:
        client.execute()
    except CellExecutionError as failure:
        sys.stderr.write(f"\n{failure}\n")
        return 1
    sys.stdout.write("\n".join(line for cell in notebook.cells for line in told(cell)))
    page, _ = HTMLExporter().from_notebook_node(notebook)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page)
    sys.stdout.write(f"\n\nThe same as a page: {PAGE.relative_to(HERE.parent)}\n")
    sys.stdout.write("The same live, to click and change:  make lab\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

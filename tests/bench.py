"""Measure what has a budget, beside its budget or its peers, and write build/bench.json.

Run as ``make bench``; timing has no place in the tests, for machines are noisy. Each figure is a median over fresh
processes; *ratio* says how many times better than the peer (or the budget) ours is.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 9
LOAD_BUDGET = 50.0  # milliseconds
LOAD = """
import time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell()
started = time.perf_counter()
shell.run_line_magic("load_ext", "rancher_nb")
print((time.perf_counter() - started) * 1000)
"""


def load_time() -> float:
    """Return the milliseconds that ``%load_ext rancher_nb`` takes in a fresh shell."""
    runs = [
        subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True) for _ in range(RUNS)
    ]
    return statistics.median(float(run.stdout.split()[-1]) for run in runs)


def main() -> None:
    """Measure, print, write."""
    ours = load_time()
    figures = [
        {"name": "load_ext", "ours": ours, "peer": LOAD_BUDGET, "ratio": LOAD_BUDGET / ours, "unit": "ms"},
    ]
    for figure in figures:
        sys.stdout.write("{name}: {ours:.1f} {unit}, budget {peer:.0f} {unit}\n".format(**figure))
    target = Path(__file__).parent.parent / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()

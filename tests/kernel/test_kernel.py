"""What only a real kernel shows: interrupts, failing cells, where output lands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Held, Kernel


def test_an_interrupt_during_a_long_get_leaves_a_usable_kernel(kernel: Kernel, held: Held) -> None:
    kernel.run(f"%rancher connect {held.url}/v2-beta --project Default")
    ended = kernel.start("found = %rancher get containers")
    assert held.asked.wait(30)

    interrupted = time.monotonic()
    kernel.manager.interrupt_kernel()
    reply = ended()
    waited = time.monotonic() - interrupted

    assert reply["status"] == "error"
    assert reply["ename"] == "KeyboardInterrupt"
    assert waited < 1
    held.answer.set()
    assert kernel.run("'found' in globals()")["shown"] == ["False"]
    assert "Default" in "".join(kernel.run("%rancher whoami")["shown"])


def test_a_failing_line_fails_its_cell_with_one_clear_message(kernel: Kernel) -> None:
    kernel.run("%rancher demo")

    failed = kernel.run("%rancher get contaners")
    again = kernel.run("%tb")

    assert (failed["status"], failed["ename"]) == ("error", "QueryError")
    assert len(failed["traceback"]) <= 5
    assert "Did you mean containers" in "\n".join(failed["traceback"])
    assert "site-packages" not in "\n".join(failed["traceback"])
    assert len("\n".join(again["shown"]).splitlines()) > 10


def test_a_log_lands_in_its_own_cell_and_ends_when_told(kernel: Kernel) -> None:
    kernel.run("%rancher demo")
    kernel.run("web = %rancher get containers where state = running and name contains web limit 1 columns name")
    kernel.run("log = %rancher logs {web} --tail 5".replace("{web}", "containers/{web.index[0]}"))

    other = kernel.run("print('other cell')")
    stopped = kernel.run("log.stop(); log.wait(10).ended")

    assert other["shown"] == ["other cell\n"]
    assert stopped["shown"][-1] == "True"


def test_unloading_ends_everything_the_extension_started(kernel: Kernel) -> None:
    kernel.run("%rancher demo")
    kernel.run("web = %rancher get containers where state = running and name contains web limit 1 columns name")
    kernel.run("%rancher logs containers/{web.index[0]}")

    kernel.run("%unload_ext rancher_nb")
    left = kernel.run(
        "import threading; sorted(t.name for t in threading.enumerate() if t.name.startswith('rancher-nb'))"
    )

    assert left["shown"][-1] == "[]"

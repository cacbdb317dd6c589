"""A line is a call of the session: same result, same errors, bound where it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rancher_nb.api import Request
from rancher_nb.errors import CommandError, InputError, NoConnection, QueryError, Refused
from rancher_nb.magics.magic import ProgressLine, Text, point

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def run(shell: InteractiveShell, line: str) -> Any:
    return shell.run_line_magic("rancher", line)


def test_a_line_and_a_call_give_the_same(connected: InteractiveShell) -> None:
    session = connected.magics_manager.registry["RancherMagics"].session

    by_line = run(connected, "get containers where state = running sort -created limit 5 columns name,state")
    by_call = session.get("containers", where="state = running", sort="-created", limit=5, columns="name,state")

    assert by_line.equals(by_call)


def test_both_condition_forms_say_the_same(connected: InteractiveShell) -> None:
    ours = run(connected, "get containers where state = running and name prefix web")
    theirs = run(connected, "get containers state=running name_prefix=web")

    assert list(ours.index) == list(theirs.index)


def test_a_result_is_bound_to_a_name_and_not_shown(connected: InteractiveShell) -> None:
    assert run(connected, "get hosts -o found") is None
    assert len(connected.user_ns["found"]) > 0


def test_an_assignment_and_a_semicolon_work_as_everywhere(connected: InteractiveShell) -> None:
    connected.run_cell("found = %rancher get hosts limit 2", store_history=False)
    silenced = connected.run_cell("%rancher get hosts limit 2;", store_history=False)

    assert len(connected.user_ns["found"]) == 2
    assert silenced.success


def test_a_value_in_braces_is_a_value_never_read_again(connected: InteractiveShell) -> None:
    connected.user_ns["state"] = "running' or state = 'stopped"

    assert len(run(connected, "get containers where state = {state}")) == 0


def test_a_value_in_braces_sees_local_names(connected: InteractiveShell) -> None:
    connected.run_cell(
        "def counted(wanted):\n    return get_ipython().run_line_magic('rancher', 'count containers where state = {wanted}')",
        store_history=False,
    )

    assert connected.user_ns["counted"]("running") > 0


def test_a_list_in_braces_is_one_of_its_values(connected: InteractiveShell) -> None:
    connected.user_ns["states"] = ["running", "stopped"]

    every = run(connected, "count containers where state in {states}")
    assert every == run(connected, "count containers where state in (running, stopped)")


def test_python_is_printed_and_nothing_is_run(connected: InteractiveShell) -> None:
    shown = run(connected, "get containers where state = running limit 5 --python")

    assert repr(shown) == "session.get('containers', where='state = running', limit=5)"


def test_a_cell_body_is_the_input(connected: InteractiveShell) -> None:
    target = run(connected, "get containers where state = running limit 1").index[0]

    request = connected.run_cell_magic("rancher", f"action stop containers/{target} --dry-run", "timeout: 5\n")

    assert isinstance(request, Request)
    assert request.body == b'{"timeout":5}'


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        ("gte containers", CommandError, "get"),
        ("get contaners", QueryError, "no type 'contaners' here. Did you mean containers"),
        ("get containers where stat = running", QueryError, "no field 'stat'. Did you mean state"),
        ("get containers name_lke=web", CommandError, "like"),
        ("get containers limit many", CommandError, "whole number"),
        ("action restrt containers where state = running", QueryError, "no action 'restrt'. Did you mean restart"),
        ("delete containers where state = running", Refused, "confirm"),
        ("create stack", InputError, "name: is required"),
        ("connect --secret-key tops3cret", CommandError, "RANCHER_SECRET_KEY"),
    ],
)
def test_a_mistake_gets_one_clear_error(
    connected: InteractiveShell,
    line: str,
    kind: type[Exception],
    said: str,
) -> None:
    with pytest.raises(kind) as caught:
        run(connected, line)

    text = "\n".join(caught.value._render_traceback_())  # type: ignore[attr-defined]
    assert said in text
    assert "tops3cret" not in text
    assert len(text.splitlines()) <= 6


def test_a_caret_stands_below_the_word(connected: InteractiveShell) -> None:
    with pytest.raises(QueryError) as caught:
        run(connected, "get containers where stat = running")

    _, line, caret, *_ = caught.value.lines()
    assert line[caret.index("^") : caret.rindex("^") + 1] == "stat"


@pytest.mark.parametrize("body", ["timeout: [1", "a: 1\na: 2\n", "- 1\n", "!!python/object:os.system x"])
def test_a_body_that_cannot_be_read_says_where(connected: InteractiveShell, body: str) -> None:
    target = run(connected, "get containers where state = running limit 1").index[0]

    with pytest.raises(CommandError, match="line|mapping|twice|tag"):
        connected.run_cell_magic("rancher", f"action stop containers/{target}", body)


def test_a_failing_line_fails_its_cell_and_binds_nothing(connected: InteractiveShell) -> None:
    result = connected.run_cell("%rancher get contaners -o found", store_history=False)

    assert isinstance(result.error_in_exec, QueryError)
    assert "found" not in connected.user_ns


def test_without_a_connection(shell: InteractiveShell) -> None:
    with pytest.raises(NoConnection, match="not connected"):
        run(shell, "get hosts")


def test_an_error_in_braces_points_at_them(connected: InteractiveShell) -> None:
    with pytest.raises(QueryError, match="{nowhere} has no value: NameError: name 'nowhere' is not defined") as caught:
        run(connected, "get containers where state = {nowhere}")

    assert isinstance(caught.value.__cause__, NameError)
    assert caught.value.place == ("get containers where state = {nowhere}", 30, 37)


def test_an_error_whose_word_is_not_in_the_line_stays_itself() -> None:
    error = QueryError("odd", word="elsewhere")
    point(error, "get hosts")

    assert error.lines() == ["odd"]


def test_a_word_is_found_whole_not_inside_another() -> None:
    error = QueryError("odd", word="stat")
    point(error, "get stats where stat = x")

    assert error.place == ("get stats where stat = x", 16, 20)


def test_progress_is_one_line(connected: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    ProgressLine().show("web: stopping")

    assert "web: stopping" in capsys.readouterr().out


def test_a_text_is_shown_as_it_is() -> None:
    assert repr(Text("a\nb")) == "a\nb"

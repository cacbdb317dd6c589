"""The error tree is as it is drawn, and every error says what happened and what to try."""

from __future__ import annotations

import inspect
import re

import pytest

from rancher_nb import errors
from rancher_nb.errors import (
    ApiError,
    CommandError,
    InputError,
    NotOffered,
    RancherError,
    close_matches,
    did_you_mean,
    printable,
)


def drawn_tree() -> dict[str, str]:
    """Return child: parent as the module's docstring draws it."""
    tree, trail = {}, {}
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^( *)([A-Z]\w+)(  .*|)$", line)
        if match is None or not hasattr(errors, match[2]):
            continue
        depth = len(match[1]) // 2
        trail[depth] = match[2]
        if depth:
            tree[match[2]] = trail[depth - 1]
    return tree


def test_the_tree_is_as_it_is_drawn() -> None:
    real = {
        name: each.__bases__[0].__name__
        for name, each in vars(errors).items()
        if inspect.isclass(each) and issubclass(each, RancherError) and each is not RancherError
    }

    assert real == drawn_tree()


def test_every_error_of_the_tree_is_exported() -> None:
    assert set(drawn_tree()) | {"RancherError"} <= set(errors.__all__)


def test_the_first_showing_is_short_and_has_the_hint() -> None:
    error = RancherError("it broke", hint="mend it")

    assert error._render_traceback_() == ["RancherError: it broke", "try: mend it"]


def test_asked_again_the_shell_may_show_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RancherError, "full_traceback", staticmethod(lambda _error, shown: ["all"] if shown else None))
    error = RancherError("it broke")

    assert error._render_traceback_() == ["RancherError: it broke"]
    assert error._render_traceback_() == ["all"]


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("get contaners", 4, 13, ["odd", "  get contaners", "      ^^^^^^^^^"]),
        ("get", 3, 3, ["odd", "  get", "     ^"]),
        ("action x y\nbody: [", 17, 18, ["odd", "  body: [", "        ^"]),
        ("get \x1bx nmae", 7, 11, ["odd", "  get \\x1bx nmae", "            ^^^^"]),
    ],
)
def test_a_command_error_points_at_its_word(text: str, start: int, end: int, expected: list[str]) -> None:
    assert CommandError("odd", text=text, start=start, end=end).lines() == expected


def test_an_input_error_lists_its_fields() -> None:
    error = InputError("the body does not fit", problems={"a.b": "is required", "c": "is 'x', not a number"})

    assert error.lines() == ["the body does not fit", "  a.b: is required", "  c: is 'x', not a number"]


def test_what_is_offered_is_sorted() -> None:
    assert NotOffered("no", offered=["stop", "logs"]).offered == ["logs", "stop"]


def test_an_api_error_keeps_the_parts_of_the_answer() -> None:
    error = ApiError("told", status=422, code="MissingRequired", field="name")

    assert (error.status, error.code, error.detail, error.field) == (422, "MissingRequired", None, "name")


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("stat", ["state", "startCount", "name"], ["state"]),
        ("CONTAINER", ["container", "host"], ["container"]),
        ("zzz", ["container", "host"], []),
        ("log", ["serviceLog", "auditLog"], ["auditLog", "serviceLog"]),
    ],
)
def test_close_matches(word: str, candidates: list[str], expected: list[str]) -> None:
    assert sorted(close_matches(word, candidates)) == sorted(expected)


def test_nothing_close_suggests_nothing() -> None:
    assert did_you_mean("zzz", ["host"]) == ""


def test_control_characters_of_a_server_are_shown_not_obeyed() -> None:
    assert printable("a\x1b]0;title\x07\u202eb") == "a\\x1b]0;title\\x07\\u202eb"


def test_a_long_text_is_cut() -> None:
    assert printable("x" * 30, limit=10) == "x" * 9 + "…"

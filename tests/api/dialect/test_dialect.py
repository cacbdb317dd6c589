"""The dialects we have answer what a dialect must."""

from __future__ import annotations

import inspect

from rancher_nb.api import CATTLE, Dialect, Filter


def test_the_dialect_answers_every_question() -> None:
    questions = {name for name, _ in inspect.getmembers(Dialect, inspect.isfunction) if not name.startswith("_")}

    assert questions <= {name for name in dir(CATTLE) if callable(getattr(CATTLE, name))}


def test_a_filter_spells_itself() -> None:
    assert (str(Filter("name", "eq", "web")), str(Filter("name", "like", "%w%"))) == ("name=web", "name_like=%w%")

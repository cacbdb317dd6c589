"""A plan and a request are shown in their own words, escaped, secrets masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from rancher_nb.api import CATTLE, Comparison, Operator, Query, Request, plan
from rancher_nb.widgets import plan_html, request_html

if TYPE_CHECKING:
    from rancher_nb.api import Schemas


def test_a_plan_is_shown_in_the_words_of_explain(schemas: Schemas) -> None:
    schema = schemas["container"]
    condition = Comparison(("name",), Operator.EQ, "<b>")
    asked = plan(Query("container", condition=condition), schema, CATTLE)
    assert str(escape(asked.explain())) in plan_html(asked)
    assert "<b>" not in plan_html(asked).replace("</b>", "")


def test_a_request_is_shown_with_its_body_and_without_secrets() -> None:
    request = Request.of_json("POST", "http://h/v2-beta/x?token=abc&a=b", {"name": "<b>"})
    shown = request_html(request)
    assert "POST http://h/v2-beta/x" in shown
    assert "&lt;b&gt;" in shown
    assert "abc" not in shown.partition("</style>")[2]

"""A plan and a request as blocks of text: what will be sent, before it is sent.

Knows their look. What they say is theirs (`Plan.explain`, `Request.__str__`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .markup import block, wrapped

if TYPE_CHECKING:
    from ..api import Plan, Request

__all__ = ["plan_html", "request_html"]


def plan_html(plan: Plan) -> str:
    """Return the words of `Plan.explain` as a block; its text twin is `Plan.explain` itself."""
    return wrapped(block(plan.explain(), kind="plan"), sheet="base.css")


def request_html(request: Request) -> str:
    """Return method, address and body of *request* as a block; its text twin is ``str(request)``."""
    return wrapped(block(str(request), kind="plan"), sheet="base.css")

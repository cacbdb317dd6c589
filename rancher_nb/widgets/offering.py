"""What a card offers: links to follow, actions to press, and the line to write where a press cannot do it.

Knows which actions ask for a second step and which need more than a press. It does not know fields, widgets or how
anything is sent.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..api import is_destructive
from .facts import ActionFact, LinkFact
from .spelt import spelt, spelt_target
from .visible import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..api import Action, Field, Resource, Schema

__all__ = ["NO_SCHEMAS", "action_facts", "link_facts", "target_of"]

NO_SCHEMAS: Mapping[str, Schema] = MappingProxyType({})
SPELT: Mapping[str, str] = MappingProxyType(
    {
        "rollback": "Roll back",
        "cancelupgrade": "Cancel upgrade",
        "finishupgrade": "Finish upgrade",
        "continueupgrade": "Continue upgrade",
        "activateservices": "Activate services",
        "deactivateservices": "Deactivate services",
        "addservicelink": "Add service link",
        "removeservicelink": "Remove service link",
        "setservicelinks": "Set service links",
        "exportconfig": "Export config",
        "addoutputs": "Add outputs",
        "dockersocket": "Docker socket",
    },
)
FIRST = ("logs", "start", "restart", "stop", "activate", "finishupgrade", "cancelupgrade", "rollback", "upgrade")
MAX_FIELDS = 12


def link_facts(resource: Resource, schema: Schema) -> list[LinkFact]:
    """Return the links offered, those to one resource first; ``self`` is the card itself."""
    links = [
        LinkFact(one_line(name), address, many=not leads_to_one(name, schema))
        for name, address in resource.links.items()
        if name != "self"
    ]
    return sorted(links, key=lambda link: (link.many, link.name))


def leads_to_one(name: str, schema: Schema) -> bool:
    """Whether link *name* stands for a reference field, such as ``host`` for ``hostId``."""
    return f"{name}Id" in schema.fields or name == "account"


def action_facts(resource: Resource, schema: Schema, inputs: Mapping[str, Schema]) -> list[ActionFact]:
    """Return the actions offered now: the usual ones first, those that destroy last."""
    facts = [action_fact(name, resource, schema, inputs) for name in resource.actions]
    order = {name: index for index, name in enumerate(FIRST)}
    return sorted(facts, key=lambda fact: (fact.dangerous, order.get(fact.name.lower(), len(order)), fact.name))


def action_fact(name: str, resource: Resource, schema: Schema, inputs: Mapping[str, Schema]) -> ActionFact:
    """Return one action as the card offers it."""
    action = schema.actions.get(name)
    target = target_of(resource)
    shown = one_line(name)
    template, why = instead(action, target, resource, inputs) if action else ("", "")
    if name == "update":
        template, why = line(f"%rancher update {target} FIELD=VALUE", target), "needs the fields to change"
    if why and not template:
        why += ", and its names cannot be written on a line"
    return ActionFact(
        name=shown,
        label=SPELT.get(name.lower(), shown[:1].upper() + shown[1:]),
        input=action.input if action else None,
        dangerous=is_destructive(name),
        template=template,
        why=why,
    )


def instead(action: Action, target: str, resource: Resource, inputs: Mapping[str, Schema]) -> tuple[str, str]:
    """Return the line to write where a press cannot do *action*, and why; two empty texts where it can."""
    name = spelt(action.name)
    if action.name == "logs":
        return line(f"%rancher logs {target}", target), "is a live stream"
    needs = input_fields(action, inputs)
    if needs is None:
        if action.output in (None, resource.type, resource.base_type):
            return "", ""
        why = f"answers a {one_line(action.output)}, not this {one_line(resource.type)}"
        return line(f"%rancher action {name} {target}", name, target), why
    body = "".join(f"\n{each}" for each in needs)
    return line(f"%%rancher action {name} {target}{body}", name, target, *needs), "needs input"


def line(template: str, *parts: str) -> str:
    """Return *template*, empty when one of its *parts* has no spelling."""
    return template if all(parts) else ""


def target_of(resource: Resource) -> str:
    """Return the target that means *resource* on a line, empty when none does."""
    return "" if resource.id is None else spelt_target(resource.type, str(resource.id))


def input_fields(action: Action, inputs: Mapping[str, Schema]) -> list[str] | None:
    """Return the lines of the body that *action* needs, None when it can be sent without one.

    A line is empty for a field whose name cannot be written.

    An input schema of nothing but optional plain values needs none (stopping a container has an optional timeout).
    """
    if action.input is None:
        return None
    schema = inputs.get(action.input)
    if schema is None:
        return []
    fields = schema.fields.values()
    if all(field.type.is_scalar and not field.required for field in fields):
        return None
    ordered = sorted(fields, key=lambda field: not field.required)[:MAX_FIELDS]
    return [input_line(field) for field in ordered]


def input_line(field: Field) -> str:
    """Return the line of a YAML body that *field* stands on, empty when its name has no spelling."""
    name = spelt(field.name)
    key = name if name == field.name else name and json.dumps(field.name, ensure_ascii=False)
    return key and f"{key}:   # {one_line(field.type)}{', required' if field.required else ''}"

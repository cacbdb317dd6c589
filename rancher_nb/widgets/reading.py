"""A resource read into the facts of its card.

Knows which fields come first, how a value of each schema type is said, which actions ask for a second step and
which a press cannot do. It does not know widgets, markup or how anything is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..api import FieldType, Schema, Secret, format_age, is_destructive, parse_time
from .facts import ActionFact, CardFacts, Fact, Group, LinkFact
from .visible import cut, one_line, visible

if TYPE_CHECKING:
    from datetime import datetime

    from ..api import Action, Life, Resource

__all__ = ["card_facts"]

NO_SCHEMAS: Mapping[str, Schema] = MappingProxyType({})
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "overview": tuple(
            "description imageUuid image scale currentScale healthState stackId serviceId hostId hostname kind driver "
            "created firstRunning createdBy removed value publicValue secretValue source".split(),
        ),
        "network": tuple(
            "primaryIpAddress agentIpAddress ip networkMode ports userPorts expose publicEndpoints fqdn vip dns "
            "dnsSearch primaryNetworkId networkIds linkedServices".split(),
        ),
        "process": tuple("command entryPoint workingDir user environment restartPolicy startCount tty".split()),
        "health": tuple("healthCheck healthCmd healthInterval healthRetries healthTimeout agentState".split()),
        "limits": tuple(
            "memory memoryReservation memorySwap cpuShares cpuSet milliCpuReservation milliCpu localStorageMb "
            "computeTotal pidsLimit diskQuota".split(),
        ),
        "storage": tuple("dataVolumes dataVolumeMounts mounts volumeDriver isHostPath uri".split()),
    },
)
IN_HEAD = frozenset({"name", "state", "transitioning", "transitioningMessage", "transitioningProgress", "id", "type"})
CODE_FIELDS = frozenset(
    "imageUuid image uuid externalId primaryIpAddress agentIpAddress ip fqdn vip command entryPoint ports".split(),
)
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
MAX_FACTS = 60
MAX_FIELDS = 12
MAX_STATE = 80


def card_facts(
    resource: Resource,
    *,
    schema: Schema,
    life: Life,
    now: datetime,
    names: Mapping[str, str] = MappingProxyType({}),
    inputs: Mapping[str, Schema] = NO_SCHEMAS,
) -> CardFacts:
    """Return what the card of *resource*, read at *now* (UTC), says.

    *names* maps ids to names, for references. *inputs* maps schema ids to schemas (`Schemas` is one) and tells
    which actions a press can do: one whose input schema is not in it is shown with the line to write instead.
    """
    told = {name: value for name, value in resource.items() if name not in IN_HEAD and not is_twin(name, resource)}
    known = {name: value for name, value in told.items() if not is_unset(value)}
    reader = FactReader(resource, schema, now, names)
    state = life.state or ""
    return CardFacts(
        title=cut(one_line(resource.name or resource.id or resource.type), 120),
        type=one_line(resource.type),
        id=one_line(resource.id or ""),
        address=resource.links.get("self", ""),
        state=cut(one_line(state), MAX_STATE),
        moving=life.moving,
        failed=life.failed,
        message=cut(visible(life.message or "")),
        progress=life.progress,
        removed=state in ("removed", "purged") or bool(resource.get("removed")),
        groups=reader.groups(known),
        unset=len(told) - len(known),
        links=tuple(link_facts(resource, schema)),
        actions=tuple(action_facts(resource, schema, inputs)),
    )


def is_twin(name: str, resource: Resource) -> bool:
    """Whether *name* is the millisecond twin of a date field: ``createdTS`` of ``created``."""
    return name.endswith("TS") and name[:-2] in resource


def is_unset(value: Any) -> bool:
    """Whether *value* says nothing: null, or an empty text, list or map."""
    return value is None or (isinstance(value, str | list | Mapping) and not value)


class FactReader:
    """Reads the fields of one resource into facts."""

    def __init__(self, resource: Resource, schema: Schema, now: datetime, names: Mapping[str, str]) -> None:
        """Keep what every field of *resource* is read with."""
        self._resource = resource
        self._schema = schema
        self._now = now
        self._names = names

    def groups(self, known: Mapping[str, Any]) -> tuple[Group, ...]:
        """Return the *known* fields in their groups; maps of labels get one each, the rest comes last."""
        taken = [(title, [name for name in names if name in known]) for title, names in GROUPS.items()]
        left = [name for name in known if not any(name in names for _, names in taken)]
        groups = [self._group(title, [self.fact(name, known[name]) for name in names]) for title, names in taken]
        for name in ("labels", "metadata"):
            if name in left and isinstance(known[name], Mapping):
                left.remove(name)
                groups.append(self._group(name, [entry_fact(key, value) for key, value in known[name].items()]))
        groups.append(self._group("other fields", [self.fact(name, known[name]) for name in sorted(left)]))
        return tuple(group for group in groups if group.facts)

    @staticmethod
    def _group(title: str, facts: list[Fact]) -> Group:
        return Group(title, tuple(facts[:MAX_FACTS]), more=max(0, len(facts) - MAX_FACTS))

    def fact(self, name: str, value: Any) -> Fact:
        """Return the fact that field *name* has *value*."""
        label = one_line(name)
        if isinstance(value, Secret):
            return Fact(label, str(value), "secret")
        field = self._schema.fields.get(name)
        kind = field.type if field else FieldType("json")
        if kind.kind == "password":
            return Fact(label, str(Secret("")), "secret")
        if kind.kind == "reference" and isinstance(value, str):
            return self._reference(label, value, name)
        if kind.kind == "date" and isinstance(value, str):
            return self._time(label, value)
        if name in ("healthState", "agentState"):
            return Fact(label, cut(one_line(str(value))), "state")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return Fact(label, f"{value:,}", "number")
        shape = "code" if name in CODE_FIELDS or not isinstance(value, str | bool) else "text"
        return Fact(label, cut(visible(say(value, self._names, kind))), shape)

    def _reference(self, label: str, value: str, name: str) -> Fact:
        stem = name.removesuffix("Id")
        link = next((each for each in (stem, f"{stem}s") if each in self._resource.links), "")
        called = self._names.get(value)
        shown = label.removesuffix("Id") or label
        note = one_line(value) if called else ""
        return Fact(shown, cut(one_line(called or value)), "reference", note, link, value)

    def _time(self, label: str, value: str) -> Fact:
        time = parse_time(value)
        if time is None:
            return Fact(label, cut(one_line(value)))
        age = format_age(time, now=self._now)
        return Fact(label, f"{time:%Y-%m-%d %H:%M:%S}", "time", age if age.startswith("in ") else f"{age} ago")


def entry_fact(key: str, value: Any) -> Fact:
    """Return one entry of a map of labels."""
    return Fact(cut(one_line(str(key)), 120), cut(visible(say(value, {}, FieldType("json")))), "code")


def say(value: Any, names: Mapping[str, str], kind: FieldType) -> str:
    """Return a JSON *value* in words: texts bare, short lists with commas, the rest as JSON, secrets as masks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        refers = kind.of is not None and kind.of.kind == "reference"
        return ", ".join(names.get(str(each), str(each)) if refers else str(each) for each in value)
    return json.dumps(value, ensure_ascii=False, default=str)


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
    target = one_line(f"{resource.type}/{resource.id}")
    shown = one_line(name)
    template, why = instead(action, target, resource, inputs) if action else ("", "")
    if name == "update":
        template, why = f"%rancher update {target} FIELD=VALUE", "needs the fields to change"
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
    if action.name == "logs":
        return f"%rancher logs {target}", "is a live stream"
    needs = input_fields(action, inputs)
    if needs is None:
        if action.output in (None, resource.type, resource.base_type):
            return "", ""
        return f"%rancher action {action.name} {target}", f"answers a {action.output}, not this {resource.type}"
    body = "".join(f"\n{line}" for line in needs)
    return f"%%rancher action {action.name} {target}{body}", "needs input"


def input_fields(action: Action, inputs: Mapping[str, Schema]) -> list[str] | None:
    """Return the lines of the body that *action* needs, None when it can be sent without one.

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
    return [f"{field.name}:   # {field.type}{', required' if field.required else ''}" for field in ordered]

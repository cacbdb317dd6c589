"""A resource read into the facts of its card.

Knows which fields come first and how a value of each schema type is said. It does not know widgets, markup or how
anything is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..api import Secret, format_age, parse_time
from .concealing import JSON, concealed
from .facts import CardFacts, Fact, Group
from .offering import NO_SCHEMAS, action_facts, link_facts, target_of
from .visible import cut, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ..api import FieldType, Life, Resource, Schema

__all__ = ["card_facts"]

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
MAX_FACTS = 60
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
    reader = FactReader(resource, schema, now, names, inputs)
    target = target_of(resource)
    state = life.state or ""
    return CardFacts(
        title=cut(one_line(resource.name or resource.id or resource.type), 120),
        type=one_line(resource.type),
        id=one_line(resource.id or ""),
        address=resource.links.get("self", ""),
        magic=f"%rancher show {target}" if target else "",
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

    def __init__(
        self,
        resource: Resource,
        schema: Schema,
        now: datetime,
        names: Mapping[str, str],
        schemas: Mapping[str, Schema],
    ) -> None:
        """Keep what every field of *resource* is read with; *schemas* tell what is secret in nested objects."""
        self._resource = resource
        self._schema = schema
        self._now = now
        self._names = names
        self._schemas = schemas

    def groups(self, known: Mapping[str, Any]) -> tuple[Group, ...]:
        """Return the *known* fields in their groups; maps of labels get one each, the rest comes last."""
        taken = [(title, [name for name in names if name in known]) for title, names in GROUPS.items()]
        left = [name for name in known if not any(name in names for _, names in taken)]
        groups = [self._group(title, [self.fact(name, known[name]) for name in names]) for title, names in taken]
        for name in ("labels", "metadata"):
            if name in left and isinstance(known[name], Mapping):
                left.remove(name)
                groups.append(
                    self._group(name, [entry_fact(key, value) for key, value in self._clean(name, known[name])])
                )
        groups.append(self._group("other fields", [self.fact(name, known[name]) for name in sorted(left)]))
        return tuple(group for group in groups if group.facts)

    def _clean(self, name: str, value: Any) -> Iterable[tuple[str, Any]]:
        """Return the entries of a map, secrets masked."""
        field = self._schema.fields.get(name)
        clean = concealed(value, field.type if field else JSON, self._schemas)
        return clean.items() if isinstance(clean, Mapping) else [(name, clean)]

    @staticmethod
    def _group(title: str, facts: list[Fact]) -> Group:
        return Group(title, tuple(facts[:MAX_FACTS]), more=max(0, len(facts) - MAX_FACTS))

    def fact(self, name: str, value: Any) -> Fact:
        """Return the fact that field *name* has *value*."""
        label = one_line(name)
        if isinstance(value, Secret):
            return Fact(label, str(value), "secret")
        field = self._schema.fields.get(name)
        kind = field.type if field else JSON
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
        return Fact(label, cut(visible(say(concealed(value, kind, self._schemas), self._names, kind))), shape)

    def _reference(self, label: str, value: str, name: str) -> Fact:
        stem = name.removesuffix("Id")
        link = next((each for each in (stem, f"{stem}s") if each in self._resource.links), "")
        called = self._names.get(value)
        shown = label.removesuffix("Id") or label
        note = one_line(value) if called else ""
        return Fact(shown, cut(one_line(called or value)), "reference", note, one_line(link), one_line(value))

    def _time(self, label: str, value: str) -> Fact:
        time = parse_time(value)
        if time is None:
            return Fact(label, cut(one_line(value)))
        age = format_age(time, now=self._now)
        return Fact(label, f"{time:%Y-%m-%d %H:%M:%S}", "time", age if age.startswith("in ") else f"{age} ago")


def entry_fact(key: str, value: Any) -> Fact:
    """Return one entry of a map of labels."""
    return Fact(cut(one_line(str(key)), 120), cut(visible(say(value, {}, JSON))), "code")


def say(value: Any, names: Mapping[str, str], kind: FieldType) -> str:
    """Return a JSON *value*, `concealed` already, in words: texts bare, short lists with commas, the rest as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        refers = kind.of is not None and kind.of.kind == "reference"
        return ", ".join(names.get(str(each), str(each)) if refers else str(each) for each in value)
    return json.dumps(value, ensure_ascii=False, default=str)

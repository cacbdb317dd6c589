"""How a row looks on the wire: fields, links and actions of a resource, in the order of a running 1.6 server.

Knows schemas and addresses. Computed fields come from `computed`; this module asks nobody for rights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .computed import computed
from .naming import base_of, code_of, format_id, format_time
from .schemas import REVISED, SchemaSet, load
from .states import TRANSITIONAL, offered

if TYPE_CHECKING:
    from .store import Row
    from .world import World

__all__ = ["View", "shape", "shape_all", "template_of"]

# In the schema, settable on create, and never shown.
HIDDEN = frozenset({"count", "networkIds", "instanceLinks", "credentialIds"})
STATS: Mapping[str, tuple[str, ...]] = {
    "container": ("stats", "containerStats"),
    "host": ("stats", "hostStats", "containerStats"),
    "service": ("containerStats",),
    "loadBalancerService": ("containerStats",),
}
EXTRA_LINKS: Mapping[str, tuple[str, ...]] = {
    "apiKey": ("certificate",),
    "stack": ("composeConfig",),
    "registrationToken": ("registrationUrl",),
}
# Shown although the schema does not have them: among the others, or after them.
UNDECLARED: Mapping[str, str] = {"loadBalancerService": "secondaryLaunchConfigs"}
TRAILING: Mapping[str, str] = {"container": "primaryNetworkId"}
Formatter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class View:
    """From where resources are looked at: the schemas of the caller and the start of all addresses.

    *as_projects*: asked for as projects, which then link all their collections; seen as accounts they do not.
    """

    world: World
    schemas: SchemaSet
    stem: str
    action_key: str = "actions"
    plain_ids: bool = False
    as_projects: bool = False

    @property
    def inside(self) -> bool:
        """Whether this is a view from inside a project."""
        return self.schemas.scope == "project"


@dataclass(frozen=True, slots=True)
class Template:
    """What all resources of a type have in common in one view."""

    type: str
    base: str
    blank: Mapping[str, Any]
    formatters: Mapping[str, Formatter]
    dates: tuple[str, ...]
    links: tuple[tuple[str, str | None], ...]
    extra_links: tuple[str, ...]
    actions: tuple[str, ...]
    plural: str


@cache
def template_of(schemas: SchemaSet, type_id: str) -> Template:
    """Return the template of *type_id* as *schemas* have it; stacks and services of v1 as v2-beta has them."""
    source = load("v2-beta", schemas.scope) if base_of(type_id) in REVISED else schemas
    wanted = "stack" if type_id == "environment" else type_id
    schema = (
        source.schemas.get(wanted) or source.schemas.get(base_of(wanted)) or load("v2-beta", "admin").schemas[wanted]
    )
    own = schemas.schemas.get(type_id) or schema
    fields = {name: field for name, field in schema["resourceFields"].items() if name not in HIDDEN}
    dates = tuple(name for name, field in fields.items() if field["type"] == "date")
    rest = {*fields, *(f"{date}TS" for date in dates), UNDECLARED.get(type_id, "id")} - {"id", "name", "state"}
    order = [
        "id",
        "type",
        "links",
        "actions",
        "baseType",
        *[name for name in ("name", "state") if name in fields],
        *sorted(rest),
        *[name for name in (TRAILING.get(type_id),) if name and name not in fields],
    ]
    blank = {name: blank_of(fields.get(name)) for name in order}
    return Template(
        type=type_id,
        base="environment" if type_id == "environment" else base_of(wanted),
        blank=blank,
        formatters=formatters_of(fields),
        dates=dates,
        links=tuple(relations(schemas, schema)),
        extra_links=EXTRA_LINKS.get(wanted, ()),
        actions=tuple(dict.fromkeys([*schema["resourceActions"], *own["resourceActions"]])),
        plural=str(own["pluralName"]).lower(),
    )


def formatters_of(fields: Mapping[str, Mapping[str, Any]]) -> dict[str, Formatter]:
    """Return the formatter of each field that needs one."""
    declared = {"primaryNetworkId": "reference[network]"} | {name: field["type"] for name, field in fields.items()}
    return {name: formatter for name, text in declared.items() if (formatter := formatter_of(text))}


def blank_of(field: Mapping[str, Any] | None) -> Any:
    """Return what an unset *field* shows: null, but false for booleans that cannot be null."""
    if field is not None and field["type"] == "boolean" and not field.get("nullable"):
        return bool(field.get("default", False))
    return None


def relations(schemas: SchemaSet, schema: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """Return the links of *schema* as (name, the field that must be set or None), sorted as the server does."""
    newest = load("v2-beta", schemas.scope).schemas.get(schema["id"])
    spelt = {name.lower(): name for name in (newest or schema)["includeableLinks"]}
    known = {*schema["resourceFields"], *schema["collectionFilters"]}
    names = sorted(spelt.get(name, name) for name in schema["includeableLinks"])
    return [(name, f"{name}Id" if f"{name}Id" in known else None) for name in names]


def formatter_of(declared: str) -> Formatter | None:
    """Return what turns a stored value of the type *declared* into its form on the wire, None for as it is."""
    if declared == "date":
        return format_time
    if declared.startswith("reference["):
        stem = f"1{code_of(declared[10:-1])}"
        return lambda number: f"{stem}{number}"
    if declared.startswith("array[reference["):
        stem = f"1{code_of(declared[16:-2])}"
        return lambda numbers: [f"{stem}{number}" for number in numbers]
    if declared.startswith("map[reference["):
        stem = f"1{code_of(declared[14:-2])}"
        return lambda pairs: {name: f"{stem}{number}" for name, number in pairs.items()}
    return None


def shape_all(rows: Iterable[Row], view: View) -> list[dict[str, Any]]:
    """Return *rows* as the resources that *view* shows."""
    return [shape(row, view) for row in rows]


def shape(row: Row, view: View) -> dict[str, Any]:
    """Return *row* as the resource that *view* shows."""
    type_id = "environment" if row.type == "stack" and view.schemas.version == "v1" else row.type
    template = template_of(view.schemas, type_id)
    resource = dict(template.blank)
    doc = {**row.doc, **computed(view.world, row, view.schemas.version, view.stem)}
    for name, value in doc.items():
        if name in resource and value is not None:
            formatter = template.formatters.get(name)
            resource[name] = formatter(value) if formatter else value
    wire_id = str(row.number) if view.plain_ids else format_id(row.type, row.number)
    address = f"{view.stem}/{template.plural}/{wire_id}"
    resource["id"] = wire_id
    resource["type"] = type_id
    resource["baseType"] = template.base
    resource["links"] = links_of(row, template, address, view)
    names = offered(row.type, row.table, row.state, template.actions, inside=view.inside)
    resource["actions"] = {name: f"{address}/?action={name.lower()}" for name in names}
    for date in template.dates:
        if doc.get(date) is None:
            del resource[f"{date}TS"]
        else:
            resource[f"{date}TS"] = int(doc[date]) * 1000
    if "transitioning" in resource:
        resource |= transition(row)
    if type_id == "environment":
        resource["id"] = wire_id if view.plain_ids else f"1e{row.number}"
        resource["kind"] = "environment"
    elif view.schemas.version == "v1" and row.table == "service":
        resource["environmentId"] = f"1e{doc['stackId']}" if doc.get("stackId") else None
    return renamed(resource, view)


def renamed(resource: dict[str, Any], view: View) -> dict[str, Any]:
    """Return *resource* with its actions under the key that the caller asked for."""
    if view.action_key == "actions":
        return resource
    return {view.action_key if name == "actions" else name: value for name, value in resource.items()}


def transition(row: Row) -> dict[str, Any]:
    """Return the three transitioning fields of *row*."""
    if row.doc.get("_error"):
        return {"transitioning": "error", "transitioningMessage": row.doc["_error"]}
    if row.state in TRANSITIONAL:
        return {"transitioning": "yes", "transitioningMessage": row.doc.get("_message") or "In Progress"}
    return {"transitioning": "no", "transitioningMessage": None}


def links_of(row: Row, template: Template, address: str, view: View) -> dict[str, str | None]:
    """Return the links of *row* at *address*, in the server's order: itself, its relations, what else it has."""
    links: dict[str, str | None] = {"self": address}
    doc = row.doc
    for name, needed in template.links:
        if needed is None or doc.get(needed) is not None:
            links[name] = f"{address}/{name.lower()}"
    for name in template.extra_links:
        links[name] = f"{address}/{name.lower()}"
    if template.type == "project" and view.as_projects:
        links |= project_links(address, row, view)
    if view.schemas.version == "v1":
        old_links(links, template, row, view)
    if template.type == "registrationToken":
        links["registrationUrl"] = f"{view.stem}/scripts/{doc.get('token')}"
    for name in STATS.get(template.type, ()):
        links[name] = f"{address}/{name.lower()}"
    return links


def project_links(address: str, row: Row, view: View) -> dict[str, str]:
    """Return what a project links besides its relations: every collection the caller's role can list."""
    lists = sorted(s["pluralName"] for s in view.schemas.schemas.values() if "GET" in s["collectionMethods"])
    links = {name: f"{address}/{name.lower()}" for name in lists}
    # The server doubles the project here; the single form is no link.
    links["hostStats"] = f"{address}/projects/{format_id('project', row.number)}/hoststats"
    return links


def old_links(links: dict[str, str | None], template: Template, row: Row, view: View) -> None:
    """Change *links* to what /v1 shows for stacks and services, odd spellings included."""
    if template.type == "environment":
        links["composeConfig"] = None
    elif row.table == "service" and links.pop("stack", None):
        links["environment"] = f"{view.stem}/environment/1e{row.doc['stackId']}"

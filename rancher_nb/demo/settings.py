"""Settings: names and values beside the rows, with the habits of their list.

Knows defaults and what was changed. A setting is its own id; no filter and no page changes its list, as on a running
1.6 server, which nevertheless offers a next page.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from .faults import not_allowed, not_found
from .listing import envelope, pagination, read_call_filters
from .query import read_page, read_sort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .visit import Visit

__all__ = ["Settings", "delete_setting", "list_settings", "show_setting", "write_setting"]


@cache
def defaults() -> Mapping[str, Mapping[str, str | None]]:
    """Return the settings as delivered: "public" ones, which projects may see, and all "others"."""
    decoded: dict[str, dict[str, str | None]] = msgspec.json.decode(
        files(__package__).joinpath("seed/settings.json").read_bytes()
    )
    return decoded


class Settings:
    """The settings of one demo: the delivered ones and what was written over them."""

    def __init__(self) -> None:
        self.public = dict(defaults()["public"])
        self.delivered: dict[str, str | None] = dict(sorted({**self.public, **defaults()["others"]}.items()))
        self.written: dict[str, str] = {}
        self.deleted: set[str] = set()

    def names(self, *, inside: bool) -> list[str]:
        """Return the names of all settings, or of the public ones, sorted."""
        return sorted(self.public) if inside else sorted({*self.delivered, *self.written})

    def resource(self, visit: Visit, name: str) -> dict[str, Any]:
        """Return the setting *name*. Raises Fault 404 for a name that never was."""
        if name not in self.delivered and name not in self.written and name not in self.deleted:
            raise not_found()
        value = self.written.get(name, self.delivered.get(name))
        return document(visit, name, value=value, active=value, stored=name in self.written, source=self.source(name))

    def source(self, name: str) -> str | None:
        """Return where the value of the setting *name* comes from, None when it has none."""
        if name in self.written:
            return "Database"
        return None if self.delivered.get(name) is None else "Code Packaged Defaults"


def document(
    visit: Visit, name: str, *, value: str | None, active: str | None, stored: bool, source: str | None
) -> dict[str, Any]:
    """Return a setting as a resource; only the admin sees where it comes from."""
    own = {"activeValue": active, "inDb": stored, "source": source, "value": value}
    if visit.scope.inside:
        own = {"activeValue": active, "value": value}
    return {
        "id": name,
        "type": "activeSetting",
        "links": {"self": f"{visit.call.stem}/settings/{name}"},
        "actions": {},
        "baseType": "setting",
        "name": name,
        **own,
    }


def list_settings(visit: Visit, settings: Settings, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return all settings, whatever was asked: only `all=false` and `id` make a difference."""
    if "GET" not in schema["collectionMethods"]:
        raise not_allowed()
    public = visit.scope.inside or visit.call.parameter("all") == "false"
    names = settings.names(inside=public)
    if visit.call.parameter("id") is not None:
        names = []
    allowed = schema["collectionFilters"]
    filters = read_call_filters(visit, allowed, "setting")
    page = read_page(visit.call)
    more = len(names) > page.offset + page.limit if visit.call.parameter("limit") else False
    return envelope(
        visit, "setting", [settings.resource(visit, name) for name in names], allowed=allowed, filters=filters,
        sort=read_sort(allowed, visit.call), pagination=pagination(visit, page, more=more),
    )  # fmt: skip


def show_setting(visit: Visit, settings: Settings, name: str) -> dict[str, Any]:
    """Return one setting."""
    return settings.resource(visit, name)


def write_setting(visit: Visit, settings: Settings, name: str | None) -> dict[str, Any]:
    """Write a setting; a new name makes a new one. The answer still shows the old active value."""
    if visit.scope.inside:
        raise not_allowed()
    posted = name is None
    name = str(visit.call.fields.get("name") or "") if name is None else name
    old = settings.written.get(name, settings.delivered.get(name))
    source = (
        "Database" if name in settings.written else "Code Packaged Defaults" if name in settings.delivered else None
    )
    value = visit.call.fields.get("value")
    settings.written[name] = "" if value is None else str(value)
    return document(visit, name, value=settings.written[name], active=old, stored=not posted, source=source)


def delete_setting(visit: Visit, settings: Settings, name: str) -> dict[str, Any]:
    """Bring a setting back to what was delivered; the answer shows what it was."""
    if visit.scope.inside:
        raise not_allowed()
    before = settings.resource(visit, name)
    settings.written.pop(name, None)
    settings.deleted.add(name)
    return {**before, "inDb": False}

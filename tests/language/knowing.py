"""A stand-in for what a session remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rancher_nb.api import Schemas

SEEN = {"container": ("1i5", "my web", "a/b"), "host": ("1h1", "my host")}


class Known:
    """Two connections, one profile, two projects, a few names, and *schemas* if there are any."""

    connections: Sequence[str] = ("demo", "prod")
    profiles: Sequence[str] = ("work",)
    projects: Sequence[str] = ("Default", "my project")

    def __init__(self, schemas: Schemas | None) -> None:
        """Know *schemas*."""
        self.schemas = schemas

    def seen(self, type_id: str) -> Sequence[str]:
        """Return what was seen of a type."""
        return SEEN.get(type_id, ())

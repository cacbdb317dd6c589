"""A stack as compose files.

Knows how a launch configuration is spelt there. Knows no rows beyond those it is given.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .store import Row

__all__ = ["compose_files", "compose_zip"]

SPELT = (
    ("imageUuid", "image"),
    ("command", "command"),
    ("environment", "environment"),
    ("ports", "ports"),
    ("dataVolumes", "volumes"),
    ("labels", "labels"),
    ("memory", "mem_limit"),
)


def compose_files(services: Iterable[Row]) -> tuple[str, str]:
    """Return docker-compose.yml and rancher-compose.yml for *services*, lines ended as the server ends them."""
    docker, rancher = ["version: '2'", "services:"], ["version: '2'", "services:"]
    for service in services:
        name = str(service.doc.get("name"))
        launch = service.doc.get("launchConfig") or {}
        docker.append(f"  {name}:")
        for field, word in SPELT:
            value = launch.get(field)
            if value:
                docker += written(word, value.removeprefix("docker:") if word == "image" else value)
        start = "true" if service.doc.get("startOnCreate") else "false"
        rancher += [f"  {name}:", f"    scale: {service.doc.get('scale', 1)}", f"    start_on_create: {start}"]
    return "\r\n".join([*docker, ""]), "\r\n".join([*rancher, ""])


def written(word: str, value: Any) -> list[str]:
    """Return the lines of one entry."""
    if isinstance(value, list):
        return [f"    {word}:", *(f"    - {scalar(item)}" for item in value)]
    if isinstance(value, dict):
        return [f"    {word}:", *(f"      {key}: {scalar(item)}" for key, item in value.items())]
    return [f"    {word}: {scalar(value)}"]


def scalar(value: Any) -> str:
    """Return *value* as YAML has it: text is quoted where YAML would read something else."""
    text = str(value)
    plain = text and text[0].isalpha() and not set(text) & set("#{}[]&*!|>'\"%@`,") and ": " not in text
    return (
        text if plain and text.lower() not in ("true", "false", "yes", "no", "on", "off", "null") else json.dumps(value)
    )


def compose_zip(services: Iterable[Row]) -> bytes:
    """Return both files in a zip archive."""
    docker, rancher = compose_files(services)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("docker-compose.yml", docker), ("rancher-compose.yml", rancher)):
            archive.writestr(zipfile.ZipInfo(name, (2017, 3, 3, 10, 20, 30)), text)
    return packed.getvalue()

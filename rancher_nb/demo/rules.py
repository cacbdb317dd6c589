"""Rules of the trade: what a container, service, stack, volume or key must be, beyond its fields.

Knows the checks that a 1.6 server makes after those of the schema, with its codes and its habits (free text in
fieldName among them). Knows no processes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .faults import Fault, invalid
from .naming import fold

if TYPE_CHECKING:
    from .visit import Visit

__all__ = ["check_rules"]

IMAGE_PREFIXES = ("docker:", "sim:")
PORT = re.compile(r"(?:\d+(?:\.\d+){3}:)?(?:([0-9]{0,9}):)?([0-9]{1,9})(?:/(\w+))?")
PORT_MAX = 65535


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: a new resource, or the row *number* as it would be after a change."""

    visit: Visit
    type: str
    doc: Mapping[str, Any]
    number: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether it is to be created."""
        return self.number is None


def check_rules(visit: Visit, type_id: str, doc: Mapping[str, Any], *, number: int | None = None) -> None:
    """Raise the Fault that *doc* earns as a new *type_id*, or as the changed row *number*."""
    rule = RULES.get(type_id)
    if rule:
        rule(Subject(visit, type_id, doc, number))


def container(it: Subject) -> None:
    """A container needs an image with a prefix, and ports that can be read."""
    if not it.is_new:
        return
    image = it.doc.get("imageUuid")
    if not image:
        raise invalid("MissingRequired", "imageUuid", message="image is required, but not specified")
    if not str(image).startswith(IMAGE_PREFIXES):
        raise invalid("InvalidReference", "imageUuid")
    for port in it.doc.get("ports") or []:
        check_port(str(port))


def check_port(text: str) -> None:
    """Raise for a port specification that docker would not take."""
    match = PORT.fullmatch(text)
    if match is None:
        raise invalid("PortWrongFormat", None, message="the specified port spec format is wrong")
    public, private, protocol = match.groups()
    if public and int(public) > PORT_MAX:
        raise invalid("PortInvalidPublicPort", None, message="incorrect public port, valid range is 0-65535")
    if int(private) > PORT_MAX:
        raise invalid("PortInvalidPrivatePort", None, message="incorrect private port, valid range is 0-65535")
    if protocol and protocol not in ("tcp", "udp"):
        raise invalid("PortInvalidProtocol", None, message="invalid protocol, only tcp/udp is allowed")


def service(it: Subject) -> None:
    """A service lives in a stack, under a name of its own there, and runs an image."""
    stack = it.visit.world.store.get("stack", it.doc.get("stackId"))
    if it.is_new and (stack is None or stack.doc.get("removed")):
        raise invalid("InvalidState", "stackId", message="stack is not in a valid state")
    check_name(it.doc.get("name"), doubled=False)
    check_taken(it, "service", "stackId")
    launch = it.doc.get("launchConfig")
    if it.is_new and launch is not None and it.type in ("service", "loadBalancerService"):
        if not launch.get("imageUuid") and not it.doc.get("selectorContainer"):
            raise invalid("InvalidOption", "Image is required when selectorContainer is not passed in")
        for port in launch.get("ports") or []:
            check_port(str(port))


def stack(it: Subject) -> None:
    """A stack has a name of its own in its project."""
    check_name(it.doc.get("name"), doubled=True)
    check_taken(it, "stack", "accountId")


def check_name(name: Any, *, doubled: bool) -> None:
    """Raise for a name that starts or ends with a dash, or has two in a row where that is not *doubled*."""
    text = str(name or "")
    if text.startswith("-") or text.endswith("-") or (not doubled and "--" in text):
        raise invalid("InvalidCharacters", "name")


def check_taken(it: Subject, table: str, parent: str) -> None:
    """Raise where another live row with the same *parent* has the name, letter case ignored."""
    name = it.doc.get("name")
    condition = f'"{parent}" = ? AND removed IS NULL AND name = ?'
    taken = it.visit.world.store.numbers(table, condition, (it.doc.get(parent), fold(str(name)))) if name else []
    if [other for other in taken if other != it.number]:
        raise invalid("NotUnique", "name")


def volume(it: Subject) -> None:
    """A volume needs a driver."""
    if it.is_new and not it.doc.get("driver") and not it.doc.get("storageDriverId"):
        raise invalid("MissingRequired", None, message="Either driver or storageDriverId is required")


def api_key(it: Subject) -> None:
    """No two keys have one access key, not even inactive ones."""
    public = it.doc.get("publicValue")
    if it.is_new and public and it.visit.world.store.numbers("credential", '"publicValue" = ?', (fold(public),)):
        raise invalid("NotUnique", "publicValue")


def registry(it: Subject) -> None:
    """No two registries of a project have one address."""
    peers = it.visit.world.store.find("storagePool", '"accountId" = ? AND removed IS NULL', (it.doc.get("accountId"),))
    if it.is_new and it.doc.get("serverAddress") in {peer.doc.get("serverAddress") for peer in peers}:
        raise Fault(400, "ServerAddressUsed", message="ServerAddressUsed")


Rule = Callable[[Subject], None]
RULES: Mapping[str, Rule] = {
    "container": container,
    "virtualMachine": container,
    "service": service,
    "dnsService": service,
    "externalService": service,
    "loadBalancerService": service,
    "stack": stack,
    "volume": volume,
    "apiKey": api_key,
    "registry": registry,
}

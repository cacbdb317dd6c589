"""Names of the wire: ids, the families of types, times and the way MySQL compares text.

Knows how a 1.6 server spells a number as an id and back, which type is a kind of which, and the collation of its
database. Knows no rows and no requests. All as seen on a running 1.6 server.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import cache

__all__ = [
    "BASES",
    "CHILDREN",
    "base_of",
    "code_of",
    "decipher_id",
    "decipher_reference",
    "fold",
    "format_id",
    "format_time",
    "parse_time",
]

BASES = {
    "activeSetting": "setting",
    "apiKey": "credential",
    "composeProject": "stack",
    "composeService": "service",
    "container": "instance",
    "dnsService": "service",
    "environment": "stack",
    "externalDnsEvent": "externalEvent",
    "externalHostEvent": "externalEvent",
    "externalService": "service",
    "externalServiceEvent": "externalEvent",
    "externalStoragePoolEvent": "externalEvent",
    "externalVolumeEvent": "externalEvent",
    "kubernetesService": "service",
    "kubernetesStack": "stack",
    "loadBalancerService": "service",
    "machine": "physicalHost",
    "networkDriverService": "service",
    "password": "credential",
    "project": "account",
    "pullTask": "genericObject",
    "register": "genericObject",
    "registrationToken": "credential",
    "registry": "storagePool",
    "registryCredential": "credential",
    "storageDriverService": "service",
    "virtualMachine": "instance",
}
# What `createTypes` of a collection offers, if the role may POST it. A launchConfig counts as a kind of container.
CHILDREN: dict[str, tuple[str, ...]] = {
    "account": ("account", "project"),
    "container": ("container", "launchConfig", "virtualMachine"),
    "credential": ("apiKey", "credential", "password", "registrationToken", "registryCredential"),
    "externalEvent": (
        "externalDnsEvent",
        "externalEvent",
        "externalHostEvent",
        "externalServiceEvent",
        "externalStoragePoolEvent",
        "externalVolumeEvent",
    ),
    "genericObject": ("genericObject", "pullTask", "register"),
    "instance": ("container", "instance"),
    "network": ("network",),
    "physicalHost": ("machine", "physicalHost"),
    "service": (
        "composeService",
        "dnsService",
        "externalService",
        "kubernetesService",
        "loadBalancerService",
        "networkDriverService",
        "service",
        "storageDriverService",
    ),
    "stack": ("composeProject", "kubernetesStack", "stack"),
    "storagePool": ("registry", "storagePool"),
}
CODES = {"stack": "st", "secret": "se"}
ID = re.compile(r"1[a-z]+(\d{1,18})")
ID_SHAPED = re.compile(r"1[a-z]+(\d+)")
DIGITS = re.compile(r"\d+")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def base_of(type_id: str) -> str:
    """Return the base type of *type_id*: the family whose rows share one numbering (`container` -> `instance`).

    >>> base_of("container"), base_of("host")
    ('instance', 'host')
    """
    return BASES.get(type_id, type_id)


@cache
def code_of(type_id: str) -> str:
    """Return the letters of ids of *type_id*: the first letter of the base type and its capitals.

    >>> code_of("container"), code_of("stack"), code_of("physicalHost")
    ('i', 'st', 'ph')
    """
    base = base_of(type_id)
    return CODES.get(base) or base[0].lower() + "".join(c.lower() for c in base[1:] if c.isupper())


def format_id(type_id: str, number: int | str) -> str:
    """Return the id that the wire shows for row *number* of *type_id*.

    >>> format_id("container", 12)
    '1i12'
    """
    return f"1{code_of(type_id)}{number}"


def decipher_id(text: str) -> int | None:
    """Return the number in the id *text*, None where a 1.6 server sees no id. The letters are not checked.

    >>> decipher_id("1i0193 "), decipher_id("1st193"), decipher_id("193"), decipher_id("1I193")
    (193, 193, None, None)
    """
    match = ID.fullmatch(text.strip(" "))
    return int(match[1]) if match else None


def decipher_reference(text: str) -> str:
    """Return what a reference filter of the value *text* compares with, as the `filters` echo shows it.

    >>> decipher_reference("1st3"), decipher_reference("3"), decipher_reference("st3")
    ('3', '-1', 'st3')
    """
    match = ID_SHAPED.fullmatch(text)
    if match:
        return match[1]
    return "-1" if DIGITS.fullmatch(text) else text


def fold(text: str) -> str:
    """Return the key by which MySQL's utf8_general_ci compares *text*: no case, no accents, no blanks at the end.

    >>> fold("Täsk_1 ") == fold("TASK_1")
    True
    """
    if text.isascii():
        return text.upper().rstrip(" ")
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.upper().rstrip(" ")


def format_time(seconds: float) -> str:
    """Return POSIX *seconds* in the form of the wire: UTC, whole seconds, Z.

    >>> format_time(1488536430)
    '2017-03-03T10:20:30Z'
    """
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text: str) -> int | None:
    """Return the POSIX seconds of *text* in the one form that a 1.6 server reads, None for any other.

    >>> parse_time("2017-03-03T10:20:30Z"), parse_time("2017-03-03")
    (1488536430, None)
    """
    if not TIME.fullmatch(text):
        return None
    try:
        return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None

"""Named connections in a file of the user's.

Knows the file's place, its form (TOML) and what may stand in it. It does not know what a profile is used for, and
it never prints what stands behind ``secret_key``.
"""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import platformdirs

from ..api import Secret
from ..errors import NoConnection, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KeySource", "Profile", "profiles_path", "read_profiles"]

Kind: TypeAlias = Literal["text", "env", "keyring", "prompt"]
TEXTS = ("url", "project", "access_key", "ca")
SWITCHES = ("read_only", "insecure", "default")
KNOWN = (*TEXTS, "secret_key", *SWITCHES)
FORMS = '{env = "NAME"}, {keyring = "SERVICE"} or {prompt = true}'


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where a secret key is: the *text* itself, or in the variable or keyring service *name*, or with the user."""

    kind: Kind
    name: str = ""
    text: Secret | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One named connection. *warning* says what is unsafe about it, empty when nothing is.

    *ca* is the path of a file with certificates; *insecure* switches the check of certificates off.
    """

    name: str
    url: str
    project: str | None = None
    access_key: str | None = None
    secret_key: KeySource | None = None
    read_only: bool = False
    ca: str | None = None
    insecure: bool = False
    default: bool = False
    warning: str = ""


def profiles_path() -> Path:
    """Return the place of the file: ``profiles.toml`` in the user's configuration folder for ``rancher_nb``."""
    return Path(platformdirs.user_config_dir("rancher_nb")) / "profiles.toml"


def read_profiles(path: Path | None = None) -> Mapping[str, Profile]:
    """Return the profiles in the file at *path* (default: `profiles_path`) by name; none when there is no file.

    Raises NoConnection, naming file and line, when it cannot be read or understood.
    """
    path = profiles_path() if path is None else path
    try:
        content = path.read_bytes()
        mode = path.stat().st_mode
    except FileNotFoundError:
        return MappingProxyType({})
    except OSError as fault:
        raise NoConnection(
            f"{path} cannot be read: {fault.strerror}",
            hint=f"check its permissions: ls -l {path}",
        ) from None
    tables = tables_of(content, path)
    is_open = os.name == "posix" and bool(mode & (stat.S_IRGRP | stat.S_IROTH))
    profiles = {name: profile_of(name, table, path, is_open=is_open) for name, table in tables.items()}
    defaults = [name for name, profile in profiles.items() if profile.default]
    if len(defaults) > 1:
        raise NoConnection(f"{path}: more than one default: {', '.join(defaults)}", hint="keep default = true in one")
    return MappingProxyType(profiles)


def tables_of(content: bytes, path: Path) -> dict[str, Any]:
    """Return the tables under ``profiles`` in the TOML *content*."""
    try:
        document = tomllib.loads(content.decode())
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise NoConnection(f"{path}, line {line}: this is not UTF-8 text", hint="save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as fault:
        raise NoConnection(f"{path}: {fault}", hint="the file is TOML: [profiles.NAME] and key = value") from None
    odd = [key for key in document if key != "profiles"]
    tables = document.get("profiles", {})
    if odd or not isinstance(tables, dict):
        found = f"'{odd[0]}'" if odd else "'profiles', which is no table"
        raise NoConnection(f"{path}: found {found}", hint="each profile is a table: [profiles.NAME]")
    return tables


def profile_of(name: str, table: Any, path: Path, *, is_open: bool) -> Profile:
    """Return one profile; *is_open* says that others can read the file."""
    where = f"{path}, [profiles.{name}]"
    if not isinstance(table, dict):
        raise NoConnection(f"{where}: this is no table", hint="each profile is a table: [profiles.NAME]")
    for key, value in table.items():
        if key not in KNOWN:
            raise NoConnection(f"{where}: unknown key '{key}'. {did_you_mean(key, KNOWN)}".rstrip(), hint=known_keys())
        wanted = "true or false" if key in SWITCHES else "text"
        if key != "secret_key" and not isinstance(value, bool if key in SWITCHES else str):
            raise NoConnection(f"{where}: '{key}' is not {wanted}", hint=f"write {key} = {example(wanted)}")
    if not table.get("url"):
        raise NoConnection(f"{where}: 'url' is missing", hint='write url = "https://rancher.example.com/v2-beta"')
    secret = None if "secret_key" not in table else key_source(table["secret_key"], where)
    facts = {key: value for key, value in table.items() if key != "secret_key"}
    if "ca" in facts:
        facts["ca"] = str((path.parent / Path(facts["ca"]).expanduser()).resolve())
    return Profile(name=name, secret_key=secret, warning=warning_of(path, secret, is_open=is_open), **facts)


def known_keys() -> str:
    """Return the keys that a profile may have, in words."""
    return f"a profile has {', '.join(KNOWN)}"


def example(wanted: str) -> str:
    """Return how a value of the kind *wanted* is written."""
    return '"…"' if wanted == "text" else "true"


def key_source(value: Any, where: str) -> KeySource:
    """Return where the secret key is. The value itself is never part of a message: it may be the key."""
    match value:
        case str():
            return KeySource("text", text=Secret(value))
        case {"env": str(name), **rest} if not rest:
            return KeySource("env", name)
        case {"keyring": str(name), **rest} if not rest:
            return KeySource("keyring", name)
        case {"prompt": True, **rest} if not rest:
            return KeySource("prompt")
    raise NoConnection(f"{where}: 'secret_key' cannot be read", hint=f"write {FORMS}")


def warning_of(path: Path, secret: KeySource | None, *, is_open: bool) -> str:
    """Say what is unsafe about a profile, empty when nothing is."""
    warnings = [f"others can read {path}: chmod 600 it"] if is_open else []
    if secret is not None and secret.kind == "text":
        warnings.append(f"the secret key stands in {path.name} as text: {FORMS} keep it out")
    return "; ".join(warnings)

"""Access keys: where they are looked for and how they are sent.

Knows the environment variables of the Rancher tools, profiles and the prompt, and Basic authentication. It reads
no file and opens no connection.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..api import Secret
from ..errors import NoConnection, Refused, Unreachable
from .origin import origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .profiles import Profile

__all__ = ["Credentials", "Hidden", "find_credentials", "find_url"]

FAMILIES = ("RANCHER", "CATTLE")


class Hidden(str):
    """A text for a library that wants a plain one; printed and formatted it is a mask.

    Headers with keys pass through other people's functions, and a verbose traceback prints their variables.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'••••••'"

    def __str__(self) -> str:
        return "••••••"

    def __format__(self, spec: str) -> str:
        return format("••••••", spec)


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """An access key with its secret key; *source* says in words where they came from."""

    access_key: str
    secret_key: Secret
    source: str

    def header(self) -> str:
        """Return the value of the ``Authorization`` header, as a text that does not print itself."""
        return Hidden(f"Basic {b64encode(f'{self.access_key}:{self.secret_key.reveal()}'.encode()).decode()}")

    def __repr__(self) -> str:
        return f"Credentials({self.access_key[:4]}…, ••••••, from {self.source})"


def find_url(*, profile: Profile | None, environment: Mapping[str, str]) -> str | None:
    """Return the address of *profile*, else ``RANCHER_URL``, else ``CATTLE_URL``; None when there is none."""
    if profile is not None:
        return profile.url
    return next((url for family in FAMILIES if (url := environment.get(f"{family}_URL"))), None)


def find_credentials(
    url: str,
    *,
    profile: Profile | None,
    environment: Mapping[str, str],
    prompt: Callable[[str], str] | None = None,
) -> Credentials | None:
    """Return the keys for the server at *url*: of *profile*, of the *environment*, else asked for by *prompt*.

    A profile that names an access key decides alone, and for its own server only. Keys of the environment belong
    to the address of their family where one is set: they are not sent to another server. *prompt* is called with a
    question and returns the answer, as ``getpass.getpass`` does; give it only when the server said 401. None means
    that there are no keys, or that the person gave none. Raises NoConnection when the profile's keys belong to
    another server, and when a profile or the environment promises a key that is not there.
    """
    if profile is not None and profile.access_key is not None:
        if not is_same_server(profile.url, url):
            raise NoConnection(
                f"the keys of profile {profile.name} are for {origin_of(profile.url)}, not for {origin_of(url)}",
                hint="use the profile without another address, or write a profile for that server",
            )
        secret = secret_of(profile, profile.access_key, environment=environment, prompt=prompt)
        return None if secret is None else Credentials(profile.access_key, secret, f"profile {profile.name}")
    for family in FAMILIES:
        found = of_family(family, url, environment)
        if found is not None:
            return found
    if prompt is None:
        return None
    access_key = prompt(f"access key for {origin_of(url)}: ").strip()
    secret = asked(prompt, f"secret key of {access_key[:4]}…: ") if access_key else None
    return None if secret is None else Credentials(access_key, secret, "prompt")


def of_family(family: str, url: str, environment: Mapping[str, str]) -> Credentials | None:
    """Return the keys that one family of variables holds for *url*."""
    access, secret = f"{family}_ACCESS_KEY", f"{family}_SECRET_KEY"
    if not environment.get(access) and not environment.get(secret):
        return None
    home = environment.get(f"{family}_URL")
    if home and not is_same_server(home, url):
        return None
    for name in (access, secret):
        if not environment.get(name):
            other = secret if name == access else access
            raise NoConnection(f"{other} is set but {name} is not", hint=f"set {name}, or unset {other}")
    return Credentials(environment[access], Secret(environment[secret]), access)


def is_same_server(one: str, other: str) -> bool:
    """Whether two addresses have one origin."""
    try:
        return origin_of(one) == origin_of(other)
    except (Unreachable, Refused):
        return False


def secret_of(
    profile: Profile,
    access_key: str,
    *,
    environment: Mapping[str, str],
    prompt: Callable[[str], str] | None,
) -> Secret | None:
    """Return the secret key that *profile* points to, None when it can only be asked for and nobody asks."""
    source = profile.secret_key
    match None if source is None else source.kind:
        case "text":
            return source.text if source is not None else None
        case "env" if source is not None:
            text = environment.get(source.name)
        case "keyring" if source is not None:
            text = from_keyring(source.name, access_key)
        case _:
            return None if prompt is None else asked(prompt, f"secret key of profile {profile.name}: ")
    if text:
        return Secret(text)
    place = f"the variable {source.name}" if source.kind == "env" else f"the keyring service {source.name}"
    raise NoConnection(
        f"profile {profile.name} takes its secret key from {place}, which has none",
        hint="set it, or write secret_key = {prompt = true} in the profile",
    )


def asked(prompt: Callable[[str], str], question: str) -> Secret | None:
    """Return the answer to *question*, None when it is empty."""
    answer = Secret(prompt(question))
    return answer or None


def from_keyring(service: str, access_key: str) -> str | None:
    """Return what the system's keyring holds for *access_key* under *service*.

    Raises NoConnection when the keyring package is not installed or has no store to read.
    """
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise NoConnection("this needs the keyring package", hint="pip install 'rancher-nb[keyring]'") from None
    try:
        found = keyring.get_password(service, access_key)
    except keyring.errors.KeyringError as fault:
        raise NoConnection(
            f"the keyring cannot be read: {type(fault).__name__}",
            hint='a machine without a desktop has often none: use {env = "NAME"} or {prompt = true}',
        ) from None
    return found if isinstance(found, str) else None

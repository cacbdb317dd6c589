"""Scheme, host and port: who we talk to, and nobody else.

Knows how addresses are taken apart and moved onto the origin that the user gave. Servers of the 1.6 line build
their links from forwarded headers (rancher/cattle, ApiRequestParser.java), so behind a proxy that forgets them
they name another scheme, host or port. It sends nothing.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit, urlunsplit

from ..errors import NotRancher, Refused, Unreachable

__all__ = ["is_loopback", "origin_of", "rebase", "split"]


def origin_of(url: str) -> str:
    """Return scheme, host and port of *url* as ``https://host:8080``.

    Raises Unreachable when it is no http address, Refused when it holds a key: an address is printed, stored and
    logged, so keys do not belong there.
    """
    parts = split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        suggestion = f"https://{url}" if parts is not None and "://" not in url else "https://rancher.example.com"
        raise Unreachable("this is not the address of a server: it needs http:// or https://", hint=suggestion)
    if "@" in parts.netloc:
        raise Refused(
            "the address holds a user name or key, which would be stored with the notebook",
            hint="leave it out: keys come from a profile, the environment or a prompt",
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def split(url: object) -> SplitResult | None:
    """Return the parts of *url*, None when it cannot be taken apart (no text, a broken IPv6 address or port)."""
    if not isinstance(url, str):  # links come from JSON
        return None
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts


def rebase(url: str, origin: str) -> str:
    """Return *url* with the scheme, host and port of *origin*; ``ws`` goes with ``http``, ``wss`` with ``https``.

    Path and query stay as they are, the fragment goes. Raises NotRancher when *url* is no address at all.

    >>> rebase("http://10.0.0.5:8080/v2-beta/hosts?limit=2", "https://rancher.example.com")
    'https://rancher.example.com/v2-beta/hosts?limit=2'
    >>> rebase("ws://10.0.0.5:8080/v1/logs/", "https://rancher.example.com")
    'wss://rancher.example.com/v1/logs/'
    """
    base, parts = urlsplit(origin), split(url)
    if parts is None:
        raise NotRancher("the server gave a link that is no address", hint="is this a Rancher server?")
    scheme = base.scheme.replace("http", "ws") if parts.scheme in ("ws", "wss") else base.scheme
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    return urlunsplit((scheme, base.netloc, path, parts.query, ""))


def is_loopback(url: str) -> bool:
    """Whether *url* names this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Tokens that open sockets: signed, short-lived, and about one thing.

Knows the claims of JwtTokenServiceImpl in github.com/rancher/cattle. Real servers sign with RS256; this one signs
with a key of its own process by HMAC and says so (`"alg":"HS256"`), because clients pass tokens on and never read them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

__all__ = ["Signer"]

LIFETIME_SECONDS = 300
PROXY_LIFETIME_SECONDS = 57600


class Signer:
    """Makes and checks the tokens of one demo; each has a key that nobody else has."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)

    def sign(self, claims: dict[str, Any], now: float, *, lifetime: int = LIFETIME_SECONDS) -> str:
        """Return a token with *claims* that is good for *lifetime* seconds from *now*."""
        issued = int(now)
        payload = {
            **claims,
            "sub": "cattle",
            "kid": "default",
            "iss": "http://cattle.io",
            "iat": issued,
            "exp": issued + lifetime,
        }
        head = f"{packed({'alg': 'HS256'})}.{packed(payload)}"
        return f"{head}.{encoded(self.signature(head))}"

    def read(self, token: str, now: float) -> dict[str, Any] | None:
        """Return the claims of *token*, None when it is not ours, was changed, or has expired by *now*."""
        head, _, signature = token.rpartition(".")
        if not hmac.compare_digest(encoded(self.signature(head)).encode(), signature.encode("utf-8", "surrogatepass")):
            return None
        body = head.partition(".")[2]
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return claims if claims["exp"] > now else None

    def signature(self, head: str) -> bytes:
        """Return the signature of *head*."""
        return hmac.new(self.key, head.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def packed(document: dict[str, Any]) -> str:
    """Return *document* as a part of a token."""
    return encoded(json.dumps(document, separators=(",", ":")).encode())


def encoded(data: bytes) -> str:
    """Return *data* in the alphabet of URLs, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

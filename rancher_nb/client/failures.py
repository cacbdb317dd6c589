"""What went wrong below HTTP, in words.

Knows the exceptions of sockets, TLS, http.client, urllib3 and requests, and what a person can do about each. Their
own texts hold addresses with tokens and their own traceback frames hold headers with keys, so nothing of them is
kept but the plain facts. It sends nothing.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import requests
import urllib3

from ..api import masked_url
from ..errors import CutAnswer, NotRancher, RancherError, TimedOut, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..api import Request
    from .limits import Limits

__all__ = ["body_failure", "connection_failure", "is_tls_failure"]

E = TypeVar("E", bound=BaseException)
EXPIRED, NOT_YET, WRONG_NAME = 10, 9, 62  # X509_V_ERR_* of OpenSSL


def connection_failure(fault: BaseException, url: str, limits: Limits) -> RancherError:
    """Return our error for *fault*, which kept an answer from *url* from coming."""
    parts = urlsplit(url)
    where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if first(fault, requests.exceptions.ProxyError, urllib3.exceptions.ProxyError):
        return Unreachable(
            f"{where} is behind a proxy that does not let us through",
            hint="check HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment",
        )
    if tls := first(fault, ssl.SSLError):
        return tls_failure(tls, where)
    if first(fault, requests.exceptions.ConnectTimeout):  # urllib3's own also covers refused connections
        return TimedOut(
            f"{where} did not accept a connection within {limits.connect_timeout:g} s",
            hint="check the address, and whether a firewall or VPN stands between",
        )
    if first(fault, requests.exceptions.Timeout, urllib3.exceptions.ReadTimeoutError, TimeoutError):
        return silence(where, limits)
    if first(fault, socket.gaierror, urllib3.exceptions.NameResolutionError):
        return Unreachable(
            f"no host is called {parts.hostname}", hint="check the spelling, and the VPN if it needs one"
        )
    return unanswered(fault, where)


def unanswered(fault: BaseException, where: str) -> RancherError:
    """Return our error for a connection that was refused or broke, or that spoke no HTTP."""
    if first(fault, ConnectionRefusedError):
        return Unreachable(
            f"nobody listens at {where}: the connection was refused",
            hint="check the port, and that the server is up",
        )
    if first(fault, ConnectionError):
        return Unreachable(
            f"{where} closed the connection without an answer",
            hint="try again; if the server speaks TLS there, use https://",
        )
    if first(fault, http.client.HTTPException):
        return NotRancher(
            f"{where} answers, but not in HTTP",
            hint="check the port; if the server speaks TLS there, use https://",
        )
    reason = next((each.strerror for each in plain_faults(fault) if each.strerror), type(fault).__name__)
    return Unreachable(f"{where} cannot be reached: {reason}", hint="check the address and the network")


def tls_failure(fault: ssl.SSLError, where: str) -> RancherError:
    """Return our error for a failed TLS handshake; its cause is the TLS error, which marks it as final."""
    host = urlsplit(where).hostname
    if isinstance(fault, ssl.SSLCertVerificationError):
        if fault.verify_code == WRONG_NAME:
            said, hint = f"its certificate is for another host than {host}", "use the name that the certificate has"
        elif fault.verify_code in (EXPIRED, NOT_YET):
            said = f"its certificate is not valid now ({fault.verify_message})"
            hint = "renew it, or check this machine's clock"
        else:
            said = f"its certificate comes from an authority unknown here ({fault.verify_message})"
            hint = "give the authority's certificate with --ca FILE; --insecure switches the check off"
    elif "WRONG_VERSION_NUMBER" in str(fault) or "HTTP_REQUEST" in str(fault):
        said, hint = "it speaks no TLS on that port", where.replace("https", "http", 1).replace("wss", "ws", 1)
    else:
        said, hint = (
            f"no TLS connection came about ({getattr(fault, 'reason', None) or 'cut off'})",
            "check the port, and proxies between",
        )
    error = Unreachable(f"TLS with {where} failed: {said}", hint=hint)
    # Its traceback and context lead into frames that hold the request with its keys.
    error.__cause__ = fault.with_traceback(None)
    fault.__cause__ = fault.__context__ = None
    return error


def is_tls_failure(error: BaseException) -> bool:
    """Whether *error* is ours for a failed TLS handshake: trying again cannot help."""
    return isinstance(error.__cause__, ssl.SSLError)


def body_failure(fault: BaseException, request: Request, limits: Limits) -> RancherError:
    """Return our error for *fault*, which ended an answer to *request* before its end."""
    what = f"the answer to {request.method} {masked_url(request.url)}"
    if first(fault, urllib3.exceptions.TimeoutError, TimeoutError):
        return silence(what, limits)
    if first(fault, urllib3.exceptions.DecodeError):
        return CutAnswer(f"{what} cannot be unpacked: its gzip is broken", hint="a proxy on the way may damage answers")
    cut = first(fault, http.client.IncompleteRead)
    missing = cut.expected if cut is not None and cut.expected is not None else 0
    much = f": {missing:,} bytes are missing" if missing > 0 else ""
    return CutAnswer(f"{what} was cut off before its end{much}", hint="try again; if it stays, a proxy cuts answers")


def silence(what: str, limits: Limits) -> TimedOut:
    """Return our error for a server that says nothing."""
    return TimedOut(
        f"{what}: nothing came for {limits.read_timeout:g} s",
        hint="ask for less (a smaller limit), or give the server time",
    )


def faults_in(fault: BaseException) -> Iterator[BaseException]:
    """Yield *fault* and every exception that it wraps, carries as an argument or came from, each once."""
    seen: set[int] = set()
    waiting: list[object] = [fault]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, BaseException) and id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]


def plain_faults(fault: BaseException) -> Iterator[OSError]:
    """Yield the errors of the operating system behind *fault*."""
    return (each for each in faults_in(fault) if isinstance(each, OSError))


def first(fault: BaseException, *kinds: type[E]) -> E | None:
    """Return the first exception of one of *kinds* in *fault*."""
    return next((each for each in faults_in(fault) if isinstance(each, kinds)), None)

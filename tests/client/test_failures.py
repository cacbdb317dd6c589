from __future__ import annotations

import http.client
import socket
import ssl

import pytest
import requests
import urllib3

from rancher_nb.api import Request
from rancher_nb.client import Limits
from rancher_nb.client.failures import body_failure, connection_failure, is_tls_failure
from rancher_nb.errors import CutAnswer, NotRancher, RancherError, TimedOut, Unreachable

URL = "https://rancher.example.com/v2-beta?token=canary"
LIMITS = Limits(connect_timeout=2, read_timeout=3)


def wrapped(fault: BaseException) -> requests.ConnectionError:
    """Return *fault* as requests hands it out: three exceptions deep."""
    pool = urllib3.HTTPSConnectionPool("rancher.example.com")
    return requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/v2-beta?token=canary", fault))


def certificate_fault(code: int, message: str) -> ssl.SSLCertVerificationError:
    fault = ssl.SSLCertVerificationError(1, "certificate verify failed")
    fault.verify_code, fault.verify_message = code, message
    return fault


@pytest.mark.parametrize(
    ("fault", "kind", "said", "hint"),
    [
        (wrapped(ConnectionRefusedError(111, "refused")), Unreachable, "nobody listens", "check the port"),
        (wrapped(socket.gaierror(-2, "unknown")), Unreachable, "no host is called rancher.example.com", "spelling"),
        (wrapped(http.client.RemoteDisconnected("gone")), Unreachable, "without an answer", "https://"),
        (wrapped(ConnectionResetError(104, "reset")), Unreachable, "without an answer", "https://"),
        (wrapped(http.client.BadStatusLine("SSH-2.0")), NotRancher, "not in HTTP", "port"),
        (wrapped(OSError(113, "No route to host")), Unreachable, "No route to host", "network"),
        (requests.ConnectTimeout(), TimedOut, "did not accept a connection within 2 s", "firewall"),
        (requests.ReadTimeout(), TimedOut, "nothing came for 3 s", "smaller limit"),
        (requests.exceptions.ProxyError("canary"), Unreachable, "behind a proxy", "HTTPS_PROXY"),
        (wrapped(certificate_fault(18, "self-signed certificate")), Unreachable, "unknown here", "--ca FILE"),
        (wrapped(certificate_fault(62, "Hostname mismatch")), Unreachable, "another host than", "use the name"),
        (wrapped(certificate_fault(10, "has expired")), Unreachable, "not valid now", "clock"),
        (wrapped(ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]")), Unreachable, "no TLS", "http://rancher"),
        (wrapped(ssl.SSLEOFError(8, "EOF")), Unreachable, "no TLS connection came about", "check the port"),
        (requests.exceptions.InvalidURL("canary"), Unreachable, "InvalidURL", "check the address"),
    ],
)
def test_each_failure_has_its_words(fault: Exception, kind: type[RancherError], said: str, hint: str) -> None:
    error = connection_failure(fault, URL, LIMITS)

    assert type(error) is kind
    assert said in str(error)
    assert hint in (error.hint or "")
    assert "canary" not in f"{error!r} {error} {error.hint} {error.__cause__!r}"


def test_only_a_tls_failure_is_final() -> None:
    assert is_tls_failure(connection_failure(wrapped(certificate_fault(18, "x")), URL, LIMITS))
    assert not is_tls_failure(connection_failure(wrapped(ConnectionRefusedError()), URL, LIMITS))


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        (urllib3.exceptions.IncompleteRead(10, 90), CutAnswer, "90 bytes are missing"),
        (urllib3.exceptions.ProtocolError("Connection broken", ConnectionResetError()), CutAnswer, "cut off"),
        (urllib3.exceptions.DecodeError("canary"), CutAnswer, "gzip is broken"),
        (urllib3.exceptions.ReadTimeoutError(urllib3.HTTPConnectionPool("x"), "canary", ""), TimedOut, "nothing came"),
    ],
)
def test_each_broken_body_has_its_words(fault: Exception, kind: type[RancherError], said: str) -> None:
    error = body_failure(fault, Request("GET", URL), LIMITS)

    assert type(error) is kind
    assert said in str(error)
    assert "canary" not in f"{error} {error.hint}"

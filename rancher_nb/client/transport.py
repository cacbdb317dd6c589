"""Requests over HTTP.

Knows requests and urllib3: a session that keeps connections open, one read a body, timeouts, a bound on sizes, and
redirects within one origin. It knows nothing of keys (they are headers like others here), of retries or of what an
answer means.
"""

from __future__ import annotations

from dataclasses import replace
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import requests
import requests.adapters
import urllib3

from ..api import Request, Response, masked_url
from ..errors import CutAnswer, NotRancher, RancherError, Unreachable
from .failures import body_failure, connection_failure
from .limits import DEFAULT_LIMITS, Limits
from .origin import is_loopback, origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HttpTransport", "http_transport"]

MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
DIRECT = {"http": "", "https": ""}  # empty entries keep requests from looking for a proxy


def http_transport(*, limits: Limits = DEFAULT_LIMITS, verify: bool | str = True) -> HttpTransport:
    """Return a transport that sends requests over HTTP and keeps its connections open until it is closed.

    *verify* is True to check certificates against the known authorities, the path of a file or folder with
    certificates to check against those, or False to check nothing. Raises Unreachable when that path does not
    exist.
    """
    if isinstance(verify, str) and not Path(verify).exists():
        raise Unreachable(f"there is no file with certificates at {verify}", hint="give its path with --ca FILE")
    if verify is False:
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # it was asked for by name
    return HttpTransport(limits=limits, verify=verify)


class Session(requests.Session):
    """A session that takes a redirect as an answer: even when told not to follow one, requests reads its whole body.

    Who may be followed, and how much is read, is decided here.
    """

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - the library's signature
        """Return None: nothing is to be followed."""
        return None


class HttpTransport:
    """A transport over HTTP; safe for several threads. Calling it sends one request and returns the whole answer."""

    def __init__(self, *, limits: Limits, verify: bool | str) -> None:
        """Prepare a session; nothing is opened before the first request."""
        self._limits = limits
        self._verify = verify
        self._session = Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # keys alone say who we are
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, requests.adapters.HTTPAdapter(pool_maxsize=10))

    def __call__(self, request: Request) -> Response:
        """Send *request* and return the answer, whatever its status.

        Raises Unreachable (TimedOut) when none comes, CutAnswer when it ends early or is larger than the limit,
        NotRancher when the other side speaks no HTTP or redirects elsewhere.
        """
        for _ in range(MAX_REDIRECTS):
            outcome = self._attempt(request)
            if isinstance(outcome, BaseException):
                # Raised here and not where it was caught: the frames below hold the headers with the keys.
                raise outcome
            target = redirect_of(request, outcome)
            if target is None:
                return outcome
            request = replace(request, url=target)
        raise NotRancher(f"{masked_url(request.url)} redirects in a circle", hint="check the address")

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def _attempt(self, request: Request) -> Response | BaseException:
        """Send *request* once; return the answer or what to raise."""
        local = is_loopback(request.url)
        headers = {"Accept-Encoding": "identity" if local else "gzip", **request.headers}
        try:
            answer = self._session.request(
                request.method,
                request.url,
                headers=headers,
                data=request.body,
                stream=True,
                timeout=(self._limits.connect_timeout, self._limits.read_timeout),
                verify=self._verify,
                allow_redirects=False,
                auth=as_it_is,
                proxies=DIRECT if local else None,
            )
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as fault:
            return connection_failure(fault, request.url, self._limits)
        except KeyboardInterrupt:
            return KeyboardInterrupt()
        with answer:
            return self._read(request, answer)

    def _read(self, request: Request, answer: requests.Response) -> Response | BaseException:
        """Read the whole body in one go: pieces cost more time than the network."""
        most = self._limits.max_body
        is_bounded = is_known_to_fit(answer.headers, most)
        try:
            # A read with a bound copies the body twice more, so only where its size is not known before.
            body = answer.raw.read(None if is_bounded else most + 1, decode_content=True)
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            return body_failure(fault, request, self._limits)
        except KeyboardInterrupt:
            return KeyboardInterrupt()
        if len(body) > most:
            return too_large(request, most)
        return Response(answer.status_code, dict(answer.headers), body, request.url)


def is_known_to_fit(headers: Mapping[str, str], most: int) -> bool:
    """Whether *headers* promise a body of at most *most* bytes.

    Beside a Transfer-Encoding a length means nothing (RFC 9112, 6.3), and packed it says nothing of what comes out.
    """
    size = headers.get("Content-Length", "")
    plain = "Content-Encoding" not in headers and "Transfer-Encoding" not in headers
    # The length of the number goes first: Python refuses to read one of thousands of digits.
    return plain and size.isdecimal() and len(size) <= len(str(most)) and int(size) <= most


def as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave the request as it is: without an explicit choice requests would put keys from ~/.netrc in."""
    return prepared


def too_large(request: Request, most: int) -> RancherError:
    """Return the error for an answer above the limit."""
    return CutAnswer(
        f"the answer to {request.method} {masked_url(request.url)} is larger than {most:,} bytes",
        hint="ask for less: a smaller limit, or a filter",
    )


def redirect_of(request: Request, response: Response) -> str | None:
    """Return where to ask again, None when *response* is the answer.

    Raises NotRancher for a redirect to another origin, which must not get our keys, and for one of a write,
    which must not be done twice.
    """
    location = response.header("Location")
    if response.status not in REDIRECTS or not location:
        return None
    try:
        target = urljoin(request.url, location)
        if request.is_read and is_within(target, request.url):
            return target
        shown = masked_url(target)
    except ValueError:
        shown = "what is no address"
    raise NotRancher(
        f"{request.method} {masked_url(request.url)} is redirected to {shown}; nothing was sent there",
        hint="if that is your server, connect to that address",
    )


def is_within(target: str, url: str) -> bool:
    """Whether *target* has the origin of *url*."""
    try:
        return origin_of(target) == origin_of(url)
    except RancherError:
        return False

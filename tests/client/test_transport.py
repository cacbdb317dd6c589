from __future__ import annotations

import gzip
import signal
import socket
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rancher_nb.api import Request, Secret
from rancher_nb.client import Client, Credentials, HttpTransport, Limits, http_transport, retrying
from rancher_nb.errors import CutAnswer, NotRancher, RancherError, TimedOut, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CERTIFICATES = Path(__file__).parent / "certificates"
LIMITS = Limits(connect_timeout=2, read_timeout=0.3, max_body=100_000)


@pytest.fixture
def transport() -> Iterator[HttpTransport]:
    opened = http_transport(limits=LIMITS)
    yield opened
    opened.close()


def get(url: str) -> Request:
    return Request("GET", url)


def test_an_answer_comes_whole_whatever_its_status(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply_json({"type": "error"}, 404, X_Api_Schemas="http://x"))

    response = transport(get(server.url + "/v1/x?a=b%20c"))

    assert (response.status, response.body) == (404, b'{"type":"error"}')
    assert response.header("x-api-schemas") == "http://x"
    assert server.requests[0][1] == "/v1/x?a=b%20c"


def test_a_body_goes_out_as_it_is(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(201))

    transport(Request.of_json("POST", server.url + "/v1/x", {"name": "tëst"}))

    method, _, headers, body = server.requests[0]
    assert (method, headers["Content-Type"], body) == ("POST", "application/json", '{"name":"tëst"}'.encode())


def test_one_connection_serves_many_requests(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply_json({"data": "x" * 50_000}))

    for _ in range(3):
        transport(get(server.url))

    assert len(server.peers) == 1


def test_a_packed_body_is_unpacked(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(200, gzip.compress(b'{"data":[]}' * 100), Content_Encoding="gzip"))

    assert transport(get(server.url)).body == b'{"data":[]}' * 100


def test_cookies_are_not_kept(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(200, b"{}", Set_Cookie="PL=rancher;Path=/"))

    transport(get(server.url))
    transport(get(server.url))

    assert "Cookie" not in server.requests[1][2]


def test_keys_of_a_netrc_file_are_not_sent(
    serve: Callable[..., Any],
    transport: HttpTransport,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login other password canary\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(lambda h: h.reply(200, b"{}"))

    transport(get(server.url))

    assert "Authorization" not in server.requests[0][2]


def test_this_machine_is_asked_without_a_proxy(
    serve: Callable[..., Any],
    transport: HttpTransport,
    dead_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, dead_url)
    server = serve(lambda h: h.reply(200, b"{}"))

    assert transport(get(server.url)).status == 200


def test_nobody_listening_is_said(transport: HttpTransport, dead_url: str) -> None:
    with pytest.raises(Unreachable, match="nobody listens at http://127.0.0.1") as caught:
        transport(get(dead_url))

    assert "port" in (caught.value.hint or "")


def test_an_unknown_host_is_said(transport: HttpTransport) -> None:
    with pytest.raises(Unreachable, match=r"no host is called rancher\.invalid"):
        transport(get("http://rancher.invalid/v1"))


def test_a_port_that_does_not_answer_is_a_timeout() -> None:
    with socket.socket() as full, socket.socket() as first:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        first.connect(full.getsockname())
        crowd = [socket.socket() for _ in range(3)]
        for each in crowd:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        quick = http_transport(limits=Limits(connect_timeout=0.2))
        with pytest.raises(TimedOut, match=r"did not accept a connection within 0\.2 s"):
            quick(get(f"http://127.0.0.1:{full.getsockname()[1]}"))
        quick.close()
        for each in crowd:
            each.close()


def test_a_server_that_says_nothing_is_a_timeout(serve: Callable[..., Any], transport: HttpTransport) -> None:
    with pytest.raises(TimedOut, match=r"nothing came for 0\.3 s"):
        transport(get(serve(lambda h: h.stall()).url))


def half_then_stall(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"type":')
    handler.stall()


def test_a_server_that_falls_silent_in_the_middle_is_a_timeout(
    serve: Callable[..., Any],
    transport: HttpTransport,
) -> None:
    with pytest.raises(TimedOut, match=r"the answer to GET .* nothing came"):
        transport(get(serve(half_then_stall).url))


def test_a_reset_connection_is_unreachable(serve: Callable[..., Any], transport: HttpTransport) -> None:
    with pytest.raises(Unreachable, match="closed the connection without an answer"):
        transport(get(serve(lambda h: h.reset()).url))


def test_a_cut_answer_is_not_used(serve: Callable[..., Any], transport: HttpTransport) -> None:
    with pytest.raises(CutAnswer, match="cut off before its end: 100 bytes are missing"):
        transport(get(serve(lambda h: h.cut()).url))


def half_a_chunk(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b'ff\r\n{"type":')
    handler.close_connection = True


def test_a_cut_chunk_is_not_used(serve: Callable[..., Any], transport: HttpTransport) -> None:
    with pytest.raises(CutAnswer, match="cut off before its end"):
        transport(get(serve(half_a_chunk).url))


def test_broken_gzip_is_not_used(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(200, b"this is no gzip", Content_Encoding="gzip"))

    with pytest.raises(CutAnswer, match="gzip is broken"):
        transport(get(server.url))


def test_an_answer_above_the_limit_is_not_used(serve: Callable[..., Any], transport: HttpTransport) -> None:
    bomb = gzip.compress(b"0" * 10_000_000)
    server = serve(lambda h: h.reply(200, bomb, Content_Encoding="gzip"))

    with pytest.raises(CutAnswer, match="larger than 100,000 bytes"):
        transport(get(server.url))


def not_http(handler: Any) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    handler.close_connection = True


def test_another_protocol_is_said(serve: Callable[..., Any], transport: HttpTransport) -> None:
    with pytest.raises(NotRancher, match="not in HTTP"):
        transport(get(serve(not_http).url))


def test_a_read_follows_a_redirect_on_the_same_server(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(200, b"{}") if h.path == "/v1" else h.reply(301, Location="/v1"))

    response = transport(Request("GET", server.url + "/old", {"Authorization": "Basic x"}))

    assert (response.status, response.url) == (200, server.url + "/v1")
    assert server.requests[1][2]["Authorization"] == "Basic x"


def test_a_redirect_elsewhere_gets_nothing(serve: Callable[..., Any], transport: HttpTransport) -> None:
    other = serve(lambda h: h.reply(200, b"{}"))
    server = serve(lambda h: h.reply(302, Location=f"{other.url}/login?token=canary"))

    with pytest.raises(NotRancher, match=f"is redirected to {other.url}/login") as caught:
        transport(get(server.url))

    assert other.requests == []
    assert "canary" not in str(caught.value)


def test_a_write_is_not_redirected(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(307, Location="/elsewhere"))

    with pytest.raises(NotRancher, match="nothing was sent there"):
        transport(Request.of_json("POST", server.url + "/v1/x", {}))

    assert len(server.requests) == 1


def test_redirects_in_a_circle_end(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(302, Location="/again"))

    with pytest.raises(NotRancher, match="in a circle"):
        transport(get(server.url))

    assert len(server.requests) < 10


@pytest.mark.parametrize(
    ("certificate", "trusted", "said", "hint"),
    [
        ("localhost", None, "an authority unknown here", "--ca FILE"),
        ("elsewhere", "elsewhere", "for another host than localhost", "use the name"),
        ("expired", "expired", "not valid now", "clock"),
    ],
)
def test_a_certificate_that_is_not_trusted_is_said(
    serve: Callable[..., Any],
    certificate: str,
    trusted: str | None,
    said: str,
    hint: str,
) -> None:
    server = serve(lambda h: h.reply(200, b"{}"), certificate=certificate)
    transport = http_transport(limits=LIMITS, verify=str(CERTIFICATES / f"{trusted}.pem") if trusted else True)

    with pytest.raises(Unreachable, match=said) as caught:
        transport(get(f"https://localhost:{server.port}/v1"))
    transport.close()

    assert hint in (caught.value.hint or "")
    assert server.requests == []


@pytest.mark.parametrize("verify", [False, str(CERTIFICATES / "localhost.pem")])
def test_a_certificate_may_be_named_or_not_checked(serve: Callable[..., Any], *, verify: bool | str) -> None:
    server = serve(lambda h: h.reply(200, b"{}"), certificate="localhost")
    transport = http_transport(limits=LIMITS, verify=verify)

    assert transport(get(f"https://localhost:{server.port}/v1")).status == 200
    transport.close()


def test_tls_to_a_plain_port_names_the_other_scheme(serve: Callable[..., Any], transport: HttpTransport) -> None:
    server = serve(lambda h: h.reply(200, b"{}"))

    with pytest.raises(Unreachable, match="speaks no TLS") as caught:
        transport(get(server.url.replace("http", "https")))

    assert caught.value.hint == server.url


def test_certificates_that_are_not_there_are_said_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="no file with certificates"):
        http_transport(verify=str(tmp_path / "none.pem"))


def test_an_interrupt_ends_a_wait_and_brings_no_keys_along(
    serve: Callable[..., Any],
    transport: HttpTransport,
) -> None:
    def interrupt(handler: Any) -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        handler.stall()

    request = Request("GET", serve(interrupt).url, {"Authorization": "Basic CANARY"})

    with pytest.raises(KeyboardInterrupt) as caught:
        transport(request)

    assert [frame.name for frame in caught.traceback] == [
        "test_an_interrupt_ends_a_wait_and_brings_no_keys_along",
        "__call__",
    ]
    assert caught.value.__context__ is None


BAD: dict[str, Callable[[Any], None]] = {
    "stalls": lambda h: h.stall(),
    "resets": lambda h: h.reset(),
    "cuts": lambda h: h.cut(),
    "bad gzip": lambda h: h.reply(200, b"no gzip", Content_Encoding="gzip"),
    "html": lambda h: h.reply(200, b"<html><title>Sign in</title></html>"),
    "redirects": lambda h: h.reply(302, Location="http://127.0.0.1:9/else?token=CANARY-SECRET"),
    "other protocol": not_http,
    "401": lambda h: h.reply_json({"type": "error", "status": 401, "code": "Unauthorized"}, 401),
    "429": lambda h: h.reply(429, b"busy", Retry_After="0"),
    "echoes the keys": lambda h: h.reply_json({"got": h.headers["X-Other"]}, 500),
}


@pytest.mark.parametrize("name", [*BAD, "refuses", "bad certificate"])
def test_a_secret_shows_in_no_failure(serve: Callable[..., Any], dead_url: str, name: str) -> None:
    credentials = Credentials("AKEY", Secret("CANARY-SECRET"), "test")
    wire = credentials.header().removeprefix("Basic ")
    if name in BAD:
        url = serve(BAD[name]).url
    else:
        url = dead_url if name == "refuses" else serve(BAD["401"], certificate="localhost").url
    sent = http_transport(limits=Limits(connect_timeout=1, read_timeout=0.2))
    client = Client(url, transport=retrying(sent, sleep=lambda _: None), credentials=credentials)

    with pytest.raises(RancherError) as caught:
        client.ask(Request("GET", f"{url}/v1/hosts?token=CANARY-SECRET"))
    client.close()

    seen: list[str] = [repr(client), repr(credentials)]
    error: BaseException | None = caught.value
    while error is not None:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        # This test's own frame knows the secret; the first entry of the stack is it.
        shown.stack[:1] = []
        seen += [repr(error), str(error), str(vars(error)), *map(str, shown.format(chain=False))]
        error = error.__cause__ or error.__context__
    text = "\n".join(seen)
    assert "in ask" in text
    assert wire not in text
    assert text.replace("?token=CANARY-SECRET", "").count("CANARY-SECRET") == 0

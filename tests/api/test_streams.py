"""Log messages become lines, whatever bytes a container writes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rancher_nb.api import LogLine, SocketAccess, decipher_log
from rancher_nb.errors import StreamClosed

STAMP = "2017-03-03T10:20:30.123456789Z"
TIME = datetime(2017, 3, 3, 10, 20, 30, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        (f"01 {STAMP} GET / 200\n".encode(), [LogLine(TIME, "stdout", "GET / 200", STAMP)]),
        (f"02 {STAMP} warn\n".encode(), [LogLine(TIME, "stderr", "warn", STAMP)]),
        (f"00 {STAMP} prompt$ ls\r\n".encode(), [LogLine(TIME, "tty", "prompt$ ls", STAMP)]),
        (f"01 [{STAMP}] old docker\n".encode(), [LogLine(TIME, "stdout", "old docker", STAMP)]),
        (b"01 no stamp here\n", [LogLine(None, "stdout", "no stamp here")]),
        (f"01 {STAMP} \n".encode(), [LogLine(TIME, "stdout", "", STAMP)]),
        (f"01 {STAMP}\n".encode(), [LogLine(TIME, "stdout", "", STAMP)]),
        (b"", []),
        (b"no code", [LogLine(None, "tty", "no code")]),
        (f"01 {STAMP} one\n{STAMP} two\n".encode(), [LogLine(TIME, "stdout", w, STAMP) for w in ("one", "two")]),
        (b"01 2017-13-99T99:99:99Z odd\n", [LogLine(None, "stdout", "2017-13-99T99:99:99Z odd")]),
        (
            b"01 2017-03-03T10:20:30Z \xff\xfe\n",
            [LogLine(TIME.replace(microsecond=0), "stdout", "\ufffd\ufffd", "2017-03-03T10:20:30Z")],
        ),
    ],
)
def test_a_message_becomes_lines(message: bytes, lines: list[LogLine]) -> None:
    assert decipher_log(message) == lines


@given(st.binary(max_size=200))
def test_any_bytes_become_lines_without_a_line_end(message: bytes) -> None:
    assert all("\n" not in line.text for line in decipher_log(message))


@given(st.text(alphabet=st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=50))
def test_the_text_of_a_line_is_kept(text: str) -> None:
    assert [line.text for line in decipher_log(f"01 {STAMP} {text}\n".encode())] == [text]


def test_a_token_goes_into_the_query_or_the_header() -> None:
    access = SocketAccess.from_json({"type": "hostAccess", "url": "ws://h/v1/logs/", "token": "a+b=c"})

    assert access.in_query() == ("ws://h/v1/logs/?token=a%2Bb%3Dc", {})
    assert access.in_header() == ("ws://h/v1/logs/", {"Authorization": "Bearer a+b=c"})
    assert "a+b" not in repr(access)


@pytest.mark.parametrize("document", [{"url": None, "token": "x"}, {"token": "x"}, {"url": "ws://h"}])
def test_an_answer_without_an_address_is_no_stream(document: dict[str, object]) -> None:
    with pytest.raises(StreamClosed, match="no address for this stream"):
        SocketAccess.from_json(document)

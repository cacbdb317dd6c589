"""Keys on a line are refused, and no error shows them."""

from __future__ import annotations

import pytest

from rancher_nb.errors import CommandError
from rancher_nb.language import parse

SECRET = "s3cr3t"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"connect http://h --secret-key {SECRET}", "connect http://h --secret-key ***"),
        (f"connect http://h --secret-key={SECRET}", "connect http://h --secret-key ***"),
        (f"connect --access-key A --secret-key {SECRET}", "connect --access-key ***"),
        (f"connect --token '{SECRET} x'", "connect --token ***"),
        (f"connect --password {SECRET} http://h", "connect --password ***"),
        (f"connect --key {SECRET}", "connect --key ***"),
        (f"connect --KEY {SECRET}", "connect --KEY ***"),
        (f"connect --secretkey {SECRET}", "connect --secretkey ***"),
        (f"connect -u A:{SECRET} http://h", "connect -u ***"),
        (f"conect --secret-key {SECRET}", "conect --secret-key ***"),
        (f"get hosts --token {SECRET}", "get hosts --token ***"),
        (f"connect --token '{SECRET}", "connect --token ***"),
        (f"connect http://A:{SECRET}@h/v1", "connect ***"),
        (f"connect 'http://A:{SECRET}@h/v1' --projct x", "connect '***"),
        (f"connect {{'http://A:{SECRET}@h/v1'}}", "connect {'***"),
        (f"raw GET http://A:{SECRET}@h/v1", "raw GET ***"),
        (f"connect http://h A {SECRET}", "connect http://h ***"),
        (f"connect http://h secret_key={SECRET}", "connect http://h ***"),
        (f"connect http://h --projct {SECRET}", "connect http://h --projct ***"),
        (f"connect http://h '{SECRET}", "connect ***"),
        (f"connect http://h }}{SECRET}", "connect ***"),
        (f"conect http://h A {SECRET}", "conect ***"),
    ],
)
def test_a_key_on_a_line_is_refused_and_never_shown(line: str, shown: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(line)

    error = caught.value
    assert error.text == shown
    assert SECRET not in "\n".join([*error.lines(), str(error), str(error.args), error.hint or ""])
    assert 0 <= error.start <= error.end <= len(error.text)


@pytest.mark.parametrize("option", ["--token", "--password", "--secret-key", "--access-key", "--key"])
def test_the_hint_says_where_keys_come_from(option: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(f"connect {option} x")

    hint = caught.value.hint or ""
    assert all(each in hint for each in ("RANCHER_ACCESS_KEY", "RANCHER_SECRET_KEY", "--profile", "prompt"))


def test_keys_put_together_in_python_are_refused_too() -> None:
    with pytest.raises(CommandError) as caught:
        parse("connect {url}", evaluate=lambda _: f"http://A:{SECRET}@h")

    assert SECRET not in "\n".join(caught.value.lines())


@pytest.mark.parametrize(
    "line",
    [
        "get apiKeys where publicValue = x sort -secretValue",
        "create container command='run --password x'",
        "get hosts where name = '--token x'",
        "create container environment.DB=postgres://u:p@h/db",
        "connect http://h?x=a@b",
        "get registrationTokens",
        'raw POST containers {"url": "http://u:p@h"}',
    ],
)
def test_words_that_only_look_like_it_are_read(line: str) -> None:
    assert parse(line).text == line

from __future__ import annotations

from base64 import b64encode

import pytest

from rancher_nb.api import Secret
from rancher_nb.client import Credentials, KeySource, Profile, find_credentials, find_url
from rancher_nb.client.credentials import Hidden
from rancher_nb.errors import NoConnection

URL = "https://rancher.example.com/v2-beta"


def keys_of(found: Credentials | None) -> tuple[str, str, str] | None:
    return None if found is None else (found.access_key, found.secret_key.reveal(), found.source)


def test_the_header_is_basic_authentication() -> None:
    header = Credentials("AKEY", Secret("s3cret"), "arguments").header()

    assert header.encode() == b"Basic " + b64encode(b"AKEY:s3cret")


def test_neither_keys_nor_header_print_themselves() -> None:
    keys = Credentials("AKEY1234", Secret("s3cret"), "profile prod")
    header = keys.header()
    shown = f"{keys!r} {keys} {header} {header!r} {[header]} {header:>20} %s" % header

    assert "s3cret" not in shown
    assert b64encode(b"AKEY1234:s3cret").decode() not in shown
    assert "profile prod" in repr(keys)


def test_a_hidden_text_is_still_the_text_for_a_library() -> None:
    assert "".join([Hidden("abc"), "d"]) == "abcd"
    assert Hidden("abc") == "abc"


def test_the_address_comes_from_either_family_of_variables() -> None:
    both = {"RANCHER_URL": "http://a", "CATTLE_URL": "http://b"}

    assert find_url(profile=None, environment=both) == "http://a"
    assert find_url(profile=None, environment={**both, "RANCHER_URL": ""}) == "http://b"
    assert find_url(profile=None, environment={}) is None
    assert find_url(profile=Profile("p", URL), environment=both) == URL


def test_a_profile_comes_before_the_environment() -> None:
    profile = Profile("prod", URL, access_key="P", secret_key=KeySource("text", text=Secret("ps")))
    environment = {"RANCHER_ACCESS_KEY": "R", "RANCHER_SECRET_KEY": "rs"}

    assert keys_of(find_credentials(URL, profile=profile, environment=environment)) == ("P", "ps", "profile prod")


def test_a_profile_without_a_key_leaves_it_to_the_environment() -> None:
    environment = {
        "RANCHER_ACCESS_KEY": "R",
        "RANCHER_SECRET_KEY": "rs",
        "CATTLE_ACCESS_KEY": "C",
        "CATTLE_SECRET_KEY": "cs",
    }

    found = find_credentials(URL, profile=Profile("p", URL), environment=environment)

    assert keys_of(found) == ("R", "rs", "RANCHER_ACCESS_KEY")


def test_the_second_family_is_read_when_the_first_is_empty() -> None:
    environment = {"CATTLE_ACCESS_KEY": "C", "CATTLE_SECRET_KEY": "cs"}

    assert keys_of(find_credentials(URL, profile=None, environment=environment)) == ("C", "cs", "CATTLE_ACCESS_KEY")


def test_keys_of_the_environment_are_not_sent_to_another_server() -> None:
    environment = {
        "RANCHER_URL": "https://other.example.com/v1",
        "RANCHER_ACCESS_KEY": "R",
        "RANCHER_SECRET_KEY": "rs",
    }

    assert find_credentials(URL, profile=None, environment=environment) is None
    assert find_credentials("https://other.example.com/v2-beta", profile=None, environment=environment) is not None


@pytest.mark.parametrize("name", ["RANCHER_ACCESS_KEY", "RANCHER_SECRET_KEY"])
def test_half_a_pair_in_the_environment_is_said(name: str) -> None:
    with pytest.raises(NoConnection, match=f"{name} is set but") as caught:
        find_credentials(URL, profile=None, environment={name: "canary"})

    assert "canary" not in str(caught.value)


def test_a_person_is_asked_last_and_for_both() -> None:
    asked: list[str] = []

    def prompt(question: str) -> str:
        asked.append(question)
        return ["AKEY", "s3cret"][len(asked) - 1]

    found = find_credentials(URL, profile=None, environment={}, prompt=prompt)

    assert keys_of(found) == ("AKEY", "s3cret", "prompt")
    assert asked == ["access key for https://rancher.example.com: ", "secret key of AKEY…: "]


@pytest.mark.parametrize("answers", [["", "x"], ["AKEY", ""]])
def test_a_person_who_gives_nothing_leaves_us_without_keys(answers: list[str]) -> None:
    given = iter(answers)

    assert find_credentials(URL, profile=None, environment={}, prompt=lambda _: next(given)) is None


def test_a_profile_takes_its_secret_from_a_variable() -> None:
    profile = Profile("prod", URL, access_key="P", secret_key=KeySource("env", "PROD_KEY"))

    found = find_credentials(URL, profile=profile, environment={"PROD_KEY": "es"})

    assert keys_of(found) == ("P", "es", "profile prod")
    with pytest.raises(NoConnection, match="the variable PROD_KEY"):
        find_credentials(URL, profile=profile, environment={})


def test_a_profile_that_asks_waits_for_someone_to_ask() -> None:
    profile = Profile("prod", URL, access_key="P", secret_key=KeySource("prompt"))
    environment = {"RANCHER_ACCESS_KEY": "R", "RANCHER_SECRET_KEY": "rs"}

    assert find_credentials(URL, profile=profile, environment=environment) is None
    found = find_credentials(URL, profile=profile, environment=environment, prompt=lambda _: "typed")
    assert keys_of(found) == ("P", "typed", "profile prod")


def test_a_profile_takes_its_secret_from_the_keyring() -> None:
    keyring = pytest.importorskip("keyring")
    backend = pytest.importorskip("keyring.backend")

    class Drawer(backend.KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return "ks" if (service, username) == ("rancher-prod", "P") else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

        def delete_password(self, service: str, username: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Drawer())
    try:
        good = Profile("prod", URL, access_key="P", secret_key=KeySource("keyring", "rancher-prod"))
        lost = Profile("prod", URL, access_key="P", secret_key=KeySource("keyring", "elsewhere"))

        assert keys_of(find_credentials(URL, profile=good, environment={})) == ("P", "ks", "profile prod")
        with pytest.raises(NoConnection, match="the keyring service elsewhere"):
            find_credentials(URL, profile=lost, environment={})
    finally:
        keyring.set_keyring(before)


def test_a_machine_without_a_keyring_is_told_what_else_there_is() -> None:
    keyring = pytest.importorskip("keyring")
    fail = pytest.importorskip("keyring.backends.fail")
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    profile = Profile("prod", URL, access_key="P", secret_key=KeySource("keyring", "rancher-prod"))
    try:
        with pytest.raises(NoConnection, match="keyring cannot be read") as caught:
            find_credentials(URL, profile=profile, environment={})
    finally:
        keyring.set_keyring(before)

    assert "env" in (caught.value.hint or "")


@pytest.mark.parametrize("url", ["https://other.example.com/v2-beta", "http://rancher.example.com/v2-beta"])
def test_keys_of_a_profile_are_not_sent_to_another_server(url: str) -> None:
    profile = Profile("prod", URL, access_key="P", secret_key=KeySource("text", text=Secret("canary")))
    environment = {"RANCHER_ACCESS_KEY": "R", "RANCHER_SECRET_KEY": "rs"}

    with pytest.raises(
        NoConnection, match="the keys of profile prod are for https://rancher.example.com, not"
    ) as caught:
        find_credentials(url, profile=profile, environment=environment)

    assert "canary" not in str(caught.value)
    elsewhere = URL.replace("v2-beta", "v1/projects")
    assert keys_of(find_credentials(elsewhere, profile=profile, environment={})) == ("P", "canary", "profile prod")

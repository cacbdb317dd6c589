from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from rancher_nb.client import profiles_path, read_profiles
from rancher_nb.errors import NoConnection

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
[profiles.prod]
url = "https://rancher.example.com/v2-beta"
project = "Production"
access_key = "AKEY"
secret_key = {env = "PROD_KEY"}
read_only = true
ca = "company.pem"
default = true

[profiles.lab]
url = "http://127.0.0.1:8080"
access_key = "LKEY"
secret_key = "canary-text"
insecure = true

[profiles.ring]
url = "http://ring"
secret_key = {keyring = "rancher"}

[profiles.ask]
url = "http://ask"
secret_key = {prompt = true}
"""


def written(folder: Path, text: str | bytes, mode: int = 0o600) -> Path:
    path = folder / "profiles.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(mode)
    return path


def test_a_file_becomes_profiles_by_name(tmp_path: Path) -> None:
    profiles = read_profiles(written(tmp_path, WHOLE))
    prod = profiles["prod"]

    assert list(profiles) == ["prod", "lab", "ring", "ask"]
    assert (prod.url, prod.project, prod.access_key) == ("https://rancher.example.com/v2-beta", "Production", "AKEY")
    assert (prod.read_only, prod.default, prod.insecure, prod.warning) == (True, True, False, "")
    assert prod.ca == str(tmp_path / "company.pem")
    kinds = [(each.secret_key.kind, each.secret_key.name) for each in profiles.values() if each.secret_key]
    assert kinds == [("env", "PROD_KEY"), ("text", ""), ("keyring", "rancher"), ("prompt", "")]


def test_a_key_as_text_is_warned_of_and_never_shown(tmp_path: Path) -> None:
    lab = read_profiles(written(tmp_path, WHOLE))["lab"]

    assert "as text" in lab.warning
    assert "canary" not in f"{lab!r} {lab.warning}"
    assert lab.secret_key is not None
    assert lab.secret_key.text is not None
    assert lab.secret_key.text.reveal() == "canary-text"


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_file_that_others_can_read_is_warned_of(tmp_path: Path) -> None:
    profiles = read_profiles(written(tmp_path, WHOLE, 0o644))

    assert all("others can read" in profile.warning for profile in profiles.values())


def test_no_file_means_no_profiles(tmp_path: Path) -> None:
    assert read_profiles(tmp_path / "none.toml") == {}


def test_the_file_has_one_place_in_the_configuration_folder() -> None:
    assert (profiles_path().parent.name, profiles_path().name) == ("rancher_nb", "profiles.toml")


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoConnection, match="cannot be read: Is a directory"):
        read_profiles(tmp_path)


def test_broken_toml_is_said_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, '[profiles.a]\nurl = "http://a"\nsecret_key = canary\n')

    with pytest.raises(NoConnection, match="line 3") as caught:
        read_profiles(path)

    assert "profiles.toml" in str(caught.value)
    assert "canary" not in str(caught.value)


def test_a_file_in_another_encoding_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(NoConnection, match="line 2: this is not UTF-8"):
        read_profiles(written(tmp_path, b'[profiles.a]\nurl = "http://\xff"\n'))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[profile.a]\nurl = "x"', "found 'profile'"),
        ("profiles = 3", "which is no table"),
        ("[profiles]\na = 3", r"\[profiles.a\]: this is no table"),
        ('[profiles.a]\nulr = "x"', "unknown key 'ulr'. Did you mean url"),
        ("[profiles.a]\nurl = 3", "'url' is not text"),
        ('[profiles.a]\nurl = "x"\nread_only = "yes"', "'read_only' is not true or false"),
        ('[profiles.a]\nproject = "x"', "'url' is missing"),
        ('[profiles.a]\nurl = "x"\nsecret_key = {enw = "canary"}', "'secret_key' cannot be read"),
        ('[profiles.a]\nurl = "x"\nsecret_key = {prompt = false}', "'secret_key' cannot be read"),
        (
            '[profiles.a]\nurl = "x"\ndefault = true\n[profiles.b]\nurl = "y"\ndefault = true',
            "more than one default: a, b",
        ),
    ],
)
def test_a_mistake_is_said_where_it_is(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(NoConnection, match=said) as caught:
        read_profiles(written(tmp_path, text))

    assert caught.value.hint
    assert "canary" not in f"{caught.value} {caught.value.hint}"

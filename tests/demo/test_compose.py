from __future__ import annotations

import io
import zipfile

import yaml

from rancher_nb.demo.compose import compose_files, compose_zip
from rancher_nb.demo.store import Row

SERVICE = Row(
    "service",
    1,
    {
        "name": "web",
        "scale": 3,
        "startOnCreate": True,
        "launchConfig": {
            "imageUuid": "docker:nginx:1.13",
            "ports": ["80:80/tcp"],
            "command": ["sh", "-c", 'echo "hi": there'],
            "environment": {"A": "yes", "B": "1", "C": "a: b"},
        },
    },
)


def test_the_files_are_yaml_that_says_the_same() -> None:
    docker, rancher = (yaml.safe_load(text) for text in compose_files([SERVICE]))
    web = docker["services"]["web"]

    assert web["image"] == "nginx:1.13"
    assert web["command"] == ["sh", "-c", 'echo "hi": there']
    assert web["environment"] == {"A": "yes", "B": "1", "C": "a: b"}
    assert rancher["services"]["web"] == {"scale": 3, "start_on_create": True}


def test_the_archive_holds_both_files() -> None:
    with zipfile.ZipFile(io.BytesIO(compose_zip([SERVICE]))) as archive:
        assert archive.namelist() == ["docker-compose.yml", "rancher-compose.yml"]
        assert b"nginx" in archive.read("docker-compose.yml")

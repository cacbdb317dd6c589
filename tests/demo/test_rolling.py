from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def service(ask: Any) -> str:
    """The path of an active service of two containers."""
    body = {
        "name": "roll",
        "stackId": "1st2",
        "scale": 2,
        "startOnCreate": True,
        "launchConfig": {"imageUuid": "docker:nginx:1.13"},
    }
    _, made = ask.post("services", body)
    path = f"services/{made['id']}"
    assert ask.settle(path)["state"] == "active"
    return path


def upgrade(image: str, **strategy: Any) -> dict[str, Any]:
    return {
        "inServiceStrategy": {"batchSize": 1, "intervalMillis": 1000, "launchConfig": {"imageUuid": image}, **strategy}
    }


def images(ask: Any, service: str) -> list[tuple[str, str]]:
    return [(row["imageUuid"], row["state"]) for row in ask.get(f"{service}/instances")["data"]]


def test_an_upgrade_goes_batch_by_batch_and_keeps_the_old_until_finished(ask: Any, service: str) -> None:
    status, document = ask.act(service, "upgrade", upgrade("docker:nginx:1.14"))

    assert (status, document["state"], document["launchConfig"]["imageUuid"]) == (202, "upgrading", "docker:nginx:1.14")
    assert len(images(ask, service)) == 3
    done = ask.settle(service)
    assert (done["state"], done["currentScale"], len(done["instanceIds"])) == ("upgraded", 2, 4)
    assert (
        sorted(images(ask, service)) == [("docker:nginx:1.13", "stopped")] * 2 + [("docker:nginx:1.14", "running")] * 2
    )
    assert ask.act(service, "upgrade", upgrade("docker:x"))[1]["code"] == "ActionNotAvailable"
    assert ask.act(service, "finishupgrade")[1]["state"] == "finishing-upgrade"
    assert ask.settle(service)["state"] == "active"
    assert images(ask, service) == [("docker:nginx:1.14", "running")] * 2


def test_a_rollback_brings_the_old_ones_back(ask: Any, service: str) -> None:
    ask.act(service, "upgrade", upgrade("docker:nginx:1.14", batchSize=2))
    ask.settle(service)
    status, document = ask.act(service, "rollback")

    assert (status, document["state"], document["launchConfig"]["imageUuid"]) == (
        202,
        "rolling-back",
        "docker:nginx:1.13",
    )
    assert ask.settle(service)["state"] == "active"
    assert images(ask, service) == [("docker:nginx:1.13", "running")] * 2
    assert ask.get(service)["healthState"] == "healthy"


def test_an_upgrade_can_be_cancelled_and_continued(ask: Any, service: str) -> None:
    ask.act(service, "upgrade", upgrade("docker:nginx:1.14", intervalMillis=5000))
    ask.clock.tick(1)
    assert ask.act(service, "cancelupgrade")[1]["state"] == "canceling-upgrade"
    assert ask.settle(service)["state"] == "canceled-upgrade"
    assert ask.act(service, "continueupgrade")[1]["state"] == "upgrading"
    assert ask.settle(service)["state"] == "upgraded"
    assert sorted(images(ask, service))[2:] == [("docker:nginx:1.14", "running")] * 2


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "MissingRequired", "Upgrade strategy needs to be set"),
        ({"inServiceStrategy": {}}, "MissingRequired", "Upgrade strategy needs to be set"),
        (
            {"inServiceStrategy": {"batchSize": 1}},
            "InvalidOption",
            "LaunchConfig/secondaryLaunchConfigs need to be specified for inService strategy",
        ),
        ({"inServiceStrategy": {"batchSize": 0}}, "MinLimitExceeded", "batchSize"),
    ],
)
def test_a_bad_strategy_is_refused_in_the_servers_words(
    ask: Any, service: str, body: Any, code: str, field: str
) -> None:
    status, document = ask.act(service, "upgrade", body)

    assert (status, document["code"]) == (422, code) or "LaunchConfig" in document["fieldName"]
    assert document["fieldName"] in (
        field,
        "LaunchConfig/secondaryLaunchConfigs need to be specified for inService strategy",
    )


def test_a_restart_rolls_through_the_containers(ask: Any, service: str) -> None:
    strategy = {"rollingRestartStrategy": {"batchSize": 1, "intervalMillis": 1000}}

    assert ask.act(service, "restart", {})[1]["fieldName"] == "rollingRestartStrategy"
    assert ask.act(service, "restart", strategy)[1]["state"] == "restarting"
    assert sorted(state for _, state in images(ask, service)) == ["restarting", "running"]
    ask.clock.tick(2.1)
    assert ask.get(service)["state"] == "restarting"
    assert ask.settle(service)["state"] == "active"
    assert [row["startCount"] for row in ask.get(f"{service}/instances")["data"]] == [2, 2]

from __future__ import annotations

from typing import Any


def test_scaling_up_makes_containers_and_down_takes_the_last_ones(ask: Any) -> None:
    ask.ask("PUT", "services/1s3", {"scale": 8})
    grown = ask.settle("services/1s3")

    assert (grown["state"], grown["currentScale"], grown["scale"]) == ("active", 8, 8)
    names = {row["name"] for row in ask.get("services/1s3/instances")["data"]}
    assert names == {f"web-shop-web-{n}" for n in range(1, 9)}
    ask.ask("PUT", "services/1s3", {"scale": 2})
    shrunk = ask.settle("services/1s3")
    assert shrunk["currentScale"] == 2
    assert ask.settle("services/1s3", 1)["state"] == "active"


def test_a_removed_container_is_replaced_under_its_name(ask: Any) -> None:
    container = ask.one("containers?name=web-shop-web-2")
    ask.ask("DELETE", f"containers/{container['id']}")
    ask.clock.tick(3)
    ask.get("services/1s3")
    service = ask.settle("services/1s3")

    assert service["currentScale"] == 6
    assert container["id"] not in service["instanceIds"]
    assert ask.one("containers?name=web-shop-web-2")["id"] != container["id"]


def test_health_is_the_sum_of_the_containers(ask: Any) -> None:
    assert ask.get("services/1s6")["healthState"] == "healthy"
    cache = ask.get("services/1s6")["instanceIds"][0]
    ask.act(f"containers/{cache}", "stop")
    ask.settle("services/1s6")

    assert ask.get("services/1s6")["healthState"] == "unhealthy"
    assert ask.get("stacks/1st2")["healthState"] == "unhealthy"
    ask.act(f"containers/{cache}", "start")
    ask.settle("services/1s6")
    assert ask.get("services/1s6")["healthState"] == "healthy"


def test_a_global_service_runs_once_on_each_host(ask: Any) -> None:
    labels = {"io.rancher.scheduler.global": "true"}
    body = {
        "name": "everywhere",
        "stackId": "1st2",
        "startOnCreate": True,
        "launchConfig": {"imageUuid": "docker:a", "labels": labels},
    }
    _, made = ask.post("services", body)

    assert ask.settle(f"services/{made['id']}")["currentScale"] == 3


def test_removing_a_stack_removes_what_is_in_it(ask: Any) -> None:
    ask.ask("DELETE", "stacks/1st3")
    gone = ask.settle("stacks/1st3")

    assert gone["state"] == "removed"
    assert ask.get("services?stackId=1st3")["data"] == []
    assert ask.get("containers?name_prefix=orders-&limit=0")["data"] == []
    assert ask.get("stacks/1st3/services")["data"] == []


def test_dns_services_have_no_containers(ask: Any) -> None:
    _, made = ask.post("dnsservices", {"name": "alias", "stackId": "1st2", "startOnCreate": True})
    settled = ask.settle(f"dnsservices/{made['id']}")

    assert (settled["state"], settled["healthState"], settled["instanceIds"]) == ("active", "healthy", None)
    assert "addservicelink" in settled["actions"]

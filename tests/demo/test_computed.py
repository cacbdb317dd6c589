from __future__ import annotations

from typing import Any


def test_a_host_shows_its_containers_and_their_public_ports(ask: Any) -> None:
    for host in ask.get("hosts")["data"]:
        behind = ask.get(f"hosts/{host['id']}/instances?limit=0")["data"]

        assert host["instanceIds"] == [row["id"] for row in behind]
        for endpoint in host["publicEndpoints"] or []:
            assert endpoint["hostId"] == host["id"]
            assert endpoint["ipAddress"] == host["agentIpAddress"]


def test_a_service_shows_where_it_is_reached(ask: Any) -> None:
    web = ask.get("services/1s3")

    assert web["currentScale"] == len(web["instanceIds"]) == 6
    assert {endpoint["port"] for endpoint in web["publicEndpoints"]} == {8080}
    assert {endpoint["serviceId"] for endpoint in web["publicEndpoints"]} == {"1s3"}
    assert web["linkedServices"] == {"api": "1s4"}


def test_a_stack_shows_its_services(ask: Any) -> None:
    stack = ask.get("stacks/1st2")

    assert stack["serviceIds"] == [row["id"] for row in ask.get("stacks/1st2/services")["data"]]


def test_a_registration_token_names_the_address_of_the_request(ask: Any) -> None:
    _, made = ask.post("registrationtokens")
    token = ask.settle(f"registrationtokens/{made['id']}")

    assert token["registrationUrl"] == f"http://rancher.test:8080/v2-beta/projects/1a5/scripts/{token['token']}"
    assert token["command"].endswith(token["registrationUrl"])
    assert token["links"]["registrationUrl"] == token["registrationUrl"]

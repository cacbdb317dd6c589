from __future__ import annotations

import re

from rancher_nb.demo.seed.company import JOBS, STACKS, STAGING, VOLUMES


def test_names_are_what_the_server_would_take() -> None:
    for stack in (*STACKS, *STAGING):
        assert re.fullmatch(r"[a-zA-Z0-9](-?[a-zA-Z0-9])*", stack.name)
        for service in stack.services:
            assert re.fullmatch(r"[a-zA-Z0-9](-?[a-zA-Z0-9])*", service.name)
            assert ":" in service.image
            assert service.scale > 0


def test_links_lead_to_services_of_the_same_stack_or_are_left_out() -> None:
    known = {service.name for stack in STACKS for service in stack.services}

    assert {link for stack in STACKS for service in stack.services for link in service.links} <= known


def test_there_is_something_to_look_at() -> None:
    services = [service for stack in STACKS for service in stack.services]

    assert any(not service.active for service in services)
    assert any(service.checked for service in services)
    assert any(service.tty for service in services)
    assert any(service.everywhere for service in services)
    assert {state for _, _, state in VOLUMES} == {"active", "inactive", "detached"}
    assert len({name for name, _, _ in JOBS}) == len(JOBS)

from __future__ import annotations

import re

from rancher_nb.demo.world import World


def test_chance_repeats_with_its_seed() -> None:
    one, same, other = (World(lambda: 5.0, seed, 0) for seed in (1, 1, 2))

    assert [one.uuid(), one.hexadecimal(20)] == [same.uuid(), same.hexadecimal(20)]
    assert one.uuid() != other.uuid()
    assert one.now() == 5.0


def test_what_is_made_has_the_right_form() -> None:
    world = World(lambda: 0.0, 3, 0)

    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", world.uuid())
    assert all(len(world.hexadecimal(8)) == 8 for _ in range(200))

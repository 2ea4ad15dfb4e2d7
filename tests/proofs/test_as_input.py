# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an info module of memberships gives as input is found unchanged, whatever the things are called."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from simulators.csp import CspWorld
from simulators.tencent import World
from support.stage import stage

NAMES = (
    "plain", "Plain", "PLAIN", "two words", " padded ", "trailing ", "{{ lookup('pipe', 'false') }}", "{brace", "a,b", "[list]",
    "- dash", "zo\u00eb", "zoe\u0308", "tab\there", "line\nbreak", "\x1b[31mred", "\u202egnp", "'quote'", '"double"', "null", "true",
    "1.5", "~", "#hash", "a: b", "&anchor", "*star", "!tag", "%percent", "\u6570\u636e", "x" * 60, "slash/y", "..", "0",
)  # fmt: skip


def tencent(rng: Random) -> World:
    world = World()
    names = rng.sample(NAMES, 12)
    users = [
        world.add_user(name, rng.choice(["", f"{number}@example.com", "shared@example.com"]))
        for number, name in enumerate(names)
    ]
    for name in [*rng.sample(NAMES, 5), rng.choice(names)]:
        if name not in {group.name for group in world.groups.values()}:
            world.join(world.add_group(name), *rng.sample(users, rng.randint(0, 5)))
    # A group that is called like the id of another one.
    world.join(world.add_group(next(iter(world.groups))), *rng.sample(users, 2))
    return world


def csp(rng: Random) -> CspWorld:
    world = CspWorld()
    world.add_user("admin@example.com", role="org_owner")
    names = rng.sample(NAMES, 12)
    users = [
        world.add_user(name, rng.choice([f"{number}@example.com", "shared@example.com"]), accessible=rng.random() < 0.8)
        for number, name in enumerate(names)
    ]
    groups = [world.add_group(name) for name in rng.sample(NAMES, 5)]
    groups.append(world.add_group(rng.choice(groups)))
    for group in groups:
        world.join(group, *rng.sample(users, rng.randint(0, 5)))
    return world


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("module", "make"), [("tencent_cic_group_user", tencent), ("csp_group_users", csp)])
def test_memberships_as_they_are_change_nothing(module: str, make: Any, seed: int) -> None:
    with stage(module + "_info", make(Random(f"{module}/{seed}"))) as one:
        found = one.run({})
        assert not found["failed"], found["msg"]
    with stage(module, make(Random(f"{module}/{seed}"))) as one:
        result = one.run({**found["as_input"], "allow_empty": True})
        assert not result["failed"], result["msg"]
        assert (result["changes"], one.writes()) == ([], {})

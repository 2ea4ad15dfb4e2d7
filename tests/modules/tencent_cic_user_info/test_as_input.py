# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the info modules give as input is found unchanged, whatever names and texts stand in the zone."""

from __future__ import annotations

from random import Random

import pytest

from simulators.tencent import World
from support.stage import stage
from support.worlds import tencent_world

HOSTILE = (
    "{{ x }}", "{% raw %}", " blank ", "x" * 300, "a\nb", "\x1b[31mred", "u-1", "null", "0", "Alice", "alice", "al-ice",
    "\u202egnp", "a,b", "ok@example.com", "ok@example.com ", "true", "-", "\u4e2d\u6587",
)  # fmt: skip


def hostile_world(seed: int) -> World:
    """A random world with names and texts that no rule would allow, some of them twice."""
    rng = Random(seed)
    world = tencent_world(rng)
    for _number in range(rng.randint(3, 12)):
        text = [rng.choice(HOSTILE) for _index in range(4)]
        kind = rng.choice(("Manual", "Synchronized"))
        world.add_user(text[0], text[1], text[2], kind, rng.choice(("Enabled", "Disabled", "Locked")), text[3])
        world.add_group(text[1], kind, text[3])
    return world


@pytest.mark.parametrize("word", ["user", "group"])
@pytest.mark.parametrize("seed", range(25))
def test_as_input_is_found_unchanged(word: str, seed: int) -> None:
    with stage(f"tencent_cic_{word}_info", hostile_world(seed)) as one:
        read = one.run({})
        assert not read["failed"], read["msg"]
        assert len(read[f"{word}s"]) == len(getattr(one.world, f"{word}s"))
        one.module = f"tencent_cic_{word}"
        one.road = type(one.road)(one.module, one.environment)
        found = one.run(read["as_input"])
        assert not found["failed"], found["msg"]
        assert (found["changed"], found["changes"], one.writes()) == (False, [], {})

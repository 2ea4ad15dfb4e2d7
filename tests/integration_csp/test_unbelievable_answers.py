# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that came and cannot be believed: lists that shift, and drips."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.csp import CspSimulator, CspWorld
from support.road import Road

ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))
ADD = "add_group_users"
SWAP: dict[str, Any] = {"group": "viewers", "users": [ALICE, BOB, CAROL, DAVE], "exclusive": True}


def writes(simulator: CspSimulator) -> list[str]:
    return [entry["action"] for entry in simulator.log.writes()]


@pytest.mark.parametrize("action", ["token", "list_group_users"])
def test_an_answer_that_drips_for_ever_ends_with_the_timeout(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str
) -> None:
    simulator.faults.add("drip_after", action)
    result = group_users(**SWAP, timeout=0.3)
    assert (result["failed"], simulator.faults.injected, result["api"]["retries"]) == (False, 1, 1), result["msg"]
    simulator.faults.add("drip_after", action, times=1000)
    result = group_users(**SWAP, timeout=0.3, retry_timeout=0)
    assert (result["failed"], result["error"]["code"]) == (True, "connection_failed")
    assert "within 0.3 seconds" in result["msg"]


def test_a_write_whose_answer_drips_is_settled_by_looking(
    world: CspWorld, simulator: CspSimulator, group_users: Road
) -> None:
    simulator.faults.add("drip_after", ADD, times=1000)
    result = group_users(group="operators", users=[CAROL], timeout=0.3)
    assert (result["failed"], result["changes"][0]["status"], writes(simulator)) == (False, "done", [ADD])
    assert CAROL in world.members_of("operators")


@pytest.mark.parametrize("kind", ["repeat_page", "shifting_list"])
@pytest.mark.parametrize("totals", [True, False])
def test_a_list_that_shifts_between_its_pages_is_read_again_and_never_believed(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str, totals: bool
) -> None:
    world.totals = totals
    for number in range(201):
        world.join("viewers", world.add_user(f"user{number}@example.com"))
    plain = group_users(**SWAP, max_removals="100%", check_mode=True)
    simulator.faults.add(kind, "list_group_users", position=2)
    once = group_users(**SWAP, max_removals="100%", check_mode=True)
    assert (simulator.faults.injected, once["failed"], once["changes"]) == (1, False, plain["changes"]), once["msg"]
    assert once["api"]["calls"]["list_group_users"] == plain["api"]["calls"]["list_group_users"] + 2
    simulator.faults.add(kind, "list_group_users", times=1000)
    result = group_users(**SWAP, max_removals="100%")
    assert (result["failed"], result["changes"], writes(simulator)) == (True, [], [])
    assert "not complete" in result["msg"]

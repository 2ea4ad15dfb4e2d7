# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Leavers among role assignments and in Cloud Services: nobody loses anything but them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from simulators.csp import CspWorld
from simulators.tencent import World
from support.stage import disagreements, stage

ASSIGNMENTS, CSP = "tencent_cic_role_assignment", "csp_group_users"
ALICE, BOB, CAROL = (f"{name}@example.com" for name in ("alice", "bob", "carol"))


def assigned() -> World:
    """Two role configurations in two accounts; a group is called like a user."""
    world = World()
    for name in (ALICE, BOB, CAROL):
        world.add_user(name)
    world.add_group(BOB)
    for account in ("billing", "platform"):
        world.add_member(account)
    for configuration in ("reader", "writer"):
        world.add_role_configuration(configuration)
    return world


def grants(world: World) -> set[tuple[str, str, str, str]]:
    """(configuration, account, kind, name) of every assignment."""
    return {
        (
            world.role_configurations[one.configuration].name,
            world.members[one.target].name,
            one.principal_type.casefold(),
            world.principal_name(one.principal),
        )
        for one in world.assignments.values()
    }


@pytest.mark.parametrize("seed", range(12))
def test_only_leavers_lose_assignments_that_no_list_is_about(seed: int) -> None:
    rng, world = Random(seed), assigned()
    bob = world.user(BOB).id
    everybody = [world.user(ALICE).id, bob, world.user(CAROL).id, next(iter(world.groups))]
    for configuration in ("reader", "writer"):
        for account in ("billing", "platform"):
            world.assign(configuration, account, *rng.sample(everybody, rng.randint(0, 4)))
    before = grants(world)
    params: dict[str, Any] = {
        "assignments": [{"role_configuration": "reader", "accounts": ["billing"], "users": [BOB], "groups": [BOB]}],
        "leavers": [rng.choice((BOB, bob, BOB.upper()))],
    }
    with stage(ASSIGNMENTS, world) as one:
        plan = one.run(params, check_mode=True)
        assert one.writes() == {}
        real = one.run(params)
        assert not real["failed"], real["msg"]
        assert not disagreements(plan, real)
        assert plan["plan_id"] == real["plan_id"]
        assert one.run(params)["changes"] == []
    wanted = {one for one in before if one[2:] != ("user", BOB)} | {("reader", "billing", "group", BOB)}
    assert grants(world) == wanted


def cloud_services() -> CspWorld:
    world = CspWorld()
    for name in (ALICE, BOB, CAROL):
        world.add_user(name)
    for group in ("operators", "viewers"):
        world.add_group(group)
        world.join(group, ALICE, BOB, CAROL)
    return world


def test_an_unknown_leaver_is_not_invited() -> None:
    with stage(CSP, cloud_services()) as one:
        wanted = {"group": "operators", "users": [ALICE, "gone@example.com"]}
        result = one.run({"memberships": [wanted], "leavers": ["gone@example.com"], "invite_unknown": True})
        assert (result["failed"], result["changes"]) == (False, [])


def test_a_leaver_who_was_asked_for_by_a_lost_answer_is_not_removed_twice() -> None:
    with stage(CSP, cloud_services()) as one:
        one.simulator.faults.add("cut_after", "remove_group_users", 1, 2)
        result = one.run({"memberships": [{"group": "operators", "users": [ALICE]}], "leavers": [BOB]})
        assert not result["failed"]
        assert one.writes() == {"remove_group_users": 2}
        assert {row["status"] for row in result["changes"]} == {"done"}


def test_a_leaver_in_a_group_that_belongs_to_others_is_left_there_and_told() -> None:
    world = cloud_services()
    world.add_group("directory", "AD_GROUP")
    world.join("directory", BOB)
    with stage(CSP, world) as one:
        entries = [{"group": "operators", "users": [ALICE, CAROL], "exclusive": True, "max_removals": "0"}]
        result = one.run({"memberships": entries, "leavers": [BOB]})
        assert (result["error"]["code"], len(result["not_removable"])) == ("not_removable", 1)
        assert one.writes() == {"remove_group_users": 2}


@pytest.mark.parametrize("blank", [[""], [None], ["  "], [], None])
def test_a_blank_leaver_is_nobody(blank: list[Any] | None) -> None:
    with stage(CSP, cloud_services()) as one:
        wanted = [{"group": "operators", "users": [""], "exclusive": True, "max_removals": "100%"}]
        result = one.run({"memberships": wanted, "leavers": blank})
        assert (result["error"]["code"], one.writes()) == ("empty_refused", {})


@pytest.mark.parametrize("wrong", ["a\nb", "{{ name }}", "\x00"])
def test_a_leaver_that_is_no_name_is_refused_before_anything_is_sent(wrong: str) -> None:
    with stage(CSP, cloud_services()) as one:
        result = one.run({"memberships": [], "leavers": [BOB, wrong]})
        assert (result["error"]["code"], one.calls()) == ("invalid_input", {})


def test_a_name_that_the_task_protects_is_no_leaver_whatever_an_entry_protects() -> None:
    with stage(CSP, cloud_services()) as one:
        entries = [{"group": group, "users": [ALICE], "protected_users": [CAROL]} for group in ("operators", "viewers")]
        result = one.run({"memberships": entries, "leavers": [BOB], "protected_users": [BOB]})
        assert (result["error"]["code"], one.writes()) == ("protected", {})

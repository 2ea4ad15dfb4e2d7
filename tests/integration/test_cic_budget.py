# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which requests a task of tencent_cic_group_user sends: exactly those, in the result and at the simulator."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.road import Road


@pytest.fixture
def world() -> World:
    """An Identity Center with quotas that leave room, and nothing in it yet."""
    world = World()
    world.user_quota = world.group_size_quota = 10_000
    return world


def user_names(world: World, count: int) -> list[str]:
    """Make users user-0000, user-0001 and so on."""
    names = [f"user-{number:04}" for number in range(count)]
    for name in names:
        world.add_user(name, f"{name}@example.com")
    return names


def fill(world: World, group: str, users: list[str]) -> dict[str, Any]:
    """Make a group with these members, and give the entry that wants exactly them."""
    world.add_group(group)
    world.join(group, *users)
    return {"group": group, "users": users, "exclusive": True}


def calls(simulator: TencentSimulator, result: dict[str, Any]) -> dict[str, int]:
    """The requests, the same in the result and in the log."""
    assert not result["failed"], result["msg"]
    assert result["api"]["calls"] == simulator.log.calls()
    assert result["api"]["writes"] == len(simulator.log.writes())
    assert result["api"]["retries"] == 0
    return simulator.log.calls()


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("with_zone", [True, False])
@pytest.mark.parametrize("sizes", [(0,), (2,), (99,), (100,), (101,), (250,), (3, 100, 201)], ids=str)
def test_the_steady_state_reads_zone_groups_and_members_once(
    world: World,
    simulator: TencentSimulator,
    group_user: Road,
    sizes: tuple[int, ...],
    with_zone: bool,
    check_mode: bool,
) -> None:
    names = user_names(world, max(sizes))
    entries = [
        {**fill(world, f"group-{number}", names[:size]), "allow_empty": True} for number, size in enumerate(sizes)
    ]
    zone = {"zone_id": world.zone_id} if with_zone else {}
    result = group_user(check_mode=check_mode, memberships=entries, **zone)
    assert not result["changed"]
    assert [row["members_count"] for row in result["memberships"]] == list(sizes)
    assert calls(simulator, result) == {
        **({} if with_zone else {"DescribeIdentityCenter": 1}),
        "ListGroups": 1,
        "ListGroupMembers": sum(max(1, math.ceil(size / 100)) for size in sizes),
    }


@pytest.mark.parametrize("count", [99, 100, 101, 105, 200])
def test_all_groups_are_paged_and_only_the_named_ones_are_read(
    world: World, simulator: TencentSimulator, group_user: Road, count: int
) -> None:
    names = user_names(world, 2)
    entries = [fill(world, f"group-{number:03}", names) for number in range(count)]
    result = group_user(memberships=[entries[0], entries[-1]])
    assert calls(simulator, result) == {
        "DescribeIdentityCenter": 1,
        "ListGroups": math.ceil(count / 100),
        "ListGroupMembers": 2,
    }
    simulator.log.clear()
    result = group_user(memberships=entries)
    assert (result["changed"], len(result["memberships"])) == (False, count)
    assert calls(simulator, result)["ListGroupMembers"] == count


@pytest.mark.parametrize("state", ["present", "absent"])
@pytest.mark.parametrize(("users", "pages"), [(99, 1), (100, 1), (101, 2), (250, 3)])
def test_named_users_who_are_no_members_cost_the_pages_of_all_users_once_a_task(
    world: World, simulator: TencentSimulator, group_user: Road, users: int, pages: int, state: str
) -> None:
    names = user_names(world, users)
    for number in range(3):
        fill(world, f"group-{number}", names[:1])
    entries = [{"group": f"group-{number}", "users": [names[0], names[-1], names[-2]]} for number in range(3)]
    if state == "absent":
        entries = [{**entry, "users": entry["users"][1:]} for entry in entries]
    result = group_user(check_mode=True, memberships=entries, state=state)
    assert result["changed"] is (state == "present")
    assert calls(simulator, result) == {
        "DescribeIdentityCenter": 1,
        "ListGroups": 1,
        "ListGroupMembers": 3,
        "ListUsers": pages,
    }


def test_each_change_is_one_request_and_only_changed_groups_are_looked_at_again(
    world: World, simulator: TencentSimulator, group_user: Road
) -> None:
    names = user_names(world, 150)
    entries = [fill(world, f"group-{number}", names[:101]) for number in range(3)]
    additions, removals = names[101:131], names[:20]
    entries[1] = {**entries[1], "users": [*names[20:101], *additions]}
    result = group_user(memberships=entries)
    assert (result["summary"]["added"], result["summary"]["removed"]) == (len(additions), len(removals))
    assert calls(simulator, result) == {
        "DescribeIdentityCenter": 1,
        "ListGroups": 1,
        "ListUsers": 2,
        # Three groups of two pages, then 111 members of the one that changed.
        "ListGroupMembers": 6 + 2,
        "AddUserToGroup": len(additions),
        "RemoveUserFromGroup": len(removals),
    }
    actions = [entry["action"] for entry in simulator.log.writes()]
    assert actions == sorted(actions)


def test_removals_alone_never_read_the_users(world: World, simulator: TencentSimulator, group_user: Road) -> None:
    names = user_names(world, 5)
    fill(world, "group", names)
    assert calls(simulator, group_user(group="group", users=names[:2], state="absent", zone_id=world.zone_id)) == {
        "ListGroups": 1,
        "ListGroupMembers": 2,
        "RemoveUserFromGroup": 2,
    }


def test_a_look_is_repeated_only_while_it_disagrees(
    world: World, simulator: TencentSimulator, group_user: Road
) -> None:
    names = user_names(world, 3)
    fill(world, "group", names[:2])
    simulator.stale_reads = 2
    result = group_user(group="group", users=names)
    assert calls(simulator, result)["ListGroupMembers"] == 1 + 3
    assert group_user.slept == [1.0, 2.0]


@pytest.mark.parametrize("where", ["option", "environment"])
def test_an_organization_id_costs_one_request(
    world: World, simulator: TencentSimulator, group_user: Road, where: str
) -> None:
    entry = fill(world, "group", user_names(world, 2))
    if where == "environment":
        group_user.environment["TENCENTCLOUD_ORG_ID"] = str(world.org_id)
    else:
        entry["org_id"] = str(world.org_id)
    assert calls(simulator, group_user(**entry, zone_id=world.zone_id)) == {
        "DescribeOrganization": 1,
        "ListGroups": 1,
        "ListGroupMembers": 1,
    }


def test_leavers_are_looked_up_by_their_groups_and_not_by_reading_all_members(
    world: World, simulator: TencentSimulator, group_user: Road
) -> None:
    names = user_names(world, 105)
    for number in range(105):
        fill(world, f"group-{number:03}", names[number : number + 1])
    world.join("group-050", names[0])
    result = group_user(all_groups=True, users=names[:2], state="absent")
    assert calls(simulator, result) == {
        "DescribeIdentityCenter": 1,
        "ListGroups": 2,
        "ListUsers": 2,
        "ListJoinedGroupsForUser": 2,
        "ListGroupMembers": 3 + 3,
        "RemoveUserFromGroup": 3,
    }


def test_reading_reads_each_thing_once(world: World, simulator: TencentSimulator, group_user_info: Road) -> None:
    names = user_names(world, 250)
    for number in range(3):
        fill(world, f"group-{number}", names[: 100 + number])
    assert calls(simulator, group_user_info()) == {
        "DescribeIdentityCenter": 1,
        "ListGroups": 1,
        "ListGroupMembers": 1 + 2 + 2,
    }
    simulator.log.clear()
    assert calls(simulator, group_user_info(groups=["group-0"], zone_id=world.zone_id)) == {
        "ListGroups": 1,
        "ListGroupMembers": 1,
    }
    simulator.log.clear()
    assert calls(simulator, group_user_info(users=[names[-1], names[101]])) == {
        "DescribeIdentityCenter": 1,
        "ListGroups": 1,
        "ListUsers": 3,
        "ListJoinedGroupsForUser": 2,
        "ListGroupMembers": 2,
    }


def test_sixty_groups_of_a_thousand_members_give_a_small_result(
    world: World, simulator: TencentSimulator, group_user: Road
) -> None:
    names = user_names(world, 1001)
    entries = [fill(world, f"department-group-{number:02}", names[:1000]) for number in range(60)]
    entries[7] = {**entries[7], "users": names[1:]}
    result = group_user(memberships=entries, exclusive=True, zone_id=world.zone_id)
    assert (result["summary"]["groups"], result["summary"]["groups_changed"]) == (60, 1)
    assert result["msg"] == "1 added, 1 removed in 1 of 60 groups; 59 unchanged."
    assert calls(simulator, result) == {
        "ListGroups": 1,
        "ListGroupMembers": 60 * 10 + 10,
        "ListUsers": 11,
        "AddUserToGroup": 1,
        "RemoveUserFromGroup": 1,
    }
    assert len(json.dumps(result)) < 200_000


def test_throttling_is_waited_out_and_counted(world: World, simulator: TencentSimulator, group_user: Road) -> None:
    names = user_names(world, 3)
    fill(world, "group", [])
    simulator.faults.add("throttled", "AddUserToGroup", times=2, seconds=2)
    result = group_user(group="group", users=names, max_connections=1)
    assert not result["failed"], result["msg"]
    assert world.members_of("group") == set(names)
    assert result["api"]["calls"]["AddUserToGroup"] == 5
    assert (result["api"]["writes"], result["api"]["retries"]) == (5, 2)
    assert result["api"]["throttled_seconds"] > 0

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All memberships are read by user where that takes fewer requests, and are the same whichever way they were read."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from simulators.tencent import World
from simulators.tencent.app import HANDLERS
from simulators.tencent.errors import ApiError
from support.stage import stage

MODULE = "tencent_cic_group_user_info"
BY_GROUP, BY_USER, USERS, GROUPS = "ListGroupMembers", "ListJoinedGroupsForUser", "ListUsers", "ListGroups"
LISTS = {"DescribeIdentityCenter": 1, GROUPS: 1}


def crowd(people: int, groups: int, members: int) -> World:
    """Groups of the same first members."""
    world = World()
    names = [f"user{number:03}@example.com" for number in range(people)]
    for name in names:
        world.add_user(name, email=f"mail.{name}")
    for number in range(groups):
        world.add_group(f"group{number:03}")
        world.join(f"group{number:03}", *names[:members])
    return world


def told(result: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Names and mail addresses by group."""
    return {
        group["name"]: sorted((row["name"], row["email"]) for row in group["members"]) for group in result["groups"]
    }


def truth(world: World) -> dict[str, list[tuple[str, str]]]:
    return {
        group.name: sorted((world.users[one].name, world.users[one].email) for one in group.joined)
        for group in world.groups.values()
    }


def test_few_people_in_many_groups_are_read_by_user_and_the_module_finds_the_result_unchanged() -> None:
    world = crowd(people=12, groups=40, members=11)
    with stage(MODULE, world) as one:
        result = one.run({})
        # One request tells how many users there are, one lists them.
        assert one.calls() == {**LISTS, USERS: 2, BY_USER: 12}
        assert told(result) == truth(world)
        assert all(row["joined"] for group in result["groups"] for row in group["members"])
        assert one.run({"groups": ["group001"]})["groups"][0] == next(
            group for group in result["groups"] if group["name"] == "group001"
        )
        assert BY_USER not in one.calls()
    with stage("tencent_cic_group_user", world) as one:
        assert one.run(result["as_input"])["changes"] == []


@pytest.mark.parametrize(
    ("people", "groups", "members", "users_calls"),
    [(30, 12, 20, 0), (250, 10, 250, 0), (60, 40, 3, 1)],
)
def test_otherwise_they_are_read_by_group(people: int, groups: int, members: int, users_calls: int) -> None:
    world = crowd(people, groups, members)
    with stage(MODULE, world) as one:
        result = one.run({"requests_per_second": 1000})
        more = {USERS: users_calls} if users_calls else {}
        assert one.calls() == {**LISTS, **more, BY_GROUP: groups * -(-members // 100)}
        assert told(result) == truth(world)


def test_any_world_is_told_as_it_is() -> None:
    rng = Random(7)
    for _world in range(4):
        world = crowd(rng.randint(1, 8), 0, 0)
        for number in range(rng.randint(1, 30)):
            world.add_group(f"team{number}")
            world.join(f"team{number}", *rng.sample(sorted(world.users), rng.randint(0, len(world.users))))
        with stage(MODULE, world) as one:
            result = one.run({})
            assert (told(result), result["unreadable"]) == (truth(world), [])


def test_a_number_that_differs_is_read_again_by_group(monkeypatch: pytest.MonkeyPatch) -> None:
    world, usual = crowd(people=3, groups=20, members=3), HANDLERS[BY_USER]
    late = next(iter(world.groups))

    def handler(call: Any) -> Any:
        answer = usual(call)
        kept = [row for row in answer["JoinedGroups"] if row["GroupId"] != late]
        return {**answer, "JoinedGroups": kept, "TotalCounts": len(kept)}

    monkeypatch.setitem(HANDLERS, BY_USER, handler)
    with stage(MODULE, world) as one:
        result = one.run({})
        assert (told(result), result["unreadable"]) == (truth(world), [])
        assert one.calls()[BY_GROUP] == 1


def test_a_group_whose_number_and_list_disagree_to_the_end_is_no_input(monkeypatch: pytest.MonkeyPatch) -> None:
    world, usual = crowd(people=3, groups=20, members=3), HANDLERS[GROUPS]
    wrong = next(iter(world.groups))

    def handler(call: Any) -> Any:
        answer = usual(call)
        rows = [{**row, "MemberCount": 4} if row["GroupId"] == wrong else row for row in answer["Groups"]]
        return {**answer, "Groups": rows}

    monkeypatch.setitem(HANDLERS, GROUPS, handler)
    with stage(MODULE, world) as one:
        result = one.run({})
        (row,) = result["unreadable"]
        assert (row["group"]["id"], len(result["as_input"]["memberships"])) == (wrong, 19)
        assert "4 members, and lists 3" in row["reason"]


def test_somebody_who_is_gone_meanwhile_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    world, usual = crowd(people=4, groups=20, members=3), HANDLERS[BY_USER]
    outsider = sorted(world.users, key=lambda number: world.users[number].name)[3]

    def handler(call: Any) -> Any:
        if call["UserId"] == outsider:
            raise ApiError("ResourceNotFound.UserNotExist")
        return usual(call)

    monkeypatch.setitem(HANDLERS, BY_USER, handler)
    with stage(MODULE, world) as one:
        result = one.run({})
        assert not result["failed"], result["msg"]
        assert told(result) == truth(world)

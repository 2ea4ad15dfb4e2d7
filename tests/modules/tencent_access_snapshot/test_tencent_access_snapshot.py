# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A snapshot of Tencent Cloud holds everything that gives access, read the cheaper way round, and says what it could not see."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import Snapshot, read_snapshot
from simulators.tencent import World
from simulators.tencent.demo import demo_world
from support.stage import Stage, stage

MODULE = "tencent_access_snapshot"
BY_GROUP, BY_USER = "ListGroupMembers", "ListJoinedGroupsForUser"


def taken(one: Stage, folder: Path, **params: Any) -> tuple[dict[str, Any], Snapshot]:
    result = one.run({"dest": str(folder / "tencent.jsonl"), **params})
    assert not result["failed"], result["msg"]
    return result, read_snapshot(result["path"])


def crowd(people: int, groups: int, members: int) -> World:
    """Groups of equal size."""
    world = World()
    names = [f"user{number:04}" for number in range(people)]
    for name in names:
        world.add_user(name)
    for number in range(groups):
        world.add_group(f"group{number}")
        world.join(f"group{number}", *names[:members])
    return world


def memberships(world: World) -> set[tuple[str, str]]:
    return {(group, user) for group, found in world.groups.items() for user in found.joined}


def told(snapshot: Snapshot) -> set[tuple[str, str]]:
    return {(row["group"]["id"], row["user"]["id"]) for row in snapshot.of("membership").values()}


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("people", [3, 40])
def test_every_membership_of_any_world_is_there_whichever_way_is_cheaper(
    seed: int, people: int, tmp_path: Path
) -> None:
    rng, world = Random(seed), World()
    names = [f"user{number}" for number in range(people)]
    for name in names:
        world.add_user(name)
    for number in range(rng.randint(1, 8)):
        world.add_group(f"group{number}")
        world.join(f"group{number}", *rng.sample(names, rng.randint(0, people)))
    with stage(MODULE, world) as one:
        _result, snapshot = taken(one, tmp_path)
        ways = {action for action in one.calls() if action in (BY_GROUP, BY_USER)}
    assert told(snapshot) == memberships(world)
    assert ways == ({BY_USER} if people < len(world.groups) else {BY_GROUP})
    assert snapshot.complete


def test_few_people_in_many_large_groups_are_read_by_user(tmp_path: Path) -> None:
    world = crowd(people=150, groups=90, members=150)
    with stage(MODULE, world) as one:
        _result, snapshot = taken(one, tmp_path, include=["membership"], requests_per_second=1000)
        assert {action: one.calls().get(action, 0) for action in (BY_GROUP, BY_USER)} == {BY_GROUP: 0, BY_USER: 150}
    assert told(snapshot) == memberships(world)


def test_a_number_that_disagrees_is_read_again_by_group(tmp_path: Path) -> None:
    world = crowd(people=2, groups=4, members=2)
    late, others = next(iter(world.groups)), list(world.groups)[1:]

    def forget(one: Stage) -> None:
        """The lists by user lack one group."""
        served = one.simulator.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            hides = dict(scope.get("headers", ())).get(b"x-tc-action") == BY_USER.encode()
            joined = world.groups[late].joined
            kept = dict(joined) if isinstance(joined, dict) else joined
            if hides:
                world.groups[late].joined = type(joined)()
            await served(scope, receive, send)
            if hides:
                world.groups[late].joined = kept

        one.simulator.app = app

    assert others
    with stage(MODULE, world) as one:
        forget(one)
        _result, snapshot = taken(one, tmp_path, include=["membership"], max_connections=1)
        assert one.calls().get(BY_GROUP, 0) <= 1
    assert told(snapshot) == memberships(world)


def test_everything_of_the_demo_organization_is_there(tmp_path: Path) -> None:
    world = demo_world()
    world.add_synchronization("alice@example.com", "data-lake")
    with stage(MODULE, world) as one:
        result, snapshot = taken(one, tmp_path)
    assert set(snapshot.of("user")) == set(world.users)
    assert set(snapshot.of("group")) == set(world.groups)
    assert {row["name"] for row in snapshot.of("role_configuration").values()} == {"platform-operator", "auditor"}
    grants = {
        (row["role_configuration"]["name"], row["account"]["name"], row["principal"]["name"])
        for row in snapshot.of("assignment").values()
    }
    assert ("platform-operator", "platform-test", "platform-developers") in grants
    assert len(grants) == 5
    assert {row["type"] for row in snapshot.of("policy").values()} == {"system", "custom"}
    assert {row["status"] for row in snapshot.of("deployment").values()} == {"Deployed"}
    (sync,) = snapshot.of("synchronization").values()
    assert (sync["principal"]["name"], sync["account"]["name"]) == ("alice@example.com", "data-lake")
    assert [row["enabled"] for row in snapshot.of("user").values() if row["name"] == "ivan@example.com"] == [False]
    (management,) = (row for row in snapshot.of("account").values() if row["management"])
    assert management["id"] == str(world.host_uin)
    assert result["counts"]["unreadable"] == 0


@pytest.mark.parametrize("listed", [True, False])
def test_the_management_account_is_told_whether_it_is_listed_or_not(listed: bool, tmp_path: Path) -> None:
    world = demo_world()
    world.list_management_account = listed
    with stage(MODULE, world) as one:
        _result, snapshot = taken(one, tmp_path, include=["account"])
    assert [row["id"] for row in snapshot.of("account").values() if row["management"]] == [str(world.host_uin)]


def test_what_the_key_may_not_read_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    world = demo_world()
    world.denied_actions = {"ListUserSyncProvisionings", "ListPermissionPoliciesInRoleConfiguration"}
    with stage(MODULE, world) as one:
        result, snapshot = taken(one, tmp_path)
    assert (result["complete"], snapshot.complete) == (False, False)
    assert {row["kind"] for row in snapshot.of("unreadable").values()} == {"synchronization", "policy"}
    assert len(snapshot.of("user")) == len(world.users)
    assert len(result["warnings"]) == 3, "one for the list, one for each of two role configurations"


def test_a_key_that_is_refused_leaves_no_file(tmp_path: Path) -> None:
    with stage(MODULE, demo_world()) as one:
        result = one.run({"dest": str(tmp_path / "tencent.jsonl"), "secret_id": "EXAMPLE", "secret_key": "EXAMPLE"})
    assert result["failed"]
    assert list(tmp_path.iterdir()) == []

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the writing modules make of every fault that a write can meet."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.faults import KINDS
from simulators.tencent import TencentSimulator, World
from support.fault_kinds import LOST, SPOILING, UNCLEAR
from support.road import Road
from support.tencent_faults import (
    ALICE,
    BOB,
    CAROL,
    CREATE,
    DAVE,
    ERIN,
    SWAP,
    WRITES,
    acknowledged,
    agrees,
    converges,
    sent,
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", WRITES)
def test_a_write_that_meets_a_fault_is_reported_as_it_is(
    world: World, simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    work = WRITES[action]
    simulator.faults.add(kind, action)
    result = roads[work.module](**work.params)
    assert simulator.faults.injected == 1
    assert sent(simulator, action) == (2 if kind == "throttled" and action != CREATE else 1)
    agrees(result, world, work.shown)
    (row,) = result["changes"]
    if kind in UNCLEAR:
        assert (result["failed"], row["status"], result["error"]["code"]) == (
            True,
            "outcome_unknown",
            "outcome_unknown",
        )
        assert result["changed"]
    elif kind == "throttled" and action == CREATE:
        assert (result["failed"], row["status"], result["error"]["code"]) == (True, "failed", "RequestLimitExceeded")
        assert not result["changed"]
    else:
        assert (result["failed"], row["status"], result["changed"]) == (False, "done", True), result["msg"]
    converges(roads[work.module], work.params, world, work.shown)


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_update_that_shows_does_not_stop_the_move(
    world: World, simulator: TencentSimulator, org_member: Road, kind: str
) -> None:
    simulator.faults.add(kind, "UpdateOrganizationMember")
    result = org_member(name="data-lake", remark="Moved", node="/Finance")
    assert not result["failed"], result["msg"]
    assert [row["status"] for row in result["changes"]] == ["done", "done"]
    assert world.member("data-lake").node == world.node("Finance").id


@pytest.mark.parametrize("action", WRITES)
def test_what_was_written_is_reported_when_it_cannot_be_looked_at_again(
    world: World, simulator: TencentSimulator, roads: dict[str, Road], action: str
) -> None:
    work = WRITES[action]
    read = "ListGroupMembers" if work.module == "group_user" else "DescribeOrganizationMembers"
    checked = roads[work.module](check_mode=True, **work.params)
    simulator.faults.add("http_503", read, position=checked["api"]["calls"][read] + 1, times=1000)
    result = roads[work.module](**work.params, retry_timeout=0)
    assert not result["failed"], result["msg"]
    assert [row["status"] for row in result["changes"]] == [acknowledged(action)]
    assert [text for text in result["warnings"] if "could not be looked at again" in text]


@pytest.mark.parametrize("kind", SPOILING)
@pytest.mark.parametrize("position", [1, 2])
def test_a_lost_addition_is_settled_before_the_removals_of_its_group(
    world: World, simulator: TencentSimulator, group_user: Road, kind: str, position: int
) -> None:
    params: dict[str, Any] = {**SWAP, "users": [ALICE, "frank", BOB, CAROL], "max_removals": "2", "max_connections": 1}
    simulator.faults.add(kind, "AddUserToGroup", position=position)
    result = group_user(**params)
    users = world.members_of("viewers")
    status = {row["subject"]["name"]: row["status"] for row in result["changes"]}
    for name in (ALICE, "frank"):
        assert (name in users) is (status[name] == "done")
    if kind in UNCLEAR:
        assert sorted(status.values()) == ["done", "not_tried", "not_tried", "outcome_unknown"]
        assert sent(simulator, "RemoveUserFromGroup") == 0
        assert (result["failed"], result["error"]["code"]) == (True, "outcome_unknown")
    else:
        assert set(status.values()) == {"done"}
        assert users == {ALICE, "frank", BOB, CAROL}


def test_removals_are_not_tried_in_a_group_whose_addition_failed_only(
    world: World, simulator: TencentSimulator, group_user: Road
) -> None:
    world.groups_per_user_quota = 1
    memberships = [
        {"group": "viewers", "users": [ALICE, "frank", CAROL]},
        {"group": "platform-admins", "users": [BOB, "frank"]},
        {"group": "auditors", "users": []},
    ]
    world.join("auditors", ERIN)
    result = group_user(
        memberships=memberships, exclusive=True, max_removals="100%", allow_empty=True, max_connections=1
    )
    status: dict[tuple[str, str], set[str]] = {}
    for row in result["changes"]:
        status.setdefault((row["action"], row["target"]["name"]), set()).add(row["status"])
        if row["status"] == "failed":
            assert row["error"]["code"] == "FailedOperation.UserAddGroupCountOverUpperLimit"
    assert "failed" in status["add", "viewers"]
    assert status["remove", "viewers"] == {"not_tried"}
    assert status["remove", "auditors"] == {"done"}
    assert result["error"]["code"] == "partial_failure"
    assert world.members_of("viewers") >= {BOB, CAROL, DAVE, ERIN}
    assert world.members_of("auditors") == set()

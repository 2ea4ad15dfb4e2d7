# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the writing modules make of reads that fail, that are written differently, or that lag behind."""

from __future__ import annotations

import pytest

from simulators.faults import GENTLE
from simulators.tencent import TencentSimulator, World
from support.fault_kinds import SPOILING
from support.road import Road
from support.tencent_faults import NEW, READS, WRITES, acknowledged


@pytest.mark.parametrize("kind", SPOILING)
@pytest.mark.parametrize("action", READS)
def test_a_read_that_meets_a_fault_is_repeated(
    simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    module, params = READS[action]
    simulator.faults.add(kind, action)
    result = roads[module](**params)
    assert simulator.faults.injected == 1
    assert (result["failed"], result["changed"], result["api"]["retries"]) == (False, True, 1), result["msg"]
    assert sum(result["api"]["calls"].values()) == len(simulator.log.entries)
    simulator.log.clear()
    assert not roads[module](**params)["changed"]


@pytest.mark.parametrize("kind", sorted(GENTLE))
@pytest.mark.parametrize("action", READS)
def test_an_answer_that_is_only_written_differently_means_the_same(
    simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    module, params = READS[action]
    plain = roads[module](check_mode=True, **params)
    simulator.faults.add(kind, action, times=1000)
    other = roads[module](check_mode=True, **params)
    assert not other["failed"], other["msg"]
    assert simulator.faults.injected
    assert (other["changes"], other["diff"]) == (plain["changes"], plain["diff"])


@pytest.mark.parametrize("kind", sorted({*SPOILING} - {"throttled", "internal_error_after", "internal_error"}))
@pytest.mark.parametrize("action", READS)
def test_a_read_that_fails_for_good_writes_nothing_and_says_so(
    simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    module, params = READS[action]
    simulator.faults.add(kind, action, times=1000)
    result = roads[module](**params, retry_timeout=0)
    assert (result["failed"], result["changed"]) == (True, False)
    assert result["error"]["code"] in ("connection_failed", "bad_response")
    assert action in result["msg"]
    assert simulator.log.writes() == []


@pytest.mark.parametrize("action", WRITES)
@pytest.mark.parametrize("reads", [1, 4, 50])
def test_reads_that_lag_behind_are_waited_for_and_never_undo_a_success(
    world: World, simulator: TencentSimulator, roads: dict[str, Road], action: str, reads: int
) -> None:
    work = WRITES[action]
    simulator.stale_reads = reads
    result = roads[work.module](**work.params)
    status = acknowledged(action) if reads == 50 else "done"
    assert ([row["status"] for row in result["changes"]], result["failed"]) == ([status], False), result["msg"]
    assert all(is_there(world) for is_there in work.shown.values())
    assert bool([text for text in result["warnings"] if "not visible yet" in text]) is (reads == 50)
    assert roads[work.module].slept[:2] == [1.0, 2.0] or reads == 1


def test_the_uin_of_an_account_that_does_not_show_yet_is_told(
    world: World, simulator: TencentSimulator, org_member: Road
) -> None:
    simulator.stale_reads = 50
    result = org_member(**NEW)
    uin = str(world.member("new-account").uin)
    assert result["changes"][0]["subject"]["id"] == uin
    assert (result["member"] or {}).get("uin") == uin


@pytest.mark.parametrize(
    "action", ["UpdateOrganizationMember", "MoveOrganizationNodeMembers", "DeleteOrganizationMembers"]
)
def test_a_change_that_does_not_show_yet_is_in_the_member_that_is_returned(
    simulator: TencentSimulator, org_member: Road, action: str
) -> None:
    params = WRITES[action].params
    if action == "UpdateOrganizationMember":
        # Permissions are not said to be there before they show: the member may have to consent.
        params = {"name": "data-lake", "remark": "Lake"}
    expected = org_member(check_mode=True, **params)["member"]
    simulator.stale_reads = 50
    result = org_member(**params)
    assert [row["status"] for row in result["changes"]] == ["done"]
    assert result["member"] == expected


@pytest.mark.parametrize("action", ["AddUserToGroup", "RemoveUserFromGroup"])
def test_a_change_that_somebody_else_was_faster_with_is_none(
    simulator: TencentSimulator, group_user: Road, action: str
) -> None:
    params = WRITES[action].params
    simulator.stale_reads = 50
    group_user(**params)
    result = group_user(**params)
    assert (result["failed"], result["changed"], result["changes"]) == (False, False, [])
    assert [text for text in result["warnings"] if "faster" in text]
    (row,) = result["memberships"]
    assert (row["members_count"], row["unchanged_count"]) == (
        {"AddUserToGroup": 3, "RemoveUserFromGroup": 1}[action],
        1,
    )

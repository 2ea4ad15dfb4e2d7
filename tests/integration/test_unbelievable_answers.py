# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that came and cannot be believed: lists that shift, no lists, drips; and throttles and quotas that last."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from simulators.tencent.app import HANDLERS
from simulators.tencent.errors import ApiError
from support.road import Road
from support.tencent_faults import ALICE, BOB, CAROL, READS

LISTS = {
    action: task for action, task in READS.items() if action not in ("DescribeIdentityCenter", "DescribeOrganization")
}


@pytest.mark.parametrize("kind", ["no_list", "null_rows"])
@pytest.mark.parametrize("action", LISTS)
def test_a_good_answer_without_a_list_is_asked_for_again_and_never_an_empty_list(
    simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    module, params = LISTS[action]
    plain = roads[module](check_mode=True, **params)
    simulator.faults.add(kind, action)
    once = roads[module](check_mode=True, **params)
    assert (once["failed"], once["api"]["retries"], once["changes"]) == (False, 1, plain["changes"]), once["msg"]
    simulator.faults.add(kind, action, times=1000)
    result = roads[module](**params, retry_timeout=0)
    assert (result["failed"], result["error"]["code"], simulator.log.writes()) == (True, "bad_response", [])
    assert action in result["msg"]


@pytest.mark.parametrize("action", ["ListGroupMembers", "DescribeOrganizationNodes"])
def test_an_answer_that_drips_for_ever_ends_with_the_timeout(
    simulator: TencentSimulator, roads: dict[str, Road], action: str
) -> None:
    module, params = LISTS[action]
    simulator.faults.add("drip_after", action)
    result = roads[module](check_mode=True, **params, timeout=0.3)
    assert (result["failed"], simulator.faults.injected, result["api"]["retries"]) == (False, 1, 1), result["msg"]
    simulator.faults.add("drip_after", action, times=1000)
    result = roads[module](**params, timeout=0.3, retry_timeout=0)
    assert (result["failed"], result["error"]["code"], simulator.log.writes()) == (True, "connection_failed", [])
    assert "within 0.3 seconds" in result["msg"]


def test_a_throttle_that_lasts_costs_retry_timeout_once_and_stops_the_writes_of_the_task(
    world: World, simulator: TencentSimulator, group_user: Road
) -> None:
    names = [f"user-{number}@example.com" for number in range(30)]
    for name in names:
        world.add_user(name)
    simulator.faults.add("throttled", "AddUserToGroup", times=1000, seconds=3)
    result = group_user(group="auditors", users=names, retry_timeout=2, max_connections=4)
    status = [row["status"] for row in result["changes"]]
    assert (result["failed"], status.count("failed") <= 4, status.count("not_tried") >= 26) == (True, True, True), (
        status
    )
    assert len(simulator.log.writes()) <= 4
    assert "RequestLimitExceeded" in result["msg"]


@pytest.mark.parametrize("code", ["LimitExceeded", "ResourceInsufficient", "ServiceUnavailable"])
def test_a_quota_that_is_used_up_stops_the_writes_of_the_task(
    world: World, simulator: TencentSimulator, group_user: Road, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def refuse(call: Any) -> Any:
        raise ApiError(code)

    monkeypatch.setitem(HANDLERS, "AddUserToGroup", refuse)
    result = group_user(group="auditors", users=[ALICE, BOB, CAROL], max_connections=1)
    unclear = code == "ServiceUnavailable"
    expected = ["outcome_unknown" if unclear else "failed", "not_tried", "not_tried"]
    assert [row["status"] for row in result["changes"]] == expected
    assert len(simulator.log.writes()) == 1


# The search for a member comes before the list of all members.
@pytest.mark.parametrize(
    ("action", "position"),
    [("ListGroups", 2), ("ListGroupMembers", 2), ("ListUsers", 2), ("DescribeOrganizationMembers", 3)],
)
@pytest.mark.parametrize("kind", ["repeat_page", "shifting_list"])
def test_a_list_that_shifts_between_its_pages_is_read_again_and_never_believed(
    world: World, simulator: TencentSimulator, roads: dict[str, Road], action: str, position: int, kind: str
) -> None:
    world.member_quota = world.group_size_quota = 1000
    for number in range(150):
        world.add_group(f"group-{number}")
        world.join("viewers", world.add_user(f"user-{number}"))
        world.add_member(f"member-{number}")
    module, params = LISTS[action]
    more = {"max_removals": "99%"} if module == "group_user" else {}
    plain = roads[module](check_mode=True, **{**params, **more})
    simulator.faults.add(kind, action, position=position)
    once = roads[module](check_mode=True, **{**params, **more})
    assert (simulator.faults.injected, once["failed"], once["changes"]) == (1, False, plain["changes"]), once["msg"]
    assert once["api"]["calls"][action] == plain["api"]["calls"][action] + position - (
        action == "DescribeOrganizationMembers"
    )
    simulator.faults.add(kind, action, times=1000)
    result = roads[module](**{**params, **more})
    assert result["failed"]
    assert (result["error"]["code"], simulator.log.writes()) == ("bad_response", [])
    assert "not complete" in result["msg"]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task that is bound to an approved plan does this plan or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.stage import stage

if TYPE_CHECKING:
    from support.road import Road

ALICE, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "carol", "dave"))
WISH: dict[str, Any] = {
    "memberships": [
        {"group": "viewers", "users": [ALICE, CAROL], "exclusive": True, "max_removals": 3},
        {"group": "auditors", "users": ["frank"]},
    ]
}
ACCOUNT = {"name": "new-account", "node": "Platform", "permissions": [1, 2]}


@pytest.fixture
def approved(group_user: Road) -> str:
    """The id of the plan that check mode shows."""
    plan: str = group_user(check_mode=True, **WISH)["plan_id"]
    return plan


def test_check_and_real_run_have_the_same_plan_id(group_user: Road, approved: str) -> None:
    done = group_user(**WISH)
    assert (done["failed"], done["changed"], done["plan_id"]) == (False, True, approved)


def test_an_approved_plan_is_done_and_can_be_started_again(group_user: Road, approved: str) -> None:
    done = group_user(**WISH, expect_plan=approved)
    assert (done["failed"], done["changed"]) == (False, True)
    again = group_user(**WISH, expect_plan=approved)
    assert (again["failed"], again["changed"], again["changes"]) == (False, False, [])
    assert again["plan_id"] != approved


def test_a_changed_world_needs_a_new_approval_and_nothing_is_written(
    group_user: Road, world: World, simulator: TencentSimulator, approved: str
) -> None:
    world.join("auditors", "frank")
    for check_mode in (True, False):
        refused = group_user(check_mode=check_mode, **WISH, expect_plan=approved)
        assert (refused["failed"], refused["changed"], refused["error"]["code"]) == (True, False, "plan_changed")
        # What would be done now is there to be looked at and approved.
        assert {change["target"]["name"] for change in refused["changes"]} == {"viewers"}
        assert refused["plan_id"] != approved
        assert refused["plan_id"] in refused["msg"]
    assert simulator.log.writes() == []


def test_the_order_of_entries_and_names_does_not_matter(group_user: Road, approved: str) -> None:
    turned = [{**entry, "users": entry["users"][::-1]} for entry in reversed(WISH["memberships"])]
    assert group_user(check_mode=True, memberships=turned)["plan_id"] == approved


def test_another_wish_is_another_plan(group_user: Road, approved: str) -> None:
    other = [WISH["memberships"][0], {"group": "auditors", "users": [DAVE]}]
    assert group_user(check_mode=True, memberships=other)["plan_id"] != approved


def test_what_a_failure_left_over_needs_a_new_approval(
    group_user: Road, world: World, simulator: TencentSimulator
) -> None:
    world.group_size_quota = 3
    wish = {"group": "platform-admins", "users": [CAROL, DAVE], "max_connections": 1}
    plan = group_user(check_mode=True, **wish)["plan_id"]
    failed = group_user(**wish, expect_plan=plan)
    assert (failed["failed"], failed["error"]["code"], failed["plan_id"]) == (True, "partial_failure", plan)
    assert "needs a new approval" in failed["msg"]
    world.group_size_quota = 100
    sent = len(simulator.log.writes())
    assert group_user(**wish, expect_plan=plan)["error"]["code"] == "plan_changed"
    assert len(simulator.log.writes()) == sent


def test_an_account_has_the_same_plan_before_and_while_it_is_opened(org_member: Road) -> None:
    plan = org_member(check_mode=True, **ACCOUNT)["plan_id"]
    assert org_member(**ACCOUNT, expect_plan="0" * 16)["error"]["code"] == "plan_changed"
    done = org_member(**ACCOUNT, expect_plan=plan)
    assert (done["failed"], done["changed"], done["plan_id"]) == (False, True, plan)
    again = org_member(**ACCOUNT, expect_plan=plan)
    assert (again["failed"], again["changed"]) == (False, False)


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_blank_approval_binds_to_nothing_and_is_refused(
    group_user: Road, simulator: TencentSimulator, check_mode: bool
) -> None:
    result = group_user(check_mode=check_mode, **WISH, expect_plan=" ")
    assert (result["failed"], result["error"]["code"], simulator.log.entries) == (True, "invalid_input", [])


def test_a_move_into_a_department_of_an_earlier_task_has_one_plan_id() -> None:
    world = World()
    world.add_member("data-lake")
    task = {"name": "data-lake", "node": "/data", "assume_present": {"nodes": ["/data"]}}
    with stage("tencent_org_member", world) as one:
        planned = one.run(task, check_mode=True)
        one.world.add_node("data")
        assert one.run({**task, "expect_plan": planned["plan_id"]})["changed"]

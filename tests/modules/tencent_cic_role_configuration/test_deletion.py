# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A deletion takes away in the order of the API, and waits for what is under way."""

from __future__ import annotations

import pytest

from simulators.tencent.app import HANDLERS
from simulators.tencent.calls import Call, Row
from simulators.tencent.errors import ApiError
from support.cases import cases_of
from support.stage import stage

MODULE = "tencent_cic_role_configuration"
FORCED = {"name": "operator", "state": "absent", "force": True}
ORDER = ["assignment"] * 2 + ["deployment"] * 2 + ["policy"] * 2 + ["custom_policy", "role_configuration"]


def test_a_deletion_takes_away_in_the_order_of_the_api() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        plan = one.run(FORCED, check_mode=True)
        assert [row["kind"] for row in plan["changes"]] == ORDER
        result = one.run(FORCED)
        assert [row["kind"] for row in result["changes"]] == ORDER
        assert {row["status"] for row in result["changes"]} == {"done"}
        assert result["summary"]["deleted"] == 1
        assert one.world.assignments_of("auditor") == {("data-lake", "admins")}
        names = [found.name for found in one.world.role_configurations.values()]
        assert names == ["auditor", "empty"]


def test_what_is_lost_stands_in_the_plan() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        (deletion,) = [row for row in one.run(FORCED, check_mode=True)["changes"] if row["action"] == "delete"]
        names = [row["name"] for row in deletion["before"]["policies"]]
        assert names == ["QcloudCVMReadOnlyAccess", "QcloudTKEFullAccess"]
        assert list(deletion["before"]["custom_policies"]) == ["no-deletion"]


@pytest.mark.parametrize("kind", ["DeleteRoleAssignment", "DeprovisionRoleConfiguration"])
def test_a_failed_task_is_told_with_its_reason_and_the_configuration_stays(kind: str) -> None:
    world = cases_of(MODULE).world()
    world.task_failures = {kind: "The account is frozen."}
    with stage(MODULE, world) as one:
        result = one.run(FORCED)
        assert result["failed"]
        assert "The account is frozen." in result["msg"]
        assert result["changes"][-1]["status"] == "not_tried"
        assert one.world.policies_of("operator") == {
            "QcloudTKEFullAccess",
            "QcloudCVMReadOnlyAccess",
            "no-deletion",
        }


def test_a_dismantling_that_is_not_over_in_time_has_an_unknown_outcome_and_nothing_follows() -> None:
    world = cases_of(MODULE).world()
    world.revoke("operator", "data-lake", "alice@example.com", "admins")
    world.task_looks = 10**6
    with stage(MODULE, world) as one:
        result = one.run({**FORCED, "task_timeout": 20})
        assert result["failed"]
        assert [row["status"] for row in result["changes"]] == ["outcome_unknown"] * 2 + ["not_tried"] * 4


# Without further looks a task is over before the list of tasks is answered, and stands in it no more.
@pytest.mark.parametrize("looks", [0, 1])
def test_a_task_that_is_under_way_is_waited_for_and_nothing_is_sent_twice(looks: int) -> None:
    world = cases_of(MODULE).world()
    world.revoke("operator", "data-lake", "alice@example.com", "admins")
    world.task_looks = looks
    with stage(MODULE, world) as one:
        # The first run loses the answers of both starts, so that nobody looks at their tasks.
        one.simulator.faults.add("cut_after", "DismantleRoleConfiguration", 1, times=2)
        first = one.run({**FORCED, "max_connections": 1})
        assert first["error"]["code"] == "outcome_unknown"
        second = one.run({**FORCED, "max_connections": 1})
        assert not second["failed"], second["msg"]
        assert one.calls()["ListTasks"] == 2
        assert any("Somebody else was faster" in text for text in second["warnings"])


def test_an_account_that_stays_busy_without_a_task_is_refused_as_the_api_says(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(call: Call) -> Row:
        raise ApiError("FailedOperation.RoleConfigurationProvisioningStatusError")

    monkeypatch.setitem(HANDLERS, "DismantleRoleConfiguration", answer)
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({**FORCED, "max_connections": 1})
        assert result["failed"]
        # In each of the two accounts once more: a task may have ended before anybody could look.
        assert one.writes()["DismantleRoleConfiguration"] == 4
        assert "run again when it is over" in result["msg"]


def test_somebody_else_deletes_it_meanwhile() -> None:
    from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.errors import api_error

    gone = "InvalidParameter.RoleConfigurationNotExist"
    assert api_error("DeleteRoleConfiguration", gone, "", None).already
    assert not api_error("UpdateRoleConfiguration", gone, "", None).already
    policy = "InvalidParameter.RolePolicyNotExist"
    assert api_error("RemovePermissionPolicyFromRoleConfiguration", policy, "", None).already
    assert not api_error("UpdateCustomPolicyForRoleConfiguration", policy, "", None).already

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is deployed follows the configuration: every account that needs it, with honest ends of tasks."""

from __future__ import annotations

from typing import Any

from simulators.tencent import World
from support.cases import cases_of
from support.stage import stage

MODULE = "tencent_cic_role_configuration"
OTHER_SESSION = {"name": "operator", "session_duration": 7200}


def world() -> World:
    """The world of the cases."""
    made: World = cases_of(MODULE).world()
    return made


def statuses(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["subject"]["name"], row["status"]) for row in result["changes"]]


def test_policies_come_first_and_then_every_account_of_the_configuration() -> None:
    with stage(MODULE, world()) as one:
        wish = {"name": "operator", "description": "New", "policies": ["ReadOnlyAccess", "QcloudTKEFullAccess"]}
        result = one.run(wish)
        assert [(row["action"], row["kind"], row["subject"]["name"]) for row in result["changes"]] == [
            ("update", "role_configuration", "operator"),
            ("add", "policy", "ReadOnlyAccess"),
            ("remove", "policy", "QcloudCVMReadOnlyAccess"),
            ("update", "deployment", "data-lake"),
            ("update", "deployment", "web-shop"),
        ]
        assert one.world.deployments_of("operator") == {"data-lake": "Deployed", "web-shop": "Deployed"}
        assert result["changes"][3]["before"] == {"status": "DeployedRequired"}


def test_a_description_provisions_nothing() -> None:
    with stage(MODULE, world()) as one:
        result = one.run({"name": "operator", "description": "New"})
        assert statuses(result) == [("role_configuration", "operator", "done")]


def test_without_provisioning_the_rows_tell_what_is_outdated() -> None:
    with stage(MODULE, world()) as one:
        for check_mode in (True, False):
            result = one.run({**OTHER_SESSION, "provision": False}, check_mode=check_mode)
            (row,) = result["role_configurations"]
            assert [found["status"] for found in row["deployments"]] == ["DeployedRequired"] * 2


def test_the_management_account_is_provisioned_as_what_it_is() -> None:
    made = world()
    made.add_role_configuration("billing", ["ReadOnlyAccess"])
    made.deploy("billing", made.host_uin, "DeployedRequired")
    with stage(MODULE, made) as one:
        result = one.run({"name": "billing"})
        assert not result["failed"], result["msg"]
        assert one.world.deployments_of("billing") == {one.world.member(made.host_uin).name: "Deployed"}


def test_a_failed_task_is_told_with_its_reason_and_the_other_account_is_done() -> None:
    made = world()
    made.task_failures = {made.member("data-lake").uin: "The account is frozen."}
    with stage(MODULE, made) as one:
        result = one.run(OTHER_SESSION)
        assert result["failed"]
        assert "The account is frozen." in result["msg"]
        assert statuses(result) == [
            ("role_configuration", "operator", "done"),
            ("deployment", "data-lake", "failed"),
            ("deployment", "web-shop", "done"),
        ]
        one.world.task_failures = {}
        again = one.run(OTHER_SESSION)
        assert statuses(again) == [("deployment", "data-lake", "done")]


def test_a_task_that_does_not_end_is_pending_and_due_again_in_the_next_run() -> None:
    made = world()
    made.task_looks = 10**6
    with stage(MODULE, made) as one:
        result = one.run({**OTHER_SESSION, "task_timeout": 20})
        assert (result["failed"], result["changed"], result["summary"]["pending"]) == (False, True, 2)
        assert statuses(result)[1:] == [("deployment", "data-lake", "pending"), ("deployment", "web-shop", "pending")]
        assert [row["status"] for row in result["role_configurations"][0]["deployments"]] == ["DeployedRequired"] * 2
        one.world.finish_tasks()
        again = one.run(OTHER_SESSION)
        assert (again["failed"], again["changed"], again["changes"]) == (False, False, [])


def test_a_task_that_ends_while_it_is_looked_at_again_is_done() -> None:
    made = world()
    made.tasks_end_at_once = True
    with stage(MODULE, made) as one:
        result = one.run(OTHER_SESSION)
        assert {status for _kind, _name, status in statuses(result)} == {"done"}
        assert "GetTaskStatus" not in one.calls()


def test_a_lost_answer_is_not_taken_for_done_because_a_list_lags() -> None:
    made = world()
    with stage(MODULE, made) as one:
        one.simulator.stale_reads = 1000
        one.simulator.faults.add("cut_before", "ProvisionRoleConfiguration", 1)
        result = one.run({**OTHER_SESSION, "max_connections": 1})
        assert result["failed"]
        assert statuses(result)[1][2] == "outcome_unknown"


def test_what_goes_on_is_not_taken_for_done_because_a_list_lags() -> None:
    made = world()
    made.task_looks = 10**6
    with stage(MODULE, made) as one:
        one.simulator.stale_reads = 1000
        result = one.run({**OTHER_SESSION, "task_timeout": 0})
        assert [status for kind, _name, status in statuses(result) if kind == "deployment"] == ["pending"] * 2


def test_a_policy_that_is_refused_leaves_the_accounts_as_they_are() -> None:
    with stage(MODULE, world()) as one:
        one.simulator.world.denied_actions = {"AddPermissionPolicyToRoleConfiguration"}
        result = one.run({"name": "auditor", "policies": ["ReadOnlyAccess", "QcloudTKEFullAccess"]})
        assert statuses(result) == [
            ("policy", "QcloudTKEFullAccess", "failed"),
            ("deployment", "data-lake", "not_tried"),
        ]
        assert one.world.deployments_of("auditor") == {"data-lake": "Deployed"}


def test_a_hundred_accounts_are_provisioned_beside_each_other() -> None:
    made = World()
    made.add_role_configuration("operator", ["ReadOnlyAccess"])
    for number in range(120):
        made.add_member(f"account-{number:03}")
        made.deploy("operator", f"account-{number:03}", "DeployedRequired")
    made.task_looks = 0
    with stage(MODULE, made) as one:
        result = one.run({"name": "operator"})
        assert not result["failed"], result["msg"]
        calls = one.calls()
        assert (calls["ProvisionRoleConfiguration"], calls["ListRoleConfigurationProvisionings"]) == (120, 4)

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role assignments and their tasks through the official SDK."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.official_sdk import call, code, pages, record, wait

DUPLICATE = "FailedOperation.RoleConfigurationAuthorizationAlreadyExist"


@pytest.fixture
def world(simulator: TencentSimulator) -> World:
    """Two role configurations, an account, a user and a group."""
    world = simulator.world
    world.add_role_configuration("auditor", ["ReadOnlyAccess"])
    world.add_role_configuration("operator")
    world.add_member("prod")
    world.add_user("alice")
    world.add_group("admins")
    return world


def grant(world: World, principal: str, account: str = "prod", role: str = "auditor") -> dict[str, Any]:
    """What identifies an assignment."""
    uin = world.member(account).uin
    kind, number = world.principal(principal)
    return {
        "RoleConfigurationId": world.role_configuration(role).id,
        "TargetUin": uin,
        "TargetType": "ManagerUin" if uin == world.host_uin else "MemberUin",
        "PrincipalType": kind,
        "PrincipalId": number,
    }


def entries(*grants: dict[str, Any]) -> list[Any]:
    return [record("RoleAssignmentInfo", **one) for one in grants]


def test_refused_assignments(client: Any, world: World) -> None:
    here, right = {"ZoneId": world.zone_id}, grant(world, "alice")

    def created(*changes: dict[str, Any]) -> str:
        wish = entries(*({**right, **change} for change in changes))
        return code(client, "CreateRoleAssignment", **here, RoleAssignmentInfo=wish)

    assert code(client, "CreateRoleAssignment", **here) == "MissingParameter"
    assert created({"PrincipalId": None}) == "MissingParameter"
    assert created({"PrincipalType": "Robot"}) == "InvalidParameterValue"
    assert created({"RoleConfigurationId": "rc-1"}) == "InvalidParameter.RoleConfigurationNotExist"
    assert created({"TargetUin": 1}) == "FailedOperation.OrganizationMemberNotExist"
    assert created({"TargetUin": world.host_uin}) == "FailedOperation.OrganizationMemberNotExist"
    assert created({"PrincipalId": "u-1"}) == "ResourceNotFound.UserNotExist"
    assert created({"PrincipalType": "Group"}) == "InvalidParameter.GroupNotExist"
    assert created({}, {}) == DUPLICATE
    assert created(*[{}] * 51) == "InvalidParameterValue"
    world.assignment_quota = 0
    assert created({}) == "FailedOperation.RoleConfigurationAuthorizationOverLimit"
    world.assignment_quota = 9
    assert created({}) == ""
    assert created({}) == DUPLICATE, "what is in progress is taken too"
    world.finish_tasks()
    assert created({}) == DUPLICATE
    gone = {**here, **right, "PrincipalType": "Group"}
    missing = "ResourceNotFound.RoleConfigurationAuthorizationNotFound"
    assert code(client, "DeleteRoleAssignment", **gone) == missing
    assert code(client, "DeleteRoleAssignment", **here, **grant(world, "admins")) == missing


@pytest.mark.parametrize(
    ("batches", "started"), [("atomic", set()), ("partial", {"admins"}), ("task", {"admins", "bob"})]
)
def test_a_duplicate_in_a_batch(client: Any, world: World, batches: str, started: set[str]) -> None:
    world.assignment_batches = batches
    world.add_user("bob")
    world.assign("auditor", "prod", "alice")
    wish = entries(*(grant(world, name) for name in ("admins", "alice", "bob")))
    arguments = {"ZoneId": world.zone_id, "RoleAssignmentInfo": wish}
    if batches == "task":
        tasks = call(client, "CreateRoleAssignment", **arguments).Tasks
        assert [task.Status for task in tasks] == ["InProgress", "Failed", "InProgress"]
        assert tasks[1].FailureReason == DUPLICATE
    else:
        assert code(client, "CreateRoleAssignment", **arguments) == DUPLICATE
    world.finish_tasks()
    assert world.assignments_of("auditor") == {("prod", name) for name in {"alice", *started}}


def test_assignments_are_listed_and_filtered(client: Any, world: World) -> None:
    world.assign("auditor", "prod", "alice", "admins")
    world.assign("operator", "example-management", "alice")
    here = {"ZoneId": world.zone_id}

    def found(**filters: Any) -> set[tuple[str, str, str]]:
        rows = pages(client, "ListRoleAssignments", "RoleAssignments", **here, MaxResults=1, **filters)
        return {(row.RoleConfigurationName, row.TargetName, row.PrincipalName) for row in rows}

    first, second = ("auditor", "prod", "alice"), ("auditor", "prod", "admins")
    third = ("operator", "example-management", "alice")
    assert found() == {first, second, third}
    assert found(RoleConfigurationId=world.role_configuration("auditor").id) == found(Filter="AUD") == {first, second}
    assert found(TargetType="ManagerUin") == found(TargetUin=world.host_uin) == {third}
    assert found(PrincipalType="Group") == found(PrincipalId=world.group("admins").id) == {second}
    assert found(PrincipalType="Group", TargetType="ManagerUin") == set()


def test_the_last_assignment_of_an_account_takes_the_deployment_along(client: Any, world: World) -> None:
    world.assign("auditor", "prod", "alice", "admins")
    left = {"prod": "Deployed"}
    for name, deployments in (("alice", left), ("admins", {})):
        arguments = {**grant(world, name), "DeprovisionStrategy": "DeprovisionForLastRoleAssignmentOnAccount"}
        task = call(client, "DeleteRoleAssignment", ZoneId=world.zone_id, **arguments).Task
        assert (task.Status, task.TaskType) == ("InProgress", "DeleteRoleAssignment")
        assert wait(client, world.zone_id, task).Status == "Success"
        assert world.deployments_of("auditor") == deployments
    assert world.assignments_of("auditor") == set()


def test_tasks_take_their_time(client: Any, world: World) -> None:
    zone, wish = world.zone_id, {"ZoneId": world.zone_id, "RoleAssignmentInfo": entries(grant(world, "alice"))}
    world.task_looks = 3
    [task] = call(client, "CreateRoleAssignment", **wish).Tasks
    answers = [call(client, "GetTaskStatus", ZoneId=zone, TaskId=task.TaskId).TaskStatus for _look in range(5)]
    assert [answer.Status for answer in answers] == ["InProgress"] * 3 + ["Success"] * 2
    assert (answers[0].TaskType, answers[4].FailureReason) == ("CreateRoleAssignment", None)
    world.revoke("auditor", "prod", "alice")
    world.task_failures = {world.user("alice").id: "The identity provider cannot be made."}
    [task] = call(client, "CreateRoleAssignment", **wish).Tasks
    ended = wait(client, zone, task)
    assert (ended.Status, ended.FailureReason) == ("Failed", "The identity provider cannot be made.")
    assert world.assignments_of("auditor") == set()
    world.task_failures, world.tasks_end_at_once = {}, True
    [task] = call(client, "CreateRoleAssignment", **wish).Tasks
    assert (task.Status, world.assignments_of("auditor")) == ("Success", {("prod", "alice")})
    world.tasks_end_at_once = False
    for action in ("GetTaskStatus", "GetProvisioningTaskStatus"):
        assert code(client, action, ZoneId=zone, TaskId="t-1").endswith("TaskNotFound")
    assert code(client, "GetProvisioningTaskStatus", ZoneId=zone, TaskId=task.TaskId).endswith("TaskNotFound")


def test_a_task_fails_when_its_subject_is_gone(client: Any, world: World) -> None:
    [task] = call(
        client, "CreateRoleAssignment", ZoneId=world.zone_id, RoleAssignmentInfo=entries(grant(world, "alice"))
    ).Tasks
    assert code(client, "DeleteUser", ZoneId=world.zone_id, UserId=world.user("alice").id) == ""
    assert wait(client, world.zone_id, task).FailureReason == "The user or group no longer exists."


def test_tasks_are_listed(client: Any, world: World) -> None:
    wish = entries(grant(world, "alice"), grant(world, "admins", role="operator"))
    call(client, "CreateRoleAssignment", ZoneId=world.zone_id, RoleAssignmentInfo=wish)

    def found(**filters: Any) -> list[tuple[str, str]]:
        rows = pages(client, "ListTasks", "Tasks", ZoneId=world.zone_id, MaxResults=1, **filters)
        return [(row.RoleConfigurationName, row.Status) for row in rows]

    assert found(PrincipalType="User", Status="InProgress") == [("auditor", "InProgress")]
    assert found() == [("auditor", "Success"), ("operator", "InProgress")], "a list is one look at each of its tasks"
    assert found() == [("auditor", "Success"), ("operator", "Success")]
    assert found(TaskType="DeleteRoleAssignment") == []


def test_holders_of_assignments_cannot_be_deleted(client: Any, world: World) -> None:
    here = {"ZoneId": world.zone_id}
    world.assign("auditor", "prod", "alice", "admins")
    held = "FailedOperation.RoleConfigurationAuthorizationExist"
    assert code(client, "DeleteUser", **here, UserId=world.user("alice").id) == held
    assert code(client, "DeleteGroup", **here, GroupId=world.group("admins").id) == held
    counts = call(client, "GetZoneStatistics", **here).ZoneStatistics
    assert (counts.RoleConfigurationCount, counts.RoleConfigurationSyncCount, counts.UserCount) == (2, 1, 1)
    quotas = (counts.UserQuota, counts.GroupQuota, counts.RoleConfigurationQuota)
    assert quotas == (1000, 500, 1000)
    assert counts.SystemPolicyPerRoleConfigurationQuota == 20


def test_an_account_that_leaves_takes_its_grants_along(client: Any, world: World) -> None:
    world.assign("auditor", "prod", "alice")
    world.add_synchronization("admins", "prod")
    world.member("prod").bind_status = "Success"
    call(client, "DeleteOrganizationMembers", MemberUin=[world.member("prod").uin])
    assert (world.assignments, world.deployments, world.synchronizations) == ({}, {}, {})

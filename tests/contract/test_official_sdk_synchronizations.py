# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Synchronizations to access management, and its policies, through the official SDK."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.official_sdk import call, code, pages, record, wait

POLL = "GetProvisioningTaskStatus"


@pytest.fixture
def world(simulator: TencentSimulator) -> World:
    world = simulator.world
    world.add_member("prod")
    world.add_user("alice")
    world.add_group("admins")
    return world


def wish(world: World, principal: str = "alice", **changes: Any) -> Any:
    kind, number = world.principal(principal)
    usual = {"PrincipalType": kind, "PrincipalId": number, "TargetType": "MemberUin"}
    return record("UserSyncProvisioning", **{**usual, "TargetUin": world.member("prod").uin, **changes})


def test_life_of_a_synchronization(client: Any, world: World) -> None:
    here = {"ZoneId": world.zone_id}
    both = [
        wish(world, Description="a", DuplicationStrategy="TakeOver"),
        wish(world, "admins", DeletionStrategy="Delete"),
    ]
    tasks = call(client, "CreateUserSyncProvisioning", **here, UserSyncProvisionings=both).Tasks
    assert [(task.TaskStatus, task.TaskType, task.PrincipalName) for task in tasks] == [
        ("InProgress", "StartProvisioning", "alice"),
        ("InProgress", "StartProvisioning", "admins"),
    ]
    assert world.synchronizations == {}
    assert [wait(client, world.zone_id, task, POLL).Status for task in tasks] == ["Success"] * 2
    action, key = "ListUserSyncProvisionings", "UserProvisionings"
    first, second = pages(client, action, key, **here, MaxResults=1)
    assert (first.PrincipalName, first.TargetName, first.DuplicationStrategy) == ("alice", "prod", "TakeOver")
    assert (second.PrincipalType, second.DuplicationStrategy, second.DeletionStrategy) == (
        "Group",
        "KeepBoth",
        "Delete",
    )
    assert [row.PrincipalName for row in pages(client, action, key, **here, PrincipalType="Group")] == ["admins"]
    one = {**here, "UserProvisioningId": first.UserProvisioningId}
    call(client, "UpdateUserSyncProvisioning", **one, NewDescription="b", NewDuplicationStateful="KeepBoth")
    kept = world.synchronizations[first.UserProvisioningId]
    assert (kept.description, kept.duplication, kept.deletion) == ("b", "KeepBoth", "Keep")
    assert code(client, "DeleteUser", **here, UserId=kept.principal) == "FailedOperation.UserProvisioningExists"
    world.task_failures = {"DeleteProvisioning": "A user is logged in."}
    task = call(client, "DeleteUserSyncProvisioning", **one).Tasks
    assert wait(client, world.zone_id, task, POLL).FailureReason == "A user is logged in."
    world.task_failures = {}
    task = call(client, "DeleteUserSyncProvisioning", **one).Tasks
    assert wait(client, world.zone_id, task, POLL).Status == "Success"
    for action in ("UpdateUserSyncProvisioning", "DeleteUserSyncProvisioning"):
        assert code(client, action, **one) == "ResourceNotFound.UserProvisioningNotFound"


def test_refused_synchronizations(client: Any, world: World) -> None:
    def created(*wishes: Any, zone: str = world.zone_id) -> str:
        return code(client, "CreateUserSyncProvisioning", ZoneId=zone, UserSyncProvisionings=list(wishes))

    assert created(wish(world, TargetUin=None)) == "MissingParameter"
    assert created(wish(world, DeletionStrategy="Burn")) == "InvalidParameterValue"
    assert created(wish(world, TargetUin=1)) == "FailedOperation.OrganizationMemberNotExist"
    assert created(wish(world, PrincipalId="u-1")) == "ResourceNotFound.UserNotExist"
    assert created(wish(world, PrincipalType="Group")) == "InvalidParameter.GroupNotExist"
    assert created(wish(world), wish(world)) == "FailedOperation.UserProvisioningAlreadyExists"
    # The action documents no code of its own for these two.
    assert created(wish(world), zone="z-1") == "FailedOperation"
    world.service_open = False
    assert created(wish(world)) == "FailedOperation"
    world.service_open = True
    world.synchronization_quota = 0
    assert created(wish(world)) == "FailedOperation.UserProvisioningOverLimit"


def test_system_policies_are_looked_up(cam: Any, simulator: TencentSimulator) -> None:
    name = "QcloudCVMReadOnlyAccess"
    found = call(cam, "ListPolicies", Scope="QCS", Keyword=name, Rp=200, Page=1)
    assert [row.PolicyName for row in found.List] == [name, name + "ForAudit"]
    assert (found.TotalNum, found.List[0].Type) == (2, 2)
    assert call(cam, "GetPolicy", PolicyId=found.List[0].PolicyId).PolicyName == name
    everything = [call(cam, "ListPolicies", Rp=200, Page=page) for page in (1, 2, 3)]
    assert [len(page.List) for page in everything] == [200, everything[0].TotalNum - 200, 0]
    assert everything[0].TotalNum >= 290
    assert call(cam, "ListPolicies", Scope="Local").TotalNum == 0
    assert code(cam, "GetPolicy", PolicyId=1) == "ResourceNotFound.PolicyIdNotFound"
    assert code(cam, "ListPolicies", Rp=201) == code(cam, "ListPolicies", Page=0) == "InvalidParameter.ParamError"
    assert code(cam, "ListPolicies", Scope="Mine") == "InvalidParameter.ScopeError"
    simulator.world.denied_actions = {"ListPolicies"}
    assert code(cam, "ListPolicies") == "AuthFailure.UnauthorizedOperation"


def test_look_ups_need_no_organization(cam: Any, world: World) -> None:
    world.has_organization, world.service_open = False, False
    number = world.add_system_policy("QcloudNewProductAccess")
    assert call(cam, "GetPolicy", PolicyId=number).PolicyName == "QcloudNewProductAccess"

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From an empty organization to access, and back, through the official SDK."""

from __future__ import annotations

import json
from typing import Any

from simulators.tencent import TencentSimulator
from support.official_sdk import call, code, pages, record, wait

DOCUMENT = json.dumps({"version": "2.0", "statement": [{"effect": "allow", "action": ["cvm:*"], "resource": ["*"]}]})


def test_access_is_built_from_nothing_and_taken_down_again(client: Any, cam: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    zone = call(client, "DescribeIdentityCenter").ZoneId
    here = {"ZoneId": zone}

    # Build
    root = call(client, "DescribeOrganization").RootNodeId
    node = call(client, "AddOrganizationNode", ParentNodeId=root, Name="platform", Remark="new").NodeId
    wish = {"Name": "prod", "AccountName": "prod", "PolicyType": "Financial", "PermissionIds": [1, 2], "NodeId": node}
    uin = call(client, "CreateOrganizationMember", **wish).Uin
    user = call(client, "CreateUser", **here, UserName="alice", Email="alice@example.com").UserInfo
    group = call(client, "CreateGroup", **here, GroupName="admins").GroupInfo
    pair = {**here, "UserId": user.UserId, "GroupId": group.GroupId}
    call(client, "AddUserToGroup", **pair)
    made = call(client, "CreateRoleConfiguration", **here, RoleConfigurationName="operator", SessionDuration=7200)
    role = {**here, "RoleConfigurationId": made.RoleConfigurationInfo.RoleConfigurationId}
    found = call(cam, "ListPolicies", Scope="QCS", Keyword="QcloudCVMFullAccess", Rp=200, Page=1).List[0]
    system = record("PolicyDetail", PolicyId=found.PolicyId, PolicyName=found.PolicyName)
    call(client, "AddPermissionPolicyToRoleConfiguration", **role, RolePolicyType="System", RolePolicies=[system])
    custom = {"RolePolicyType": "Custom", "RolePolicyNames": ["machines"], "CustomPolicyDocument": DOCUMENT}
    call(client, "AddPermissionPolicyToRoleConfiguration", **role, **custom)
    place = {"RoleConfigurationId": role["RoleConfigurationId"], "TargetUin": uin, "TargetType": "MemberUin"}
    grant = {**place, "PrincipalId": group.GroupId, "PrincipalType": "Group"}
    [task] = call(
        client, "CreateRoleAssignment", **here, RoleAssignmentInfo=[record("RoleAssignmentInfo", **grant)]
    ).Tasks
    assert (task.Status, task.RoleConfigurationName, task.PrincipalId) == ("InProgress", "operator", group.GroupId)
    assert world.assignments_of("operator") == set()
    assert wait(client, zone, task).Status == "Success"
    assert world.assignments_of("operator") == {("prod", "admins")}
    assert world.deployments_of("operator") == {"prod": "Deployed"}

    # Change: the deployment is outdated until it is provisioned again
    call(client, "UpdateRoleConfiguration", **role, NewSessionDuration=3600)
    deployments = pages(client, "ListRoleConfigurationProvisionings", "RoleConfigurationProvisionings", **here)
    assert [(row.TargetUin, row.TargetName, row.DeploymentStatus) for row in deployments] == [
        (uin, "prod", "DeployedRequired")
    ]
    task = call(client, "ProvisionRoleConfiguration", **here, **place).Task
    assert wait(client, zone, task).Status == "Success"
    assert world.deployments_of("operator") == {"prod": "Deployed"}
    wish = {
        **{name: value for name, value in grant.items() if name != "RoleConfigurationId"},
        "DuplicationStrategy": "KeepBoth",
    }
    sync = record("UserSyncProvisioning", **wish, DeletionStrategy="Keep")
    [task] = call(client, "CreateUserSyncProvisioning", **here, UserSyncProvisionings=[sync]).Tasks
    assert wait(client, zone, task, "GetProvisioningTaskStatus").Status == "Success"
    assert list(world.synchronizations) == [task.UserProvisioningId]

    # Take down: every step is refused before its turn
    assert code(client, "DeleteGroup", **here, GroupId=group.GroupId).endswith("RoleConfigurationAuthorizationExist")
    assert code(client, "DismantleRoleConfiguration", **here, **place).endswith("RoleConfigurationAuthorizationExist")
    assert code(client, "DeleteRoleConfiguration", **role).endswith("RoleConfigurationProvisioningAlreadyDeployed")
    assert wait(client, zone, call(client, "DeleteRoleAssignment", **here, **grant).Task).Status == "Success"
    assert world.deployments_of("operator") == {"prod": "Deployed"}
    assert wait(client, zone, call(client, "DismantleRoleConfiguration", **here, **place).Task).Status == "Success"
    assert code(client, "DeleteRoleConfiguration", **role) == "InvalidParameter.RolePolicyAlreadyExist"
    remove = "RemovePermissionPolicyFromRoleConfiguration"
    policy = {"RolePolicyId": found.PolicyId, "RolePolicyName": found.PolicyName}
    call(client, remove, **role, RolePolicyType="System", **policy)
    call(client, remove, **role, RolePolicyType="Custom", RolePolicyName="machines")
    call(client, "DeleteRoleConfiguration", **role)
    assert code(client, "DeleteGroup", **here, GroupId=group.GroupId) == "FailedOperation.UserProvisioningExists"
    task = call(client, "DeleteUserSyncProvisioning", **here, UserProvisioningId=task.UserProvisioningId).Tasks
    assert wait(client, zone, task, "GetProvisioningTaskStatus").Status == "Success"
    assert code(client, "DeleteGroup", **here, GroupId=group.GroupId).endswith("DeleteGroupNotAllowExistUser")
    assert code(client, "DeleteUser", **here, UserId=user.UserId) == "InvalidParameter.UserAlreadyExistsGroup"
    call(client, "RemoveUserFromGroup", **pair)
    call(client, "DeleteGroup", **here, GroupId=group.GroupId)
    call(client, "DeleteUser", **here, UserId=user.UserId)
    assert code(client, "DeleteOrganizationNodes", NodeId=[node]) == "FailedOperation.NodeNotEmpty"
    assert code(client, "DeleteOrganizationMembers", MemberUin=[uin]).endswith("CreateMemberNotAllowDelete")
    world.member(uin).bind_status = "Success"
    call(client, "DeleteOrganizationMembers", MemberUin=[uin])
    call(client, "DeleteOrganizationNodes", NodeId=[node])
    left = (world.role_configurations, world.deployments, world.assignments, world.synchronizations)
    assert (left, world.users, world.groups, len(world.nodes)) == (({}, {}, {}, {}), {}, {}, 1)

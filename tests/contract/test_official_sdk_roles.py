# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role configurations, their policies and their deployments through the official SDK."""

from __future__ import annotations

from typing import Any

from simulators.tencent import TencentSimulator
from support.official_sdk import call, code, pages, record, wait

ADD = "AddPermissionPolicyToRoleConfiguration"
REMOVE = "RemovePermissionPolicyFromRoleConfiguration"
LIST = "ListPermissionPoliciesInRoleConfiguration"
EDIT = "UpdateCustomPolicyForRoleConfiguration"
GONE = "InvalidParameter.RoleConfigurationNotExist"


def details(simulator: TencentSimulator, *names: str) -> list[Any]:
    """System policies as a request tells them."""
    numbers = {name: simulator.world.system_policy(name) for name in names}
    return [record("PolicyDetail", PolicyId=number, PolicyName=name) for name, number in numbers.items()]


def test_role_configurations(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    here = {"ZoneId": world.zone_id}

    def created(**changes: Any) -> str:
        return code(client, "CreateRoleConfiguration", **{**here, "RoleConfigurationName": "auditor", **changes})

    assert created(RoleConfigurationName="a_b") == "InvalidParameter.ConfigurationNameFormatError"
    assert created(SessionDuration=899) == "InvalidParameterValue"
    assert created(Description="reads") == ""
    assert created() == "InvalidParameter.ConfigurationNameAlreadyExists"
    world.role_configuration_quota = 1
    assert created(RoleConfigurationName="more") == "FailedOperation.ConfigurationOverUpperLimit"
    one = {**here, "RoleConfigurationId": world.role_configuration("auditor").id}
    info = call(client, "GetRoleConfiguration", **one).RoleConfigurationInfo
    assert (info.RoleConfigurationName, info.Description, info.SessionDuration) == ("auditor", "reads", 3600)
    changed = call(client, "UpdateRoleConfiguration", **one, NewDescription="", NewRelayState="https://example.com")
    assert changed.RoleConfigurationInfo.RelayState == "https://example.com"
    call(client, "DeleteRoleConfiguration", **one)
    for action in ("GetRoleConfiguration", "UpdateRoleConfiguration", "DeleteRoleConfiguration", LIST):
        assert code(client, action, **one) == GONE


def test_role_configurations_are_listed_and_filtered(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    for number in range(12):
        world.add_role_configuration(f"role-{number:02}", description="Team Data" if number < 2 else "")
    uin, user = world.add_member("prod"), world.add_user("alice")
    world.assign("role-03", "prod", "alice")
    action, key, here = "ListRoleConfigurations", "RoleConfigurations", {"ZoneId": world.zone_id}
    assert len(pages(client, action, key, **here, MaxResults=5)) == 12
    assert len(pages(client, action, key, **here, Filter="data")) == 2
    found = pages(client, action, key, **here, FilterTargets=[uin], PrincipalId=user)
    assert [row.RoleConfigurationName for row in found if row.IsSelected] == ["role-03"]
    assert code(client, action, **here, PrincipalId=user) == "InvalidParameterValue"
    assert code(client, action, **here, NextToken="x") == "InvalidParameter.NextTokenInvalid"


def test_policies_of_a_role_configuration(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    role = {"ZoneId": world.zone_id, "RoleConfigurationId": world.add_role_configuration("auditor")}
    system, custom = {**role, "RolePolicyType": "System"}, {**role, "RolePolicyType": "Custom"}
    [reader] = details(simulator, "ReadOnlyAccess")
    only_id = record("PolicyDetail", PolicyId=reader.PolicyId)
    unknown = record("PolicyDetail", PolicyId=1, PolicyName="ReadOnlyAccess")
    for wrong in ({}, {"RolePolicies": [only_id]}, {"RolePolicies": [unknown]}, {"RolePolicyNames": ["Nothing"]}):
        assert code(client, ADD, **system, **wrong) == "InvalidParameter.ParamError"
    assert code(client, ADD, **system, RolePolicies=[reader]) == ""
    assert code(client, ADD, **system, RolePolicies=[reader]) == "InvalidParameter.PolicyNameAlreadyExists"
    world.system_policy_quota = 2
    more = details(simulator, "QcloudCVMFullAccess", "QcloudVPCFullAccess")
    assert code(client, ADD, **system, RolePolicies=more) == "FailedOperation.SystemPolicyOverUpperLimit"
    assert code(client, ADD, **custom, RolePolicyNames=["one"]) == "InvalidParameter.PolicyDocumentEmpty"
    one, two = {"RolePolicyNames": ["one"]}, {"RolePolicyNames": ["two", "three"]}
    assert code(client, ADD, **custom, **one, CustomPolicyDocument="no JSON") == "InvalidParameter.ParamError"
    assert code(client, ADD, **custom, **two, CustomPolicyDocuments=["{}"]) == "InvalidParameter.ParamError"
    long = {"RolePolicyNames": ["x" * 33], "CustomPolicyDocument": "{}"}
    assert code(client, ADD, **custom, **long) == "InvalidParameter.PolicyNameSizeOverUpperLimit"
    assert code(client, ADD, **custom, **one, CustomPolicyDocument="{}") == ""
    assert code(client, ADD, **custom, **two, CustomPolicyDocuments=["{}", "[]"]) == ""
    world.custom_policy_quota = 3
    full = {"RolePolicyNames": ["four"], "CustomPolicyDocument": "{}"}
    assert code(client, ADD, **custom, **full) == "FailedOperation.CustomPolicyOverUpperLimit"

    assert code(client, EDIT, **role, CustomPolicyName="one", NewCustomPolicyDocument='{"version":"2.0"}') == ""
    assert code(client, EDIT, **role, CustomPolicyName="one").endswith("PolicyDocumentEmpty")
    assert code(client, EDIT, **role, CustomPolicyName="ReadOnlyAccess") == "InvalidParameter.PolicyTypeError"
    assert code(client, EDIT, **role, CustomPolicyName="none") == "InvalidParameter.RolePolicyNotExist"
    rows = call(client, LIST, **role).RolePolicies
    assert [(row.RolePolicyName, row.RolePolicyType, row.RolePolicyDocument) for row in rows] == [
        ("ReadOnlyAccess", "System", ""),
        ("one", "Custom", '{"version":"2.0"}'),
        ("two", "Custom", "{}"),
        ("three", "Custom", "[]"),
    ]
    assert call(client, LIST, **system).TotalCounts == 1

    assert code(client, REMOVE, **system) == "InvalidParameter.ParamError"
    assert code(client, REMOVE, **system, RolePolicyName="one") == "InvalidParameter.RolePolicyNotExist"
    assert code(client, REMOVE, **system, RolePolicyId=reader.PolicyId) == ""
    assert code(client, REMOVE, **custom, RolePolicyName="one") == ""
    assert world.policies_of("auditor") == {"two", "three"}


def test_changes_outdate_what_is_deployed(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    role = {"ZoneId": world.zone_id, "RoleConfigurationId": world.add_role_configuration("auditor", ["ReadOnlyAccess"])}
    uins = [world.add_member(name) for name in ("prod", "test")]
    policy = details(simulator, "QcloudCVMFullAccess")
    custom = {"RolePolicyType": "Custom", "RolePolicyNames": ["one"], "CustomPolicyDocument": "{}"}
    changes: list[tuple[str, dict[str, Any]]] = [
        ("UpdateRoleConfiguration", {"NewSessionDuration": 900}),
        ("UpdateRoleConfiguration", {"NewRelayState": "https://example.com"}),
        (ADD, {"RolePolicyType": "System", "RolePolicies": policy}),
        (ADD, custom),
        (EDIT, {"CustomPolicyName": "one", "NewCustomPolicyDocument": "[]"}),
        (REMOVE, {"RolePolicyType": "Custom", "RolePolicyName": "one"}),
    ]
    for action, arguments in changes:
        for uin in uins:
            world.deploy("auditor", uin)
        call(client, action, **role, **arguments)
        assert world.deployments_of("auditor") == {"prod": "DeployedRequired", "test": "DeployedRequired"}
    world.deploy("auditor", "prod")
    call(client, "UpdateRoleConfiguration", **role, NewDescription="told nobody", NewSessionDuration=900)
    assert world.deployments_of("auditor")["prod"] == "Deployed"
    action, key, here = (
        "ListRoleConfigurationProvisionings",
        "RoleConfigurationProvisionings",
        {"ZoneId": role["ZoneId"]},
    )
    [row] = pages(client, action, key, **here, DeploymentStatus="DeployedRequired")
    assert (row.TargetName, row.RoleConfigurationName, row.TargetType) == ("test", "auditor", "MemberUin")
    assert len(pages(client, action, key, **role, Filter="AUDIT", MaxResults=1)) == 2


def test_refusals_of_deployments(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    role, uin = world.add_role_configuration("auditor"), world.add_member("prod")
    place = {"ZoneId": world.zone_id, "RoleConfigurationId": role, "TargetUin": uin, "TargetType": "MemberUin"}
    lost, wrong = {**place, "TargetUin": 1}, {**place, "TargetType": "ManagerUin"}
    for action in ("ProvisionRoleConfiguration", "DismantleRoleConfiguration"):
        assert code(client, action, **lost) == "FailedOperation.OrganizationMemberNotExist"
        assert code(client, action, **wrong) == "FailedOperation.OrganizationMemberNotExist"
    # ProvisionRoleConfiguration documents no code of its own for this.
    assert code(client, "ProvisionRoleConfiguration", **{**place, "RoleConfigurationId": "rc-1"}) == "InvalidParameter"
    dismantle = "DismantleRoleConfiguration"
    assert code(client, dismantle, **place) == "ResourceNotFound.RoleConfigurationProvisioningNotFound"
    world.deploy("auditor", "prod", "DeployedRequired")
    task = call(client, "ProvisionRoleConfiguration", **place).Task
    assert (task.TaskStatus, task.TaskType) == ("InProgress", "ProvisionRoleConfiguration")
    assert code(client, dismantle, **place) == "FailedOperation.RoleConfigurationProvisioningStatusError"
    assert wait(client, world.zone_id, task).Status == "Success"
    world.task_failures = {uin: "The account is locked."}
    task = call(client, "ProvisionRoleConfiguration", **place).Task
    assert wait(client, world.zone_id, task).FailureReason == "The account is locked."
    assert world.deployments_of("auditor") == {"prod": "DeployFailed"}
    world.task_failures = {}
    task = call(client, dismantle, **place).Task
    assert task.TaskType == "DeprovisionRoleConfiguration"
    assert wait(client, world.zone_id, task).Status == "Success"
    assert world.deployments_of("auditor") == {}

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts and departments through the official SDK."""

from __future__ import annotations

from typing import Any

from simulators.tencent import TencentSimulator
from support.official_sdk import call, code, record


def new_member(simulator: TencentSimulator, **more: Any) -> dict[str, Any]:
    """Arguments of CreateOrganizationMember."""
    node = simulator.world.root_node_id
    usual = {"Name": "new", "AccountName": "new", "PolicyType": "Financial", "PermissionIds": [1, 2], "NodeId": node}
    return {**usual, **more}


def list_members(client: Any, **filters: Any) -> list[Any]:
    found: list[Any] = []
    while True:
        page = call(client, "DescribeOrganizationMembers", Offset=len(found), Limit=50, **filters)
        found += page.Items
        if len(found) >= page.Total:
            return found


def test_life_of_a_member(client: Any, simulator: TencentSimulator) -> None:
    root = call(client, "DescribeOrganization").RootNodeId
    first = call(client, "AddOrganizationNode", ParentNodeId=root, Name="first").NodeId
    second = call(client, "AddOrganizationNode", ParentNodeId=root, Name="second").NodeId
    tag = record("Tag", TagKey="team", TagValue="data")

    wish = new_member(simulator, Name="data-prod", NodeId=first)
    uin = call(client, "CreateOrganizationMember", **wish, Remark="warehouse", Tags=[tag]).Uin
    [member] = list_members(client, SearchKey="data-prod")
    assert (member.MemberUin, member.NodeName, member.Remark) == (uin, "first", "warehouse")
    assert (member.MemberType, member.BindStatus, member.IsAllowQuit) == ("Create", "Unbound", "Denied")
    assert [permission.Id for permission in member.OrgPermission] == [1, 2]
    assert [(found.TagKey, found.TagValue) for found in member.Tags] == [("team", "data")]
    assert [identity.IdentityId for identity in member.OrgIdentity] == [1]
    assert code(client, "CreateOrganizationMember", **wish) == "FailedOperation.OrganizationMemberNameUsed"

    call(client, "MoveOrganizationNodeMembers", NodeId=second, MemberUin=[uin])
    call(client, "UpdateOrganizationMember", MemberUin=uin, Remark="")
    [member] = list_members(client, NodeId=second)
    assert (member.NodeName, member.Remark) == ("second", "")
    assert code(client, "DeleteOrganizationMembers", MemberUin=[uin]) == (
        "UnsupportedOperation.CreateMemberNotAllowDelete"
    )


def test_members_can_leave_once_they_are_bound(client: Any, simulator: TencentSimulator) -> None:
    uin = simulator.world.add_member("leaver", bind_status="Success")
    call(client, "DeleteOrganizationMembers", MemberUin=[uin])
    assert list_members(client, SearchKey="leaver") == []


def test_members_come_in_pages(client: Any, simulator: TencentSimulator) -> None:
    names = {f"member-{number:03}" for number in range(120)}
    for name in sorted(names):
        simulator.world.add_member(name)
    assert {member.Name for member in list_members(client)} == names | {"example-management"}
    assert simulator.log.calls() == {"DescribeOrganizationMembers": 3}


def test_creation_of_members(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    payer = str(world.host_uin)

    def created(**changes: Any) -> str:
        return code(client, "CreateOrganizationMember", **new_member(simulator, **changes))

    assert created(NodeId=1) == "FailedOperation.OrganizationNodeNotExist"
    assert created(PolicyType="Finical") == "FailedOperation.OrganizationPolicyIllegal"
    assert created(PermissionIds=[1]) == "FailedOperation.OrganizationPermissionIllegal"
    assert created(PermissionIds=[1, 2, 11]) == "FailedOperation.OrganizationPermissionIllegal"
    assert created(PermissionIds=[1, 2, 7]) == "FailedOperation.PayUinIllegal"
    assert created(PermissionIds=[1, 2, 7], PayUin="200099999999") == "FailedOperation.PayUinIllegal"
    assert created(RecordId=1) == "FailedOperation.CreateRecordNotExist"
    assert created(AuthRelationId=1) == "ResourceNotFound.OrganizationAuthRelationNotExist"
    assert created(PermissionIds=[7, 1, 2], PayUin=payer) == ""
    assert world.member("new").permissions == (1, 2, 7)
    assert created() == "FailedOperation.OrganizationMemberNameUsed"
    assert created(Name="other") == "FailedOperation.MemberNameUsed"
    world.create_failure = "FailedOperation.CreateRole"
    assert created(Name="half", AccountName="half") == "FailedOperation.CreateRole"
    assert world.member("half").bind_status == "Unbound"
    assert created(Name="half") == "FailedOperation.OrganizationMemberNameUsed"
    world.member_quota = 3
    assert created(Name="more", AccountName="more") == "LimitExceeded.OrganizationMemberOverLimit"


def test_changes_of_members(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    uin = world.add_member("lake", remark="old")

    def updated(**changes: Any) -> str:
        return code(client, "UpdateOrganizationMember", **{"MemberUin": uin, **changes})

    assert updated(MemberUin=1) == "ResourceNotFound.MemberNotExist"
    assert updated(PermissionIds=[1, 2]) == "FailedOperation.OrganizationPermissionIllegal"  # PolicyType is missing
    assert updated(PayUin=str(world.host_uin)) == "FailedOperation.PayUinIllegal"
    pays = {"PolicyType": "Financial", "PermissionIds": [1, 2, 7], "PayUin": str(world.host_uin)}
    assert updated(**pays, IsAllowQuit="Allow") == "InvalidParameter.AllowQuitIllegal"
    assert updated(Remark="", Name="pond", IsModifyNickName=1) == ""
    assert (world.member(uin).remark, world.member(uin).nick_name) == ("", "pond")
    world.consent_needed = True
    assert updated(**pays) == ""
    assert (world.member(uin).permissions, world.member(uin).permission_status) == ((1, 2), "UnConfirmed")
    assert updated(**pays) == "FailedOperation.ChangePermissionRecordExist"
    world.confirm_permissions(uin)
    assert (world.member(uin).permissions, world.member(uin).pay_uin) == ((1, 2, 7), str(world.host_uin))
    assert code(client, "DeleteOrganizationMembers", MemberUin=[world.host_uin]).endswith("QuitSelfCreatedOrganization")
    world.member(uin).bind_status = "Success"
    world.member(uin).flags = {"service_admin"}
    assert code(client, "DeleteOrganizationMembers", MemberUin=[uin]).endswith("MemberExistServiceNotAllowDelete")
    world.is_manager = False
    assert updated(Remark="x") == "UnauthorizedOperation"


def test_invitation(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    wish = {"MemberUin": 200040000001, "Name": "guest", "PolicyType": "Financial", "PermissionIds": [1, 2]}
    wish["NodeId"] = world.root_node_id
    assert code(client, "InviteOrganizationMember", **wish) == ""
    assert code(client, "InviteOrganizationMember", **wish) == "FailedOperation.InvitationExist"
    world.accept_invitation(200040000001)
    assert world.member("guest").member_type == "Invite"
    assert code(client, "InviteOrganizationMember", **wish) == "FailedOperation.OrganizationMemberExist"


def test_departments(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    node = world.root_node_id
    for level in range(5):
        node = call(client, "AddOrganizationNode", ParentNodeId=node, Name=f"level-{level}").NodeId
    assert code(client, "AddOrganizationNode", ParentNodeId=node, Name="six") == "LimitExceeded.NodeDepthExceedLimit"
    wish = {"ParentNodeId": world.root_node_id, "Name": "level-4"}
    assert code(client, "AddOrganizationNode", **wish) == "FailedOperation.OrganizationNodeNameUsed"
    uin = world.add_member("lake", node)
    assert code(client, "DeleteOrganizationNodes", NodeId=[node]) == "FailedOperation.NodeNotEmpty"
    moved = code(client, "MoveOrganizationNodeMembers", NodeId=world.root_node_id, MemberUin=[uin, 1])
    assert moved == "FailedOperation.SomeUinsNotInOrganization"
    top = world.node("level-0").id
    assert code(client, "DeleteOrganizationNodes", NodeId=[top]) == "FailedOperation.OrganizationNodeNotEmpty"


def test_departments_are_changed_and_missing_ones_refused(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    root, node = world.root_node_id, world.add_node("data")
    world.add_node("taken")
    lost = {"ParentNodeId": 1, "Name": "lost"}
    assert code(client, "AddOrganizationNode", **lost) == "InvalidParameter.OrganizationNodeNotExist"
    assert code(client, "UpdateOrganizationNode", NodeId=1) == "FailedOperation.OrganizationNodeNotExist"
    taken = code(client, "UpdateOrganizationNode", NodeId=node, Name="taken")
    assert taken == "FailedOperation.OrganizationNodeNameUsed"
    call(client, "UpdateOrganizationNode", NodeId=node, Name="lake", Remark="x")
    call(client, "UpdateOrganizationNode", NodeId=root, Name="Company")
    nodes = call(client, "DescribeOrganizationNodes", Offset=0, Limit=50).Items
    assert [(found.Name, found.Remark) for found in nodes] == [("Company", ""), ("lake", "x"), ("taken", "")]
    assert code(client, "DeleteOrganizationNodes", NodeId=[root]) == "InvalidParameter"
    assert code(client, "DeleteOrganizationNodes", NodeId=[node, 1]) == "InvalidParameter"
    call(client, "DeleteOrganizationNodes", NodeId=[node])
    world.node_quota = 1
    wish = {"ParentNodeId": root, "Name": "more"}
    assert code(client, "AddOrganizationNode", **wish) == "LimitExceeded.NodeExceedLimit"

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The unmodified official SDK works against the simulator: what keeps the simulator honest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.organization.v20210331 import models
from tencentcloud.organization.v20210331.organization_client import OrganizationClient

from simulators.serving import Server
from simulators.tencent import TencentSimulator, World


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> TencentSimulator:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return TencentSimulator(World())


@pytest.fixture
def server(simulator: TencentSimulator) -> Iterator[Server]:
    with Server(simulator.app) as running:
        yield running


@pytest.fixture
def client(simulator: TencentSimulator, server: Server) -> Any:
    return connect(server, simulator.secret_id, simulator.secret_key)


def connect(server: Server, secret_id: str, secret_key: str) -> Any:
    """The SDK's client for the simulator."""
    http = HttpProfile(protocol="http", endpoint=server.url.split("//")[1], reqTimeout=10)
    return OrganizationClient(Credential(secret_id, secret_key), "", ClientProfile(httpProfile=http))


def call(client: Any, action: str, **arguments: Any) -> Any:
    """One call through the SDK's typed models."""
    request = getattr(models, action + "Request")()
    for name, value in arguments.items():
        setattr(request, name, value)
    return getattr(client, action)(request)


def code(client: Any, action: str, **arguments: Any) -> str:
    """The code of the error that the SDK raises, "" if it raises none."""
    try:
        call(client, action, **arguments)
    except TencentCloudSDKException as problem:
        return str(problem.code)
    return ""


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
    tag = models.Tag()
    tag.TagKey, tag.TagValue = "team", "data"

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


def test_life_of_a_membership(client: Any, simulator: TencentSimulator) -> None:
    zone = call(client, "DescribeIdentityCenter").ZoneId
    user = call(client, "CreateUser", ZoneId=zone, UserName="alice", Email="alice@example.com").UserInfo
    group = call(client, "CreateGroup", ZoneId=zone, GroupName="platform-admins").GroupInfo
    assert user.Password
    assert not call(client, "GetUser", ZoneId=zone, UserId=user.UserId).UserInfo.Password
    pair = {"ZoneId": zone, "GroupId": group.GroupId, "UserId": user.UserId}

    call(client, "AddUserToGroup", **pair)
    assert simulator.world.members_of("platform-admins") == {"alice"}
    assert code(client, "AddUserToGroup", **pair) == "InvalidParameter.GroupUserAlreadyExists"
    assert call(client, "GetGroup", ZoneId=zone, GroupId=group.GroupId).GroupInfo.MemberCount == 1
    joined = call(client, "ListJoinedGroupsForUser", ZoneId=zone, UserId=user.UserId)
    assert [found.GroupName for found in joined.JoinedGroups] == ["platform-admins"]

    call(client, "RemoveUserFromGroup", **pair)
    assert simulator.world.members_of("platform-admins") == set()
    assert code(client, "RemoveUserFromGroup", **pair) == "InvalidParameter.GroupUserNotExist"


def test_group_members_come_in_pages(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    users = [world.add_user(f"user-{number:03}") for number in range(25)]
    group = world.add_group("everyone")
    world.join(group, *users)
    seen: list[str] = []
    token = None
    while True:
        arguments = {"ZoneId": world.zone_id, "GroupId": group, "MaxResults": 10, "NextToken": token}
        page = call(client, "ListGroupMembers", **arguments)
        seen += [member.UserId for member in page.GroupMembers]
        assert page.TotalCounts == 25
        token = page.NextToken
        if not page.IsTruncated:
            break
    assert token is None
    assert sorted(seen) == sorted(users)


def test_wrong_keys(server: Server, simulator: TencentSimulator) -> None:
    wrong_key = connect(server, simulator.secret_id, "ANOTHEREXAMPLEKEY")
    unknown_id = connect(server, "AKIDUNKNOWNEXAMPLE", simulator.secret_key)
    assert code(wrong_key, "DescribeOrganization") == "AuthFailure.SignatureFailure"
    assert code(unknown_id, "DescribeOrganization") == "AuthFailure.SecretIdNotFound"


def test_non_ascii_text_survives(client: Any, simulator: TencentSimulator) -> None:
    zone = simulator.world.zone_id
    call(client, "CreateUser", ZoneId=zone, UserName="zoe", DisplayName="Zo\u00eb \u6d4b\u8bd5")
    [user] = call(client, "ListUsers", ZoneId=zone, MaxResults=100).Users
    assert user.DisplayName == "Zo\u00eb \u6d4b\u8bd5"


def test_all_answers_fit_the_models(client: Any, simulator: TencentSimulator, recwarn: pytest.WarningsRecorder) -> None:
    """The SDK warns of fields that its models do not know."""
    world = simulator.world
    node = world.add_node("engineering")
    world.add_member("lake", node, permissions=(1, 2, 7), pay_uin=str(world.host_uin), tags={"team": "data"})
    world.join(world.add_group("admins"), world.add_user("alice", "alice@example.com"))
    zone, alice, admins = world.zone_id, world.user("alice").id, world.group("admins").id
    page = {"Offset": 0, "Limit": 50}
    call(client, "DescribeOrganization")
    call(client, "DescribeOrganizationNodes", **page)
    call(client, "DescribeOrganizationMembers", **page)
    call(client, "ListOrganizationIdentity", **page)
    call(client, "DescribeIdentityCenter")
    call(client, "GetZoneStatistics", ZoneId=zone)
    call(client, "ListUsers", ZoneId=zone, FilterGroups=[admins])
    call(client, "ListGroups", ZoneId=zone, FilterUsers=[alice])
    call(client, "ListGroupMembers", ZoneId=zone, GroupId=admins)
    call(client, "UpdateGroup", ZoneId=zone, GroupId=admins, NewDescription="x")
    call(client, "UpdateUser", ZoneId=zone, UserId=alice, NewDescription="x")
    call(client, "UpdateUserStatus", ZoneId=zone, UserId=alice, NewUserStatus="Disabled")
    assert [str(warning.message) for warning in recwarn if "are useless" in str(warning.message)] == []


# Rules of the service


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


def test_identity_center(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    zone = {"ZoneId": world.zone_id}
    world.add_group("synced", "Synchronized")
    world.add_group("manual")
    world.add_user("robot", user_type="Synchronized")
    world.add_user("alice", email="alice@example.com")

    def added(group: str, user: str) -> str:
        return code(client, "AddUserToGroup", **zone, GroupId=world.group(group).id, UserId=world.user(user).id)

    assert added("synced", "robot") == "FailedOperation.SynchronizedGroupNotAddUser"
    assert added("manual", "robot") == "FailedOperation.GroupTypeUserTypeNotMatch"
    world.scim_enabled = False
    assert added("synced", "robot") == ""
    world.group_size_quota = 0
    assert added("manual", "alice") == "FailedOperation.GroupUserCountOverUpperLimit"
    world.group_size_quota, world.groups_per_user_quota = 9, 0
    assert added("manual", "alice") == "FailedOperation.UserAddGroupCountOverUpperLimit"
    wish = {**zone, "UserName": "bob", "Email": "Alice@example.com"}
    assert code(client, "CreateUser", **wish) == "InvalidParameter.EmailAlreadyExists"
    assert code(client, "CreateUser", **zone, UserName="alice") == "InvalidParameter.UsernameAlreadyExists"
    robot = {**zone, "UserId": world.user("robot").id}
    assert code(client, "DeleteUser", **robot) == "InvalidParameter.UserAlreadyExistsGroup"
    synced = {**zone, "GroupId": world.group("synced").id}
    assert code(client, "DeleteGroup", **synced) == "FailedOperation.DeleteGroupNotAllowExistUser"
    assert code(client, "RemoveUserFromGroup", **{**synced, "UserId": "u-1"}) == "InvalidParameter.GroupUserNotExist"
    world.service_open = False
    assert call(client, "DescribeIdentityCenter").ServiceStatus == "Disabled"
    assert code(client, "ListUsers", **zone) == "FailedOperation.IdentityCenterNotOpen"

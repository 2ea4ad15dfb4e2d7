# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users, groups and memberships through the official SDK."""

from __future__ import annotations

from typing import Any

from simulators.tencent import TencentSimulator
from support.official_sdk import call, code, pages


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


def test_users_are_created_with_everything_at_once(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    here = {"ZoneId": world.zone_id}
    wish: dict[str, Any] = {
        "FirstName": "A",
        "LastName": "B",
        "DisplayName": "A B",
        "Description": "x",
        "Email": "alice@example.com",
    }
    wish = {**wish, "UserName": "alice", "UserStatus": "Disabled", "NeedResetPassword": True}
    password = call(client, "CreateUser", **here, **wish).UserInfo.Password
    one = {**here, "UserId": world.user("alice").id}
    info = call(client, "GetUser", **one).UserInfo
    assert {name: getattr(info, name) for name in wish} == wish
    assert (info.UserType, info.Password) == ("Manual", None)
    assert password not in repr(vars(world.user("alice")))
    changed = call(client, "UpdateUser", **one, NewFirstName="", NewEmail="", NeedResetPassword=False).UserInfo
    assert (changed.FirstName, changed.LastName, changed.Email, changed.NeedResetPassword) == ("", "B", "", False)
    call(client, "UpdateUserStatus", **one, NewUserStatus="Enabled")
    assert world.user("alice").status == "Enabled"
    assert code(client, "UpdateUser", **one, NewUserName="alicia") == "UnknownParameter", "a name is for good"
    assert code(client, "UpdateUserStatus", **one, NewUserStatus="Gone") == "InvalidParameterValue"
    world.add_user("bob", "bob@example.com")
    assert code(client, "UpdateUser", **one, NewEmail="BOB@example.com") == "InvalidParameter.EmailAlreadyExists"
    world.user_quota = 2
    assert code(client, "CreateUser", **here, UserName="carol") == "FailedOperation.UserOverUpperLimit"
    call(client, "DeleteUser", **one)
    for action in ("GetUser", "UpdateUser", "DeleteUser"):
        assert code(client, action, **one) == "ResourceNotFound.UserNotExist"


def test_users_are_filtered(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    world.add_user("alice", "alice@example.com", description="Team Data")
    world.add_user("bob", status="Disabled")
    world.add_user("robot", user_type="Synchronized")
    world.join(world.add_group("admins"), "bob")

    def found(**filters: Any) -> list[str]:
        return [row.UserName for row in pages(client, "ListUsers", "Users", ZoneId=world.zone_id, **filters)]

    assert found(MaxResults=1) == ["alice", "bob", "robot"]
    assert found(SortField="CreateTime", SortType="Desc") == ["robot", "bob", "alice"]
    assert found(UserStatus="Disabled") == ["bob"]
    assert found(UserType="Synchronized") == found(Filter=world.user("robot").id) == ["robot"]
    assert found(Filter="data") == found(Filter="ALICE@") == ["alice"]
    rows = pages(client, "ListUsers", "Users", ZoneId=world.zone_id, FilterGroups=[world.group("admins").id])
    assert [row.UserName for row in rows if row.IsSelected] == ["bob"]


def test_groups_are_renamed_and_deleted(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    here = {"ZoneId": world.zone_id}
    world.add_group("taken")
    one = {**here, "GroupId": call(client, "CreateGroup", **here, GroupName="admins").GroupInfo.GroupId}
    assert code(client, "CreateGroup", **here, GroupName="admins") == "InvalidParameter.GroupNameAlreadyExists"
    assert code(client, "UpdateGroup", **one, NewGroupName="taken") == "InvalidParameter.GroupNameAlreadyExists"
    assert code(client, "UpdateGroup", **one, NewGroupName="owners", NewDescription="x") == ""
    info = call(client, "GetGroup", **one).GroupInfo
    assert (info.GroupName, info.Description, info.GroupType) == ("owners", "x", "Manual")
    world.group_quota = 2
    assert code(client, "CreateGroup", **here, GroupName="more") == "FailedOperation.GroupOverUpperLimit"
    call(client, "DeleteGroup", **one)
    for action in ("GetGroup", "UpdateGroup", "DeleteGroup"):
        assert code(client, action, **one) == "InvalidParameter.GroupNotExist"
    world.ignore_case = True
    assert code(client, "CreateGroup", **here, GroupName="TAKEN") == "InvalidParameter.GroupNameAlreadyExists"


def test_what_scim_delivers_cannot_be_changed_while_it_is_on(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    user = {"ZoneId": world.zone_id, "UserId": world.add_user("robot", user_type="Synchronized")}
    group = {"ZoneId": world.zone_id, "GroupId": world.add_group("synced", "Synchronized")}
    refused = [
        ("UpdateUser", {**user, "NewDisplayName": "x"}, "SynchronizedUserNotUpdate"),
        ("UpdateUserStatus", {**user, "NewUserStatus": "Disabled"}, "SynchronizedUserNotUpdate"),
        ("DeleteUser", user, "SynchronizedUserNotDelete"),
        ("UpdateGroup", {**group, "NewDescription": "x"}, "SynchronizedGroupNotUpdate"),
        ("DeleteGroup", group, "SynchronizedGroupNotDelete"),
    ]
    assert [code(client, action, **arguments) for action, arguments, _code in refused] == [
        f"FailedOperation.{expected}" for _action, _arguments, expected in refused
    ]
    world.scim_enabled = False
    assert [code(client, action, **arguments) for action, arguments, _code in refused] == [""] * 5

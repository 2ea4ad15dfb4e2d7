# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users, groups and memberships through the official SDK."""

from __future__ import annotations

from typing import Any

from simulators.tencent import TencentSimulator
from support.official_sdk import call, code


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

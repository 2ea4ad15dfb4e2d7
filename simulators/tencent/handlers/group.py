# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on Identity Center groups, and on who is in them."""

from __future__ import annotations

import re
from collections.abc import Callable

from simulators.tencent.calls import Call, Handler, Row, token_page
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.lookup import need_group, need_user, refuse_bound, same_name
from simulators.tencent.records import Group, User
from simulators.tencent.world import World

FILTER = re.compile(r"^\s*groupname\s+(?P<how>eq|sw)\s+\"?(?P<value>[^\"]*?)\"?\s*$")


def list_groups(call: Call) -> Row:
    world = call.world
    users = set(call.get("FilterUsers", []))
    passes = _name_filter(call)
    groups = [
        group
        for group in world.groups.values()
        if call.get("GroupType", group.group_type) == group.group_type and passes(group.name)
    ]
    groups.sort(key=lambda group: group.created, reverse=call.get("SortType") == "Desc")
    return token_page(call, "Groups", [_group_row(group, bool(users & set(group.joined))) for group in groups])


def get_group(call: Call) -> Row:
    return {"GroupInfo": _group_row(need_group(call))}


def create_group(call: Call) -> Row:
    world = call.world
    _refuse_used_name(world, call["GroupName"])
    if len(world.groups) >= world.group_quota:
        raise ApiError("FailedOperation.GroupOverUpperLimit")
    number = world.add_group(call["GroupName"], call.get("GroupType", "Manual"), call.get("Description", ""))
    return {"GroupInfo": _group_row(world.groups[number])}


def update_group(call: Call) -> Row:
    world, group = call.world, need_group(call)
    _refuse_synchronized(world, group, "FailedOperation.SynchronizedGroupNotUpdate")
    name = call.get("NewGroupName", group.name)
    if not same_name(world, name, group.name):
        _refuse_used_name(world, name)
    group.name = name
    group.description = call.get("NewDescription", group.description)
    group.updated = world.tick()
    return {"GroupInfo": _group_row(group)}


def delete_group(call: Call) -> Row:
    group = need_group(call)
    _refuse_synchronized(call.world, group, "FailedOperation.SynchronizedGroupNotDelete")
    refuse_bound(call.world, group.id)
    if group.joined:
        raise ApiError("FailedOperation.DeleteGroupNotAllowExistUser")
    del call.world.groups[group.id]
    return {}


def add_user_to_group(call: Call) -> Row:
    world, group = call.world, need_group(call)
    user = need_user(call)
    _refuse_synchronized(world, group, "FailedOperation.SynchronizedGroupNotAddUser")
    if user.user_type != group.group_type:
        raise ApiError("FailedOperation.GroupTypeUserTypeNotMatch")
    if user.id in group.joined:
        raise ApiError("InvalidParameter.GroupUserAlreadyExists")
    if len(group.joined) >= world.group_size_quota:
        raise ApiError("FailedOperation.GroupUserCountOverUpperLimit")
    if sum(user.id in other.joined for other in world.groups.values()) >= world.groups_per_user_quota:
        raise ApiError("FailedOperation.UserAddGroupCountOverUpperLimit")
    group.joined[user.id] = world.tick()
    return {}


def remove_user_from_group(call: Call) -> Row:
    group = need_group(call)
    _refuse_synchronized(call.world, group, "FailedOperation.SynchronizedGroupNotRemoveUser")
    if call["UserId"] not in group.joined:
        raise ApiError("InvalidParameter.GroupUserNotExist")
    del group.joined[call["UserId"]]
    return {}


def list_group_members(call: Call) -> Row:
    rows = []
    for number, joined in need_group(call).joined.items():
        user = call.world.users[number]
        if call.get("UserType", user.user_type) == user.user_type:
            rows.append(_member_row(user, joined))
    return token_page(call, "GroupMembers", rows)


def list_joined_groups(call: Call) -> Row:
    user = need_user(call)
    rows = [_joined_row(group, user) for group in call.world.groups.values() if user.id in group.joined]
    return token_page(call, "JoinedGroups", rows)


def _refuse_synchronized(world: World, group: Group, code: str) -> None:
    if group.group_type == "Synchronized" and world.scim_enabled:
        raise ApiError(code)


def _refuse_used_name(world: World, name: str) -> None:
    if any(same_name(world, group.name, name) for group in world.groups.values()):
        raise ApiError("InvalidParameter.GroupNameAlreadyExists")


def _name_filter(call: Call) -> Callable[[str], bool]:
    """What the request's Filter demands of a group name. The two sites document two grammars."""
    text = call.get("Filter", "").lower()
    if not text or call.site == "mainland":
        return lambda name: text in name.lower()
    match = FILTER.match(text)
    if match is None:
        raise ApiError("InvalidParameter.ParamError", "`Filter` must read: GroupName eq|sw value")
    value = match["value"]
    if match["how"] == "eq":
        return lambda name: name.lower() == value
    return lambda name: name.lower().startswith(value)


def _group_row(group: Group, selected: bool = False) -> Row:
    return {
        "GroupName": group.name,
        "Description": group.description,
        "CreateTime": group.created,
        "GroupType": group.group_type,
        "UpdateTime": group.updated,
        "GroupId": group.id,
        "MemberCount": len(group.joined),
        "IsSelected": selected,
    }


def _member_row(user: User, joined: str) -> Row:
    return {
        "UserName": user.name,
        "DisplayName": user.display_name,
        "Description": user.description,
        "Email": user.email,
        "UserStatus": user.status,
        "UserType": user.user_type,
        "UserId": user.id,
        "JoinTime": joined,
    }


def _joined_row(group: Group, user: User) -> Row:
    return {
        "GroupName": group.name,
        "Description": group.description,
        "GroupId": group.id,
        "GroupType": group.group_type,
        "JoinTime": group.joined[user.id],
    }


HANDLERS: dict[str, Handler] = {
    "ListGroups": list_groups,
    "GetGroup": get_group,
    "CreateGroup": create_group,
    "UpdateGroup": update_group,
    "DeleteGroup": delete_group,
    "AddUserToGroup": add_user_to_group,
    "RemoveUserFromGroup": remove_user_from_group,
    "ListGroupMembers": list_group_members,
    "ListJoinedGroupsForUser": list_joined_groups,
}

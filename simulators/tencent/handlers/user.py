# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on the users of the Identity Center."""

from __future__ import annotations

from simulators.tencent.calls import Call, Handler, Row, token_page
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.lookup import need_user, refuse_bound, same_name
from simulators.tencent.records import User
from simulators.tencent.world import World


def list_users(call: Call) -> Row:
    world = call.world
    selected: set[str] = set()
    for number in call.get("FilterGroups", []):
        if number in world.groups:
            selected |= set(world.groups[number].joined)
    users = [user for user in world.users.values() if _passes_filters(call, user)]
    users.sort(key=lambda user: user.created, reverse=call.get("SortType") == "Desc")
    return token_page(call, "Users", [_user_row(user, user.id in selected) for user in users])


def get_user(call: Call) -> Row:
    return {"UserInfo": _user_row(need_user(call))}


def create_user(call: Call) -> Row:
    world = call.world
    if any(same_name(world, user.name, call["UserName"]) for user in world.users.values()):
        raise ApiError("InvalidParameter.UsernameAlreadyExists")
    _refuse_used_email(world, call.get("Email", ""))
    if len(world.users) >= world.user_quota:
        raise ApiError("FailedOperation.UserOverUpperLimit")
    number = world.add_user(
        call["UserName"],
        email=call.get("Email", ""),
        display_name=call.get("DisplayName", ""),
        user_type=call.get("UserType", "Manual"),
        status=call.get("UserStatus", "Enabled"),
        description=call.get("Description", ""),
    )
    user = world.users[number]
    user.first_name = call.get("FirstName", "")
    user.last_name = call.get("LastName", "")
    user.need_reset = call.get("NeedResetPassword", False)
    # Told here once, stored nowhere.
    return {"UserInfo": {**_user_row(user), "Password": f"Simulated-{world.random_text()}!"}}


def update_user(call: Call) -> Row:
    world, user = call.world, need_user(call)
    _refuse_synchronized(world, user, "FailedOperation.SynchronizedUserNotUpdate")
    email = call.get("NewEmail", user.email)
    if email.lower() != user.email.lower():
        _refuse_used_email(world, email)
    user.email = email
    user.first_name = call.get("NewFirstName", user.first_name)
    user.last_name = call.get("NewLastName", user.last_name)
    user.display_name = call.get("NewDisplayName", user.display_name)
    user.description = call.get("NewDescription", user.description)
    user.need_reset = call.get("NeedResetPassword", user.need_reset)
    user.updated = world.tick()
    return {"UserInfo": _user_row(user)}


def update_user_status(call: Call) -> Row:
    user = need_user(call)
    _refuse_synchronized(call.world, user, "FailedOperation.SynchronizedUserNotUpdate")
    user.status = call["NewUserStatus"]
    user.updated = call.world.tick()
    return {}


def delete_user(call: Call) -> Row:
    world, user = call.world, need_user(call)
    _refuse_synchronized(world, user, "FailedOperation.SynchronizedUserNotDelete")
    refuse_bound(world, user.id)
    if any(user.id in group.joined for group in world.groups.values()):
        raise ApiError("InvalidParameter.UserAlreadyExistsGroup")
    del world.users[user.id]
    return {}


def _refuse_synchronized(world: World, user: User, code: str) -> None:
    if user.user_type == "Synchronized" and world.scim_enabled:
        raise ApiError(code)


def _refuse_used_email(world: World, email: str) -> None:
    if email and any(user.email.lower() == email.lower() for user in world.users.values()):
        raise ApiError("InvalidParameter.EmailAlreadyExists")


def _passes_filters(call: Call, user: User) -> bool:
    text = call.get("Filter", "").lower()
    return (
        call.get("UserType", user.user_type) == user.user_type
        and call.get("UserStatus", user.status) == user.status
        and any(text in value.lower() for value in (user.name, user.email, user.id, user.description))
    )


def _user_row(user: User, selected: bool = False) -> Row:
    return {
        "UserName": user.name,
        "FirstName": user.first_name,
        "LastName": user.last_name,
        "DisplayName": user.display_name,
        "Description": user.description,
        "Email": user.email,
        "UserStatus": user.status,
        "UserType": user.user_type,
        "UserId": user.id,
        "CreateTime": user.created,
        "UpdateTime": user.updated,
        "IsSelected": selected,
        "NeedResetPassword": user.need_reset,
    }


HANDLERS: dict[str, Handler] = {
    "ListUsers": list_users,
    "GetUser": get_user,
    "CreateUser": create_user,
    "UpdateUser": update_user,
    "UpdateUserStatus": update_user_status,
    "DeleteUser": delete_user,
}

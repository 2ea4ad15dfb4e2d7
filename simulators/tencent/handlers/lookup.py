# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a request refers to by id, and what rows tell about it."""

from __future__ import annotations

from simulators.tencent import contract
from simulators.tencent.calls import Call
from simulators.tencent.errors import ApiError
from simulators.tencent.records import Group, RoleConfiguration, User
from simulators.tencent.world import World


def same_name(world: World, one: str, other: str) -> bool:
    """Whether two names count as equal in this world."""
    return one.lower() == other.lower() if world.ignore_case else one == other


def need_user(call: Call) -> User:
    """The user of the request's UserId."""
    user = call.world.users.get(call["UserId"])
    if user is None:
        raise ApiError("ResourceNotFound.UserNotExist")
    return user


def need_group(call: Call) -> Group:
    """The group of the request's GroupId."""
    group = call.world.groups.get(call["GroupId"])
    if group is None:
        raise ApiError("InvalidParameter.GroupNotExist")
    return group


def need_configuration(call: Call, number: str) -> RoleConfiguration:
    """A role configuration by id."""
    found = call.world.role_configurations.get(number)
    if found is None:
        raise ApiError(contract.documented(call.action, "InvalidParameter.RoleConfigurationNotExist"))
    return found


def need_target(call: Call, uin: int, kind: str) -> None:
    """The account must be in the organization, and be named as what it is."""
    if uin not in call.world.members or target_type(call.world, uin) != kind:
        raise ApiError("FailedOperation.OrganizationMemberNotExist")


def need_principal(call: Call, kind: str, number: str) -> None:
    """The user or group must exist."""
    if kind == "User" and number not in call.world.users:
        raise ApiError("ResourceNotFound.UserNotExist")
    if kind == "Group" and number not in call.world.groups:
        raise ApiError("InvalidParameter.GroupNotExist")


def refuse_bound(world: World, principal: str) -> None:
    """A user or group that is still granted or synchronized something cannot be deleted."""
    if any(found.principal == principal for found in world.assignments.values()):
        raise ApiError("FailedOperation.RoleConfigurationAuthorizationExist")
    if any(found.principal == principal for found in world.synchronizations.values()):
        raise ApiError("FailedOperation.UserProvisioningExists")


def target_type(world: World, uin: int) -> str:
    """How the API calls the kind of an account."""
    return "ManagerUin" if uin == world.host_uin else "MemberUin"


def target_name(world: World, uin: int) -> str:
    """The name of an account; "" if it is gone."""
    return world.members[uin].name if uin in world.members else ""

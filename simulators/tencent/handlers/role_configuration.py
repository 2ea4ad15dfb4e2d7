# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on role configurations themselves."""

from __future__ import annotations

from simulators.tencent.calls import Call, Handler, Row, containing, token_page
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.lookup import need_configuration, same_name
from simulators.tencent.records import RoleConfiguration


def list_configurations(call: Call) -> Row:
    world, accounts = call.world, set(call.get("FilterTargets", []))
    selected = {
        grant.configuration
        for grant in world.assignments.values()
        if grant.target in accounts and call.get("PrincipalId", grant.principal) == grant.principal
    }
    rows = [_row(found, found.id in selected) for found in world.role_configurations.values()]
    return token_page(call, "RoleConfigurations", containing(call, rows, "RoleConfigurationName", "Description"))


def get_configuration(call: Call) -> Row:
    return _answer(need_configuration(call, call["RoleConfigurationId"]))


def create_configuration(call: Call) -> Row:
    world, name = call.world, call["RoleConfigurationName"]
    if any(same_name(world, found.name, name) for found in world.role_configurations.values()):
        raise ApiError("InvalidParameter.ConfigurationNameAlreadyExists")
    if len(world.role_configurations) >= world.role_configuration_quota:
        raise ApiError("FailedOperation.ConfigurationOverUpperLimit")
    number = world.add_role_configuration(
        name,
        description=call.get("Description", ""),
        session_duration=call.get("SessionDuration", 3600),
        relay_state=call.get("RelayState", ""),
    )
    return _answer(world.role_configurations[number])


def update_configuration(call: Call) -> Row:
    found = need_configuration(call, call["RoleConfigurationId"])
    before = (found.session_duration, found.relay_state)
    found.description = call.get("NewDescription", found.description)
    found.session_duration = call.get("NewSessionDuration", found.session_duration)
    found.relay_state = call.get("NewRelayState", found.relay_state)
    found.updated = call.world.tick()
    # The description stays in the Identity Center; the other two are part of what is deployed.
    if before != (found.session_duration, found.relay_state):
        call.world.outdate_deployments(found.id)
    return _answer(found)


def delete_configuration(call: Call) -> Row:
    world, found = call.world, need_configuration(call, call["RoleConfigurationId"])
    if any(deployment.configuration == found.id for deployment in world.deployments.values()):
        raise ApiError("FailedOperation.RoleConfigurationProvisioningAlreadyDeployed")
    if found.policies:
        raise ApiError("InvalidParameter.RolePolicyAlreadyExist")
    del world.role_configurations[found.id]
    return {}


def _answer(found: RoleConfiguration) -> Row:
    return {"RoleConfigurationInfo": _row(found)}


def _row(found: RoleConfiguration, selected: bool = False) -> Row:
    return {
        "RoleConfigurationId": found.id,
        "RoleConfigurationName": found.name,
        "Description": found.description,
        "SessionDuration": found.session_duration,
        "RelayState": found.relay_state,
        "CreateTime": found.created,
        "UpdateTime": found.updated,
        "IsSelected": selected,
    }


HANDLERS: dict[str, Handler] = {
    "ListRoleConfigurations": list_configurations,
    "GetRoleConfiguration": get_configuration,
    "CreateRoleConfiguration": create_configuration,
    "UpdateRoleConfiguration": update_configuration,
    "DeleteRoleConfiguration": delete_configuration,
}

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on role configurations as they stand in the accounts."""

from __future__ import annotations

from simulators.tencent import tasks
from simulators.tencent.calls import Call, Handler, Row, containing, matching, token_page
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.lookup import need_configuration, need_target, target_name, target_type
from simulators.tencent.handlers.task import deployment_task_row
from simulators.tencent.records import Deployment, Task
from simulators.tencent.world import World

EXACT = ("RoleConfigurationId", "TargetType", "TargetUin", "DeploymentStatus")


def list_deployments(call: Call) -> Row:
    rows = matching(call, [_row(call.world, found) for found in call.world.deployments.values()], EXACT)
    return token_page(call, "RoleConfigurationProvisionings", containing(call, rows, "RoleConfigurationName"))


def provision(call: Call) -> Row:
    need_configuration(call, call["RoleConfigurationId"])
    need_target(call, call["TargetUin"], call["TargetType"])
    return _start(call, tasks.PROVISION)


def dismantle(call: Call) -> Row:
    world, place = call.world, (call["RoleConfigurationId"], call["TargetUin"])
    need_target(call, call["TargetUin"], call["TargetType"])
    if place not in world.deployments:
        raise ApiError("ResourceNotFound.RoleConfigurationProvisioningNotFound")
    if any((grant.configuration, grant.target) == place for grant in world.assignments.values()):
        raise ApiError("FailedOperation.RoleConfigurationAuthorizationExist")
    if any((task.configuration, task.target) == place for task in world.tasks.values() if task.status == "InProgress"):
        raise ApiError("FailedOperation.RoleConfigurationProvisioningStatusError")
    return _start(call, tasks.DEPROVISION)


def _start(call: Call, kind: str) -> Row:
    world, found = call.world, call.world.role_configurations[call["RoleConfigurationId"]]
    task = tasks.start(world, Task(world.new_id("t"), kind, call["TargetUin"], found.id, found.name))
    return {"Task": deployment_task_row(world, task)}


def _row(world: World, found: Deployment) -> Row:
    return {
        "DeploymentStatus": found.status,
        "RoleConfigurationId": found.configuration,
        "RoleConfigurationName": world.role_configurations[found.configuration].name,
        "TargetUin": found.target,
        "TargetName": target_name(world, found.target),
        "CreateTime": found.created,
        "UpdateTime": found.updated,
        "TargetType": target_type(world, found.target),
    }


HANDLERS: dict[str, Handler] = {
    "ListRoleConfigurationProvisionings": list_deployments,
    "ProvisionRoleConfiguration": provision,
    "DismantleRoleConfiguration": dismantle,
}

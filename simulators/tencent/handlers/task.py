# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on tasks, and how the starts of tasks are answered: the same state under different names."""

from __future__ import annotations

from simulators.tencent import tasks
from simulators.tencent.calls import Call, Handler, Row, matching, token_page
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.lookup import target_type
from simulators.tencent.records import Task
from simulators.tencent.world import World

EXACT = ("PrincipalId", "PrincipalType", "TargetUin", "TargetType", "RoleConfigurationId", "TaskType")


def get_task_status(call: Call) -> Row:
    return _status(call, False, "ResourceNotFound.RoleConfigurationTaskNotFound")


def get_synchronization_task_status(call: Call) -> Row:
    return _status(call, True, "ResourceNotFound.UserProvisioningTaskNotFound")


def list_tasks(call: Call) -> Row:
    world = call.world
    rows = {
        task.id: grant_task_row(world, task)
        for task in world.tasks.values()
        if task.kind not in tasks.SYNCHRONIZATION_KINDS
    }
    wanted = [world.tasks[row["TaskId"]] for row in matching(call, list(rows.values()), EXACT)]
    # A list is one look at its tasks, however many pages it has.
    if "NextToken" not in call.params:
        for task in wanted:
            tasks.look(world, task)
    return token_page(call, "Tasks", matching(call, [grant_task_row(world, task) for task in wanted], ("Status",)))


def grant_task_row(world: World, task: Task) -> Row:
    """A task as grants and ListTasks tell it: the state is in `Status`."""
    row = {
        **_common(world, task),
        "RoleConfigurationId": task.configuration,
        "RoleConfigurationName": task.configuration_name,
        "PrincipalId": task.principal,
        "PrincipalType": task.principal_type,
        "Status": task.status,
    }
    return {**row, "FailureReason": task.reason} if task.reason else row


def deployment_task_row(world: World, task: Task) -> Row:
    """A task as deployments tell it: the state is in `TaskStatus`."""
    return {
        **_common(world, task),
        "RoleConfigurationId": task.configuration,
        "RoleConfigurationName": task.configuration_name,
        "TaskStatus": task.status,
    }


def synchronization_task_row(world: World, task: Task) -> Row:
    """A task as synchronizations tell it: the state is in `TaskStatus`."""
    found = task.synchronization
    assert found is not None
    return {
        **_common(world, task),
        "TaskStatus": task.status,
        "UserProvisioningId": found.id,
        "PrincipalId": found.principal,
        "PrincipalType": found.principal_type,
        "PrincipalName": world.principal_name(found.principal),
        "DuplicationStrategy": found.duplication,
        "DeletionStrategy": found.deletion,
    }


def _common(world: World, task: Task) -> Row:
    return {
        "TaskId": task.id,
        "TargetUin": task.target,
        "TargetType": target_type(world, task.target),
        "TaskType": task.kind,
    }


def _status(call: Call, of_synchronization: bool, unknown: str) -> Row:
    task = call.world.tasks.get(call["TaskId"])
    if task is None or (task.kind in tasks.SYNCHRONIZATION_KINDS) != of_synchronization:
        raise ApiError(unknown)
    tasks.look(call.world, task)
    row = {"Status": task.status, "TaskId": task.id, "TaskType": task.kind}
    return {"TaskStatus": {**row, "FailureReason": task.reason} if task.reason else row}


HANDLERS: dict[str, Handler] = {
    "GetTaskStatus": get_task_status,
    "ListTasks": list_tasks,
    "GetProvisioningTaskStatus": get_synchronization_task_status,
}

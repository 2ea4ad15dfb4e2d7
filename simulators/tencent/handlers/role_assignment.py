# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on grants: a role configuration for a user or group in an account."""

from __future__ import annotations

from simulators.tencent import tasks
from simulators.tencent.calls import Call, Handler, Row, containing, matching, token_page
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.lookup import (
    need_configuration,
    need_principal,
    need_target,
    target_name,
    target_type,
)
from simulators.tencent.handlers.task import grant_task_row
from simulators.tencent.records import Assignment, Task
from simulators.tencent.world import World

EXACT = ("RoleConfigurationId", "TargetType", "TargetUin", "PrincipalType", "PrincipalId")
ENTRIES = "RoleAssignmentInfo"
Key = tuple[str, int, str]


def list_assignments(call: Call) -> Row:
    rows = matching(call, [_row(call.world, found) for found in call.world.assignments.values()], EXACT)
    return token_page(call, "RoleAssignments", containing(call, rows, "RoleConfigurationName"))


def create_assignments(call: Call) -> Row:
    world, entries = call.world, _entries(call)
    taken: set[Key] = set(world.assignments) | _keys_in_progress(world, tasks.GRANT)
    if world.assignment_batches == "atomic":
        claimed = set(taken)
        for entry in entries:
            _check(call, entry, claimed)
    rows = []
    for entry in entries:
        task = _grant_task(world, entry)
        try:
            _check(call, entry, taken)
            tasks.start(world, task)
        except ApiError as problem:
            if world.assignment_batches != "task":
                raise
            world.tasks[task.id] = task
            tasks.fail(task, problem.code)
        rows.append(grant_task_row(world, task))
    return {"Tasks": rows}


def delete_assignment(call: Call) -> Row:
    world = call.world
    key = (call["RoleConfigurationId"], call["TargetUin"], call["PrincipalId"])
    grant = world.assignments.get(key)
    asked = (call["TargetType"], call["PrincipalType"])
    if grant is None or asked != (target_type(world, grant.target), grant.principal_type):
        raise ApiError("ResourceNotFound.RoleConfigurationAuthorizationNotFound")
    name = world.role_configurations[grant.configuration].name
    deprovision = call.get("DeprovisionStrategy", "None") != "None"
    task = Task(
        world.new_id("t"),
        tasks.REVOKE,
        grant.target,
        grant.configuration,
        name,
        grant.principal_type,
        grant.principal,
        deprovision,
    )
    return {"Task": grant_task_row(world, tasks.start(world, task))}


def _entries(call: Call) -> list[Row]:
    """The entries of the request; the contract calls them and their fields optional, the service needs them."""
    if ENTRIES not in call.params:
        raise ApiError("MissingParameter", f"The request lacks the argument `{ENTRIES}`.")
    entries: list[Row] = call[ENTRIES]
    for index, entry in enumerate(entries):
        for name in EXACT:
            if name not in entry:
                raise ApiError("MissingParameter", f"The request lacks the argument `{ENTRIES}.{index}.{name}`.")
    return entries


def _check(call: Call, entry: Row, taken: set[Key]) -> None:
    """Refuse what cannot be granted; what can is taken from now on."""
    need_configuration(call, entry["RoleConfigurationId"])
    need_target(call, entry["TargetUin"], entry["TargetType"])
    need_principal(call, entry["PrincipalType"], entry["PrincipalId"])
    key = (entry["RoleConfigurationId"], entry["TargetUin"], entry["PrincipalId"])
    if key in taken:
        raise ApiError("FailedOperation.RoleConfigurationAuthorizationAlreadyExist")
    if len(taken) >= call.world.assignment_quota:
        raise ApiError("FailedOperation.RoleConfigurationAuthorizationOverLimit")
    taken.add(key)


def _keys_in_progress(world: World, kind: str) -> set[Key]:
    return {
        (task.configuration, task.target, task.principal)
        for task in world.tasks.values()
        if task.kind == kind and task.status == "InProgress"
    }


def _grant_task(world: World, entry: Row) -> Task:
    found = world.role_configurations.get(entry["RoleConfigurationId"])
    return Task(
        world.new_id("t"),
        tasks.GRANT,
        entry["TargetUin"],
        entry["RoleConfigurationId"],
        found.name if found else "",
        entry["PrincipalType"],
        entry["PrincipalId"],
    )


def _row(world: World, found: Assignment) -> Row:
    return {
        "RoleConfigurationId": found.configuration,
        "RoleConfigurationName": world.role_configurations[found.configuration].name,
        "TargetUin": found.target,
        "TargetType": target_type(world, found.target),
        "PrincipalId": found.principal,
        "PrincipalType": found.principal_type,
        "PrincipalName": world.principal_name(found.principal),
        "CreateTime": found.created,
        "UpdateTime": found.updated,
        "TargetName": target_name(world, found.target),
    }


HANDLERS: dict[str, Handler] = {
    "ListRoleAssignments": list_assignments,
    "CreateRoleAssignment": create_assignments,
    "DeleteRoleAssignment": delete_assignment,
}

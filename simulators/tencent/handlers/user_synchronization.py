# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on users and groups that are kept in the access management of accounts."""

from __future__ import annotations

from simulators.tencent import tasks
from simulators.tencent.calls import Call, Handler, Row, containing, matching, token_page
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.lookup import need_principal, need_target, target_name, target_type
from simulators.tencent.handlers.task import synchronization_task_row
from simulators.tencent.records import Synchronization, Task
from simulators.tencent.world import World

EXACT = ("PrincipalId", "PrincipalType", "TargetUin", "TargetType")


def list_synchronizations(call: Call) -> Row:
    rows = matching(call, [_row(call.world, found) for found in call.world.synchronizations.values()], EXACT)
    return token_page(call, "UserProvisionings", containing(call, rows, "PrincipalName"))


def create_synchronizations(call: Call) -> Row:
    world, entries = call.world, call["UserSyncProvisionings"]
    taken = {(found.principal, found.target) for found in _present_and_coming(world)}
    # All are checked before the first one is started; what the service does with half a list is not documented.
    for index, entry in enumerate(entries):
        _check(call, index, entry, taken)
    return {"Tasks": [_start(world, tasks.SYNCHRONIZE, _made_of(world, entry)) for entry in entries]}


def update_synchronization(call: Call) -> Row:
    found = _need(call)
    found.description = call.get("NewDescription", found.description)
    found.duplication = call.get("NewDuplicationStateful", found.duplication)
    found.deletion = call.get("NewDeletionStrategy", found.deletion)
    found.updated = call.world.tick()
    return {}


def delete_synchronization(call: Call) -> Row:
    # One object, despite the name.
    return {"Tasks": _start(call.world, tasks.STOP_SYNCHRONIZATION, _need(call))}


def _need(call: Call) -> Synchronization:
    found = call.world.synchronizations.get(call["UserProvisioningId"])
    if found is None:
        raise ApiError("ResourceNotFound.UserProvisioningNotFound")
    return found


def _present_and_coming(world: World) -> list[Synchronization]:
    coming = [
        task.synchronization
        for task in world.tasks.values()
        if task.synchronization and task.kind == tasks.SYNCHRONIZE and task.status == "InProgress"
    ]
    return [*world.synchronizations.values(), *coming]


def _check(call: Call, index: int, entry: Row, taken: set[tuple[str, int]]) -> None:
    """Refuse what cannot be synchronized; what can is taken from now on."""
    for name in EXACT:
        if name not in entry:
            raise ApiError("MissingParameter", f"The request lacks `UserSyncProvisionings.{index}.{name}`.")
    need_target(call, entry["TargetUin"], entry["TargetType"])
    need_principal(call, entry["PrincipalType"], entry["PrincipalId"])
    key = (entry["PrincipalId"], entry["TargetUin"])
    if key in taken:
        raise ApiError("FailedOperation.UserProvisioningAlreadyExists")
    if len(taken) >= call.world.synchronization_quota:
        raise ApiError("FailedOperation.UserProvisioningOverLimit")
    taken.add(key)


def _made_of(world: World, entry: Row) -> Synchronization:
    now = world.tick()
    return Synchronization(
        world.new_id("up"),
        entry["PrincipalType"],
        entry["PrincipalId"],
        entry["TargetUin"],
        now,
        now,
        entry.get("Description", ""),
        entry.get("DuplicationStrategy", "KeepBoth"),
        entry.get("DeletionStrategy", "Keep"),
    )


def _start(world: World, kind: str, found: Synchronization) -> Row:
    task = Task(
        world.new_id("t"),
        kind,
        found.target,
        principal_type=found.principal_type,
        principal=found.principal,
        synchronization=found,
    )
    return synchronization_task_row(world, tasks.start(world, task))


def _row(world: World, found: Synchronization) -> Row:
    return {
        "UserProvisioningId": found.id,
        "Description": found.description,
        "Status": "Enabled",
        "PrincipalId": found.principal,
        "PrincipalName": world.principal_name(found.principal),
        "PrincipalType": found.principal_type,
        "TargetUin": found.target,
        "TargetName": target_name(world, found.target),
        "DuplicationStrategy": found.duplication,
        "DeletionStrategy": found.deletion,
        "CreateTime": found.created,
        "UpdateTime": found.updated,
        "TargetType": target_type(world, found.target),
    }


HANDLERS: dict[str, Handler] = {
    "ListUserSyncProvisionings": list_synchronizations,
    "CreateUserSyncProvisioning": create_synchronizations,
    "UpdateUserSyncProvisioning": update_synchronization,
    "DeleteUserSyncProvisioning": delete_synchronization,
}

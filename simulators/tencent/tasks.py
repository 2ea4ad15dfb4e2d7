# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks: they take some looks to end, and only then have an effect, or a reason why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulators.tencent.records import Task

if TYPE_CHECKING:
    from simulators.tencent.world import World

PROVISION = "ProvisionRoleConfiguration"
DEPROVISION = "DeprovisionRoleConfiguration"
GRANT = "CreateRoleAssignment"
REVOKE = "DeleteRoleAssignment"
SYNCHRONIZE = "StartProvisioning"
STOP_SYNCHRONIZATION = "DeleteProvisioning"
SYNCHRONIZATION_KINDS = (SYNCHRONIZE, STOP_SYNCHRONIZATION)


def start(world: World, task: Task) -> Task:
    """Begin a task; in some worlds it has ended before its start is answered."""
    task.looks_left = world.task_looks
    world.tasks[task.id] = task
    if world.tasks_end_at_once:
        finish(world, task)
    return task


def look(world: World, task: Task) -> None:
    """One look at a task: time passes by it."""
    if task.looks_left > 0:
        task.looks_left -= 1
    else:
        finish(world, task)


def finish(world: World, task: Task) -> None:
    """Let a task end, if it has not already."""
    if task.status != "InProgress":
        return
    reason = _obstacle(world, task)
    if reason:
        fail(task, reason)
        if task.kind == PROVISION and (task.configuration, task.target) in world.deployments:
            world.deploy(task.configuration, task.target, "DeployFailed")
        return
    EFFECTS[task.kind](world, task)
    task.status = "Success"


def fail(task: Task, reason: str) -> None:
    """The task has ended without effect."""
    task.status, task.reason = "Failed", reason


def _obstacle(world: World, task: Task) -> str:
    """Why the task must fail; "" if it need not."""
    for mark in (task.kind, task.principal, task.target, task.configuration):
        if mark in world.task_failures:
            return world.task_failures[mark]
    if task.target not in world.members:
        return "The account is no longer in the organization."
    if task.configuration and task.configuration not in world.role_configurations:
        return "The role configuration no longer exists."
    if task.kind in (GRANT, SYNCHRONIZE) and not world.principal_name(task.principal):
        return "The user or group no longer exists."
    return ""


def _provision(world: World, task: Task) -> None:
    world.deploy(task.configuration, task.target)


def _deprovision(world: World, task: Task) -> None:
    world.deployments.pop((task.configuration, task.target), None)


def _grant(world: World, task: Task) -> None:
    world.assign(task.configuration, task.target, task.principal)


def _revoke(world: World, task: Task) -> None:
    place = (task.configuration, task.target)
    world.assignments.pop((*place, task.principal), None)
    others = any((found.configuration, found.target) == place for found in world.assignments.values())
    if task.deprovision and not others:
        world.deployments.pop(place, None)


def _synchronize(world: World, task: Task) -> None:
    if task.synchronization:
        world.synchronizations[task.synchronization.id] = task.synchronization


def _stop_synchronization(world: World, task: Task) -> None:
    if task.synchronization:
        world.synchronizations.pop(task.synchronization.id, None)


EFFECTS: dict[str, Callable[[World, Task], None]] = {
    PROVISION: _provision,
    DEPROVISION: _deprovision,
    GRANT: _grant,
    REVOKE: _revoke,
    SYNCHRONIZE: _synchronize,
    STOP_SYNCHRONIZATION: _stop_synchronization,
}

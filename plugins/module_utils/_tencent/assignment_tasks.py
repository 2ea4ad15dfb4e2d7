# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks in which Identity Center makes and ends role assignments: which change each belongs to, and how it ended.

API pages: ListTasks, GetTaskStatus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .._core import rows
from .._core.errors import OrgkitError
from .._core.plan import Change
from .identity_center import IdentityCenter
from .pairs import pair_id
from .tasks import GRANTS, IN_PROGRESS, Started, TaskPolls, started

LIST = "ListTasks"
CREATE, DELETE = "CreateRoleAssignment", "DeleteRoleAssignment"
ACTIONS = {"add": CREATE, "remove": DELETE}


class Key(NamedTuple):
    """What an assignment is, in a row and in a change."""

    pair: str
    principal: str


def uin_of(row: Mapping[str, Any], key: str, where: str) -> str:
    """The number of an account, as text. Raises bad_response."""
    uin = rows.identity(row, key, where)
    if not uin.isdecimal():
        raise rows.bad_response(where, f"{key} is no number")
    return uin


def key_of(row: Mapping[str, Any], where: str) -> Key:
    """The assignment that a row of the API is about. Raises bad_response."""
    configuration = rows.identity(row, "RoleConfigurationId", where)
    principal = rows.identity(row, "PrincipalId", where)
    return Key(pair_id(configuration, uin_of(row, "TargetUin", where)), principal)


def key_of_change(change: Change) -> Key:
    """The assignment that a change is about."""
    return Key(str(change.target.id), str(change.subject.id))


class AssignmentTasks:
    """The tasks of the changes of one run, as long as they are not over."""

    def __init__(self, center: IdentityCenter, polls: TaskPolls) -> None:
        self._center = center
        self._polls = polls
        self._running: dict[Change, Started] = {}

    def begin(self, change: Change, row: Any) -> None:
        """Note the task of a change from the answer that started it. Raises OrgkitError with outcome_unknown."""
        self._running[change] = started(row, GRANTS, ACTIONS[change.action], change.text)

    def is_running(self, change: Change) -> bool:
        """Whether the change has a task that is not over, as far as this run knows."""
        return change in self._running

    def find(self, changes: Sequence[Change]) -> list[Change]:
        """Those of the changes that a task does which this run did not start, or whose start was not told (ListTasks)."""
        if not changes:
            return []
        under_way: dict[tuple[str, Key], dict[str, Any]] = {}
        for row in self._center.client.pages(LIST, {"ZoneId": self._center.zone_id, "Status": IN_PROGRESS}):
            action = rows.text(row, "TaskType", LIST)
            # Other tasks have no principal.
            if action in ACTIONS.values():
                under_way[action, key_of(row, LIST)] = row
        found = []
        for change in changes:
            task = under_way.get((ACTIONS[change.action], key_of_change(change)))
            if task is not None:
                self._running[change] = started(task, GRANTS, LIST, change.text)
                found.append(change)
        return found

    def wait(self, changes: Sequence[Change]) -> dict[Change, OrgkitError | None]:
        """How the tasks of the changes ended, None for success; all are looked at together. What is not over is not in it."""
        mine = [change for change in changes if change in self._running]
        ends: dict[Change, OrgkitError | None] = {}
        for change, end in zip(mine, self._polls.wait([self._running[change] for change in mine])):
            if not end.is_late:
                del self._running[change]
                ends[change] = end.error
        return ends

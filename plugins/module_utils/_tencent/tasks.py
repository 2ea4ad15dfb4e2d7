# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Asynchronous tasks of Identity Center: from the answer that starts one to its end.

API pages: GetTaskStatus, GetProvisioningTaskStatus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple

from .._core import rows
from .._core.errors import OUTCOME_UNKNOWN, REFUSED, ApiError, OrgkitError, invalid_input
from .._core.write import Reply
from .client import TencentClient

IN_PROGRESS, SUCCESS, FAILED = "InProgress", "Success", "Failed"
GRANTS = "GetTaskStatus"
SYNCHRONIZATIONS = "GetProvisioningTaskStatus"
FIRST_WAIT, LONGEST_WAIT, GROWTH = 1.0, 5.0, 1.5
TASK_SPEC: dict[str, dict[str, Any]] = {"task_timeout": {"type": "int", "default": 300}}


class Started(NamedTuple):
    """A task that was started. poll is the action that tells how it stands; what it does is told in sentences by text."""

    id: str
    poll: str
    text: str
    status: str = IN_PROGRESS
    reason: str = ""


class Ended(NamedTuple):
    """How a task ended; error is None for success, and has outcome_unknown while nobody knows.

    is_late: it has not ended in time.
    """

    task: Started
    error: OrgkitError | None = None
    is_late: bool = False

    def reply(self, answer: Mapping[str, Any]) -> Reply:
        """What it means for the one change whose request, with this answer, has started the task."""
        return Reply(answer.get("RequestId"), failures={0: self.error} if self.error else {})


def started(row: Any, poll: str, where: str, text: str) -> Started:
    """The task in the answer of a starting action; it may have ended already. Raises OrgkitError with outcome_unknown."""
    found = row if isinstance(row, dict) else {}
    task_id = rows.new_identity(found, "TaskId", where)
    # Some actions call it Status, others TaskStatus.
    status = str(found.get("Status") or found.get("TaskStatus") or IN_PROGRESS)
    return Started(task_id, poll, text, status, str(found.get("FailureReason") or ""))


def end_of(task: Started, polls: TaskPolls | None) -> Ended:
    """How one task ended. An info module starts none, and so has nobody who polls."""
    if polls is None:
        raise ValueError("nobody polls tasks in an info module")
    (ended,) = polls.wait([task])
    return ended


def read_task_timeout(seconds: int) -> int:
    """The option task_timeout. Raises invalid_input."""
    if seconds < 0:
        raise invalid_input(["task_timeout must not be negative."], hint="Nothing was sent.")
    return seconds


class TaskPolls:
    """Looks at tasks until they have ended, all of them in each round, with growing waits and a deadline."""

    def __init__(
        self,
        client: TencentClient,
        zone_id: Callable[[], str],
        sleep: Callable[[float], object],
        clock: Callable[[], float],
        deadline_seconds: float,
    ) -> None:
        self._client = client
        self._zone_id = zone_id
        self._sleep = sleep
        self._clock = clock
        self._deadline_seconds = deadline_seconds

    def wait(self, tasks: Sequence[Started]) -> list[Ended]:
        """How each task ended, in their order. Raises nothing: what could not be learned is an error with outcome_unknown."""
        known: dict[str, Ended] = {task.id: _ended(task) for task in tasks if task.status != IN_PROGRESS}
        waiting = [task for task in tasks if task.id not in known]
        begin, waited, pause = self._clock(), 0.0, FIRST_WAIT
        while waiting and max(waited, self._clock() - begin) < self._deadline_seconds:
            self._sleep(pause)
            waited, pause = waited + pause, min(pause * GROWTH, LONGEST_WAIT)
            looks = self._client.http.map(self._look, waiting)
            known.update({ended.task.id: ended for ended in looks if ended is not None})
            waiting = [task for task in waiting if task.id not in known]
        late = {task.id: Ended(task, self._too_late(task), is_late=True) for task in waiting}
        return [{**known, **late}[task.id] for task in tasks]

    def _look(self, task: Started) -> Ended | None:
        """How the task ended, None while it is in progress."""
        try:
            answer = self._client.call(task.poll, {"ZoneId": self._zone_id(), "TaskId": task.id})
        except OrgkitError as error:
            return Ended(task, _unclear(f"{task.text}: task {task.id} could not be looked at: {error.message}", error))
        row = answer.get("TaskStatus")
        if not isinstance(row, dict) or not row.get("Status"):
            return Ended(task, _unclear(f"{task.text}: {task.poll} does not tell how task {task.id} stands."))
        status = str(row["Status"])
        if status == IN_PROGRESS:
            return None
        return _ended(task._replace(status=status, reason=str(row.get("FailureReason") or "")))

    def _too_late(self, task: Started) -> OrgkitError:
        seconds = f"{self._deadline_seconds:g}"
        return _unclear(f"{task.text}: task {task.id} was not over after {seconds} seconds (task_timeout).")


def _ended(task: Started) -> Ended:
    if task.status == SUCCESS:
        return Ended(task)
    if task.status != FAILED:
        return Ended(task, _unclear(f"{task.text}: task {task.id} ended as {task.status}, which is unknown."))
    reason = task.reason or "no reason was given"
    return Ended(task, ApiError(REFUSED, f"{task.text}: task {task.id} failed: {reason}"))


def _unclear(message: str, cause: OrgkitError | None = None) -> ApiError:
    """The task was started, so that only a look at what it changes can tell."""
    request_id = cause.request_id if cause else None
    return ApiError(OUTCOME_UNKNOWN, message, outcome_unknown=True, request_id=request_id)

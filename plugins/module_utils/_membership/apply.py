# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""Writing a membership plan: additions of all groups in parallel, then the removals that may follow them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .directory import Directory
from .._core.errors import REFUSED, OrgkitError
from .._core.look_again import DELAYS, look_again
from .._core.names import user_index
from .plan import ADDING, ALREADY, DONE, FAILED, NOT_TRIED, PENDING, UNKNOWN, Change, Plan

if TYPE_CHECKING:
    from .memberships import Memberships


RUN_AGAIN = "Run again: the next run looks at what is there now."


class _Stops:
    """Which scopes must not be written to any more."""

    def __init__(self) -> None:
        self.task = False
        self.groups: set[str] = set()

    def note(self, error: OrgkitError, group_id: str) -> None:
        if error.scope == "task":
            self.task = True
        elif error.scope == "group":
            self.groups.add(group_id)

    def covers(self, group_id: str) -> bool:
        return self.task or group_id in self.groups


def apply_plan(memberships: Memberships, plan: Plan) -> None:
    """Write the plan and set the status of every change.

    The removals of a group are sent only when every addition to it is done, so that a failed swap never leaves a group
    without owners. A failed addition does not stop other additions; an error of the whole group or task does.
    """
    directory = memberships.directory
    stops = _Stops()
    additions = [change for change in plan.changes if change.action in ADDING]
    removals = [change for change in plan.changes if change.action == "remove"]
    _write(directory, additions, stops)

    waiting = {change.target.id for change in removals}
    unclear = [change for change in additions if change.status == UNKNOWN and change.target.id in waiting]
    if unclear:
        _settle(memberships, unclear, plan)
    blocked = {change.target.id for change in additions if change.status not in (DONE, PENDING, ALREADY)}
    for change in removals:
        if change.target.id in blocked:
            change.status = NOT_TRIED
    _write(directory, [change for change in removals if change.target.id not in blocked], stops)
    refused = [change for change in removals if change.status == FAILED and (change.error or {})["code"] == REFUSED]
    if refused:
        _forgive_gone(memberships, refused, plan)
    for change in [change for change in plan.changes if change.status == ALREADY]:
        plan.withdraw(change)


def not_visible(directory: Directory, changes: Sequence[Change]) -> list[Change]:
    """Read the members of the changed groups again and give the changes that do not show."""
    groups = {change.target.id: change.target for change in changes}
    lists = directory.client.http.map(directory.members, groups.values())  # type: ignore[arg-type]
    indexes = {group_id: user_index(members) for group_id, members in zip(groups, lists)}
    hidden = []
    for change in changes:
        is_member = bool(indexes[change.target.id].find(change.subject.id or change.subject.name))
        if is_member == (change.action == "remove"):
            hidden.append(change)
        elif change.status == PENDING:
            change.status = DONE
    waiting = directory.pending(hidden) if hidden else []
    for change in waiting:
        change.status, change.error = PENDING, None
    return [change for change in hidden if change not in waiting]


def _settle(memberships: Memberships, unclear: list[Change], plan: Plan) -> None:
    try:
        look_again(unclear, memberships.not_visible, DELAYS, memberships.client.http.sleep)
    except OrgkitError as error:
        plan.warnings.append(f"Additions with a lost answer could not be looked at: {error.message}")


def _forgive_gone(memberships: Memberships, refused: list[Change], plan: Plan) -> None:
    """A removal that the API refused without a reason is none when somebody else was faster."""
    try:
        hidden = memberships.not_visible(refused)
    except OrgkitError as error:
        plan.warnings.append(f"Removals that were refused could not be looked at: {error.message}")
        return
    for change in refused:
        if change not in hidden:
            change.status, change.error = ALREADY, None


def _write(directory: Directory, changes: Sequence[Change], stops: _Stops) -> None:
    by_request: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        verb = "remove" if change.action == "remove" else "add"
        by_request.setdefault((verb, change.target.id or ""), []).append(change)
    size = directory.batch_size
    batches = [
        (verb, group_id, same[start : start + size])
        for (verb, group_id), same in by_request.items()
        for start in range(0, len(same), size)
    ]
    directory.client.http.map(lambda batch: _write_batch(directory, *batch, stops), batches)


def _write_batch(directory: Directory, verb: str, group_id: str, changes: list[Change], stops: _Stops) -> None:
    if stops.covers(group_id):
        for change in changes:
            change.status = NOT_TRIED
        return
    failures: dict[int, OrgkitError] = {}
    request_id = None
    try:
        reply = directory.write(verb, group_id, changes)
        failures, request_id = reply.failures, reply.request_id
    except OrgkitError as error:
        failures = dict.fromkeys(range(len(changes)), error)
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    for number, change in enumerate(changes):
        change.request_id, change.time = request_id, moment
        failure = failures.get(number)
        if failure is None:
            # Whether an invitation took effect at once shows only when the members are looked at.
            change.status = PENDING if change.action == "invite" else DONE
            continue
        stops.note(failure, group_id)
        change.request_id = failure.request_id
        if failure.already:
            change.status = ALREADY
        else:
            change.status = UNKNOWN if failure.outcome_unknown else FAILED
            change.error = failure.report()
            change.error["hint"] = failure.hint or RUN_AGAIN

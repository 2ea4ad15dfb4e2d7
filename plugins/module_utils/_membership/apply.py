# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing a membership plan: additions of all groups in parallel, then the removals that may follow them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from .._core.errors import OUTCOME_UNKNOWN, REFUSED, OrgkitError
from .._core.look_again import DELAYS, REFUSED_DELAYS, look_again
from .._core.names import user_index
from .._core.plan import ALREADY, DONE, FAILED, NOT_TRIED, PENDING, PLANNED, UNKNOWN, Change
from .._core.write import Reply, Stops, note_failure, write
from .directory import Directory, verb_of
from .plan import ADDING, REVOKE, Group, MemberChange, MembershipPlan

LOOK_AT_INVITATION = "Run again. If it stays open, revoke it where the organization's invitations are managed."


def apply_plan(directory: Directory, plan: MembershipPlan) -> None:
    """Write the plan and set the status of every change.

    The removals of a group are sent only when every addition to it is done, so that a failed swap never leaves a group
    without owners. A failed addition does not stop other additions; an error of the whole group or task does. What an earlier
    run has started, additions and removals, is not sent again, but waited for.
    """
    stops = Stops()
    planned = [change for change in plan.changes if change.status == PLANNED]
    additions = [change for change in planned if change.action in ADDING]
    removals = [change for change in planned if change.action == "remove"]
    revocations = [change for change in planned if change.action == REVOKE]
    if additions or removals:
        _under_way(directory.started([*additions, *removals]))
    _write(directory, [change for change in additions if change.status == PLANNED], stops, plan)
    _finish(directory, additions, plan)
    _forgive(directory, additions, plan)

    waiting = {change.target.id for change in removals}
    unclear = [change for change in additions if change.status == UNKNOWN and change.target.id in waiting]
    if unclear:
        _settle(directory, unclear, plan)
    blocked = {change.target.id for change in additions if not _is_accepted(change)}
    for change in removals:
        if change.status == PLANNED and change.target.id in blocked and not _is_leaver(change):
            change.status = NOT_TRIED
    # A group that takes nobody any more keeps nobody in it either.
    leaving = [change for change in [*removals, *revocations] if change.status == PLANNED and _is_leaver(change)]
    _write(directory, leaving, stops.of_task(), plan)
    _write(directory, [change for change in removals if change.status == PLANNED], stops, plan)
    _finish(directory, removals, plan)
    _forgive(directory, removals, plan)
    for change in [change for change in plan.changes if change.status == ALREADY]:
        plan.withdraw(change)


def not_visible(directory: Directory, changes: Sequence[Change]) -> list[Change]:
    """Read again what was changed, members or invitations, and give the changes that do not show."""
    revocations = [change for change in changes if change.action == REVOKE]
    members = [change for change in changes if change.action != REVOKE]
    return [
        *(_not_visible_members(directory, members) if members else ()),
        *(_still_open(directory, revocations) if revocations else ()),
    ]


def _still_open(directory: Directory, changes: Sequence[Change]) -> list[Change]:
    """The revocations whose invitation is open, as far as anybody can see."""
    ended = directory.revoked(changes)
    for change, failure in ended.items():
        if failure is not None:
            note_failure(change, failure)
    still_open = [change for change in changes if change not in ended]
    for change in still_open:
        if change.error is None:
            sentence = f'The invitation of "{change.subject.name}" does not show as revoked.'
            change.error = OrgkitError(OUTCOME_UNKNOWN, sentence, hint=LOOK_AT_INVITATION).report()
    return still_open


def _not_visible_members(directory: Directory, changes: Sequence[Change]) -> list[Change]:
    groups = {change.target.id: Group(*change.target) for change in changes}
    lists = directory.members_now(list(groups.values()))
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


def _is_leaver(change: Change) -> bool:
    """Whether somebody leaves who must not stay because of others."""
    return isinstance(change, MemberChange) and change.is_leaver


def _is_accepted(change: Change) -> bool:
    """Whether an addition is in effect, or in the hands of the user who was invited."""
    return change.status in (DONE, ALREADY) or (change.status == PENDING and change.action == "invite")


def _under_way(changes: Sequence[Change]) -> None:
    for change in changes:
        change.status, change.error = PENDING, None


def _finish(directory: Directory, changes: Sequence[Change], plan: MembershipPlan) -> None:
    """Wait for the work that the cloud began with these changes, also where the answer that told of it was lost."""
    lost = [change for change in changes if change.status == UNKNOWN]
    if lost:
        try:
            _under_way(directory.started(lost))
        except OrgkitError as error:
            plan.warnings.append(f"Changes with a lost answer could not be looked for: {error.message}")
    for change, failure in directory.wait([change for change in changes if change.status == PENDING]).items():
        if failure is None:
            change.status, change.error = DONE, None
        else:
            note_failure(change, failure)


def _settle(
    directory: Directory, unclear: list[Change], plan: MembershipPlan, delays: Sequence[float] = DELAYS
) -> bool:
    """Look at what is unclear; whether that could be done."""
    try:
        look_again(unclear, partial(not_visible, directory), delays, directory.client.http.sleep)
    except OrgkitError as error:
        plan.warnings.append(f"Changes with a lost answer could not be looked at: {error.message}")
        return False
    return True


def _forgive(directory: Directory, changes: Sequence[Change], plan: MembershipPlan) -> None:
    """What the API refused without a reason is no failure when somebody else was faster."""
    refused = [change for change in changes if change.status == FAILED and (change.error or {})["code"] == REFUSED]
    if not refused:
        return
    try:
        hidden = not_visible(directory, refused)
    except OrgkitError as error:
        plan.warnings.append(f"Changes that were refused could not be looked at: {error.message}")
        return
    for change in refused:
        if change not in hidden:
            change.status, change.error = ALREADY, None


def _write(directory: Directory, changes: Sequence[Change], stops: Stops, plan: MembershipPlan) -> None:
    """Send the changes in batches; a batch that was refused as a whole is sent again in halves, down to single names."""
    by_request: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        by_request.setdefault(directory.together(change), []).append(change)
    size = directory.batch_size
    batches = [Batch(same[start : start + size]) for same in by_request.values() for start in range(0, len(same), size)]
    while batches:
        directory.client.http.map(lambda batch: _send(directory, batch, stops), batches)
        batches = [half for batch in batches if batch.is_refused for half in _halves(directory, batch, plan)]


class Batch:
    """Changes of one verb that travel in one request. part is the id of their group, if it is one."""

    def __init__(self, changes: list[Change]) -> None:
        self.changes = changes
        self.verb = verb_of(changes[0])
        groups = {change.target.id or "" for change in changes}
        self.part = groups.pop() if len(groups) == 1 else ""
        self.is_refused = False


def _send(directory: Directory, batch: Batch, stops: Stops) -> None:
    def send() -> Reply:
        try:
            return directory.write(batch.verb, batch.changes)
        except OrgkitError as error:
            if error.scope != "task" and directory.splits(error):
                # It may be about one of the names only.
                error.scope, batch.is_refused = "item", len(batch.changes) > 1
            raise

    write(batch.changes, send, stops, part=batch.part, acknowledged=directory.acknowledged)


def _halves(directory: Directory, batch: Batch, plan: MembershipPlan) -> list[Batch]:
    """What is left of a refused batch, in two parts. Where the refusal does not tell what was done, a look tells it first."""
    left = batch.changes
    if any(change.status == UNKNOWN for change in left):
        if not _settle(directory, left, plan, REFUSED_DELAYS):
            return []
        left = [change for change in left if change.status == UNKNOWN]
    middle = (len(left) + 1) // 2
    return [Batch(part) for part in (left[:middle], left[middle:]) if part]

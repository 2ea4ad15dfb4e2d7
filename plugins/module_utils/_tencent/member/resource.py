# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One member account on the road: observe, plan, apply, look again, result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..._core import rows
from ..._core.errors import BAD_RESPONSE, ApiError, OrgkitError
from ..._core.look_again import DELAYS, look_again
from ..._core.plan import ALREADY, DONE, FAILED, NOT_TRIED, PENDING, UNKNOWN, Change, Ref
from ..._core.write import Reply, Stops, write
from ..client import TencentClient
from ..departments import Department, Departments, unknown_department_id
from .account import LIST, Member, member_from
from .look import Look, look_at
from .options import MemberWish
from .plan import MemberChange, MemberPlan, Observed, plan_member
from .request import request_of
from .result import member_result

# An account whose creation was not answered is looked for during a minute; it is never created a second time.
CREATION_DELAYS = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
LOOK_IN_CONSOLE = (
    "A paying account may have been opened although it does not show yet: look at the console before running again."
)
NOT_REPEATED = "Nothing was created. A creation is not sent twice in a run, since it opens a paying account: run again."
NOT_AS_PLANNED = "Run again: the next run plans what differs."
# The API says that the account is there already; whether it is the wished one shows only when it is looked at.
_TAKEN = (
    "FailedOperation.CreateRecordAlreadySuccess",
    "FailedOperation.MemberNameUsed",
    "FailedOperation.OrganizationMemberNameUsed",
)


class MemberResource:
    """The member that a task names."""

    def __init__(self, client: TencentClient, wish: MemberWish) -> None:
        self.client = client
        self._wish = wish

    def observe(self) -> Observed:
        """Find the member by search; conclude that there is none only from the complete list."""
        wish = self._wish
        hits = self._search(wish.uin or wish.name or "")
        observed = Observed(found=self._meant(hits))
        member = observed.member
        renaming = wish.rename and wish.name is not None and member is not None and wish.name != member.name
        if not observed.found or renaming:
            observed.others = self._all_members()
            _check_complete(observed.others, hits)
            observed.found = observed.found or self._meant(observed.others)
        if wish.state == "absent" and observed.member is not None:
            observed.host_uin = rows.identity(self.client.organization(), "HostUin", "DescribeOrganization")
        if wish.state == "present":
            self._read_departments(observed)
        return observed

    def no_plan(self) -> MemberPlan:
        """A plan without changes."""
        return MemberPlan()

    def plan(self, state: Observed) -> MemberPlan:
        """The plan for the member."""
        return plan_member(state, self._wish)

    def apply(self, plan: MemberPlan) -> None:
        """Write the changes one after the other; what is lost is looked for, and after a failure the rest is not tried."""
        stops = Stops()
        for number, change in enumerate(plan.changes):
            rest = plan.changes[number + 1 :]
            self._write(change, plan.member, stops)
            if change.action == "create" and (change.status == UNKNOWN or _is_taken(change)):
                self._settle_creation(change, plan)
            elif change.status == UNKNOWN and rest:
                self._look(change, DELAYS, plan)
            if change.action == "create" and change.status == DONE:
                for other in rest:
                    other.subject = change.subject
            if change.status not in (DONE, PENDING):
                for other in rest:
                    other.status = NOT_TRIED
                break
        for change in [change for change in plan.changes if change.status == ALREADY]:
            if isinstance(change, MemberChange) and change.look is not None:
                plan.member = change.look.member
            plan.withdraw(change)

    def look_again_delays(self, changes: Sequence[Change]) -> Sequence[float]:
        """Seconds to wait before each look; a lost creation was looked for already."""
        return () if all(change.status == UNKNOWN and change.action == "create" for change in changes) else DELAYS

    def not_visible(self, changes: Sequence[Change]) -> list[Change]:
        """Read the member again, note what is seen on the changes, and give those that do not show."""
        if any(change.action in ("create", "leave") for change in changes):
            members = self._all_members()
        else:
            members = self._search(str(changes[0].subject.id))
        looks = [(change, look_at(change, members, self._wish.policy_type)) for change in changes]
        for change, look in looks:
            _note(change, look)
        return [change for change, look in looks if not look.shows]

    def result(self, plan: MemberPlan, check_mode: bool) -> dict[str, Any]:
        """member, summary, msg and diff."""
        return member_result(plan, called=self._wish.called, check_mode=check_mode)

    def _meant(self, members: Sequence[Member]) -> list[Member]:
        """The members that the task can mean: by uin, else by exactly the name."""
        wish = self._wish
        if wish.uin is not None:
            return [member for member in members if member.id == wish.uin]
        return [member for member in members if member.name == wish.name]

    def _search(self, key: str) -> list[Member]:
        """Members that a search shows. A hit proves presence, no hit proves nothing: the search may lag."""
        return [member_from(row) for row in self.client.pages(LIST, {"SearchKey": key})]

    def _all_members(self) -> list[Member]:
        return [member_from(row) for row in self.client.pages(LIST)]

    def _read_departments(self, observed: Observed) -> None:
        """Note where the member shall be. Departments are read only to resolve a name, or for an id that is new."""
        wish, member = self._wish, observed.member
        if wish.node_id is not None and member is not None and member.node_id == wish.node_id:
            observed.department = Department(member.node_id, member.node_name, None)
        elif wish.node is not None or wish.node_id is not None:
            departments = Departments(self.client.pages("DescribeOrganizationNodes"), wish.assume_nodes)
            if wish.node is not None:
                observed.department = departments.resolve(wish.node)
            else:
                found = departments.get(wish.node_id or "")
                observed.department = found or unknown_department_id(wish.node_id or "")
            present = departments.get(member.node_id) if member is not None else None
            observed.path = present.path if present else None

    def _write(self, change: Change, member: Member | None, stops: Stops) -> None:
        action, body = request_of(change, member, self._wish)

        def send() -> Reply:
            if change.action == "create":
                return self._create(action, body, change)
            return Reply(self.client.write(action, body).get("RequestId"))

        write([change], send, stops, acknowledged=_acknowledged)

    def _create(self, action: str, body: dict[str, Any], change: Change) -> Reply:
        """Open the account and note its uin. Raises ApiError, with outcome_unknown when it was opened without a uin."""
        try:
            answer = self.client.write(action, body)
        except ApiError as error:
            error.already = False
            if error.throttled:
                error.hint = NOT_REPEATED
            raise
        request_id, uin = answer.get("RequestId"), str(answer.get("Uin") or "")
        if not uin.isdecimal():
            message = f"{action} was answered without the uin of the account."
            raise ApiError(BAD_RESPONSE, message, hint=LOOK_IN_CONSOLE, outcome_unknown=True, request_id=request_id)
        change.subject = Ref(uin, change.subject.name)
        return Reply(request_id)

    def _settle_creation(self, change: Change, plan: MemberPlan) -> None:
        """Look for the account of a lost answer, or for the one whose name is said to be taken."""
        lost = change.status == UNKNOWN
        if self._look(change, CREATION_DELAYS, plan):
            if not lost:
                change.status, change.error = ALREADY, None
        elif isinstance(change, MemberChange):
            _explain(change, lost=lost)

    def _look(self, change: Change, delays: Sequence[float], plan: MemberPlan) -> bool:
        """Whether the change shows in the end."""
        try:
            return not look_again([change], self.not_visible, delays, self.client.http.sleep)
        except OrgkitError as error:
            plan.warnings.append(f"What became of this change could not be looked at: {change.text}. {error.message}")
            return False


def _check_complete(members: Sequence[Member], hits: Sequence[Member]) -> None:
    """Raises bad_response when the list of all members lacks one that the search has just shown."""
    lacking = {member.id for member in hits} - {member.id for member in members}
    if lacking:
        raise rows.bad_response(LIST, f"the list lacks members that the search shows ({', '.join(sorted(lacking))})")


def _is_taken(change: Change) -> bool:
    return change.status == FAILED and change.error is not None and change.error["code"] in _TAKEN


def _acknowledged(change: Change) -> str:
    """Whether the member has to consent shows only when the member is looked at."""
    touched = {"permissions", "pay_uin"} & set(change.after or ())
    return PENDING if change.action == "update" and touched else DONE


def _note(change: Change, look: Look) -> None:
    """Set on the change what a look brought: the one place where this happens."""
    if isinstance(change, MemberChange):
        change.look = look
    if look.waits:
        change.status, change.error = PENDING, None
    elif look.shows and change.status == PENDING:
        change.status = DONE
    if look.shows and look.member is not None and change.subject.id is None:
        change.subject = Ref(look.member.id, change.subject.name)


def _explain(change: MemberChange, *, lost: bool) -> None:
    """Say why an account does not count as the one that was to be created, or what to do when there is none to be seen."""
    look, error = change.look, change.error
    if error is None:
        return
    if look is not None and look.different:
        uin = f" ({look.member.id})" if look.member else ""
        error["message"] += (
            f" There is a member {change.subject.name}{uin}, but not as planned: {'; '.join(look.different)}."
        )
        error["hint"] = NOT_AS_PLANNED
    elif lost:
        error["hint"] = LOOK_IN_CONSOLE

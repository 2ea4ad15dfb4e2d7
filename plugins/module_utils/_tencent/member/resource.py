# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One member account on the road: observe, plan, apply, look again, result."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from ..._core.errors import ApiError, OrgkitError
from ..._core.look_again import DELAYS, look_again
from ..._core.plan import ALREADY, DONE, FAILED, NOT_TRIED, PENDING, UNKNOWN, Change, Plan, Ref
from ..client import TencentClient
from ..departments import Department, Departments, unknown_department_id
from .account import PAY_ON_BEHALF, WAITS_FOR_CONSENT, Member, member_from, permission_names
from .options import MemberWish
from .plan import Observed, plan_member, waits_for_consent
from .result import member_result

# An account whose creation was not answered is looked for during a minute; it is never created a second time.
CREATION_DELAYS = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
LOOK_IN_CONSOLE = (
    "A paying account may have been opened although it does not show yet: look at the console before running again."
)
NOT_REPEATED = "Nothing was created. A creation is not sent twice in a run, since it opens a paying account: run again."
_NAME_TAKEN = ("FailedOperation.OrganizationMemberNameUsed", "FailedOperation.MemberNameUsed")


class MemberResource:
    """The member that a task names."""

    def __init__(self, client: TencentClient, wish: MemberWish) -> None:
        self.client = client
        self._wish = wish
        self._observed = Observed()
        self._latest: Member | None = None

    def observe(self) -> Observed:
        """Find the member by search; conclude that there is none only from the complete list."""
        wish = self._wish
        observed = Observed(member=self._search())
        renaming = wish.rename and wish.name is not None and observed.member is not None
        if observed.member is None or (renaming and wish.name != observed.member.name):
            observed.others = self._all_members()
            observed.member = observed.member or next(filter(self._is_meant, observed.others), None)
        if wish.state == "absent" and observed.member is not None:
            observed.host_uin = str(self.client.organization().get("HostUin"))
        if wish.state == "present":
            self._read_departments(observed)
        self._observed, self._latest = observed, observed.member
        return observed

    def no_plan(self) -> Plan:
        """A plan without changes."""
        return Plan()

    def plan(self, state: Observed) -> Plan:
        """The plan for the member."""
        return plan_member(state, self._wish)

    def apply(self, plan: Plan) -> None:
        """Write the changes one after the other; what is lost is looked for, and after a failure the rest is not tried."""
        for number, change in enumerate(plan.changes):
            rest = plan.changes[number + 1 :]
            self._write(change)
            if change.status == ALREADY or (change.status == UNKNOWN and (rest or change.action == "create")):
                self._settle(change, plan)
            if change.action == "create" and change.status == DONE:
                for other in rest:
                    other.subject = change.subject
            if change.status not in (DONE, PENDING):
                for other in rest:
                    other.status = NOT_TRIED
                break
        for change in [change for change in plan.changes if change.status == ALREADY]:
            plan.withdraw(change)

    def look_again_delays(self, changes: Sequence[Change]) -> Sequence[float]:
        """Seconds to wait before each look; a lost creation was looked for already."""
        return () if all(change.status == UNKNOWN and change.action == "create" for change in changes) else DELAYS

    def not_visible(self, changes: Sequence[Change]) -> list[Change]:
        """Read the member again and give the changes that do not show."""
        if any(change.action in ("create", "leave") for change in changes):
            self._latest = next(filter(self._is_meant, self._all_members()), None)
        else:
            self._latest = self._search(changes[0].subject.id)
        return [change for change in changes if not self._shows(change)]

    def result(self, plan: Plan, check_mode: bool) -> dict[str, Any]:
        """member, summary, msg and diff."""
        waiting = self._observed.member is not None and waits_for_consent(self._observed.member, self._wish)
        department = self._observed.department
        return member_result(
            plan,
            self._latest,
            department if isinstance(department, Department) else None,
            called=self._wish.called,
            waiting=waiting,
            check_mode=check_mode,
        )

    def _is_meant(self, member: Member) -> bool:
        if self._wish.uin is not None:
            return member.id == self._wish.uin
        return member.name == self._wish.name

    def _search(self, uin: str | None = None) -> Member | None:
        """The member, when a search by uin or name shows it. None proves nothing: the search may lag."""
        key = uin or self._wish.uin or self._wish.name
        rows = self.client.pages("DescribeOrganizationMembers", {"SearchKey": key})
        members = (member_from(row) for row in rows)
        if uin is not None:
            return next((member for member in members if member.id == uin), None)
        return next(filter(self._is_meant, members), None)

    def _all_members(self) -> list[Member]:
        return [member_from(row) for row in self.client.pages("DescribeOrganizationMembers")]

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

    def _write(self, change: Change) -> None:
        change.time = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        try:
            answer = self.client.write(*self._request(change))
        except ApiError as error:
            change.request_id = error.request_id
            change.error = error.report()
            if change.action == "create" and error.throttled:
                change.error["hint"] = NOT_REPEATED
            if change.action == "create" and (error.already or error.code in _NAME_TAKEN):
                change.status = ALREADY
            else:
                change.status = UNKNOWN if error.outcome_unknown else FAILED
            return
        change.request_id = answer.get("RequestId")
        # Whether the member has to consent shows only when the member is looked at.
        change.status = (
            PENDING if {"permissions", "pay_uin"} & set(change.after or ()) and change.action == "update" else DONE
        )
        if change.action == "create":
            change.subject = Ref(str(answer["Uin"]), change.subject.name)

    def _request(self, change: Change) -> tuple[str, dict[str, Any]]:
        """The one request of a change: action and body."""
        after = change.after or {}
        uin = int(change.subject.id or 0)
        if change.action == "create":
            return "CreateOrganizationMember", self._creation(change)
        if change.action == "leave":
            return "DeleteOrganizationMembers", {"MemberUin": [uin]}
        if change.action == "move":
            return "MoveOrganizationNodeMembers", {"NodeId": int(change.target.id or 0), "MemberUin": [uin]}
        body: dict[str, Any] = {"MemberUin": uin}
        if change.action == "rename":
            body["Name"] = after["name"]
            if self._wish.sync_nickname:
                body["IsModifyNickName"] = 1
            return "UpdateOrganizationMember", body
        if "remark" in after:
            body["Remark"] = after["remark"]
        if "allow_quit" in after:
            body["IsAllowQuit"] = "Allow" if after["allow_quit"] else "Denied"
        if "permissions" in after or "pay_uin" in after:
            body.update(self._payment())
        return "UpdateOrganizationMember", body

    def _payment(self) -> dict[str, Any]:
        """Policy, permissions and payer: the API wants them together."""
        wish, member = self._wish, self._observed.member
        permissions = wish.permissions if wish.permissions is not None else member.permissions if member else ()
        pay_uin = wish.pay_uin or (member.pay_uin if member and PAY_ON_BEHALF in permissions else "")
        fields: dict[str, Any] = {"PolicyType": wish.policy_type, "PermissionIds": sorted(permissions)}
        if pay_uin:
            fields["PayUin"] = pay_uin
        return fields

    def _creation(self, change: Change) -> dict[str, Any]:
        after = change.after
        body: dict[str, Any] = {
            "Name": after["name"],
            "AccountName": after["account_name"],
            "NodeId": int(change.target.id or 0),
            **self._payment(),
        }
        for field, name in (
            ("Remark", "remark"),
            ("RecordId", "record_id"),
            ("IdentityRoleID", "identity_role_ids"),
            ("AuthRelationId", "auth_relation_id"),
        ):
            if name in after:
                body[field] = after[name]
        if "tags" in after:
            body["Tags"] = [{"TagKey": key, "TagValue": value} for key, value in sorted(after["tags"].items())]
        return body

    def _settle(self, change: Change, plan: Plan) -> None:
        """Look for what a lost answer did, or for the account whose name is said to be taken."""
        lost, creation = change.status == UNKNOWN, change.action == "create"
        try:
            hidden = look_again(
                [change], self.not_visible, CREATION_DELAYS if creation else DELAYS, self.client.http.sleep
            )
        except OrgkitError as error:
            plan.warnings.append(f"What became of this change could not be looked at: {change.text}. {error.message}")
            hidden = [change]
        if not hidden:
            return
        change.status = UNKNOWN if lost else FAILED
        if lost and creation and change.error:
            change.error["hint"] = LOOK_IN_CONSOLE

    def _shows(self, change: Change) -> bool:
        member = self._latest
        if change.action == "leave" or member is None:
            return member is None and change.action == "leave"
        if change.action == "create":
            change.subject = Ref(member.id, member.name)
            return True
        if change.action == "move":
            return member.node_id == change.target.id
        if change.action == "rename":
            return bool(member.name == change.after["name"])
        return self._update_shows(change, member)

    def _update_shows(self, change: Change, member: Member) -> bool:
        actual = {
            "remark": member.remark,
            "allow_quit": member.allow_quit,
            "permissions": permission_names(member.permissions),
            "pay_uin": member.pay_uin,
        }
        different = {name for name, value in change.after.items() if actual[name] != value}
        if different and different <= {"permissions", "pay_uin"} and member.permission_status == WAITS_FOR_CONSENT:
            change.status, change.error = PENDING, None
            return True
        if not different and change.status == PENDING:
            change.status = DONE
        return not different

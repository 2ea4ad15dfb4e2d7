# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a task about one member account. Pure."""

from __future__ import annotations

from typing import Any

from ..._core.plan import DONE, FAILED, NOT_TRIED, PENDING, PLANNED, UNKNOWN, Change
from ..._core.text import diff_of
from .account import Member, planned_view, view
from .plan import VERBS, MemberChange, MemberPlan, words_of

_COUNTED = {"create": "created", "update": "updated", "rename": "renamed", "move": "moved", "leave": "left"}


def member_result(plan: MemberPlan, *, called: str, check_mode: bool) -> dict[str, Any]:
    """member, summary, msg and diff. called is how sentences call the member."""
    in_effect = [change for change in plan.changes if change.status in (PLANNED, DONE)]
    summary = {word: sum(1 for change in in_effect if change.action == action) for action, word in _COUNTED.items()}
    summary["pending"] = int(plan.waiting) + sum(1 for change in plan.changes if change.status == PENDING)
    for status, word in ((FAILED, "failed"), (NOT_TRIED, "not_tried"), (UNKNOWN, "outcome_unknown")):
        summary[word] = sum(1 for change in plan.changes if change.status == status)
    return {
        "member": _view(plan),
        "summary": summary,
        "msg": _sentence(plan, called, check_mode),
        "diff": _diff(plan),
    }


def _latest(plan: MemberPlan) -> Member | None:
    """The member as it was read last."""
    looks = [change.look for change in plan.changes if isinstance(change, MemberChange) and change.look is not None]
    seen = [look.member for look in looks if look.member is not None]
    return seen[-1] if seen else plan.member


def _view(plan: MemberPlan) -> dict[str, Any] | None:
    """The member after the task: as it was read last, with what is planned, or done and perhaps not visible yet."""
    latest, department = _latest(plan), plan.department
    known = department if latest is not None and department is not None and department.id == latest.node_id else None
    row = view(latest, known) if latest is not None else None
    for change in [] if plan.problems else plan.changes:
        if change.status not in (PLANNED, DONE) or (change.action == "create" and latest is not None):
            continue
        if change.after is None:
            return None
        row = {**planned_view(row, change.after, department), "uin": change.subject.id}
    return row


def _sentence(plan: MemberPlan, called: str, check_mode: bool) -> str:
    if not plan.changes:
        return f"There is no member {called}." if plan.member is None else f"Member {called} is as it should be."
    told = [change for change in plan.changes if change.status in (PLANNED, DONE, PENDING)]
    return "; ".join(_clause(change, check_mode) for change in told) + "."


def _clause(change: Change, check_mode: bool) -> str:
    present, past = VERBS[change.action]
    verb = f"Would {present}" if check_mode else past
    return f"{verb} {words_of(change)}" + " (waits for the member's consent)" * (change.status == PENDING)


def _diff(plan: MemberPlan) -> dict[str, str]:
    """Only the fields that change, one line each."""
    sides: dict[str, list[str]] = {"before": [], "after": []}
    for change in plan.changes:
        if change.status in (PLANNED, DONE, PENDING):
            for side, fields in (("before", change.before), ("after", change.after)):
                told = {name: value for name, value in (fields or {}).items() if value is not None}
                if told.get("account_name") == told.get("name"):
                    told.pop("account_name", None)
                lines = (f"{name}: {_shown(value)}" for name, value in told.items())
                sides[side].extend(lines)
    header = f"member {plan.changes[0].subject.name}" if plan.changes else ""
    return diff_of(header, sides["before"], sides["after"])


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}={value[key]}" for key in sorted(value))
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)

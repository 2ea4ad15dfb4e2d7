# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a membership task, made from the plan alone, so that check mode and real run say the same. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._core.plan import DONE, FAILED, NOT_TRIED, PENDING, PLANNED, UNKNOWN, Change
from .._core.text import diff_of
from .plan import GroupPlan, MembershipPlan

# What is true after the run, or would be after it.
_IN_EFFECT = (PLANNED, DONE)


def membership_result(plan: MembershipPlan, *, check_mode: bool, return_members: bool) -> dict[str, Any]:
    """memberships, not_removable, unknown_users, summary, msg and diff."""
    rows = [_row(group_plan, return_members) for group_plan in plan.groups]
    summary = _summary(rows, plan)
    return {
        "memberships": rows,
        "not_removable": plan.not_removable,
        "unknown_users": plan.unknown_users,
        "summary": summary,
        "msg": _sentence(summary, check_mode),
        "diff": _diff(plan.changes),
    }


def _row(group_plan: GroupPlan, return_members: bool) -> dict[str, Any]:
    changes = group_plan.changes
    # Whether an invitation takes effect at once is for the cloud to say, so a planned one counts as pending.
    added = _names(changes, _IN_EFFECT, "add") + _names(changes, (DONE,), "invite")
    removed = _names(changes, _IN_EFFECT, "remove")
    row = {
        "group": {"id": group_plan.group.id, "name": group_plan.group.name},
        "members_count": len(group_plan.members) + len(added) - len(removed),
        "unchanged_count": group_plan.unchanged_count,
        "added": sorted(added),
        "removed": removed,
        "kept": group_plan.kept,
        "pending": sorted(group_plan.pending + _names(changes, (PENDING,)) + _names(changes, (PLANNED,), "invite")),
        "failed": _names(changes, (FAILED,)),
        "not_tried": _names(changes, (NOT_TRIED,)),
        "outcome_unknown": _names(changes, (UNKNOWN,)),
        "unknown_users": group_plan.unknown_users,
    }
    if return_members:
        gone = {change.subject.id for change in changes if change.action == "remove" and change.status in _IN_EFFECT}
        row["members"] = sorted([user.name for user in group_plan.members if user.id not in gone] + added)
    return row


def _names(changes: Iterable[Change], statuses: tuple[str, ...], *actions: str) -> list[str]:
    return sorted(
        change.subject.name
        for change in changes
        if change.status in statuses and (not actions or change.action in actions)
    )


def _summary(rows: list[dict[str, Any]], plan: MembershipPlan) -> dict[str, int]:
    def count(name: str) -> int:
        return sum(len(row[name]) for row in rows)

    changed = {change.target for change in plan.changes if change.status in (*_IN_EFFECT, PENDING)}
    return {
        "groups": len(rows),
        "groups_changed": len(changed),
        "added": count("added"),
        "removed": count("removed"),
        "kept": count("kept"),
        "pending": count("pending"),
        "failed": count("failed"),
        "not_tried": count("not_tried"),
        "outcome_unknown": count("outcome_unknown"),
        "not_removable": len(plan.not_removable),
        "unknown_users": len(plan.unknown_users),
    }


def _sentence(summary: dict[str, int], check_mode: bool) -> str:
    """One sentence for a ticket."""
    groups = summary["groups"]
    word = "group" if groups == 1 else "groups"
    changed = summary["groups_changed"]
    if not changed:
        return f"Nothing to change in {groups} {word}."
    verbs = ("to add", "to remove") if check_mode else ("added", "removed")
    told = zip((*verbs, "pending"), (summary["added"], summary["removed"], summary["pending"]))
    counts = ", ".join(f"{count} {verb}" for verb, count in told if count)
    rest = f"; {groups - changed} unchanged" if groups > changed else ""
    return f"{counts} in {changed} of {groups} {word}{rest}."


def _diff(changes: Iterable[Change]) -> dict[str, str]:
    """Only the memberships that change, one line each, sorted."""
    lines: dict[str, list[str]] = {"before": [], "after": []}
    for change in changes:
        if change.status in (*_IN_EFFECT, PENDING):
            side = "before" if change.action == "remove" else "after"
            lines[side].append(f"{change.target.name}: {change.label or change.subject.name}")
    return diff_of("group memberships", lines["before"], lines["after"])

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a membership task, made from the plan alone, so that check mode and real run say the same. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._core.plan import DONE, FAILED, NOT_TRIED, PENDING, PLANNED, UNKNOWN, Change
from .._core.text import diff_of
from .form import Form
from .plan import REVOKE, GroupPlan, MemberChange, MembershipPlan, Named

# What is true after the run, or would be after it.
_IN_EFFECT = (PLANNED, DONE)


def membership_result(plan: MembershipPlan, form: Form, *, check_mode: bool, return_members: bool) -> dict[str, Any]:
    """The rows of the groups, not_removable, the unknown names of each kind, summary, msg and diff, in the words of the form."""
    rows = [_row(group_plan, form, return_members) for group_plan in plan.groups]
    summary = _summary(rows, plan, form)
    return {
        form.entries: rows,
        "not_removable": plan.not_removable,
        **_unknown(plan.unknown, form),
        "summary": summary,
        "msg": _sentence(summary, form, check_mode),
        "diff": _diff(plan.changes, form),
    }


def _unknown(names: Iterable[Named], form: Form) -> dict[str, list[str]]:
    known = list(names)
    return {f"unknown_{kind}s": [one.name for one in known if one.kind == kind] for kind in form.kinds}


def _row(group_plan: GroupPlan, form: Form, return_members: bool) -> dict[str, Any]:
    changes = group_plan.changes
    # Whether an invitation takes effect at once is for the cloud to say, so a planned one counts as pending.
    added = _names(changes, _IN_EFFECT, "add") + _names(changes, (DONE,), "invite")
    removed = _names(changes, _IN_EFFECT, "remove")
    row = {
        **group_plan.group.row(),
        "members_count": len(group_plan.members) + len(added) - len(removed),
        "unchanged_count": group_plan.unchanged_count,
        "added": sorted(added),
        "removed": removed,
        "kept": group_plan.kept,
        "pending": sorted(group_plan.pending + _names(changes, (PENDING,)) + _names(changes, (PLANNED,), "invite")),
        "failed": _names(changes, (FAILED,)),
        "not_tried": _names(changes, (NOT_TRIED,)),
        "outcome_unknown": _names(changes, (UNKNOWN,)),
        **_unknown(group_plan.unknown, form),
    }
    if return_members:
        gone = {change.subject.id for change in changes if change.action == "remove" and change.status in _IN_EFFECT}
        row["members"] = sorted([user.title for user in group_plan.members if user.id not in gone] + added)
    return row


def _names(changes: Iterable[MemberChange], statuses: tuple[str, ...], *actions: str) -> list[str]:
    return sorted(
        change.member.title
        for change in changes
        if change.status in statuses and (not actions or change.action in actions)
    )


def _summary(rows: list[dict[str, Any]], plan: MembershipPlan, form: Form) -> dict[str, int]:
    revocations = [change.status for change in plan.changes if change.action == REVOKE]

    def count(name: str, *statuses: str) -> int:
        return sum(len(row[name]) for row in rows) + sum(map(revocations.count, statuses))

    members = [change for change in plan.changes if change.action != REVOKE]
    changed = {change.target for change in members if change.status in (*_IN_EFFECT, PENDING)}
    return {
        form.summary: len(rows),
        f"{form.summary}_changed": len(changed),
        "added": count("added"),
        "removed": count("removed"),
        **({"revoked": sum(map(revocations.count, _IN_EFFECT))} if form.has_invitations else {}),
        "kept": count("kept"),
        "pending": count("pending"),
        "failed": count("failed", FAILED),
        "not_tried": count("not_tried", NOT_TRIED),
        "outcome_unknown": count("outcome_unknown", UNKNOWN),
        "not_removable": len(plan.not_removable),
        **{name: len(found) for name, found in _unknown(plan.unknown, form).items()},
    }


def _sentence(summary: dict[str, int], form: Form, check_mode: bool) -> str:
    """One sentence for a ticket."""
    groups = summary[form.summary]
    word = form.one_group if groups == 1 else form.many_groups
    changed = summary[f"{form.summary}_changed"]
    revoked = summary.get("revoked", 0)
    invitations = f"{revoked} open invitation{'s' * (revoked != 1)} {'to revoke' if check_mode else 'revoked'}."
    if not changed:
        return invitations if revoked else f"Nothing to change in {groups} {word}."
    verbs = ("to add", "to remove") if check_mode else ("added", "removed")
    told = zip((*verbs, "pending"), (summary["added"], summary["removed"], summary["pending"]))
    counts = ", ".join(f"{count} {verb}" for verb, count in told if count)
    rest = f"; {groups - changed} unchanged" if groups > changed else ""
    told_groups = f"{counts} in {changed} of {groups} {word}{rest}."
    return f"{told_groups} {invitations}" if revoked else told_groups


def _diff(changes: Iterable[Change], form: Form) -> dict[str, str]:
    """Only the memberships that change, one line each, sorted; of an invitation each group that it leads into."""
    lines: dict[str, list[str]] = {"before": [], "after": []}
    for change in changes:
        if change.status in (*_IN_EFFECT, PENDING) and isinstance(change, MemberChange):
            side = "before" if change.action in ("remove", REVOKE) else "after"
            for place in change.places or (change.target.name,):
                lines[side].append(f"{place}: {change.label or change.member.title}")
    return diff_of(form.diff, lines["before"], lines["after"])

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Words of the HTML report: what findings have in common, what was checked, and what an empty table means. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .report import Report

# Group -> what it is called, and its classes; what matters most comes first.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "unknown": ("could not be read", ("unreadable",)),
    "excess": (
        "should not be there",
        ("conflict", "expired_person", "disabled_member", "unmanaged", "expired_exception"),
    ),
    "drift": ("not as declared", ("missing", "changed", "unresolved")),
    "waiting": ("waiting for somebody", ("pending",)),
    "accepted": ("accepted for now", ("excepted",)),
}

NOT_COMPARED = (
    "Not compared, because nobody can declare them: groups that a directory delivers, memberships by a nested group, "
    "synchronizations, and direct roles of people in Cloud Services. The tables have them."
)


def group_of(name: str) -> str:
    """The group of a class of findings."""
    return next(group for group, (_words, classes) in GROUPS.items() if name in classes)


def group_counts(report: Report) -> dict[str, int]:
    """How many findings each group has; groups without any are left out."""
    counts = report.counts
    sums = {group: sum(sum(counts[name].values()) for name in classes) for group, (_words, classes) in GROUPS.items()}
    return {group: number for group, number in sums.items() if number}


def checked(report: Report) -> Iterator[str]:
    """What was checked, a sentence each. Names of others are raw."""
    if report.declared:
        yield "Compared with everything that is declared."
    else:
        yield "Nothing was declared, so nothing was compared with it."
    rules = list(_rules(report.rules))
    yield from rules
    if not rules:
        yield "No rule was given."
    if report.declared:
        yield NOT_COMPARED
    yield from report.warnings


def _rules(rules: Any) -> Iterator[str]:
    for rule in rules.get("never_together") or ():
        name = f" ({rule['name']})" if rule.get("name") else ""
        yield f"Rule: nobody is in two of {', '.join(rule.get('groups') or ())}{name}."
    for rule in rules.get("administrators") or ():
        roles = [*(rule.get("role_configurations") or ()), *(rule.get("roles") or ())]
        allowed = ", ".join(rule.get("allowed") or ())
        yield f"Rule: nobody has {', '.join(roles)}" + (f" but {allowed}." if allowed else ".")
    if rules.get("disabled_members"):
        yield "Rule: nobody who is disabled has access."
    if rules.get("stale_invitations_days") is not None:
        yield f"Rule: no invitation is open for more than {rules['stale_invitations_days']} days."


def _no_findings(report: Report) -> str:
    return "Nothing was found." if report.complete else "Nothing was found in what could be read."


def _no_access(report: Report) -> str:
    return "Nobody has anything." if report.complete else "Nobody has anything in what could be read."


def _no_differences(report: Report) -> str:
    return "Nothing is different." if report.baselines else "No earlier snapshot was given."


EMPTY: dict[str, Callable[[Report], str]] = {
    "findings": _no_findings,
    "access": _no_access,
    "people": lambda report: "There is nobody.",
    "differences": _no_differences,
}

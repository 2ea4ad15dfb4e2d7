# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as JUnit: a case for every group and every account, and one for what fits in neither. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .findings import Finding
from .markup import escaped
from .report import Report

Case = tuple[str, str]


def junit_text(report: Report) -> Iterator[str]:
    """The text of the file, in parts. What could not be read is an error, what is accepted is skipped, the rest fails."""
    by_case: dict[str, dict[Case, list[Finding]]] = {cloud: {} for cloud in report.clouds}
    known: dict[tuple[str, str, str], Case] = {}
    for snapshot in report.snapshots:
        for kind in ("group", "account"):
            for row in sorted(snapshot.of(kind).values(), key=lambda one: (one["name"].casefold(), one["id"])):
                case = kind, f"{row['name']} ({row['id']})"
                known[snapshot.cloud, kind, row["id"]] = case
                by_case[snapshot.cloud][case] = []
    for one in report.findings:
        kind, key = _about(one)
        by_case[one.cloud].setdefault(known.get((one.cloud, kind, key), (one.kind, one.subject.name)), []).append(one)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="access">\n'
    for cloud, cases in by_case.items():
        yield from _suite(cloud, cases, report.created)
    yield "</testsuites>\n"


def _about(one: Finding) -> tuple[str, str]:
    """The group or account that a finding is about, by id; a grant belongs to its account."""
    target = (one.target.id if one.target else None) or ""
    if one.kind == "membership":
        return "group", target
    if one.kind == "assignment":
        return "account", target.rpartition("/")[2]
    return one.kind, one.subject.id or ""


def _suite(cloud: str, cases: dict[Case, list[Finding]], created: str) -> Iterator[str]:
    errors, failures, skipped = (
        sum(_outcome(found) == outcome for found in cases.values()) for outcome in ("error", "failure", "skipped")
    )
    numbers = f'tests="{len(cases)}" errors="{errors}" failures="{failures}" skipped="{skipped}"'
    yield f'<testsuite name="{escaped(cloud)}" {numbers} timestamp="{escaped(created.rstrip("Z"))}">\n'
    for (kind, name), found in cases.items():
        start = f'<testcase classname="{escaped(cloud)}.{escaped(kind)}" name="{escaped(name)}"'
        outcome = _outcome(found)
        if not outcome:
            yield f"{start}/>\n"
            continue
        lines = "\n".join(escaped(f"{one.name}: {one.text}{_accepted(one)}") for one in found)
        first, *_others = (one for one in found if _weight(one) == outcome)
        message = escaped(first.text + (f" (and {len(found) - 1} more)" if len(found) > 1 else ""))
        if outcome == "skipped":
            yield f'{start}><skipped message="{message}"/><system-out>{lines}</system-out></testcase>\n'
        else:
            yield f'{start}><{outcome} type="{first.name}" message="{message}">{lines}</{outcome}></testcase>\n'
    yield "</testsuite>\n"


def _outcome(found: Sequence[Finding]) -> str:
    """The gravest of the findings decides; none: an empty text."""
    weights = {_weight(one) for one in found}
    return next((outcome for outcome in ("error", "failure", "skipped") if outcome in weights), "")


def _weight(one: Finding) -> str:
    return {"unreadable": "error", "excepted": "skipped"}.get(one.name, "failure")


def _accepted(one: Finding) -> str:
    exception = one.exception
    return (
        f" (accepted by {exception['owner']} until {exception['expires']}: {exception['reason']})" if exception else ""
    )

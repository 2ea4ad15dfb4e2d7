# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data inside the HTML report, small enough for a hundred thousand rows: texts once, rows as numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.plan import Ref
from .._core.text import shown
from .effective import effective
from .findings import Finding
from .report import Report
from .summary import status_of

KINDS = ("membership", "role_configuration", "organization_role", "service_role")


class _Texts:
    """Every text once; a row holds its number, -1 for none."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str | None) -> int:
        return -1 if text is None else self._numbers.setdefault(shown(text), len(self._numbers))

    def all(self) -> list[str]:
        return list(self._numbers)


def page_data(report: Report) -> dict[str, Any]:
    """What the script of the page reads. Texts are shown: nothing in them turns the direction of writing."""
    texts = _Texts()
    users: list[dict[str, Any]] = []
    numbers: dict[tuple[str, str], int] = {}
    access: list[list[int]] = []
    for snapshot in report.snapshots:
        known = snapshot.of("user")
        for row in sorted(known.values(), key=lambda one: (one["name"].casefold(), one["id"])):
            numbers[snapshot.cloud, row["id"]] = len(users)
            users.append(_user(snapshot.cloud, Ref(row["id"], row["name"]), row))
        for one in effective(snapshot):
            key = (snapshot.cloud, one.user.id or "")
            if key not in numbers:
                # A user who has something, and is not in the directory.
                numbers[key] = len(users)
                users.append(_user(snapshot.cloud, one.user, None))
            users[numbers[key]]["entitlements"] += 1
            names = (texts.number(ref.name if ref else None) for ref in (one.group, one.role, one.place))
            group, role, place = names
            access.append([numbers[key], group, int(one.inherited), KINDS.index(one.kind), role, place])
    findings = [_finding(one, numbers) for one in report.findings]
    for row in findings:
        if row["user"] >= 0:
            users[row["user"]]["findings"] += 1
    differences = [
        {"action": one.action, "cloud": one.cloud, "kind": one.kind, "text": one.text} for one in report.differences
    ]
    return {
        "strings": texts.all(),
        "kinds": KINDS,
        "users": users,
        "access": access,
        "findings": findings,
        "differences": differences,
    }


def _user(cloud: str, who: Ref, row: Mapping[str, Any] | None) -> dict[str, Any]:
    known = row or {}
    return {
        "cloud": cloud,
        "id": shown(who.id),
        "name": shown(who.name),
        "email": shown(known.get("email") or ""),
        "display": shown(known.get("display_name") or ""),
        "type": shown(known.get("type") or ""),
        "status": status_of(dict(known) if row else None),
        "entitlements": 0,
        "findings": 0,
    }


def _finding(one: Finding, numbers: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    accepted = one.exception
    told = f"accepted by {accepted['owner']} until {accepted['expires']}: {accepted['reason']}" if accepted else ""
    return {
        "class": one.name,
        "cloud": one.cloud,
        "kind": one.kind,
        "text": one.text,
        "accepted": shown(told),
        "user": numbers.get((one.cloud, one.subject.id or ""), -1),
    }

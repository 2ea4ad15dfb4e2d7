# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data inside the HTML report, small enough for a hundred thousand rows: texts once, rows as numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.plan import Ref
from .._core.text import shown
from .differences import Difference, told
from .effective import effective
from .findings import Finding
from .page_words import EMPTY, GROUPS, group_of
from .report import Report
from .summary import status_of

KINDS = ("membership", "role_configuration", "organization_role", "service_role")
# (cloud, id of a user) -> the number of the user in the page.
_Numbers = Mapping[tuple[str, str], int]


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
    return {
        "strings": texts.all(),
        "kinds": KINDS,
        "users": users,
        "access": access,
        "findings": findings,
        "differences": [_difference(one, numbers) for one in report.differences],
        "compared": bool(report.baselines),
        "groups": {group: words for group, (words, _classes) in GROUPS.items()},
        "empty": {name: words(report) for name, words in EMPTY.items()},
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


def _finding(one: Finding, numbers: _Numbers) -> dict[str, Any]:
    accepted = one.exception
    words = f"accepted by {accepted['owner']} until {accepted['expires']}: {accepted['reason']}" if accepted else ""
    return {
        "class": one.name,
        "group": group_of(one.name),
        "cloud": one.cloud,
        "kind": one.kind,
        "text": one.text,
        "accepted": shown(words),
        "user": numbers.get((one.cloud, one.subject.id or ""), -1),
    }


def _difference(one: Difference, numbers: _Numbers) -> dict[str, Any]:
    fields = ""
    if one.before and one.after:
        fields = "; ".join(f"{name}: {told(one.before[name])} \u2192 {told(one.after[name])}" for name in one.before)
    return {
        "action": one.action,
        "cloud": one.cloud,
        "kind": one.kind,
        "subject": shown(one.subject.name),
        "target": shown(one.target.name) if one.target else "",
        "fields": shown(fields),
        "user": numbers.get((one.cloud, one.subject.id or ""), -1),
    }

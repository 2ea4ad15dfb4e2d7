# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as CSV for people who review it: every formula is text. Pure.

access.csv has one row for every identity and entitlement, says what is new, and has empty columns for the decision of whoever
reviews it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .._core.plan import Ref
from .._core.text import shown
from .effective import Access, effective
from .kinds import OF_CLOUD
from .report import Report
from .snapshot import Snapshot
from .summary import organization, status_of

ACCESS = (
    *("cloud", "organization", "user_id", "user", "email", "status", "group_id", "group", "inherited"),
    *("kind", "role_id", "role", "place_id", "place", "new", "decision", "reviewer", "reason", "date"),
)
USERS = ("cloud", "organization", "user_id", "user", "email", "display_name", "type", "status", "groups", "grants")
FINDINGS = (
    *("class", "cloud", "kind", "subject_id", "subject", "target_id", "target", "text"),
    *("was", "owner", "reason", "expires"),
)
DIFFERENCES = (*("cloud", "action", "kind", "subject_id", "subject", "target_id", "target", "before", "after", "text"),)
# The kinds of rows from which access follows.
_GIVING = {"membership", "assignment", "role"}
# What a spreadsheet takes for the begin of a formula, also in full width and behind blanks.
_FORMULA = tuple("=+-@|%\uff1d\uff0b\uff0d\uff20")


def access_csv(report: Report) -> Iterator[str]:
    """Who has what, and through which group."""
    yield _line(ACCESS)
    for snapshot in report.snapshots:
        users, place = snapshot.of("user"), (snapshot.cloud, organization(snapshot))
        since = _Since(next((old for old in report.baselines if old.place == snapshot.place), None))
        for one in effective(snapshot):
            user = users.get(one.user.id or "")
            who = (*one.user, user["email"] if user else "", status_of(user), *(one.group or ("", "")))
            what = ("yes" if one.inherited else "", one.kind, *(one.role or ("", "")), *(one.place or ("", "")))
            yield _line((*place, *who, *what, since.told(one), "", "", "", ""))


def users_csv(report: Report) -> Iterator[str]:
    """Everybody in the directories, also those who have nothing."""
    yield _line(USERS)
    for snapshot in report.snapshots:
        groups: dict[str, set[str]] = {}
        grants: dict[str, set[str]] = {}
        for one in effective(snapshot):
            if one.group:
                groups.setdefault(one.user.id or "", set()).add(one.group.id or "")
            if one.grant:
                grants.setdefault(one.user.id or "", set()).add(one.grant.id or "")
        for row in sorted(snapshot.of("user").values(), key=lambda user: (user["name"].casefold(), user["id"])):
            who = (row["id"], row["name"], row["email"], row["display_name"], row["type"], status_of(row))
            numbers = (len(groups.get(row["id"], ())), len(grants.get(row["id"], ())))
            yield _line((snapshot.cloud, organization(snapshot), *who, *numbers))


def findings_csv(report: Report) -> Iterator[str]:
    """Everything that is not as it should be, also what is accepted for now."""
    yield _line(FINDINGS)
    for one in report.findings:
        accepted = one.exception or {}
        told = (one.text, one.was, accepted.get("owner"), accepted.get("reason"), accepted.get("expires"))
        yield _line((one.name, one.cloud, one.kind, *_ref(one.subject), *_ref(one.target), *told))


def differences_csv(report: Report) -> Iterator[str]:
    """What came, went or changed since the baseline."""
    yield _line(DIFFERENCES)
    for one in report.differences:
        fields = ("" if value is None else json.dumps(value, sort_keys=True) for value in (one.before, one.after))
        yield _line((one.cloud, one.action, one.kind, *_ref(one.subject), *_ref(one.target), *fields, one.text))


class _Since:
    """Tells whether an access is new since an older snapshot: yes, no, unknown, or a blank when there is none."""

    def __init__(self, old: Snapshot | None) -> None:
        self._old = old
        self._all = old is not None and old.complete and all(map(old.holds, _GIVING & set(OF_CLOUD[old.cloud])))
        self._known = {one.key for one in effective(old)} if old is not None else set()

    def told(self, one: Access) -> str:
        if self._old is None:
            return ""
        if one.key in self._known:
            return "no"
        return "yes" if self._all else "unknown"


def cell(value: Any) -> str:
    """A value as a spreadsheet may have it: no formula, no line break, in quotes."""
    if value is None or value == "":
        return '""'
    text = shown(value)
    if text.lstrip().startswith(_FORMULA):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"'


def _line(values: Iterable[Any]) -> str:
    return ",".join(cell(value) for value in values) + "\r\n"


def _ref(ref: Ref | None) -> tuple[str | None, str | None]:
    return (ref.id, ref.name) if ref else (None, None)

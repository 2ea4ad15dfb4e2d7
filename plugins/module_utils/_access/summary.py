# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report in a few words and numbers: what a manager reads first. Pure."""

from __future__ import annotations

from typing import Any

from .kinds import OF_CLOUD
from .report import Report
from .snapshot import Snapshot

CLOUD_NAMES = {"tencent": "Tencent Cloud", "csp": "Cloud Services"}
# What is counted of a snapshot, and what it is called.
POPULATION = {
    "user": "people",
    "group": "groups",
    "membership": "memberships",
    "account": "accounts",
    "assignment": "grants in accounts",
    "role": "direct roles",
    "invitation": "open invitations",
}
INCOMPLETE, FINDINGS, UNDECLARED, CLEAN = "incomplete", "findings", "undeclared", "clean"


def state(report: Report) -> str:
    """The one word that decides: what could not be read comes before everything that was found."""
    if not report.complete:
        return INCOMPLETE
    if report.open:
        return FINDINGS
    return CLEAN if report.declared else UNDECLARED


def verdict(report: Report) -> str:
    """The one sentence to read. Silence is never called order."""
    left_out = _left_out(report)
    not_looked = f" Not looked at: {left_out}." if left_out else ""
    number = report.open
    told = "1 finding needs somebody." if number == 1 else f"{number} findings need somebody."
    sentence = {
        INCOMPLETE: f"Not everything could be read. {told} More may be hidden.",
        FINDINGS: told,
        UNDECLARED: "Nothing was declared, so nothing could be compared. No rule is broken.",
        CLEAN: "Everything that was read is as declared.",
    }[state(report)]
    return sentence + not_looked


def _left_out(report: Report) -> str:
    """The kinds of rows that snapshots were taken without."""
    kinds = {
        one.cloud: [kind.replace("_", " ") for kind in OF_CLOUD[one.cloud] if not one.holds(kind)]
        for one in report.snapshots
    }
    return "; ".join(f"{', '.join(names)} of {CLOUD_NAMES[cloud]}" for cloud, names in kinds.items() if names)


def population(snapshot: Snapshot) -> dict[str, int]:
    """How much there is, by kind; only kinds that the snapshot was to hold."""
    return {kind: len(snapshot.of(kind)) for kind in POPULATION if snapshot.holds(kind)}


def about(snapshot: Snapshot) -> dict[str, Any]:
    """What proves where the numbers come from."""
    header, trailer = snapshot.header, snapshot.trailer
    return {
        "cloud": snapshot.cloud,
        "organization": dict(header["organization"]),
        "scope": header.get("scope"),
        "endpoint": header.get("endpoint"),
        "caller": header.get("caller"),
        "started": header.get("started"),
        "ended": trailer.get("ended"),
        "complete": snapshot.complete,
        "path": snapshot.path,
        "sha256": snapshot.sha256,
        "counts": dict(trailer["counts"]),
        "collection_version": header.get("collection_version"),
    }


def organization(snapshot: Snapshot) -> str:
    """The name of the organization, or its id."""
    told = snapshot.header["organization"]
    return str(told.get("name") or told["id"] or "")


def status_of(user: dict[str, Any] | None) -> str:
    """enabled, disabled, or a blank when the cloud does not tell."""
    enabled = user["enabled"] if user else None
    return "" if enabled is None else ("enabled" if enabled else "disabled")

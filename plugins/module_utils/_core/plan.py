# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes, plans and problems: what every task plans, shows and writes. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .text import shown

PLANNED = "planned"
DONE = "done"
PENDING = "pending"
FAILED = "failed"
UNKNOWN = "outcome_unknown"
NOT_TRIED = "not_tried"
# Only on the way: the wished state was there before the write arrived. Such a change is withdrawn from the plan.
ALREADY = "already"

# Changes of what exists: an approval holds for the very thing, not for its namesake.
_OF_WHAT_EXISTS = ("remove", "delete", "leave", "update", "rename", "move")


class Ref(NamedTuple):
    """An object by id and name; the id is None while the object does not exist."""

    id: str | None
    name: str


@dataclass(eq=False)
class Change:
    """One write that is planned or was tried. before is None for what does not exist, after for what goes away."""

    action: str
    kind: str
    subject: Ref
    target: Ref
    before: Any
    after: Any
    text: str
    status: str = PLANNED
    error: dict[str, Any] | None = None
    request_id: str | None = None
    time: str | None = None
    # How a diff calls the subject, when it is not by its name alone.
    label: str = ""

    def row(self) -> dict[str, Any]:
        """The change as it stands in the result."""
        row: dict[str, Any] = {
            "action": self.action,
            "kind": self.kind,
            "subject": self.subject._asdict(),
            "target": self.target._asdict(),
            "before": self.before,
            "after": self.after,
            "text": shown(self.text),
            "status": self.status,
        }
        for name in ("error", "request_id", "time"):
            if getattr(self, name) is not None:
                row[name] = getattr(self, name)
        if self.error is not None:
            row["error"] = {**self.error, "message": shown(self.error["message"])}
        return row


class Problem(NamedTuple):
    """Why a plan is refused: an error code, a sentence, and rows of {name, kind, group, candidates}."""

    code: str
    message: str
    items: tuple[dict[str, Any], ...] = ()
    hint: str = ""


@dataclass
class Plan:
    """An ordered list of changes. With problems nothing of it may be written.

    left_out says what the task cannot do; it does the rest and fails at the end.
    """

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)

    def withdraw(self, change: Change) -> None:
        """Forget a change that turned out to be none: somebody else was faster."""
        self.warnings.append(f"Somebody else was faster, nothing was left to do: {change.text}.")
        self.changes.remove(change)


def item(name: str, kind: str, group: str | None = None, candidates: Iterable[Any] = ()) -> dict[str, Any]:
    """A row of the error's `items`; candidates are users or groups, given as {id, name}."""
    rows = [{"id": candidate.id, "name": candidate.name} for candidate in candidates]
    return {"name": name, "kind": kind, "group": group, "candidates": rows}


def sorted_changes(changes: Iterable[Change]) -> list[Change]:
    """Changes in the order of target, action and subject, so that two runs tell the same story."""
    return sorted(
        changes, key=lambda c: (c.target.name, c.target.id or "", c.action, c.subject.name, c.subject.id or "")
    )


def plan_id(cloud: str, scope: str, changes: Iterable[Change]) -> str:
    """What tells two plans apart: 16 hex digits over the organization and the changes, whatever their order.

    Check mode and real run give the same: ids count only for what exists already, and status, request and time do not.
    """
    rows = []
    for change in changes:
        # What is updated right after its creation has no id either.
        exists = change.action in _OF_WHAT_EXISTS and change.subject.id is not None
        # What something moves to may come from an earlier task, so that its id is not known in check mode.
        target = [] if change.action == "move" else [change.target.id]
        ids = [change.subject.id, *target] if exists else []
        names = [change.subject.name, change.target.name]
        rows.append(_canonical([change.action, change.kind, names, ids, change.before, change.after]))
    text = _canonical([cloud, scope, sorted(rows)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)

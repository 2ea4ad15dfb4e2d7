# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a task about things, made from the plan, so that check mode and real run say the same. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .._core.plan import DONE, FAILED, NOT_TRIED, PENDING, PLANNED, UNKNOWN, Change
from .._core.text import diff_of
from .kind import Kind, Target, Thing
from .plan import ObjectPlan

_IN_EFFECT = (PLANNED, DONE)
_SHOWN = (PLANNED, DONE, PENDING)
_WORDS = {"create": "created", "update": "updated", "rename": "renamed", "delete": "deleted"}


def object_result(plan: ObjectPlan, kind: Kind, looked_at: Mapping[str, Thing], *, check_mode: bool) -> dict[str, Any]:
    """The things under their plural, summary, msg and diff. looked_at are the things that were read after writing, by id."""
    summary = _summary(plan, kind)
    targets = [target for target in plan.targets if target.wish.state == "present" and not _is_silent(target, plan)]
    things = [_final(target, plan, kind, looked_at) for target in targets]
    return {
        kind.plural: sorted((row_of(kind.told(thing)) for thing in things if thing is not None), key=_order),
        "summary": summary,
        "msg": _sentence(summary, kind, sum(1 for target in plan.targets if not _is_silent(target, plan)), check_mode),
        "diff": _diff(plan.changes, kind),
    }


def row_of(thing: Thing) -> dict[str, Any]:
    """A thing as it stands in a result."""
    return {"id": thing.id, "name": thing.name, **thing.fields, **thing.more}


def _order(row: dict[str, Any]) -> tuple[str, str]:
    return str(row.get("path") or row["name"]), str(row["id"] or "")


def _is_silent(target: Target, plan: ObjectPlan) -> bool:
    """A parent that nobody named and that is there already."""
    return target.wish.implied and not _changes_of(target, plan)


def _changes_of(target: Target, plan: ObjectPlan) -> list[Change]:
    return next((job.changes for job in plan.jobs if job.target is target), [])


def _final(target: Target, plan: ObjectPlan, kind: Kind, looked_at: Mapping[str, Thing]) -> Thing | None:
    """The thing after the task: as it was read last, else with what is planned or done. None for what there is not."""
    thing = target.thing
    for change in [] if plan.problems else _changes_of(target, plan):
        if change.status not in (_SHOWN if change.action == kind.creation else _IN_EFFECT):
            continue
        thing_id = str((change.subject if change.kind == kind.word else change.target).id)
        if thing_id in looked_at:
            return looked_at[thing_id]
        if change.kind != kind.word:
            thing = kind.after(thing or kind.blank(target.name), change)
        elif change.action == kind.creation:
            blank = kind.blank(change.subject.name)
            thing = replace(blank, id=change.subject.id, fields=_with(blank, change.after))
        elif thing is not None and change.action == "rename":
            thing = kind.renamed(thing, change.after["name"])
        elif thing is not None:
            thing = kind.after(replace(thing, fields=_with(thing, change.after)), change)
    return thing


def _with(thing: Thing, after: Mapping[str, Any]) -> dict[str, Any]:
    return {**thing.fields, **{name: value for name, value in after.items() if name in thing.fields}}


def _summary(plan: ObjectPlan, kind: Kind) -> dict[str, int]:
    summary = dict.fromkeys((*_WORDS.values(), "unchanged", "pending", "failed", "not_tried", "outcome_unknown"), 0)
    for job in plan.jobs:
        done = {
            "create" if change.action == kind.creation else change.action
            for change in job.changes
            if change.status in _IN_EFFECT and change.kind == kind.word
        }
        more = any(change.status in _IN_EFFECT and change.kind != kind.word for change in job.changes)
        if "create" in done:
            done.discard("update")
        elif more and not job.deletes:
            done.add("update")
        for action in done:
            summary[_WORDS[action]] += 1
    changed = {id(job.target) for job in plan.jobs if job.changes}
    summary["unchanged"] = sum(1 for target in plan.targets if id(target) not in changed and not target.wish.implied)
    for status, word in (
        (PENDING, "pending"),
        (FAILED, "failed"),
        (NOT_TRIED, "not_tried"),
        (UNKNOWN, "outcome_unknown"),
    ):
        summary[word] = sum(1 for change in plan.changes if change.status == status)
    return summary


def _sentence(summary: dict[str, int], kind: Kind, count: int, check_mode: bool) -> str:
    """One sentence for a ticket."""
    told = []
    for action, word in _WORDS.items():
        if summary[word]:
            verb = kind.creation if action == "create" else action
            told.append(f"{summary[word]} to {verb}" if check_mode else f"{summary[word]} {word}")
    if summary["pending"]:
        told.append(f"{summary['pending']} pending")
    things = kind.called + "s" * (count != 1)
    if not told:
        return f"Nothing to change in {count} {things}."
    rest = f"; {summary['unchanged']} unchanged" if summary["unchanged"] else ""
    return f"{', '.join(told)} of {count} {things}{rest}."


def _diff(changes: Iterable[Change], kind: Kind) -> dict[str, str]:
    """Only what changes, one line for each field that holds something."""
    before: list[str] = []
    after: list[str] = []
    for change in changes:
        if change.status in _SHOWN:
            before.extend(_lines(change, change.before, kind))
            after.extend(_lines(change, change.after, kind))
    return diff_of(f"{kind.called}s", before, after)


def _lines(change: Change, side: Any, kind: Kind) -> list[str]:
    if side is None:
        return []
    name = change.subject.name
    if change.kind != kind.word:
        return [f"{change.target.name}: {change.kind} {name}" + ("" if isinstance(side, str) else f": {_shown(side)}")]
    return [f"{name}: {field}: {_shown(value)}" for field, value in side.items() if value not in ("", None, [], {})]


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_shown(value[key])}" for key in sorted(value))
    return ", ".join(_shown(part) for part in value) if isinstance(value, list) else str(value)

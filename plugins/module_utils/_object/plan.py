# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner of objects: which are created, changed, renamed or deleted, and what refuses that. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._core.errors import (
    AMBIGUOUS_NAME,
    BLOCKED,
    INVALID_INPUT,
    NOT_EDITABLE,
    REMOVAL_LIMIT,
    UNRESOLVED_NAMES,
)
from .._core.names import alike
from .._core.plan import Change, Plan, Problem, Ref, item
from .kind import Blocker, Kind, Target, Thing, Wish

BLOCKERS_TOLD = 10
_ADVICE = {
    False: "Set force to true to take them away first.",
    True: "Set force to true if it shall be deleted all the same.",
}


@dataclass
class ObjectPlan(Plan):
    """A plan over things; jobs are the changes of each target in their order."""

    targets: list[Target] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)

    def withdraw(self, change: Change) -> None:
        """Forget a change that turned out to be none, also in its job."""
        super().withdraw(change)
        for job in self.jobs:
            if change in job.changes:
                job.changes.remove(change)


@dataclass
class Job:
    """The changes of one thing, one after the other."""

    target: Target
    changes: list[Change]

    @property
    def deletes(self) -> bool:
        """Whether the thing goes."""
        return self.target.wish.state == "absent"


def resolve(wishes: Sequence[Wish], things: Sequence[Thing], kind: Kind) -> tuple[list[Target], list[Problem]]:
    """The thing that each wish means: by id, else by exact name; and what is wrong with that."""
    by_id = {thing.id: thing for thing in things}
    by_name: dict[str, list[Thing]] = {}
    for thing in things:
        for key in dict.fromkeys(kind.keys(thing)):
            by_name.setdefault(key, []).append(thing)
    targets, problems = [], []
    meant: dict[str, str] = {}
    for wish in wishes:
        found = [by_id[wish.id]] if wish.id in by_id else [] if wish.id else by_name.get(kind.key(wish.name or ""), [])
        if len(found) > 1:
            ids = ", ".join(str(thing.id) for thing in found)
            message = f'Several {kind.called}s are called "{wish.name}": {ids}. Use {kind.id_option}.'
            problems.append(Problem(AMBIGUOUS_NAME, message, (item(wish.called, kind.word, None, found),)))
            continue
        target = Target(wish, found[0] if found else None)
        key = (target.thing.id if target.thing else None) or f"name:{kind.key(wish.called)}"
        if key in meant:
            both = wish.called if meant[key] == wish.called else f"{meant[key]} and {wish.called}"
            message = f"Two entries mean the same {kind.called}: {both}. Make them one."
            problems.append(Problem(INVALID_INPUT, message, (item(wish.called, kind.word),)))
            continue
        meant[key] = wish.called
        targets.append(target)
    return targets, problems


def plan_objects(
    targets: Sequence[Target], things: Sequence[Thing], kind: Kind, *, max_deletions: int | None
) -> ObjectPlan:
    """The changes for all targets, whose blockers are read."""
    plan = ObjectPlan(targets=list(targets))
    for target in targets:
        plan.problems.extend(_faults(target, targets, things, kind))
        changes = list(_changes(target, kind))
        if changes:
            plan.jobs.append(Job(target, changes))
    plan.jobs.sort(key=lambda job: (*stage_of(job, kind), job.target.name, job.target.wish.id or ""))
    plan.changes = [change for job in plan.jobs for change in job.changes]
    deletions = [change for change in plan.changes if change.action == "delete" and change.kind == kind.word]
    if max_deletions is not None and len(deletions) > max_deletions:
        names = ", ".join(change.subject.name for change in deletions[:BLOCKERS_TOLD])
        message = f"The task would delete {len(deletions)} {kind.called}s, more than max_deletions ({max_deletions}) allows: {names}."
        plan.problems.append(Problem(REMOVAL_LIMIT, message, tuple(item(c.subject.name, kind.word) for c in deletions)))
    return plan


def stage_of(job: Job, kind: Kind) -> tuple[bool, int]:
    """When a job has its turn: what is created or changed from the top down, then what is deleted from the bottom up."""
    depth, parent = 0, kind.parent(job.target.name)
    while parent is not None:
        depth, parent = depth + 1, kind.parent(parent)
    return job.deletes, -depth if job.deletes else depth


def differing(fields: Mapping[str, Any], actual: Mapping[str, Any], kind: Kind) -> list[str]:
    """Names of the wished fields that the actual ones do not fulfil."""
    return [
        name
        for name, value in fields.items()
        if name in kind.fields and kind.fields[name].readable and not kind.fields[name].same(actual.get(name), value)
    ]


def _faults(target: Target, targets: Sequence[Target], things: Sequence[Thing], kind: Kind) -> Iterator[Problem]:
    wish, thing = target.wish, target.thing
    yield from kind.faults(target, targets, things)
    if wish.state == "absent":
        if thing is not None:
            yield from _faults_of_deletion(target, thing, kind)
    elif thing is None:
        yield from _faults_of_creation(wish, targets, things, kind)
    else:
        yield from _faults_of_change(wish, thing, targets, things, kind)


def _faults_of_deletion(target: Target, thing: Thing, kind: Kind) -> Iterator[Problem]:
    wish = target.wish
    if wish.id is not None and not _is_called(wish, thing, kind):
        yield _another_name(wish, thing, kind, "")
    in_the_way = [blocker for blocker in target.blockers if not (blocker.can_go and wish.force)]
    if not in_the_way:
        return
    told = "; ".join(_told(in_the_way))
    helps = all(blocker.can_go for blocker in in_the_way)
    advice = "Take them away first." if not helps else _ADVICE[all(blocker.goes_along for blocker in in_the_way)]
    message = f'The {kind.called} "{thing.name}" cannot be deleted: it still has {told}. {advice}'
    yield Problem(BLOCKED, message, (item(thing.name, kind.word, None, [thing]),))


def _told(blockers: Sequence[Blocker]) -> Iterator[str]:
    by_kind: dict[str, list[str]] = {}
    for blocker in blockers:
        by_kind.setdefault(blocker.kind, []).append(blocker.name)
    for word, names in by_kind.items():
        more = f" and {len(names) - BLOCKERS_TOLD} more" if len(names) > BLOCKERS_TOLD else ""
        yield f"{len(names)} {word} ({', '.join(sorted(names)[:BLOCKERS_TOLD])}{more})"


def _faults_of_creation(
    wish: Wish, targets: Sequence[Target], things: Sequence[Thing], kind: Kind
) -> Iterator[Problem]:
    row = (item(wish.called, kind.word),)
    if wish.id is not None:
        message = f"There is no {kind.called} with {kind.id_option} {wish.id}; an id never creates one."
        yield Problem(UNRESOLVED_NAMES, message, row)
        return
    if not wish.allow_create:
        yield Problem(UNRESOLVED_NAMES, f'There is no {kind.called} "{wish.name}", and allow_create is false.', row)
        return
    yield from _near(wish, None, targets, things, kind, "is not created")


def _faults_of_change(
    wish: Wish, thing: Thing, targets: Sequence[Target], things: Sequence[Thing], kind: Kind
) -> Iterator[Problem]:
    if wish.id is not None and not _is_called(wish, thing, kind):
        if not kind.can_rename:
            yield _another_name(wish, thing, kind, "The name cannot be changed.")
        elif not wish.rename:
            yield _another_name(wish, thing, kind, "Set rename to true to rename it.")
        else:
            yield from _near(wish, thing, targets, things, kind, "is not taken as a new name")
    fixed = [name for name in differing(wish.fields, thing.fields, kind) if kind.fields[name].creation_only]
    for place in dict.fromkeys(kind.fields[name].elsewhere for name in fixed):
        names = ", ".join(name for name in fixed if kind.fields[name].elsewhere == place)
        message = (
            f'The {kind.called} "{thing.name}" differs in {names}, which the API cannot change. Change it in {place}.'
        )
        yield Problem(NOT_EDITABLE, message, (item(thing.name, kind.word, None, [thing]),))


def _is_called(wish: Wish, thing: Thing, kind: Kind) -> bool:
    """Whether a thing that was found by id has the name that is given with it, or one that means the same."""
    return wish.name is None or kind.key(wish.name) in kind.keys(thing)


def _another_name(wish: Wish, thing: Thing, kind: Kind, advice: str) -> Problem:
    message = (
        f'The {kind.called} with {kind.id_option} {thing.id} is called "{thing.name}", not "{wish.name}". {advice}'
    )
    return Problem(INVALID_INPUT, message.strip(), (item(wish.called, kind.word, None, [thing]),))


def _near(
    wish: Wish, itself: Thing | None, targets: Sequence[Target], things: Sequence[Thing], kind: Kind, refused: str
) -> Iterator[Problem]:
    """A name that differs only in case, blanks, - or _ from another one is most often a mistyped one."""
    name = wish.name or ""
    others = [thing for thing in things if thing is not itself and alike(thing.name, name)]
    wished = [
        Thing(None, target.wish.name or "", {})
        for target in targets
        if target.wish is not wish and target.wish.state == "present" and (target.thing is None or target.is_renamed)
        if alike(target.wish.name or "", name)
    ]
    similar = [*others, *wished]
    same = [thing for thing in similar if thing.name == name]
    if not similar or (wish.allow_similar and not same):
        return
    told = ", ".join(f"{thing.name} ({thing.id})" if thing.id else thing.name for thing in similar)
    message = (
        f'The {kind.called} "{name}" {refused}: it differs at most in case, - or _ from {told}. '
        "Set allow_similar to true if both are meant."
    )
    yield Problem(AMBIGUOUS_NAME, message, (item(name, kind.word, None, similar),))


def _changes(target: Target, kind: Kind) -> Iterator[Change]:
    wish, thing = target.wish, target.thing
    if wish.state == "absent":
        if thing is not None:
            yield from (blocker.change for blocker in target.blockers if blocker.change is not None and wish.force)
            before = {**_named(thing), **_lost(target.blockers)}
            yield _change("delete", kind, Ref(thing.id, thing.name), before, None, f"delete {kind.called} {thing.name}")
        return
    if thing is None:
        yield from _creation(wish, kind)
    else:
        yield from _updates(target, thing, kind)
    yield from kind.more_changes(target)


def _creation(wish: Wish, kind: Kind) -> Iterator[Change]:
    subject = Ref(None, wish.name or "")
    given = {name: value for name, value in wish.fields.items() if name in kind.fields and not kind.fields[name].apart}
    at_once = {
        name: value for name, value in given.items() if kind.fields[name].at_creation and value not in ("", None)
    }
    text = f"{kind.creation} {kind.called} {wish.name}"
    yield _change(kind.creation, kind, subject, None, {"name": wish.name, **at_once}, text)
    later = {
        name: value
        for name, value in given.items()
        if not kind.fields[name].at_creation and not kind.fields[name].same(kind.fields[name].unset, value)
    }
    yield from _by_write(later, {name: kind.fields[name].unset for name in later}, subject, kind)


def _updates(target: Target, thing: Thing, kind: Kind) -> Iterator[Change]:
    wish, subject = target.wish, Ref(thing.id, thing.name)
    if kind.can_rename and target.is_renamed:
        text = f"rename {kind.called} {thing.name} to {wish.name}"
        yield _change("rename", kind, subject, {"name": thing.name}, {"name": wish.name}, text)
    after = {
        name: wish.fields[name]
        for name in differing(wish.fields, thing.fields, kind)
        if not (kind.fields[name].creation_only or kind.fields[name].apart)
    }
    yield from _by_write(after, {name: thing.fields.get(name) for name in after}, subject, kind)


def _by_write(after: Mapping[str, Any], before: Mapping[str, Any], subject: Ref, kind: Kind) -> Iterator[Change]:
    """One change for each request that the differing fields need."""
    for write in dict.fromkeys(kind.fields[name].write for name in after):
        names = [name for name in after if kind.fields[name].write == write]
        old, new = {name: before[name] for name in names}, {name: after[name] for name in names}
        yield _change(
            "update", kind, subject, old, new, f"update {kind.called} {subject.name}: {', '.join(sorted(names))}"
        )


def _change(action: str, kind: Kind, subject: Ref, before: Any, after: Any, text: str) -> Change:
    return Change(action, kind.word, subject, subject, before, after, text)


def _named(thing: Thing) -> dict[str, Any]:
    return {
        "name": thing.name,
        **{name: value for name, value in thing.fields.items() if value not in ("", None, [], {})},
    }


def _lost(blockers: Sequence[Blocker]) -> dict[str, list[str]]:
    """What goes along with a deletion."""
    lost: dict[str, list[str]] = {}
    for blocker in blockers:
        if blocker.goes_along:
            lost.setdefault(blocker.kind, []).append(blocker.name)
    return {word: sorted(names) for word, names in lost.items()}

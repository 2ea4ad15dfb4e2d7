# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing a plan of things: parents before what stands in them, the changes of one thing in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from .._core.errors import CONFLICT, OrgkitError
from .._core.look_again import DELAYS, REFUSED_DELAYS, look_again
from .._core.plan import ALREADY, DONE, FAILED, NOT_TRIED, PENDING, UNKNOWN, Change, Ref
from .._core.write import Reply, Stops, write
from .kind import Kind, Thing
from .plan import Job, ObjectPlan, differing, stage_of

IN_EFFECT = (DONE, PENDING, ALREADY)


class ObjectWriter:
    """Writes plans of one kind and knows the ids of its things by name."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._ids: dict[str, str] = {}
        self._stops = Stops()
        self.looked_at: dict[str, Thing] = {}

    def know(self, things: Iterable[Thing]) -> None:
        """Things that were read."""
        for thing in things:
            if thing.id is not None:
                self._ids[thing.name] = thing.id

    def apply(self, plan: ObjectPlan) -> None:
        """Write the plan and set the status of every change."""
        broken: set[str] = set()
        for stage in self._stages(plan.jobs):
            waiting = [(job, self._steps(job.changes)) for job in stage]
            while waiting:
                ready = [steps[0] for job, steps in waiting if not self._is_blocked(job, broken, steps[0])]
                self._round([change for step in ready for change in step], plan)
                following = []
                for job, steps in waiting:
                    step = steps.pop(0)
                    rest = [change for later in steps for change in later]
                    if any(change.status not in IN_EFFECT for change in step):
                        self._note_broken(job, broken)
                        for change in rest:
                            change.status = NOT_TRIED
                    elif rest:
                        self._hand_on(step[0], rest)
                        following.append((job, steps))
                waiting = following
        for change in [change for change in plan.changes if change.status == ALREADY]:
            plan.withdraw(change)

    def not_visible(self, changes: Sequence[Change]) -> list[Change]:
        """List the things again and give the changes that do not show; an id that was not told is learned."""
        things = self._kind.things()
        by_id = {thing.id: thing for thing in things}
        by_key = {key: thing for thing in things for key in self._kind.keys(thing)}
        concerned = {
            change: by_id.get(change.target.id) or by_key.get(self._kind.key(change.target.name)) for change in changes
        }
        found = {thing.id: thing for thing in concerned.values() if thing is not None}
        detailed = {thing.id: thing for thing in self._kind.detailed(list(found.values()))}
        self.looked_at.update({str(thing.id): thing for thing in detailed.values()})
        hidden = []
        for change, thing in concerned.items():
            now = detailed.get(thing.id) if thing else None
            if not self._shows(change, now):
                hidden.append(change)
                continue
            if change.status == PENDING:
                change.status = DONE
            self._learn_id(change, now)
        waiting = self._kind.pending(hidden) if hidden else []
        for change in waiting:
            change.status, change.error = PENDING, None
            self._learn_id(change, concerned[change])
        return [change for change in hidden if change not in waiting]

    def _learn_id(self, change: Change, thing: Thing | None) -> None:
        if change.action == self._kind.creation and thing is not None and thing.id is not None:
            self._ids[change.subject.name] = thing.id
            change.subject = change.target = Ref(thing.id, change.subject.name)

    def _stages(self, jobs: Sequence[Job]) -> list[list[Job]]:
        """What is created or changed by its depth, then what is deleted, the deepest first."""
        stages: dict[tuple[bool, int], list[Job]] = {}
        for job in jobs:
            stages.setdefault(stage_of(job, self._kind), []).append(job)
        return [stages[key] for key in sorted(stages)]

    def _steps(self, changes: Sequence[Change]) -> list[list[Change]]:
        """The changes of one thing in their order, those together that can be sent at once."""

        def step(change: Change) -> tuple[Any, ...]:
            return (change.action, change.kind) if self._kind.at_once(change) else (id(change),)

        return [list(together) for _step, together in groupby(changes, step)]

    def _is_blocked(self, job: Job, broken: set[str], step: Sequence[Change]) -> bool:
        """Whether the parent was not made, or something inside was not deleted."""
        parent = self._kind.parent(job.target.name)
        blocked = job.target.name in broken if job.deletes else parent in broken
        if blocked:
            for change in step:
                change.status = NOT_TRIED
        return blocked

    def _note_broken(self, job: Job, broken: set[str]) -> None:
        parent = self._kind.parent(job.target.name)
        if not job.deletes:
            broken.add(job.target.name)
        elif parent is not None:
            broken.add(parent)

    def _round(self, changes: Sequence[Change], plan: ObjectPlan) -> None:
        """Send one step of every job, in as few requests as the API allows; settle what somebody else did or what got lost."""
        batches: dict[tuple[str, int], list[Change]] = {}
        counts: dict[str, int] = {}
        for change in changes:
            request = self._kind.request_of(change)
            number = counts.get(request, 0)
            counts[request] = number + 1
            batches.setdefault((request, number // self._kind.batch_size(change.action)), []).append(change)
        refused = self._kind.client.http.map(self._send, list(batches.values()))
        alone = self._left_of([change for batch in refused for change in batch], plan)
        self._kind.client.http.map(self._send, [[change] for change in alone])
        unclear = [change for change in changes if change.status in (UNKNOWN, ALREADY)]
        if unclear:
            self._settle(unclear, plan)

    def _left_of(self, refused: list[Change], plan: ObjectPlan) -> list[Change]:
        """What is to be sent one by one: one change can make the API refuse a whole request.

        Where the refusal does not tell what was done, a look tells it first.
        """
        unclear = [change for change in refused if change.status == UNKNOWN]
        if unclear and not self._settle(unclear, plan, REFUSED_DELAYS):
            return []
        return [change for change in refused if change.status not in (DONE, PENDING)]

    def _send(self, batch: list[Change]) -> list[Change]:
        """Send one request; the changes that are to be sent one by one, because the whole request was refused."""
        refused: list[Change] = []

        def send() -> Reply:
            try:
                return self._kind.send(batch, self._ids)
            except OrgkitError as error:
                if len(batch) > 1 and error.http_status in self._kind.split_after:
                    error.scope = "item"
                    refused.extend(batch)
                raise

        # An error about one thing stops the further changes of this thing only.
        part = batch[0].target.id or batch[0].target.name
        write(batch, send, self._stops, part=part, acknowledged=self._kind.acknowledged)
        for change in batch:
            if change.action == self._kind.creation and change.subject.id is not None:
                self._ids[change.subject.name] = change.subject.id
                change.target = change.subject
        return refused

    def _hand_on(self, first: Change, rest: Sequence[Change]) -> None:
        """What follows a creation needs the id, what follows a rename the name."""
        if first.action == self._kind.creation:
            for change in rest:
                if change.kind == first.kind and change.subject == Ref(None, first.subject.name):
                    change.subject = first.subject
                if change.target.id is None and change.target.name == first.subject.name:
                    change.target = first.subject

    def _settle(self, unclear: list[Change], plan: ObjectPlan, delays: Sequence[float] = DELAYS) -> bool:
        """Look at what is unclear; whether that could be done."""
        lost = [change for change in unclear if change.status == UNKNOWN]
        accepted = [change for change in lost if change.error is None]
        looked = True
        try:
            hidden = look_again(unclear, self.not_visible, delays, self._kind.client.http.sleep)
        except OrgkitError as error:
            plan.warnings.append(f"Changes whose outcome is not clear could not be looked at: {error.message}")
            hidden, accepted, looked = unclear, [], False
        for change in hidden:
            if change not in lost:
                change.status = FAILED
                if looked:
                    change.error = _another(change).report()
            elif change in accepted and (doubt := self._kind.without_effect(change)) is not None:
                # It had no effect, or the lists lag behind for longer than anybody waits.
                change.error = doubt.report()
        return looked

    def _shows(self, change: Change, thing: Thing | None) -> bool:
        own = self._kind.shows(change, thing)
        if own is not None:
            return own
        if change.action == "delete":
            return thing is None or thing.id != change.subject.id
        if thing is None:
            return False
        if change.action == "rename":
            return bool(thing.name == change.after["name"])
        return not differing(change.after, thing.fields, self._kind)


def _another(change: Change) -> OrgkitError:
    """The API says that somebody else was faster, and no look shows what was wished."""
    told, name = (change.error or {}).get("message", ""), change.subject.name
    why = (
        f"{name} does not show as wished: somebody else made it otherwise, or the API takes another name for this one."
    )
    if change.action == "delete":
        why = f"{name} is still listed."
    return OrgkitError(
        CONFLICT,
        f"{told}{'' if told.endswith('.') else '.'} {why}",
        hint="Run again: the next run compares with what is there now.",
    )

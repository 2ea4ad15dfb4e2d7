# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""Things with fields, the same for every cloud: observe, plan, apply, look again, result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .._core.look_again import DELAYS
from .._core.plan import Change, Problem
from .apply import ObjectWriter
from .kind import Kind, Target, Thing, all_detailed
from .options import ObjectOptions
from .plan import ObjectPlan, plan_objects, resolve
from .result import object_result


@dataclass
class State:
    """What was observed: all things, the wished ones among them with everything that was read of them, and refusals."""

    things: list[Thing] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Objects:
    """The things that a task names, of one kind."""

    def __init__(self, kind: Kind, options: ObjectOptions) -> None:
        self.kind = kind
        self.client = kind.client
        self._options = options
        self._writer = ObjectWriter(kind)

    def observe(self) -> State:
        """List all things once, read more of the named ones, and what stands in the way of deletions."""
        things = self.kind.things()
        targets, problems = resolve(self._options.wishes, things, self.kind)
        named = {target.thing.id: target.thing for target in targets if target.thing is not None}
        detailed = {thing.id: thing for thing in all_detailed(self.kind, list(named.values()))}
        for target in targets:
            if target.thing is not None:
                target.thing = detailed[target.thing.id]
        state = State([detailed.get(thing.id, thing) for thing in things], targets, problems)
        self._writer.know(state.things)
        self._read_blockers(state)
        problems.extend(self.kind.look_up(targets))
        draft = plan_objects(state.targets, state.things, self.kind, max_deletions=None)
        if not draft.problems and not problems:
            state.problems.extend(self.kind.prepare(draft.changes))
        return state

    def no_plan(self) -> ObjectPlan:
        """A plan without things."""
        return ObjectPlan()

    def plan(self, state: State) -> ObjectPlan:
        """The plan for all things of the state."""
        plan = plan_objects(state.targets, state.things, self.kind, max_deletions=self._options.max_deletions)
        plan.problems[:0] = state.problems
        return plan

    def apply(self, plan: ObjectPlan) -> None:
        """Create and change from the top down, then delete from the bottom up."""
        self._writer.apply(plan)

    def look_again_delays(self, changes: Sequence[Change]) -> Sequence[float]:
        """Seconds to wait before each look at the things."""
        return DELAYS

    def not_visible(self, changes: Sequence[Change]) -> list[Change]:
        """The changes that a new listing does not show yet."""
        return self._writer.not_visible(changes)

    def result(self, plan: ObjectPlan, check_mode: bool) -> dict[str, Any]:
        """The things under their plural, summary, msg and diff."""
        return object_result(plan, self.kind, self._writer.looked_at, check_mode=check_mode)

    def _read_blockers(self, state: State) -> None:
        leaving = [target for target in state.targets if target.wish.state == "absent" and target.thing is not None]
        going = frozenset(str(target.thing.id) for target in leaving if target.thing)
        found = self.client.http.map(
            lambda target: self.kind.blockers(target.thing, state.things, going) if target.thing else [], leaving
        )
        for target, blockers in zip(leaving, found):
            target.blockers = blockers

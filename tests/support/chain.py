# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A chain of tasks, of which later ones need what earlier ones make: planned as a whole on one world, done on another, compared.

The same for every cloud. What check mode cannot see yet stands in `assume_present` of a task, as a playbook would give it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from .road import Road
from .stage import disagreements, stage
from .state import state_of

# One task: a module's name without the collection, and its options.
Task = tuple[str, dict[str, Any]]
# What the changes of a plan and of a real run must share beside themselves.
TOLD = ("failed", "changed", "diff", "plan_id", "unknown_users", "not_removable")


def as_tasks(chain: Sequence[Task]) -> list[dict[str, Any]]:
    """The chain as the tasks of a playbook."""
    return [
        {"name": f"{number}. {module}", f"orgkit.cloud.{module}": params}
        for number, (module, params) in enumerate(chain, 1)
    ]


def told_otherwise(plans: Sequence[dict[str, Any]], reals: Sequence[dict[str, Any]]) -> list[str]:
    """Where the results of a check run of a chain and those of its real run differ, in more than ids, status and time."""
    told = [f"{len(plans)} tasks planned, {len(reals)} done"] if len(plans) != len(reals) else []
    for number, (plan, real) in enumerate(zip(plans, reals), 1):
        found = disagreements(plan, real) + [
            f"{key}: planned {plan.get(key)!r}, done {real.get(key)!r}"
            for key in TOLD
            if plan.get(key) != real.get(key)
        ]
        told.extend(f"task {number}: {text} ({real.get('msg')})" for text in found)
    return told


class Chain:
    """A chain of tasks, and how to make the world that it begins in: the same one each time."""

    def __init__(self, make_world: Callable[[], Any], tasks: Sequence[Task]) -> None:
        self.make_world = make_world
        self.tasks = list(tasks)

    def planned(self) -> list[dict[str, Any]]:
        """The results of a check run in a world of its own. Raises AssertionError when anything was written."""
        world = self.make_world()
        before = state_of(world)
        results, writes = self._run(world, check_mode=True)
        assert not writes, f"a check run wrote: {writes}"
        assert state_of(world) == before, "a check run changed the world"
        return results

    def done(self, world: Any) -> list[dict[str, Any]]:
        """The results of the real run in a world."""
        return self._run(world, check_mode=False)[0]

    def faults(self) -> list[str]:
        """What is wrong with the chain: a plan that is not what is done then, a failure, or a second run that finds work."""
        plans, world = self.planned(), self.make_world()
        told = told_otherwise(plans, self.done(world))
        settled = state_of(world)
        again, writes = self._run(world, check_mode=False)
        told += [
            f"task {number}, second run: {result['msg']} {result.get('changes')}"
            for number, result in enumerate(again, 1)
            if result["failed"] or result["changed"] or result.get("changes")
        ]
        if writes or state_of(world) != settled:
            told.append(f"the second run wrote: {writes}")
        return told

    def _run(self, world: Any, *, check_mode: bool) -> tuple[list[dict[str, Any]], list[str]]:
        """The results of all tasks, and the writing requests that were sent."""
        with stage(self.tasks[0][0], world) as one:
            roads = {module: Road(module, one.environment) for module, _params in self.tasks}
            results = [roads[module](check_mode=check_mode, **params) for module, params in self.tasks]
            return results, [entry["action"] for entry in one.simulator.log.writes()]

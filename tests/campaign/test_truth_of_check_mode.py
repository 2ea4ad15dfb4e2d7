# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In random worlds, with random options: the plan of the check run equals what the real run does.

A failure names its seed: `scenario(module, seed)` of support.campaign gives that world and task again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from simulators.csp import CspSimulator
from simulators.faults import SLOW
from support.campaign import Arena, Run, scenario
from support.campaign_faults import OF_BIG_WORLDS, SHORT_TIMEOUT
from support.campaign_module import CampaignModule, Params, State
from support.campaign_modules import CAMPAIGN
from support.truth import difference, inconsistencies, is_explained, lies
from support.worlds import CIC, CSP, MEMBER

Row = dict[str, Any]
WORLDS = {MEMBER: 174, CIC: 174, CSP: 174}
WORLDS_OF_OTHERS = 60
SLICES = 6
# Seeds of longer searches that once went wrong.
REMEMBERED = [
    *((CIC, seed) for seed in (243, 789, 1145)),
    *((CSP, seed) for seed in (278, 475, 558)),
    *((MEMBER, seed) for seed in (19, 384)),
    *(("tencent_org_node", seed) for seed in (33, 42, 55, 79, 205, 298, 396)),
    ("csp_user", 122),
]
# Answers that came, with a good status, and say nothing that could be planned upon.
UNBELIEVABLE = ("shifting_list", "no_list", "null_rows", "bomb_after", "deep_after", "status_inside", "drip_after")
VOLATILE = ("status", "error", "request_id", "time")


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    with Arena() as arena:
        yield arena


@pytest.mark.parametrize("part", range(SLICES))
@pytest.mark.parametrize("module", CAMPAIGN)
def test_the_plan_of_the_check_run_equals_what_the_real_run_does(arena: Arena, module: str, part: int) -> None:
    count = WORLDS.get(module, WORLDS_OF_OTHERS) // SLICES
    told = []
    for seed in range(part * count, (part + 1) * count):
        told += [f"seed {seed}: {text}" for text in untruths(arena, module, seed)]
    assert not told, f"{module}: {len(told)} untruths\n" + "\n".join(told[:12])


@pytest.mark.parametrize(("module", "seed"), REMEMBERED)
def test_what_once_went_wrong_stays_right(arena: Arena, module: str, seed: int) -> None:
    assert not list(untruths(arena, module, seed))


def untruths(arena: Arena, module: str, seed: int) -> Iterator[str]:
    """Where check run and real run of a seed say or do different things."""
    task = scenario(module, seed)
    simulator = arena.open(task, arrived=False)
    plan = arena.run(task, check_mode=True)
    if plan.writes or plan.before != plan.after:
        yield f"the check run wrote: {plan.writes}"
    if plan.result["changed"] != (not _is_refused(plan) and bool(plan.result.get("changes"))):
        yield "the check run is not changed by its plan"
    if task.assumes:
        task.arrive(simulator.world)
    real = arena.run(task)
    if _is_refused(plan):
        yield from _same_refusal(plan, real, task.assumes)
        return
    yield from lies(real.result, real.effects, real.before, real.after)
    yield from inconsistencies(CAMPAIGN[module], real.result)
    yield from real.unmet
    yield from (f"a secret stands in the result: {text}" for text in (*plan.secrets, *real.secrets))
    yield from _same_changes(plan, real)
    if any(row["status"] in ("failed", "outcome_unknown", "not_tried") for row in real.result["changes"]):
        # The service refused what nobody could foresee; what was done is still a part of the plan.
        yield from _foreseeable(CAMPAIGN[module], real.result)
        yield from _parts_of(plan.result, real.result)
        yield from CAMPAIGN[module].unplanned(plan.result, real.result)
        return
    yield from _same_outcome(CAMPAIGN[module], plan.result, real.result)
    yield from _same_world(real)
    mailing = task.params.get("notify_users", CAMPAIGN[module].mails)
    if isinstance(simulator, CspSimulator) and not mailing and simulator.world.mails:
        yield f"mails were sent: {simulator.world.mails}"
    CAMPAIGN[module].later(simulator.world)
    again = arena.run(task)
    if again.result["changed"] or again.result["failed"] != real.result["failed"]:
        yield f"the second run: {again.result['msg']}"


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("kind", UNBELIEVABLE)
@pytest.mark.parametrize("module", CAMPAIGN)
def test_a_plan_that_met_an_answer_nobody_can_believe_is_the_same_or_none(
    arena: Arena, module: str, kind: str, lasting: bool
) -> None:
    task = scenario(module, 3, big=kind in OF_BIG_WORLDS)
    simulator = arena.open(task)
    plan = arena.run(task, check_mode=True)
    more: dict[str, Any] = {"retry_timeout": 0} if lasting else {}
    more.update({"timeout": SHORT_TIMEOUT} if kind in SLOW else {})
    for position in range(1, min(sum(plan.calls.values()), 5) + 1):
        simulator.faults.clear()
        simulator.faults.add(kind, None, position, 1000 if lasting else 1)
        spoilt = arena.run(task, check_mode=True, **more)
        assert not spoilt.writes
        if spoilt.code == plan.code:
            assert spoilt.result.get("changes") == plan.result.get("changes"), position
        else:
            assert lasting, spoilt.result["msg"]
            assert not spoilt.result.get("changes"), spoilt.result["msg"]


def _is_refused(run: Run) -> bool:
    """Whether nothing of the plan may be written."""
    if "summary" not in run.result:
        return True
    # Leavers leave also when a guard refuses all else.
    return bool(run.result["failed"]) and run.code != "not_removable" and not run.result["changed"]


def _same_refusal(plan: Run, real: Run, world_changed: bool) -> Iterator[str]:
    """The same refusal, with the same plan, and nothing written."""
    if real.writes or real.before != real.after:
        yield f"refused in check mode ({plan.code}), and the real run wrote {real.writes}"
    parts = ("failed", "changed", "changes", "memberships", "member", "summary", "diff", "warnings", "error", "msg")
    for part in parts[:2] if world_changed else parts:
        if plan.result.get(part) != real.result.get(part):
            yield f"refused with another {part}: {plan.result.get(part)} and {real.result.get(part)}"
    if plan.code != real.code:
        yield f"refused with {plan.code} and {real.code}"


def _same_changes(plan: Run, real: Run) -> Iterator[str]:
    """The same rows; an id may be null in the plan only when the thing did not exist."""
    rows, done = plan.result["changes"], real.result["changes"]
    if len(rows) != len(done):
        yield f"{len(rows)} changes planned, {len(done)} in the real run"
    for row, other in zip(rows, done):
        if row["status"] != "planned" and not (plan.code and row["status"] == other["status"] == "not_tried"):
            yield f"in check mode the status is {row['status']}"
        lasting = {name: value for name, value in other.items() if name not in VOLATILE}
        for side in ("subject", "target"):
            if row[side]["id"] is None and other[side]["id"] not in plan.known:
                lasting[side] = {**lasting[side], "id": None}
        if {name: value for name, value in row.items() if name != "status"} != lasting:
            yield f"planned {row}, done {other}"


def _foreseeable(module: CampaignModule, done: Row) -> Iterator[str]:
    for row in done["changes"]:
        if (
            row["status"] == "failed"
            and module.unforeseen is not None
            and row["error"]["code"] not in module.unforeseen
        ):
            yield f"the plan could have refused this: {row['text']}: {row['error']['message']}"


def _parts_of(planned: Row, done: Row) -> Iterator[str]:
    """The diff of a run that could not do everything holds nothing that was not planned."""
    for side in ("before", "after"):
        more = set(done["diff"][side].splitlines()) - set(planned["diff"][side].splitlines())
        if more:
            yield f"diff.{side} has what was not planned: {more}"


def _same_outcome(module: CampaignModule, planned: Row, done: Row) -> Iterator[str]:
    """Everything that a result says beside its changes."""
    for part in module.same_parts:
        if planned.get(part) != done.get(part):
            yield f"{part}: planned {planned.get(part)}, done {done.get(part)}"
    yield from module.differences(planned, done)
    asked = any(row["status"] == "pending" or row["action"] == "invite" for row in done["changes"])
    if not asked and _numbers(planned["msg"]) != _numbers(done["msg"]):
        yield f"msg: planned {planned['msg']}, done {done['msg']}"


def _same_world(real: Run) -> Iterator[str]:
    """The world holds all that the changes say, and nothing else."""
    wanted: State = {}
    for values in real.effects:
        wanted.update(values)
    for key, value in difference(real.before, real.after).items():
        if not is_explained(key, value, [wanted]):
            yield f"changed in the world, not in the plan: {key} from {real.before.get(key)} to {value}"


def _numbers(text: str) -> list[str]:
    """What a sentence counts; its verbs differ."""
    return re.findall(r"\b\d+\b", text)


def test_the_worlds_are_worth_it(arena: Arena) -> None:
    """Enough of the random tasks really change something, and enough are refused."""
    for module in CAMPAIGN:
        tasks: list[Params] = []
        changed = refused = 0
        for seed in range(60):
            task = scenario(module, seed)
            arena.open(task, arrived=False)
            run = arena.run(task, check_mode=True)
            tasks.append(task.params)
            changed += bool(run.result["changed"])
            refused += _is_refused(run)
        assert changed >= 20, module
        assert refused >= 5, module
        assert len({repr(params) for params in tasks}) == len(tasks)

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fault campaign: a random task in a random world meets one kind of fault, and then everything is compared."""

from __future__ import annotations

import json
import os
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple

from simulators.csp import CspSimulator
from simulators.faults import SLOW
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.campaign_faults import FOREVER, OF_BIG_WORLDS, SHORT_TIMEOUT, FaultPlan, Stage, arrange, calm, choose
from support.campaign_module import CampaignModule, Params, Scenario, Simulator, State, UnderWay
from support.campaign_modules import CAMPAIGN
from support.road import Road
from support.truth import difference, effects, inconsistencies, is_explained, lies, own_start

CREATE = "CreateOrganizationMember"
# What the simulator's initial passwords begin with.
INITIAL_PASSWORD = "Simulated-"
REFUSALS = (400, 401, 403, 404, 409, 429)
# Errors that come with a good status and say that nothing was done, and that the same may be sent again.
NOT_NOW = ("throttled", "RequestLimitExceeded", "FailedOperation.RoleConfigurationProvisioningStatusError")
ROLE = "qcs::cam::uin/200010000001:roleName/Operator"
# fmt: off
OUR_CODES = (
    "unresolved_names", "ambiguous_name", "removal_limit", "empty_refused", "protected", "not_editable",
    "not_removable", "credentials", "organization_mismatch", "outcome_unknown", "partial_failure", "invalid_input",
    "refused", "connection_failed", "bad_response", "blocked", "conflict",
)
# fmt: on
API_CODE = re.compile(r"[A-Z][A-Za-z]+(\.[A-Z][A-Za-z]+)*|csp\.\d+\.\w+|http_\d+")


class Sent(NamedTuple):
    """A writing request: its action, all of it as text, and whether the answer said that nothing was done."""

    action: str
    text: str
    refused: bool


@dataclass
class Run:
    """One run of a task: its result, the world before and after it, and the requests that it sent."""

    result: dict[str, Any]
    before: State
    after: State
    # The values that each change asks for, and what it alone brings of them.
    asked: list[State]
    effects: list[State]
    calls: dict[str, int]
    writes: list[Sent]
    # Ids of what was there before.
    known: frozenset[str]
    unmet: list[str]
    secrets: list[str]

    @property
    def code(self) -> str | None:
        """The error code of a failed run."""
        return self.result["error"]["code"] if self.result["failed"] else None


@dataclass
class Case:
    """A run of the campaign that can be repeated from its seed, and what was wrong with it."""

    module: str
    seed: int
    fault: FaultPlan
    injected: int = 0
    violations: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = "\n  ".join(self.violations)
        return f"{self.module} seed {self.seed} {self.fault}:\n  {told}"


class Arena:
    """One server for many worlds, one after the other."""

    def __init__(self) -> None:
        self.stage = Stage()
        self._server = Server(self.stage)

    def __enter__(self) -> Arena:
        self._server.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.stop()

    def open(self, task: Scenario, *, arrived: bool = True) -> Simulator:
        """A new world of the scenario on the stage; arrived: what is assumed present is there."""
        self.stage.calm()
        simulator = self.stage.simulator = task.simulator()
        if arrived:
            task.arrive(simulator.world)
        return simulator

    def run(self, task: Scenario, *, check_mode: bool = False, **more: Any) -> Run:
        """Run the task in the world on the stage. An exception that no module would survive is raised."""
        simulator = self.stage.simulator
        assert simulator is not None
        params: Params = {**task.params, **more}
        if isinstance(simulator, CspSimulator):
            if task.login == "access_token":
                params["access_token"] = simulator.access_token()
            elif task.login == "client":
                params.update(client_id=simulator.client_id, client_secret=simulator.client_secret)
        module, world = CAMPAIGN[task.module], simulator.world
        known = module.known(world)
        before = module.state(world, known)
        simulator.log.clear()
        road = Road(task.module, {**simulator.environment(self._server.url), "HOME": os.devnull})
        result = road(check_mode=check_mode, **params)
        # What somebody else did meanwhile was there before, as far as this run is concerned.
        before = {key: value for key, value in {**before, **self.stage.foreign}.items() if value is not None}
        after = module.state(world, known)
        before = own_start(module, before, after)
        asked = [module.foreseen(row, world, before, params) for row in result.get("changes", [])]
        unmet = [] if result["failed"] or check_mode else list(module.unmet(params, world))
        told = [text for text in secrets_of(simulator, params) if text in json.dumps(result)]
        calls, brought = simulator.log.calls(), effects(asked, before)
        return Run(result, before, after, asked, brought, calls, sent(simulator), known, unmet, told)


@dataclass
class Baseline:
    """The task without any fault: planned, done, and done again. ids are those of the world before."""

    task: Scenario
    plan: Run
    first: Run
    second: Run
    ids: frozenset[str]
    final: State

    @property
    def module(self) -> CampaignModule:
        """What the campaign knows of the task's module."""
        return CAMPAIGN[self.task.module]


def scenario(module: str, seed: int, *, plain: bool = False, big: bool = False) -> Scenario:
    """The world and the task of a seed; the same seed gives the same again."""
    key = f"{module}/{seed}/{plain}/{big}"
    return CAMPAIGN[module].scenario(seed, key, Random(key + "/task"), plain=plain, big=big)


def sent(simulator: Simulator) -> list[Sent]:
    """The writing requests since the log began."""
    found = []
    for entry in simulator.log.writes():
        text = json.dumps([entry["action"], entry["url"].split("/", 3)[-1], entry["body"]], sort_keys=True, default=str)
        found.append(Sent(entry["action"], text, entry["status"] in REFUSALS or entry["error"] in NOT_NOW))
    return found


def secrets_of(simulator: Simulator, params: Params) -> list[str]:
    """What must stand in no result."""
    if isinstance(simulator, CspSimulator):
        return [simulator.api_token, simulator.client_secret, str(params.get("access_token") or simulator.api_token)]
    return [simulator.secret_id, simulator.secret_key, *(() if params.get("return_password") else (INITIAL_PASSWORD,))]


def fault_free(arena: Arena, module: str, seed: int, *, plain: bool = False, big: bool = False) -> Baseline:
    """The scenario of a seed, played without faults."""
    task = scenario(module, seed, plain=plain, big=big)
    world = arena.open(task).world
    ids = CAMPAIGN[module].known(world)
    plan, first, second = arena.run(task, check_mode=True), arena.run(task), arena.run(task)
    CAMPAIGN[module].later(world)
    return Baseline(task, plan, first, second, ids, CAMPAIGN[module].state(world, ids))


@lru_cache(maxsize=64)
def baseline(arena: Arena, module: str, seed: int, plain: bool, big: bool) -> Baseline:
    """Like fault_free, remembered."""
    return fault_free(arena, module, seed, plain=plain, big=big)


def play(arena: Arena, module: str, seed: int, kind: str, number: int = 0) -> Case:
    """One run of the campaign; number chooses another position and duration of the fault in the same world."""
    usual = baseline(arena, module, seed, kind == "missing_fields", kind in OF_BIG_WORLDS)
    calls = sum(usual.first.calls.values())
    fault = choose(Random(f"{module}/{seed}/{kind}/{number}"), kind, calls)
    case = Case(module, seed, fault)
    try:
        case.violations.extend(_play(arena, usual, case))
    except Exception as error:
        case.violations.append(f"untyped {type(error).__name__}: {error}\n{traceback.format_exc(limit=-4)}")
    return case


def _play(arena: Arena, usual: Baseline, case: Case) -> Iterator[str]:
    task, fault = usual.task, case.fault
    simulator = arena.open(task)
    more: Params = {"retry_timeout": 0} if fault.times == FOREVER else {}
    if fault.kind in SLOW:
        more["timeout"] = SHORT_TIMEOUT
    if fault.kind == "token_expires" and isinstance(simulator, TencentSimulator):
        more["role_arn"] = ROLE
    arrange(arena.stage, simulator, fault, usual.module, () if usual.first.code else usual.plan.result["changes"])
    faulty = arena.run(task, **more)
    case.injected = simulator.faults.injected or int(arena.stage.calls >= arena.stage.position)
    yield from _faults_of(faulty, usual, simulator)
    yield from _exactness(faulty, usual)
    if fault.reads == 50:
        # The next run comes while reads still lag behind.
        simulator.faults.clear()
        yield from _faults_of(arena.run(task), usual, simulator)
    calm(arena.stage, simulator)
    second = arena.run(task)
    yield from (f"second run: {text}" for text in _faults_of(second, usual, simulator))
    usual.module.later(simulator.world)
    yield from _convergence(second, usual, usual.module.state(simulator.world, usual.ids))
    third = arena.run(task)
    if (third.result["changed"] and third.code != "outcome_unknown") or difference(third.before, third.after):
        yield f"third run: {third.result['msg']}"


def _faults_of(run: Run, usual: Baseline, simulator: Simulator) -> Iterator[str]:
    """What must hold for every run, whatever it meets."""
    module = usual.module
    yield from lies(run.result, run.effects, run.before, run.after)
    yield from inconsistencies(module, run.result)
    for key, value in difference(run.before, run.after).items():
        planned = ((key, value), module.by_name(key, value, run.before), module.by_name(key, value, run.after))
        if not any(is_explained(*pair, usual.plan.asked) for pair in planned):
            yield f"changed in the world and not asked for: {key} from {run.before.get(key)} to {value}"
    if any(key[0] == "member" and value > 1 for key, value in run.after.items()):
        yield "an account exists twice"
    yield from _faults_of_writes(run)
    yield from (f"a secret stands in the result: {text}" for text in run.secrets)
    yield from (f"succeeded, and not as wished: {text}" for text in run.unmet)
    if run.result["failed"]:
        yield from _bad_error(run.result)


def _faults_of_writes(run: Run) -> Iterator[str]:
    actions = [one.action for one in run.writes]
    if actions.count(CREATE) > 1:
        yield f"{actions.count(CREATE)} creations were sent"
    if "api" in run.result and run.result["api"]["writes"] != len(actions):
        yield f"api.writes is {run.result['api']['writes']}, {len(actions)} arrived"
    texts = [one.text for one in run.writes if not one.refused]
    yield from (f"a write was repeated: {text}" for text in set(texts) if texts.count(text) > 1)


def _bad_error(result: dict[str, Any]) -> Iterator[str]:
    error = result["error"]
    if error["code"] not in OUR_CODES and not API_CODE.fullmatch(error["code"]):
        yield f"unknown error code {error['code']}"
    if not result["msg"].strip() or "Traceback" in result["msg"] or " object at 0x" in result["msg"]:
        yield f"no sentence: {result['msg']!r}"


def _exactness(run: Run, usual: Baseline) -> Iterator[str]:
    """A run that does not fail did exactly what it does without faults."""
    # What is under way is compared when it is over.
    known = (*run.after.values(), *usual.first.after.values())
    if run.result["failed"] or any(isinstance(value, UnderWay) for value in known):
        return
    if usual.first.result["failed"]:
        yield f"succeeded where a run without faults fails with {usual.first.code}"
    elif run.after != usual.first.after:
        yield f"succeeded, and left another world: {difference(usual.first.after, run.after)}"


def _convergence(second: Run, usual: Baseline, final: State) -> Iterator[str]:
    """The run after the faults ends like a run that never met any."""
    ends = {usual.first.code, usual.second.code} if usual.first.code else {None}
    if second.code not in ends:
        yield f"second run ended with {second.code}, without faults it is {ends}: {second.result['msg']}"
    # Calls in parallel can meet a refusal of the service in another order.
    elif final != usual.final and not (usual.first.code and usual.task.params.get("max_connections", 8) > 1):
        yield f"second run left another world: {difference(usual.final, final)}"

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of fault that a task can meet: spoilt answers, late reads, credentials that end, somebody else's changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any, Callable

from simulators.csp import CspSimulator
from simulators.faults import KINDS, SLOW
from simulators.tencent import TencentSimulator, contract
from support.campaign_module import OVERTAKEN, CampaignModule, Row, Simulator, State
from support.campaign_modules import CAMPAIGN
from support.truth import difference

FOREVER = 1000
# They need a list of several pages.
OF_BIG_WORLDS = frozenset({"repeat_page", "shifting_list"})
# How long a task waits for an answer that never ends, in seconds.
SHORT_TIMEOUT = 0.3
COMMON = (*KINDS, *SLOW, "retry_after", "short_page", "stale", "stale_cut_after", "token_expires", "outage")
HALF_FAILED = ("InternalError", "FailedOperation.CreateAccount", "FailedOperation.TagResourcesError")
# What a kind of the campaign is among the kinds of the simulators.
REAL_KINDS = {"retry_after": "throttled", "stale_cut_after": "cut_after", "outage": "cut_before"}


def kinds(module: str) -> tuple[str, ...]:
    """The kinds of fault that a module can meet."""
    return (*COMMON, *CAMPAIGN[module].faults)


@dataclass
class FaultPlan:
    """A kind of fault at a call position, for a number of requests. reads is how many reads lag behind."""

    kind: str
    position: int = 1
    times: int = 1
    seconds: float | str | None = None
    reads: int = 0


def choose(rng: Random, kind: str, calls: int) -> FaultPlan:
    """Where fault of a kind comes, and how long it stays, in a task of so many calls."""
    fault = FaultPlan(kind, rng.randint(1, max(1, calls)))
    if kind in KINDS:
        fault.times = rng.choice((1, 1, 1, 2, FOREVER))
    if kind in SLOW:
        fault.times = rng.choice((1, 2))
    if kind in ("outage", "overtaken_outage"):
        fault.times = FOREVER
    if kind == "retry_after":
        fault.seconds = rng.choice((0, 3, "date", 100))
    if kind.startswith("stale"):
        fault.reads = rng.choice((1, 2, 3, 6, 50))
    return fault


@dataclass
class Stage:
    """The app that is served: the simulator that stands on it. Something can happen at the n-th request.

    foreign holds what somebody else changed in the world meanwhile.
    """

    simulator: Simulator | None = None
    calls: int = 0
    position: int = 0
    event: Callable[[], object] | None = None
    shortens: bool = False
    denied: set[str] = field(default_factory=set)
    foreign: State = field(default_factory=dict)

    def calm(self) -> None:
        """Nothing happens any more."""
        self.calls, self.position, self.event, self.shortens = 0, 0, None, False
        self.foreign = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert self.simulator is not None
        self.calls += 1
        if self.calls != self.position:
            await self.simulator.app(scope, receive, send)
            return
        if self.event is not None:
            self.event()
        await self.simulator.app(scope, receive, _Shortened(send) if self.shortens else send)


class _Shortened:
    """Sends an answer whose list lacks its last row."""

    def __init__(self, send: Any) -> None:
        self._send = send
        self._start: dict[str, Any] = {}

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        body = _without_last_row(message.get("body", b""))
        headers = [(name, value) for name, value in self._start["headers"] if name.lower() != b"content-length"]
        await self._send({**self._start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await self._send({**message, "body": body})


@cache
def _rows_of_pages() -> frozenset[str]:
    """Keys of the lists that come in pages. Of other lists nobody can see that a row is missing."""
    paged = (action["pagination"]["items"] for action in contract.actions().values() if "pagination" in action)
    return frozenset({"results", *paged})


def _without_last_row(body: bytes) -> bytes:
    try:
        answer = json.loads(body)
    except ValueError:
        return body
    inner = answer.get("Response", answer) if isinstance(answer, dict) else {}
    for name in _rows_of_pages():
        if isinstance(inner.get(name), list):
            inner[name] = inner[name][:-1]
    return json.dumps(answer).encode()


def arrange(
    stage: Stage, simulator: Simulator, fault: FaultPlan, module: CampaignModule, planned: Sequence[Row]
) -> None:
    """Order the fault; planned are the changes of the task."""
    kind, position = fault.kind, fault.position
    # Kinds that begin with the run are not bound to a request.
    stage.position = 1 if kind in ("stale", "half_failed") else position
    simulator.stale_reads = fault.reads
    if isinstance(simulator, TencentSimulator):
        stage.denied = set(simulator.world.denied_actions)
    if kind in OVERTAKEN:
        known = module.known(simulator.world)
        stage.event = lambda: _overtake(stage, simulator.world, module, known, planned)
        if kind == "overtaken_outage":
            simulator.faults.add("cut_before", None, position + 2, FOREVER)
    elif (event := _event(simulator, kind)) is not None:
        stage.event = event
    elif kind == "short_page":
        stage.shortens = True
    elif kind == "half_failed" and isinstance(simulator, TencentSimulator):
        simulator.world.create_failure = HALF_FAILED[position % len(HALF_FAILED)]
    elif kind != "stale":
        simulator.faults.add(REAL_KINDS.get(kind, kind), None, position, fault.times, fault.seconds)


def _event(simulator: Simulator, kind: str) -> Callable[[], object] | None:
    """What happens once at the position, for kinds that are no spoilt answer."""
    if isinstance(simulator, CspSimulator):

        def revoke() -> None:
            simulator.api_token_expired = True
            simulator.expire_tokens()

        return {"token_expires": simulator.expire_tokens, "token_revoked": revoke}.get(kind)

    def expire() -> None:
        for key in simulator._ring.keys.values():
            key.expires = 1.0

    def deny() -> None:
        simulator.world.denied_actions = {
            *simulator.world.denied_actions,
            *filter(contract.is_write, contract.actions()),
        }

    def jump() -> None:
        simulator.clock_offset = 3600.0

    return {"token_expires": expire, "access_denied": deny, "clock_jumps": jump}.get(kind)


def _overtake(stage: Stage, world: Any, module: CampaignModule, known: frozenset[str], planned: Sequence[Row]) -> None:
    """Somebody else makes every second one of the planned changes; known are the ids from before the run."""
    before = module.state(world, known)
    for row in planned[::2]:
        module.carry_out(world, row)
    stage.foreign = difference(before, module.state(world, known))


def calm(stage: Stage, simulator: Simulator) -> None:
    """Everything works again."""
    stage.calm()
    simulator.faults.clear()
    simulator.stale_reads = 0
    if isinstance(simulator, CspSimulator):
        simulator.api_token_expired = False
        simulator.world.stale.clear()
    else:
        simulator.clock_offset = 0.0
        simulator.world.denied_actions = stage.denied
        simulator.world.create_failure = None
        simulator._stale._lags.clear()

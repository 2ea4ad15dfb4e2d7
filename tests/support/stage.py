# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A served world and one module's road to it: what every proof needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from support.road import Road

VOLATILE = ("status", "error", "request_id", "time")


class Stage:
    """A simulator around a world, served, with the module's road. url is where it listens."""

    def __init__(self, module: str, simulator: Any, url: str) -> None:
        self.module = module
        self.simulator = simulator
        self.world = simulator.world
        self.url = url
        self.environment = {**simulator.environment(url), "HOME": "/nonexistent"}
        self.road = Road(module, self.environment)

    def run(self, params: dict[str, Any], *, check_mode: bool = False) -> dict[str, Any]:
        """The result of a task; the request log begins anew. Fails where the result is no JSON."""
        self.simulator.log.clear()
        result = self.road(check_mode=check_mode, **params)
        json.dumps(result)
        return result

    def calls(self) -> dict[str, int]:
        """The requests of the last run by action; logins count as token."""
        return dict(self.simulator.log.calls())

    def writes(self) -> dict[str, int]:
        """The writing requests of the last run by action."""
        counts: dict[str, int] = {}
        for entry in self.simulator.log.writes():
            counts[entry["action"]] = counts.get(entry["action"], 0) + 1
        return counts


def simulator_of(world: World | CspWorld) -> Any:
    """The simulator of the world's cloud around it."""
    return CspSimulator(world) if isinstance(world, CspWorld) else TencentSimulator(world)


@contextmanager
def stage(module: str, world: World | CspWorld, prepare: Callable[[Any], object] | None = None) -> Iterator[Stage]:
    """A stage for one module around a world."""
    if prepare is not None:
        prepare(world)
    simulator = simulator_of(world)
    with Server(simulator.app) as server:
        yield Stage(module, simulator, server.url)


def lasting(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The part of a result's changes on which check mode and real run must agree, but for ids of what is new."""
    return [{name: value for name, value in row.items() if name not in VOLATILE} for row in result.get("changes", ())]


def disagreements(plan: dict[str, Any], real: dict[str, Any]) -> list[str]:
    """Where the changes of a check run and those of the real run differ. An id may be null in the plan only."""
    planned, done = lasting(plan), lasting(real)
    told = [f"{len(planned)} changes planned, {len(done)} done"] if len(planned) != len(done) else []
    for one, other in zip(planned, done):
        for side in ("subject", "target"):
            if one[side]["id"] is None:
                other[side] = {**other[side], "id": None}
        if one != other:
            told.append(f"planned {one}, done {other}")
    return told

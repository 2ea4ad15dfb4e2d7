# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both clouds on one server, for one data file after the other."""

from __future__ import annotations

from typing import Any, Callable

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world as demo_of_csp
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from simulators.tencent.demo import demo_world as demo_of_tencent
from support import csp_chains, tencent_chains
from support.role_tasks import Data, Played, offboard, onboard
from support.state import state_of


class Door:
    """The app that is served: the simulator that stands behind it. Somebody else may write at the first request of an action."""

    simulator: Any = None
    action: str = ""
    event: Callable[[], object] = staticmethod(lambda: None)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = {**dict(scope.get("headers", ())), b":method": scope.get("method", "").encode()}
        if self.action and self.action.encode() in (headers.get(b"x-tc-action"), headers[b":method"]):
            self.action = ""
            self.event()
        await self.simulator.app(scope, receive, send)

    def meanwhile(self, action: str, event: Callable[[], object]) -> None:
        """Do this before the next request of this action, or of this HTTP method, is answered."""
        self.action, self.event = action, event


class RoleStage:
    """Serves two organizations and plays data files in them."""

    tencent: TencentSimulator
    csp: CspSimulator

    def __init__(self) -> None:
        self._doors = Door(), Door()
        self._servers = [Server(door) for door in self._doors]

    def __enter__(self) -> RoleStage:
        for server in self._servers:
            server.start()
        self.empty()
        return self

    def __exit__(self, *exc: object) -> None:
        for server in self._servers:
            server.stop()

    def empty(self, *known: str) -> None:
        """Two organizations in which nothing is; known are people whom Cloud Services knows outside."""
        csp = csp_chains.empty_organization(*known)
        csp.invitation_duplicates = "add"
        self.open(tencent_chains.empty_organization(), csp)

    def demo(self) -> None:
        """The organizations of the demo."""
        self.open(demo_of_tencent(), demo_of_csp())

    def open(self, tencent: Any, csp: Any) -> None:
        """Serve these organizations from now on."""
        self.tencent, self.csp = TencentSimulator(tencent), CspSimulator(csp)
        for door, simulator in zip(self._doors, (self.tencent, self.csp)):
            door.simulator = simulator

    @property
    def tencent_door(self) -> Door:
        """Where requests to Tencent Cloud come in."""
        return self._doors[0]

    @property
    def environment(self) -> dict[str, str]:
        """What points both clients here."""
        tencent, csp = (server.url for server in self._servers)
        return {**self.tencent.environment(tencent), **self.csp.environment(csp)}

    def onboard(self, data: Data, **options: Any) -> Played:
        """Both onboarding roles."""
        return onboard(data, {**self.environment, "HOME": "/nonexistent"}, **options)

    def offboard(self, leaver: str) -> list[dict[str, Any]]:
        """The role offboarding."""
        return offboard(leaver, {**self.environment, "HOME": "/nonexistent"})

    def writes(self) -> list[str]:
        """The writing requests of both."""
        return [entry["action"] for cloud in (self.tencent, self.csp) for entry in cloud.log.writes()]

    def state(self) -> tuple[Any, Any]:
        """What both organizations hold."""
        return state_of(self.tencent.world), state_of(self.csp.world)

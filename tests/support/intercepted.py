# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulator in front of which somebody else answers some of the requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from support.road import Road

# Gives the status with which a request is refused, or None to let it through: from verb, path and body.
Refuse = Callable[[str, str, Any], "int | None"]


class Intercepted:
    """An ASGI app that refuses what it is told to refuse, and notes what it let through."""

    def __init__(self, simulator: CspSimulator, refuse: Refuse) -> None:
        self.simulator = simulator
        self.refuse = refuse
        self.requests: list[tuple[str, str, Any]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.simulator.app(scope, receive, send)
            return
        body = await Request(scope, receive).body()
        told = json.loads(body) if body.startswith(b"{") else None
        self.requests.append((scope["method"], scope["path"], told))
        status = self.refuse(scope["method"], scope["path"], told)
        if status is not None:
            envelope = {"message": f"refused \x1b[31m{status}", "statusCode": status, "requestId": "r-1"}
            await JSONResponse(envelope, status)(scope, receive, send)
            return
        parts = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def again() -> Any:
            return next(parts, {"type": "http.disconnect"})

        await self.simulator.app(scope, again, send)


@contextmanager
def intercepted(world: CspWorld, module: str, refuse: Refuse) -> Iterator[tuple[Road, Intercepted]]:
    """The road of a module to a world some of whose requests are refused."""
    simulator = CspSimulator(world)
    app = Intercepted(simulator, refuse)
    with Server(app) as server:
        yield Road(module, {**simulator.environment(server.url), "HOME": "/nonexistent"}), app

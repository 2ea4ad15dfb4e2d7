# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator: one ASGI app around a world."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
import uuid
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from simulators.faults import Fault, Faults, changed_page
from simulators.request_log import RequestLog
from simulators.serving import CutResponse, DripResponse
from simulators.tencent import (
    answers,
    contract,
    gateway,
)
from simulators.tencent.calls import Call, Handler
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers import (
    cam,
    group,
    identity_center,
    login,
    member,
    node,
    role_assignment,
    role_configuration,
    role_deployment,
    role_policy,
    task,
    user,
    user_synchronization,
)
from simulators.tencent.signature import KeyRing, Request, SecretKey
from simulators.tencent.stale import StaleReads
from simulators.tencent.world import World

SITES = ("intl", "mainland")
PAGING = ("NextToken", "Offset", "Limit", "MaxResults", "Page", "Rp")
HANDLERS: dict[str, Handler] = {
    **member.HANDLERS,
    **node.HANDLERS,
    **group.HANDLERS,
    **identity_center.HANDLERS,
    **user.HANDLERS,
    **role_configuration.HANDLERS,
    **role_policy.HANDLERS,
    **role_deployment.HANDLERS,
    **role_assignment.HANDLERS,
    **task.HANDLERS,
    **user_synchronization.HANDLERS,
    **cam.HANDLERS,
}


class TencentSimulator:
    """Answers the Organization API, policy look-ups of CAM, and AssumeRole for one world. Serve `app` with simulators.serving.Server."""

    secret_id = "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000"
    secret_key = "EXAMPLEKEYEXAMPLEKEYEXAMPLEKEY00"

    def __init__(
        self, world: World | None = None, *, site: str = "intl", rate_limit: bool = False, latency: float = 0.0
    ) -> None:
        if site not in SITES:
            raise ValueError("site must be one of {}".format(", ".join(SITES)))
        self.world = world or World()
        self.site = site
        self.rate_limit = rate_limit
        self.latency = latency
        self.stale_reads = 0
        self.clock_offset = 0.0
        self.faults = Faults()
        self.log = RequestLog()
        self.limiter = gateway.RateLimit()
        self.app = self._serve
        self._lock = threading.RLock()
        self._stale = StaleReads()
        self._ring = KeyRing()
        self._ring.add(SecretKey(self.secret_id, self.secret_key))
        self._random = random.Random(0)
        self._pages: dict[str, dict[str, Any]] = {}

    def environment(self, url: str) -> dict[str, str]:
        """The variables that point a client at this simulator, served under `url`."""
        return {
            "TENCENTCLOUD_SECRET_ID": self.secret_id,
            "TENCENTCLOUD_SECRET_KEY": self.secret_key,
            "TENCENTCLOUD_ENDPOINT": url,
        }

    def now(self) -> float:
        """The server's clock."""
        return time.time() + self.clock_offset

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        http = HttpRequest(scope, receive)
        try:
            body = await http.body()
        except ClientDisconnect:
            return
        request = Request(http.method, http.url.path, http.url.query, dict(http.headers), body)
        action = request.headers.get("x-tc-action", "")
        entry = self.log.add(action, contract.is_write(action), _readable(body), request.headers, url=str(http.url))
        fault = self.faults.take(action)
        request_id = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        payload: dict[str, Any] = {}
        if fault is None or fault.executes:
            result = await self._result(request, action, fault)
            payload = answers.envelope(result, request_id)
        elif self.latency:
            await asyncio.sleep(self.latency)
        response: Response | CutResponse | DripResponse
        if fault is None:
            response = answers.plain(payload, self.now())
        else:
            response = answers.spoilt(fault, payload, request_id, self.now())
        entry["status"] = getattr(response, "status_code", None)
        if fault is not None and fault.spoils:
            entry["error"] = fault.kind
        else:
            entry["error"] = payload["Response"].get("Error", {}).get("Code")
        await response(scope, receive, send)

    async def _result(self, request: Request, action: str, fault: Fault | None) -> dict[str, Any]:
        """The inner part of the answer: fields, or an error."""
        try:
            params = self._admit(request, action)
            if self.latency:
                await asyncio.sleep(self.latency)
            with self._lock:
                if action == login.ACTION:
                    region = request.headers.get("x-tc-region", "")
                    return login.assume_role(self.world, self._ring, params, region, self.now())
                return self._paged(action, params, self._execute(action, params), fault)
        except ApiError as problem:
            if action in contract.actions() and not contract.is_documented(action, problem.code):
                raise RuntimeError(f"{action} must not answer {problem.code}") from problem
            return answers.error(problem.code, problem.message or contract.meaning(problem.code).capitalize() + ".")

    def _admit(self, request: Request, action: str) -> dict[str, Any]:
        """Everything that is checked before the service itself is asked; gives the arguments."""
        gateway.check_transport(request)
        self._ring.verify(request, gateway.service_of(action), self.now())
        gateway.check_action(request, action, self.site)
        if self.rate_limit:
            self.limiter.check(action)
        gateway.check_policy(self.world, action)
        params = gateway.decoded(request.body)
        contract.check_shape(gateway.fields_of(action), params)
        return params

    def _execute(self, action: str, params: dict[str, Any]) -> dict[str, Any]:
        """Carry out one call, on an older state if reads lag behind."""
        world = self.world
        if contract.is_write(action):
            self._stale.before_write(action, world, self.stale_reads)
        else:
            world = self._stale.world_for(action, world)
        gateway.check_service(world, action, params)
        contract.check_values(action, gateway.fields_of(action), params, self.site)
        return HANDLERS[action](Call(world, action, params, self.site))

    def _paged(
        self, action: str, params: dict[str, Any], result: dict[str, Any], fault: Fault | None
    ) -> dict[str, Any]:
        """The page itself, or the one before it if a fault says so. The first page has none before it."""
        if "pagination" not in contract.actions()[action]:
            return result
        same_list = {name: value for name, value in params.items() if name not in PAGING}
        key = action + json.dumps(same_list, sort_keys=True)
        is_first = not params.get("NextToken") and not params.get("Offset") and params.get("Page", 1) == 1
        if fault is not None and fault.kind == "repeat_page" and not is_first:
            return self._pages.get(key, result)
        self._pages[key] = result
        if fault is None:
            return result
        paging = contract.actions()[action]["pagination"]
        return changed_page(fault.kind, result, paging["items"], paging["total"], is_first=is_first)


def _readable(body: bytes) -> Any:
    """The body for the log: decoded, or None if it is no JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return None

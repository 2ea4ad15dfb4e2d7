# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator: takes HTTP requests apart, checks who calls, and lets the handlers answer."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import uuid
from collections import deque
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from simulators.faults import Fault
from simulators.request_log import MASK, RequestLog
from simulators.serving import CutResponse, DripResponse

from .calls import Answer, ApiError, Call
from .paging import previous_page
from .records import User
from .routes import LOGINS, Route, find_route
from .spoiling import JSON_TYPE, CspFaults, changed, error_response, executes, json_response, replaced, throttled
from .stale import lists_of, note_stale
from .tokens import SERVICE_ACCOUNT, TokenMint, bearer, service_claims, user_claims
from .world import CspWorld


class CspSimulator:
    """A fake of one CSP host. `app` is the ASGI application; everything else may be changed while it is served."""

    def __init__(
        self,
        world: CspWorld | None = None,
        *,
        rate_limit: float | None = None,
        latency: float = 0.0,
        token_ttl: float = 1800,
    ) -> None:
        self.world = world or CspWorld()
        self.faults = CspFaults()
        self.log = RequestLog()
        self.rate_limit = rate_limit
        self.latency = latency
        self.token_ttl = token_ttl
        self.stale_reads = 0
        self.api_token = "fictional-api-token"
        self.api_token_expired = False
        self.client_id = "fictional-client"
        self.client_secret = "fictional-client-secret"
        self.passcode: str | None = None
        self.caller = "admin@example.com"
        self.caller_role = "org_owner"
        self.mint = TokenMint()
        self.app = self._serve
        self._lock = threading.Lock()
        self._admitted: deque[float] = deque()
        self._request_ids = 0
        if self.world.account(self.caller) is None:
            self.world.add_user(self.caller, role="org_owner")

    def access_token(self, org_id: str | None = None, expires_in: float = 1800) -> str:
        """Give a valid access token of the caller, or of the OAuth app when the caller's role is service_account."""
        org = org_id or self.world.org_id
        if self.caller_role == SERVICE_ACCOUNT:
            return self.mint.mint(service_claims(self.client_id, org), expires_in)
        return self.mint.mint(user_claims(self._owner(), self.caller_role, org), expires_in)

    def environment(self, url: str) -> dict[str, str]:
        """Give the environment variables that point a client here."""
        return {"CSP_API_TOKEN": self.api_token, "CSP_BASE_URL": url}

    def expire_tokens(self) -> None:
        """End the life of all access tokens given so far, as if time had passed."""
        self.mint.expire_all()

    def _owner(self) -> User:
        user = self.world.account(self.caller)
        if user is None:
            raise ValueError(f"the caller {self.caller!r} is not a user of this world")
        return user

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            response = await self._respond(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response | CutResponse | DripResponse:
        path = request.scope["raw_path"].decode("ascii", "replace")
        query = request.scope["query_string"].decode("ascii", "replace")
        call = Call(
            request.method,
            path,
            query=parse_qs(query, keep_blank_values=True),
            headers=dict(request.headers),
            raw_body=await request.body(),
        )
        url = f"{path}?{query}" if query else path
        route, problem = _find(call)
        action = "unknown" if problem else route.action if route else "token"
        entry = self.log.add(action, bool(route and route.writes), _logged_body(call), call.headers, url)
        entry["path"] = path
        with self._lock:
            admitted = self._admit()
            entry["error"] = None if admitted else "too_many_requests"
        if self.latency:
            await asyncio.sleep(self.latency)
        with self._lock:
            response = self._answer(call, action, route, problem, entry) if admitted else throttled(None, self._id())
        entry["status"] = None if isinstance(response, CutResponse) else response.status_code
        return response

    def _answer(
        self, call: Call, action: str, route: Route | None, problem: ApiError | None, entry: dict[str, Any]
    ) -> Response | CutResponse | DripResponse:
        request_id = self._id()
        fault = self.faults.take(action)
        substitute = replaced(fault, request_id) if fault else None
        if fault and substitute and not executes(fault):
            entry["error"] = fault.kind
            return substitute
        try:
            if problem is not None:
                raise problem
            if fault and fault.kind == "repeat_page":
                previous_page(call)
            answer = self._execute(call, route)
        except ApiError as error:
            entry["error"] = error.code
            return substitute or error_response(error, request_id)
        return substitute or _response(answer, fault, is_first=call.arg("pageStart") in (None, "1"))

    def _execute(self, call: Call, route: Route | None) -> Answer:
        if route is None:
            return LOGINS[call.path](self, call)
        call.caller = self.mint.caller(bearer(call))
        org_id = call.variables.get("orgId")
        if org_id is not None and {org_id, call.caller.org_id} != {self.world.org_id}:
            raise ApiError(self.world.foreign_org_status, "org_not_found", "the organization was not found")
        if call.caller.role not in route.roles:
            raise ApiError(403, "forbidden", f"the role {call.caller.role} may not do this")
        if not (route.writes and self.stale_reads):
            return route.handler(self.world, call)
        before = lists_of(self.world)
        answer = route.handler(self.world, call)
        note_stale(self.world, before, self.stale_reads)
        return answer

    def _admit(self) -> bool:
        if self.rate_limit is None:
            return True
        now = time.monotonic()
        while self._admitted and self._admitted[0] <= now - 1:
            self._admitted.popleft()
        if len(self._admitted) >= self.rate_limit:
            return False
        self._admitted.append(now)
        return True

    def _id(self) -> str:
        self._request_ids += 1
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"request/{self._request_ids}"))


def _response(answer: Answer, fault: Fault | None, *, is_first: bool) -> Response:
    content_type = f"{JSON_TYPE};charset=UTF-8" if fault and fault.kind == "charset" else JSON_TYPE
    body = changed(fault, answer.body, is_first=is_first) if fault else answer.body
    return json_response(body, answer.status, content_type)


def _find(call: Call) -> tuple[Route | None, ApiError | None]:
    """Give the route of a call (None for a login) or the error that there is none."""
    if call.method == "POST" and call.path in LOGINS:
        return None, None
    try:
        return find_route(call), None
    except ApiError as error:
        return None, error


def _logged_body(call: Call) -> Any:
    form = call.form()
    if form:
        return {name: MASK if name == "passcode" else value for name, value in form.items()}
    try:
        return json.loads(call.raw_body) if call.raw_body else None
    except ValueError:
        return call.raw_body.decode("utf-8", "replace")

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Cloud Services Platform whose answers are written down beforehand, for tests of its client."""

from __future__ import annotations

import base64
import json
import threading
from typing import Any, Callable

import httpx

from ansible_collections.orgkit.cloud.plugins.module_utils._csp.client import CspClient
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.credentials import Login
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.directory import CspDirectory, CspOptions
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.plan import Group
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import TransportSettings

HOST = "https://csp.example.com"


API = "/csp/gateway/am/api"


ORG = "org"


NOW = 1_800_000_000.0


API_TOKEN = "fictional-api-token"


Answer = Callable[[httpx.Request], httpx.Response]


def jwt(number: int) -> str:
    """The access token of the n-th login."""
    claims = json.dumps({"context_name": ORG, "jti": number}).encode()
    return f"e30.{base64.urlsafe_b64encode(claims).rstrip(b'=').decode()}.signature"


class Service:
    """Gives the scripted answers in order, the last one for ever; counts logins and keeps the calls."""

    def __init__(self, *answers: httpx.Response | Answer) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, str]] = []
        self.bodies: list[Any] = []
        self.logins = 0
        self.now = NOW
        self.slept: list[float] = []
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self.lock:
            if "/auth/" in request.url.path:
                self.logins += 1
                return httpx.Response(200, json={"access_token": jwt(self.logins)})
            self.calls.append((request.method, request.url.raw_path.decode().removeprefix(API)))
            self.bodies.append(json.loads(request.content) if request.content else None)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not isinstance(answer, httpx.Response):
            return answer(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def client(
        self,
        login: Login | None = None,
        *,
        check_mode: bool = False,
        retry_timeout: float = 60,
        org_id: str | None = ORG,
    ) -> CspClient:
        """A client of this service with a clock that only waits move."""
        login = login or Login("test", api_token=API_TOKEN)
        http = Http(
            TransportSettings(30, retry_timeout, 1000, 8, True, None, None),
            HOST,
            transport=httpx.MockTransport(self),
            clock=lambda: self.now,
            sleep=self.sleep,
        )
        secrets = login.secrets()
        return CspClient(
            http, HOST, login, org_id=org_id, check_mode=check_mode, secrets=secrets, clock=lambda: self.now
        )


def ok(body: Any = None) -> httpx.Response:
    return httpx.Response(200, json={"results": []} if body is None else body)


def error(status: int, message: str = "refused", **more: Any) -> httpx.Response:
    envelope = {"message": message, "statusCode": status, "moduleCode": 540, "requestId": "request-1", **more}
    return httpx.Response(status, json=envelope)


def many(count: int, *, totals: bool, links: bool, wrapped: bool = False, promised: int | None = None) -> Answer:
    """Answers for a list of so many users that pages as the service does; promised is what totalResults claims."""
    users = [{"userId": f"vmwareid:{number}", "username": f"user{number}"} for number in range(count)]
    rows: list[Any] = [{"user": user} for user in users] if wrapped else users

    def answer(request: httpx.Request) -> httpx.Response:
        start, limit = (int(request.url.params[name]) for name in ("pageStart", "pageLimit"))
        body: dict[str, Any] = {"results": rows[start - 1 : start - 1 + limit]}
        if totals:
            body["totalResults"] = count if promised is None else promised
        if links and start + limit <= count:
            body["nextLink"] = f"/csp/am/api/elsewhere?pageStart={start + limit}&pageLimit={limit}"
        return httpx.Response(200, json=body)

    return answer


def starts(service: Service) -> list[int]:
    return [int(httpx.URL(path).params["pageStart"]) for _verb, path in service.calls]


def members(service: Service) -> list[str]:
    directory = CspDirectory(service.client(), CspOptions())
    return [user.name for user in directory.members(Group("g@x/y", "group"))]

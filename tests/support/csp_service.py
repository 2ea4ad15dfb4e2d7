# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in for the Cloud Services Platform that answers every login with one token and every list with nothing."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx

from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.client import CspClient
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.login import connect

HOST = "https://csp.example.com"
API = "/csp/gateway/am/api"
ORG = "0f0f0f0f-1111-2222-3333-444444444444"
DEFAULTS = {"retry_timeout": 0.0, "max_connections": 8}
API_TOKEN = "fictional+api/token=="


def jwt(**claims: Any) -> str:
    """Something that looks like an access token."""
    parts = ({"alg": "none"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, "signature"])


TOKEN = jwt(context_name=ORG, sub="vmwareid:1", username="admin@example.com")


class Service:
    """Answers every login with a token and every list with nothing; keeps the requests."""

    def __init__(self, token: Any = TOKEN) -> None:
        self.token = token
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if "/auth/" in request.url.path:
            return httpx.Response(200, json={"access_token": self.token, "token_type": "bearer", "expires_in": 1799})
        return httpx.Response(200, json={"results": [], "totalResults": 0})

    def client(self, environment: dict[str, str] | None = None, **params: Any) -> tuple[CspClient, Task]:
        """A client whose task has these options."""
        params = {**DEFAULTS, "base_url": HOST, **params}
        task = Task(params, environment or {}, transport=httpx.MockTransport(self), sleep=lambda seconds: None)
        return connect(task), task


def listed(client: CspClient) -> list[Any]:
    return list(client.pages("list_groups", lambda row: row.get("id")))

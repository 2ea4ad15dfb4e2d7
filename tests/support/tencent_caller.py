# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed requests to one Tencent simulator, written apart from its own code and from the collection's."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import datetime, timezone
from typing import Any

import httpx

from simulators.tencent import TencentSimulator

# Action -> service and version, where they are not those of the organization.
SERVICES = {
    "AssumeRole": ("sts", "2018-08-13"),
    "ListPolicies": ("cam", "2019-01-16"),
    "GetPolicy": ("cam", "2019-01-16"),
}
ORGANIZATION = ("organization", "2021-03-31")


def sign(secret_key: str, headers: dict[str, str], body: bytes, service: str) -> str:
    """The end of an Authorization line, written apart from the simulator's own code; signs three headers."""
    stamp = headers["X-TC-Timestamp"]
    day = datetime.fromtimestamp(int(stamp), timezone.utc).strftime("%Y-%m-%d")
    signed = {"content-type": headers["Content-Type"], "host": headers["Host"], "x-tc-action": headers["X-TC-Action"]}
    block = "".join(f"{name}:{value.lower()}\n" for name, value in signed.items())
    names = ";".join(signed)
    digest = hashlib.sha256(f"POST\n/\n\n{block}\n{names}\n{hashlib.sha256(body).hexdigest()}".encode()).hexdigest()
    key = b"TC3" + secret_key.encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    scope = f"{day}/{service}/tc3_request"
    made = hmac.new(key, f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{digest}".encode(), "sha256").hexdigest()
    return f"{scope}, SignedHeaders={names}, Signature={made}"


class Caller:
    """Sends signed requests to one simulator."""

    def __init__(self, simulator: TencentSimulator, url: str) -> None:
        self.simulator = simulator
        self.http = httpx.Client(base_url=url, trust_env=False, timeout=5)
        self.secret_id, self.secret_key = simulator.secret_id, simulator.secret_key

    def send(self, action: str, body: Any = None, **headers: Any) -> httpx.Response:
        """One request; `headers` (with _ for -) replace or, if None, remove what is sent."""
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        service, version = SERVICES.get(action, ORGANIZATION)
        sent = {
            "Content-Type": "application/json",
            "Host": self.http.base_url.netloc.decode(),
            "X-TC-Action": action,
            "X-TC-Version": version,
            "X-TC-Timestamp": str(int(time.time())),
        }
        changes = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.update({name: value for name, value in changes.items() if value is not None and name != "Authorization"})
        line = sign(self.secret_key, sent, content, service)
        sent["Authorization"] = f"TC3-HMAC-SHA256 Credential={self.secret_id}/{line}"
        sent.update({name: value for name, value in changes.items() if name == "Authorization"})
        for name in [name for name, value in changes.items() if value is None]:
            del sent[name]
        return self.http.post("/", content=content, headers=sent)

    def ask(self, action: str, **params: Any) -> dict[str, Any]:
        """The inner part of the answer."""
        answer: dict[str, Any] = self.send(action, params).json()["Response"]
        assert answer["RequestId"]
        return answer

    def code(self, action: str, **params: Any) -> str:
        """The error code of the answer, "" for success."""
        return str(self.ask(action, **params).get("Error", {}).get("Code", ""))

    def create(self, **params: Any) -> dict[str, Any]:
        """CreateOrganizationMember with usual arguments."""
        usual: dict[str, Any] = {"Name": "new", "AccountName": "new", "PermissionIds": [1, 2]}
        usual["PolicyType"] = "Financial"
        usual["NodeId"] = self.simulator.world.root_node_id
        return self.ask("CreateOrganizationMember", **{**usual, **params})


def code_of(response: httpx.Response) -> str:
    """The error code of an answer, "" for success."""
    return str(response.json()["Response"].get("Error", {}).get("Code", ""))

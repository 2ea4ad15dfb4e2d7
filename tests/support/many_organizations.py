# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many organizations of both clouds, all at one address, where each key opens its own organization only.

All share the address, as they do in the real clouds, so that whatever is kept by address would mix them up.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from simulators.tencent.signature import KeyRing, SecretKey

# The ways in which a host gives its keys; hosts beside each other use different ones.
TENCENT_WAYS = ("options", "profile", "environment", "role", "credentials_file")
CSP_WAYS = ("options", "environment", "client")
# Keys that open nothing: whoever falls back to the environment of ansible-playbook is found by them.
DECOYS = {
    "TENCENTCLOUD_SECRET_ID": "AKIDEXAMPLEOFNOBODY",
    "TENCENTCLOUD_SECRET_KEY": "EXAMPLEKEYOFNOBODY",
    "CSP_API_TOKEN": "example-token-of-nobody",
}


class Organization:
    """One organization, in both clouds: an account and a group that only it has, and the keys that open it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.host = f"organization-{number:02}"
        self.account, self.group = f"account-{number:02}", f"team-{number:02}"
        world = World(seed=number + 1)
        self.uin = str(world.add_member(self.account, uin=200030000001 + number))
        self.tencent = TencentSimulator(world)
        self.secret_id, self.secret_key = f"AKIDEXAMPLE{self.host}", f"EXAMPLEKEY{number:02}"
        self.tencent._ring = KeyRing()
        self.tencent._ring.add(SecretKey(self.secret_id, self.secret_key))
        csp_world = CspWorld(self.host)
        self.csp_group_id = csp_world.add_group(self.group)
        self.csp = CspSimulator(csp_world)
        self.csp.api_token = f"example-token-{self.host}"
        self.csp.client_id, self.csp.client_secret = f"client-{self.host}", f"example-secret-{self.host}"

    def variables(self, home: Path) -> dict[str, Any]:
        """The variables of its host; profiles are written to the home folder."""
        tencent, tencent_environment = self._tencent_keys(home)
        csp, csp_environment = self._csp_keys()
        own = {"number": self.number, "account": self.account, "team": self.group}
        return {**own, **tencent, **csp, "own_environment": {**tencent_environment, **csp_environment}}

    def _tencent_keys(self, home: Path) -> tuple[dict[str, str], dict[str, str]]:
        way = TENCENT_WAYS[self.number % len(TENCENT_WAYS)]
        pair = {"secret_id": self.secret_id, "secret_key": self.secret_key}
        if way == "options":
            return pair, {}
        if way == "environment":
            return {}, {f"TENCENTCLOUD_{name.upper()}": value for name, value in pair.items()}
        if way == "credentials_file":
            file = home / f"{self.host}.ini"
            file.write_text(f"[default]\nsecret_id = {self.secret_id}\nsecret_key = {self.secret_key}\n", "utf-8")
            file.chmod(0o600)
            return {"credentials_file": str(file)}, {}
        profile: dict[str, str] = {"secretId": self.secret_id, "secretKey": self.secret_key}
        if way == "role":
            profile |= {"role-arn": "qcs::cam::uin/100000000001:roleName/example", "role-session-name": self.host}
        file = home / ".tccli" / f"{self.host}.credential"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(profile), "utf-8")
        file.chmod(0o600)
        return {"profile": self.host}, {}

    def _csp_keys(self) -> tuple[dict[str, str], dict[str, str]]:
        way = CSP_WAYS[self.number % len(CSP_WAYS)]
        if way == "options":
            return {"api_token": self.csp.api_token}, {}
        if way == "environment":
            return {}, {"CSP_API_TOKEN": self.csp.api_token}
        return {"client_id": self.csp.client_id, "client_secret": self.csp.client_secret}, {}


class Organizations:
    """Both clouds, served, with so many organizations. unknown holds what came with a key of nobody."""

    def __init__(self, count: int) -> None:
        self.all = [Organization(number) for number in range(count)]
        self.unknown: list[str] = []
        self._servers = Server(self._tencent), Server(self._csp)

    def __enter__(self) -> Organizations:
        for server in self._servers:
            server.start()
        return self

    def __exit__(self, *exc: object) -> None:
        for server in self._servers:
            server.stop()

    def environment(self) -> dict[str, str]:
        """What ansible-playbook gets: the addresses, and keys that must never be used."""
        addresses = {"TENCENTCLOUD_ENDPOINT": self._servers[0].url, "CSP_BASE_URL": self._servers[1].url}
        return {**DECOYS, **addresses}

    def inventory(self, folder: Path) -> Path:
        """An inventory with a host for each organization; the variable everybody has the variables of all."""
        hosts = {one.host: one.variables(folder) for one in self.all}
        path = folder / "organizations.json"
        content = {"hosts": hosts, "vars": {"everybody": list(hosts.values())}}
        path.write_text(json.dumps({"organizations": content}), "utf-8")
        return path

    async def _tencent(self, scope: Any, receive: Any, send: Any) -> None:
        headers = {name: value.decode() for name, value in scope["headers"]}
        # Temporary keys have the session in their token.
        owner = self._owner(headers.get(b"x-tc-token") or headers[b"authorization"])
        await owner.tencent.app(scope, receive, send)

    async def _csp(self, scope: Any, receive: Any, send: Any) -> None:
        body = await receive()

        async def again() -> Any:
            return body

        authorization = dict(scope["headers"]).get(b"authorization", b"").decode()
        told = authorization or body["body"].decode()
        if authorization.startswith("Basic "):
            told = base64.b64decode(authorization[6:]).decode()
        if authorization.startswith("Bearer "):
            claims = json.loads(base64.urlsafe_b64decode(authorization.split(".")[1] + "=="))
            told = next((one.host for one in self.all if one.csp.world.org_id == claims["context_name"]), "")
        await self._owner(told).csp.app(scope, again, send)

    def _owner(self, told: str) -> Organization:
        """Whose keys these are. A key of nobody is refused by the first organization, as by any other."""
        found = re.search(r"organization-(\d+)", told)
        if found is None:
            self.unknown.append(told)
        return self.all[int(found[1]) if found else 0]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A served CSP simulator, and plain ways to call it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import httpx

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server

API = "/csp/gateway/am/api"


class Session:
    """A simulator with a client that already has an access token."""

    def __init__(self, simulator: CspSimulator, url: str) -> None:
        self.simulator, self.world, self.url = simulator, simulator.world, url
        self.plain = httpx.Client(base_url=url, trust_env=False)
        self.org = f"/orgs/{self.world.org_id}"

    def call(self, method: str, path: str, body: Any = None, **params: str) -> httpx.Response:
        """Send one request as the simulator's present caller."""
        headers = {"Authorization": f"Bearer {self.simulator.access_token()}"}
        return self.plain.request(method, API + path, json=body, params=params or None, headers=headers)

    def get(self, path: str, **params: str) -> Any:
        """Give the decoded answer of a reading request."""
        return self.call("GET", path, None, **params).json()

    def members(self, group: str) -> str:
        """Give the path of a group's members."""
        return f"{self.org}/groups/{quote(self.world.group(group).id, safe='')}/users"

    def add(self, group: str, *names: str, **more: Any) -> httpx.Response:
        """Add users by name."""
        return self.call("POST", self.members(group), {"usernamesToAdd": names, **more})

    def listed(self, group: str, **params: str) -> list[str]:
        """Give the user names that the member list shows."""
        return [row["username"] for row in self.get(self.members(group), **params)["results"]]


@contextmanager
def csp_session() -> Iterator[Session]:
    """Give a session with alice and bob in the group "team", carol outside of it, and dave only by nesting."""
    world = CspWorld()
    for name in ("alice", "bob", "carol", "dave"):
        world.add_user(f"{name}@example.com")
    world.add_group("team")
    world.join("team", "alice@example.com", "bob@example.com")
    world.add_group("directory", "AD_GROUP")
    world.join("directory", "alice@example.com", "dave@example.com")
    world.nest("team", "directory")
    world.add_group("shared", "SHARED_GROUP")
    world.add_group("owners", roles=("org_owner",))
    with Server((simulator := CspSimulator(world)).app) as server:
        session = Session(simulator, server.url)
        try:
            yield session
        finally:
            session.plain.close()

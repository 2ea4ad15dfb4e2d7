# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both clouds with small organizations, served, for a play that uses them together."""

from __future__ import annotations

import re
from typing import Any

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from simulators.tencent.signature import SecretKey
from support.road_tasks import ALICE, BOB, CAROL, DAVE, OTHER_ID, OTHER_KEY, VAULTED

# What no two runs share.
VOLATILE = ("time", "request_id", "collected_at", "ansible_job_id", "results_file", "attempts", "throttled_seconds")


def tencent_world() -> World:
    """Three departments, two accounts, five users, four groups (one of them from SCIM)."""
    world = World()
    for name, parent in (("Engineering", None), ("Platform", "Engineering"), ("Finance", None)):
        world.add_node(name, parent)
    world.add_member("data-lake", "Platform", remark="Warehouse")
    world.add_member("web-shop", "Platform", (1, 2, 7), pay_uin=str(world.host_uin), tags={"stage": "production"})
    for name in (ALICE, BOB, CAROL, DAVE, "frank"):
        world.add_user(name, name, name.split("@")[0].capitalize())
    for group, users in (("platform-admins", (ALICE, BOB)), ("viewers", (BOB, CAROL, DAVE, "frank")), ("auditors", ())):
        world.add_group(group)
        world.join(group, *users)
    world.add_group("directory", "Synchronized")
    return world


def csp_world() -> CspWorld:
    world = CspWorld()
    world.add_user("admin@example.com", role="org_owner")
    for name in (ALICE, BOB, CAROL):
        world.add_user(name)
    for group, group_type, user in (("auditors", "USER_GROUP", BOB), ("directory", "AD_GROUP", CAROL)):
        world.add_group(group, group_type)
        world.join(group, user)
    world.nest("auditors", "directory")
    return world


class Clouds:
    """Both clouds, served; a road gets its own."""

    def __init__(self) -> None:
        self.tencent, self.csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
        for secret_id, secret_key in ((OTHER_ID, OTHER_KEY), ("AKIDEXAMPLEVAULT", VAULTED)):
            self.tencent._ring.add(SecretKey(secret_id, secret_key))
        self._servers = Server(self.tencent.app), Server(self.csp.app)
        self.urls = tuple(server.url for server in self._servers)

    def __enter__(self) -> Clouds:
        for server in self._servers:
            server.start()
        return self

    def __exit__(self, *exc: object) -> None:
        for server in self._servers:
            server.stop()

    def environment(self) -> dict[str, str]:
        """The variables that point both clients here."""
        return {**self.tencent.environment(self.urls[0]), **self.csp.environment(self.urls[1])}

    def writes(self) -> list[list[tuple[str, Any]]]:
        """What was written to each cloud, in order."""
        logs = self.tencent.log, self.csp.log
        return [[(entry["action"], entry["body"]) for entry in log.writes()] for log in logs]

    def requests(self) -> list[dict[str, int]]:
        """How often each cloud was asked for what."""
        return [self.tencent.log.calls(), self.csp.log.calls()]

    def comparable(self, value: Any) -> Any:
        """A result without what no two runs share; addresses have the same name on both roads."""
        if isinstance(value, dict):
            return {name: self.comparable(inner) for name, inner in value.items() if name not in VOLATILE}
        if isinstance(value, list):
            return [self.comparable(inner) for inner in value]
        if isinstance(value, str):
            value = value.replace(self.urls[0], "tencent").replace(self.urls[1], "csp")
            return re.sub(r"/\S*/(?=\.tccli|\.tencentcloud)", "~/", value)
        return value

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles that docs/csp.md asks for are enough and needed. tests/documents runs its examples."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world
from simulators.serving import Server
from support.road import Road

GROUP: dict[str, Any] = {"name": "auditors", "description": "New"}
MEMBERS: dict[str, Any] = {"group": "auditors", "users": ["alice@example.com"]}
LEAVER: dict[str, Any] = {"name": "ivan@example.com", "state": "absent"}
NEW: dict[str, Any] = {"name": "olivia@example.com"}
NEW_OWNER: dict[str, Any] = {"name": "olivia@example.com", "organization_roles": ["org_owner"]}
OWNERS: dict[str, Any] = {"name": "organization-owners", "description": "New"}
# Module, options, who can plan it, who can do it.
ROLES: list[tuple[str, dict[str, Any], set[str], set[str]]] = [
    ("csp_group", GROUP, {"org_owner", "org_admin", "app"}, {"org_owner", "org_admin", "app"}),
    ("csp_group", OWNERS, {"org_owner", "org_admin", "app"}, {"org_owner", "app"}),
    ("csp_group_users", MEMBERS, {"org_owner", "org_admin", "app"}, {"org_owner", "org_admin", "app"}),
    ("csp_user", LEAVER, {"org_owner", "org_admin", "org_member", "app"}, {"org_owner", "org_admin", "app"}),
    ("csp_user", NEW, {"org_owner", "org_admin"}, {"org_owner", "org_admin"}),
    ("csp_user", NEW_OWNER, {"org_owner", "org_admin"}, {"org_owner"}),
    ("csp_group_info", {}, {"org_owner", "org_admin", "app"}, set()),
    ("csp_user_info", {}, {"org_owner", "org_admin", "app"}, set()),
]


@pytest.mark.parametrize("role", ["org_owner", "org_admin", "org_member", "app"])
def test_the_roles_of_the_guide_are_enough_and_needed(role: str) -> None:
    for module, params, may_plan, may_do in ROLES:
        simulator = CspSimulator(demo_world())
        with Server(simulator.app) as server:
            environment = simulator.environment(server.url)
            if role == "app":
                client = {"CSP_CLIENT_ID": simulator.client_id, "CSP_CLIENT_SECRET": simulator.client_secret}
                environment = {"CSP_BASE_URL": server.url, **client}
            else:
                simulator.caller_role = role
            road = Road(module, environment)
            planned, done = road(check_mode=True, **params), road(**params)
        assert (not planned["failed"]) is (role in may_plan), (module, params, planned["msg"])
        if may_do:
            assert (not done["failed"]) is (role in may_do), (module, params, done["msg"])

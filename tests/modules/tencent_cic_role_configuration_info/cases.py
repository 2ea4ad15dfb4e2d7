# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_role_configuration_info has to show."""

from __future__ import annotations

from simulators.tencent import World
from support.cases import Case, Refusal

LISTS = {"DescribeIdentityCenter": 1, "ListRoleConfigurations": 1}
POLICIES, DEPLOYMENTS = "ListPermissionPoliciesInRoleConfiguration", "ListRoleConfigurationProvisionings"


def world() -> World:
    """Three role configurations, one of them deployed."""
    world = World()
    world.add_member("data-lake")
    world.add_group("admins")
    world.add_role_configuration("operator", ["QcloudTKEFullAccess"], {"text": '{"version": "2.0"}'}, "Runs it", 7200)
    world.add_role_configuration("auditor", ["ReadOnlyAccess"])
    world.add_role_configuration("empty")
    world.assign("operator", "data-lake", "admins")
    return world


AUDITOR = world().role_configuration("auditor").id
CASES = [
    Case("all", {}, {**LISTS, POLICIES: 3, DEPLOYMENTS: 1}),
    Case(
        "one by name, one by id",
        {"role_configurations": ["operator", AUDITOR]},
        {**LISTS, POLICIES: 2, DEPLOYMENTS: 1},
    ),
    Case(
        "one, with the zone",
        {"role_configurations": ["empty"], "zone_id": world().zone_id},
        {"ListRoleConfigurations": 1, POLICIES: 1, DEPLOYMENTS: 1},
    ),
    Case("none", {"role_configurations": []}, LISTS),
]
REFUSALS = [
    Refusal("unknown", {"role_configurations": ["operater"]}, "unresolved_names", "near: operator"),
    Refusal(
        "a template", {"role_configurations": ["{{ x }}"]}, "invalid_input", "is not a name", before_any_request=True
    ),
    Refusal(
        "switched off",
        {},
        "not_editable",
        "Identity Center is switched off",
        prepare=lambda world: setattr(world, "service_open", False),
    ),
]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both organizations as the variables of the onboarding roles, read by the info modules."""

from __future__ import annotations

from typing import Any

from support.road import Road

AS_INPUT = {
    "tencent_onboarding_members": ("tencent_org_member_info", None),
    "tencent_onboarding_departments": ("tencent_org_node_info", "nodes"),
    "tencent_onboarding_users": ("tencent_cic_user_info", "users"),
    "tencent_onboarding_groups": ("tencent_cic_group_info", "groups"),
    "tencent_onboarding_memberships": ("tencent_cic_group_user_info", "memberships"),
    "tencent_onboarding_role_configurations": ("tencent_cic_role_configuration_info", "role_configurations"),
    "tencent_onboarding_role_assignments": ("tencent_cic_role_assignment_info", "assignments"),
    "csp_onboarding_groups": ("csp_group_info", "groups"),
    "csp_onboarding_users": ("csp_user_info", "users"),
    "csp_onboarding_memberships": ("csp_group_users_info", "memberships"),
}


def everything(environment: dict[str, str]) -> dict[str, Any]:
    """Both organizations as data, as they are."""
    declared = {}
    for name, (module, key) in AS_INPUT.items():
        given = Road(module, environment)()["as_input"]
        declared[name] = given[key] if key else given
    return declared

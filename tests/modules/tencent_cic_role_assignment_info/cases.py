# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_role_assignment_info has to show."""

from __future__ import annotations

from support.cases import Case, Refusal
from support.small_worlds import assigned_organization as world

__all__ = ["CASES", "REFUSALS", "world"]
LISTS = {
    "DescribeIdentityCenter": 1,
    "ListRoleConfigurations": 1,
    "ListRoleAssignments": 1,
    "DescribeOrganizationMembers": 1,
}

CASES = [
    Case("all", {}, LISTS),
    Case("of a role configuration", {"role_configurations": ["operator"]}, LISTS),
    Case("of an account by its uin", {"accounts": [str(world().member("data-lake").uin)]}, LISTS),
    Case("of a user", {"users": ["alice@example.com"]}, {**LISTS, "ListUsers": 1}),
    Case("of a group", {"groups": ["viewers"]}, {**LISTS, "ListGroups": 1}),
    Case("effective", {"effective": True}, {**LISTS, "ListGroupMembers": 2}),
    Case(
        "effective of a user",
        {"users": ["dave@example.com"], "effective": True},
        {**LISTS, "ListUsers": 1, "ListGroupMembers": 2},
    ),
    Case(
        "the management account, which the list lacks",
        {"accounts": [str(world().host_uin)]},
        {**LISTS, "DescribeOrganization": 1},
        prepare=lambda world: setattr(world, "list_management_account", False),
    ),
]
REFUSALS = [
    Refusal("unknown role configuration", {"role_configurations": ["operators"]}, "unresolved_names", "operator"),
    Refusal("unknown account", {"accounts": ["data-lak"]}, "unresolved_names", "data-lake"),
    Refusal("unknown user", {"users": ["frankk"]}, "unresolved_names", "frank"),
    Refusal("unknown group", {"groups": ["viewer"]}, "unresolved_names", "viewers"),
    Refusal("a template", {"groups": ["{{ x }}"]}, "invalid_input", "is not a name", before_any_request=True),
]

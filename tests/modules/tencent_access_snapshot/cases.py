# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_access_snapshot has to show."""

from __future__ import annotations

import tempfile
from pathlib import Path

from support.cases import Case, Refusal
from support.small_worlds import assigned_organization as world

__all__ = ["CASES", "REFUSALS", "world"]
DEST = str(Path(tempfile.mkdtemp(prefix="orgkit-")) / "tencent.jsonl")
START = {"DescribeOrganization": 1, "DescribeIdentityCenter": 1}
ORGANIZATION = {"DescribeOrganization": 1, "DescribeOrganizationNodes": 1}
MEMBERSHIPS = {"ListUsers": 1, "ListGroups": 1, "ListGroupMembers": len(world().groups)}
GRANTS = {
    "ListRoleConfigurations": 1,
    "ListPermissionPoliciesInRoleConfiguration": len(world().role_configurations),
    "ListRoleConfigurationProvisionings": 1,
    "ListRoleAssignments": 1,
    "ListUserSyncProvisionings": 1,
}

CASES = [
    Case(
        "everything",
        {"dest": DEST},
        {**START, **ORGANIZATION, "DescribeOrganizationMembers": 1, **MEMBERSHIPS, **GRANTS},
    ),
    Case("people and groups", {"dest": DEST, "include": ["user", "group", "membership"]}, {**START, **MEMBERSHIPS}),
    Case(
        "the zone is given",
        {"dest": DEST, "include": ["user"], "zone_id": world().zone_id},
        {"DescribeOrganization": 1, "ListUsers": 1},
    ),
    Case("departments", {"dest": DEST, "include": ["department"]}, ORGANIZATION),
]
REFUSALS = [
    Refusal(
        "an unknown kind", {"dest": DEST, "include": ["users"]}, "invalid_input", "Known are", before_any_request=True
    ),
    Refusal("no path", {"dest": " "}, "invalid_input", "dest is blank", before_any_request=True),
    Refusal("no folder", {"dest": f"{DEST}/absent/tencent.jsonl"}, "invalid_input", "cannot be written"),
]

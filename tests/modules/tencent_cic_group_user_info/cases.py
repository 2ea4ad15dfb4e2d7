# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_group_user_info has to show."""

from __future__ import annotations

from support.cases import Case, Refusal
from support.small_worlds import tencent_organization as world

__all__ = ["CASES", "REFUSALS", "world"]
LISTS = {"DescribeIdentityCenter": 1, "ListGroups": 1}

CASES = [
    Case("all", {}, {**LISTS, "ListGroupMembers": 4}),
    Case("one group", {"groups": ["viewers"]}, {**LISTS, "ListGroupMembers": 1}),
    Case(
        "of a user",
        {"users": ["bob@example.com"]},
        {**LISTS, "ListUsers": 1, "ListJoinedGroupsForUser": 1, "ListGroupMembers": 2},
    ),
]
REFUSALS = [
    Refusal("unknown group", {"groups": ["viewer"]}, "unresolved_names", "viewers"),
    Refusal("unknown user", {"users": ["frankk"]}, "unresolved_names", "frank"),
    Refusal("a template", {"groups": ["{{ x }}"]}, "invalid_input", "is not a name", before_any_request=True),
]

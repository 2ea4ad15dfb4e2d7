# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_org_member_info has to show."""

from __future__ import annotations

from support.cases import Case, Refusal
from support.small_worlds import tencent_organization as world

__all__ = ["CASES", "REFUSALS", "world"]
LISTS = {"DescribeOrganizationMembers": 1, "DescribeOrganizationNodes": 1}

CASES = [
    Case("all", {}, LISTS),
    Case("of a department", {"node": "/Finance"}, LISTS),
    Case("by name", {"name": "data-lake"}, LISTS),
]
REFUSALS = [
    Refusal("unknown department", {"node": "/Finance/Nothing"}, "unresolved_names", "/Finance/Nothing"),
    Refusal("uin in words", {"uin": "data-lake"}, "invalid_input", "must be a number", before_any_request=True),
]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_group_users_info has to show."""

from __future__ import annotations

from support.cases import Case, Refusal
from support.small_worlds import csp_organization as world

__all__ = ["CASES", "REFUSALS", "world"]
LISTS = {"token": 1, "list_groups": 1}

CASES = [
    Case("all", {}, {**LISTS, "list_group_users": 7}),
    Case("one group", {"groups": ["viewers"]}, {**LISTS, "list_group_users": 1}),
    Case("with nested groups", {"groups": ["mixed"], "include_inherited": True}, {**LISTS, "list_group_users": 3}),
    Case(
        "of a user",
        {"users": ["carol@example.com"]},
        {**LISTS, "list_users": 1, "groups_of_user": 1, "list_group_users": 1},
    ),
]
REFUSALS = [
    Refusal("unknown group", {"groups": ["viewer"]}, "unresolved_names", "viewers"),
    Refusal("a template", {"groups": ["{{ x }}"]}, "invalid_input", "is not a name", before_any_request=True),
]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_org_member has to show."""

from __future__ import annotations

from support.cases import Case, Refusal
from support.small_worlds import tencent_organization as world

__all__ = ["CASES", "REFUSALS", "world"]
MEMBERS, NODES, ORGANIZATION = "DescribeOrganizationMembers", "DescribeOrganizationNodes", "DescribeOrganization"
NEW = {"name": "new-account", "node": "/Finance", "permissions": ["view_bills", "view_balance"]}
UPDATE, MOVE = "UpdateOrganizationMember", "MoveOrganizationNodeMembers"

CASES = [
    Case(
        "steady", {"name": "data-lake", "node": "/Engineering/Platform", "remark": "Warehouse"}, {MEMBERS: 1, NODES: 1}
    ),
    Case("create", NEW, {MEMBERS: 2, NODES: 1}, {"CreateOrganizationMember": 1}),
    Case(
        "create, may leave",
        {**NEW, "allow_quit": True, "tags": {"a": "b"}},
        {MEMBERS: 2, NODES: 1},
        {"CreateOrganizationMember": 1, UPDATE: 1},
    ),
    Case(
        "update and move",
        {"name": "data-lake", "remark": "", "department": "Finance"},
        {MEMBERS: 1, NODES: 1},
        {UPDATE: 1, MOVE: 1},
    ),
    Case("rights", {"name": "data-lake", "permission_ids": [1, 2, 5]}, {MEMBERS: 1}, {UPDATE: 1}),
    Case(
        "leave", {"name": "partner", "state": "absent"}, {MEMBERS: 1, ORGANIZATION: 1}, {"DeleteOrganizationMembers": 1}
    ),
    Case("gone already", {"name": "nobody", "state": "absent"}, {MEMBERS: 2}),
    Case(
        "department of an earlier task",
        {**NEW, "node": "/Research", "assume_present": {"nodes": ["/Research"]}},
        {MEMBERS: 2, NODES: 1},
        {"CreateOrganizationMember": 1},
        assumes=lambda world: world.add_node("Research"),
    ),
]
REFUSALS = [
    Refusal("nobody named", {}, "invalid_input", "Say which member", before_any_request=True),
    Refusal("a template", {"name": "{{ x }}"}, "invalid_input", "is not a name", before_any_request=True),
    Refusal("half a creation", {"name": "new-account"}, "invalid_input", "node or node_id and permissions"),
    Refusal("near name", {**NEW, "name": "Data_Lake"}, "ambiguous_name", "data-lake"),
    Refusal("unknown department", {**NEW, "node": "Finanse"}, "unresolved_names", "Finance"),
    Refusal("unknown uin", {"uin": "9", "remark": "x"}, "unresolved_names", "never creates"),
    Refusal("not to be created", {**NEW, "allow_create": False}, "unresolved_names", "allow_create is false"),
    Refusal("not bound", {"name": "data-lake", "state": "absent"}, "not_removable", "security information"),
    Refusal("tags later", {"name": "data-lake", "tags": {"a": "b"}}, "not_editable", "tag console"),
    Refusal("another plan", {**NEW, "expect_plan": "0123456789abcdef"}, "plan_changed", "as approved"),
    Refusal(
        "two of that name",
        {"name": "data-lake", "remark": "mine"},
        "ambiguous_name",
        "data-lake",
        prepare=lambda world: world.add_member("data-lake", "Finance", uin=200000000099),
    ),
]

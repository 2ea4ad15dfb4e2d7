# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_org_node has to show."""

from __future__ import annotations

from simulators.tencent import World
from support.cases import Case, Refusal

LIST = {"DescribeOrganizationNodes": 1}
DEEP = "/a/b/c/d/e/f"


def world() -> World:
    """Three departments with two accounts."""
    world = World()
    world.add_node("engineering", remark="builds")
    world.add_node("data", "engineering")
    world.add_node("empty", "engineering")
    world.add_member("data-lake", "data")
    world.add_member("web-shop", "engineering")
    return world


CASES = [
    Case("steady", {"path": "/engineering", "remark": "builds"}, LIST),
    Case("create", {"path": "/research", "remark": "new", "tags": {"cost": "42"}}, LIST, {"AddOrganizationNode": 1}),
    Case("create with parents", {"path": "/a/b/c", "create_parents": True}, LIST, {"AddOrganizationNode": 3}),
    Case(
        "create many, in any order",
        {"nodes": [{"path": "/x/y/z"}, {"path": "/x"}, {"path": "/x/y", "remark": "middle"}, {"path": "/engineering"}]},
        LIST,
        {"AddOrganizationNode": 3},
    ),
    Case("update", {"path": "/engineering/", "remark": ""}, LIST, {"UpdateOrganizationNode": 1}),
    Case(
        "rename",
        {"node_id": "1000003", "path": "/engineering/warehouse", "rename": True, "remark": "all data"},
        LIST,
        {"UpdateOrganizationNode": 2},
    ),
    Case("absent already", {"path": "/nowhere", "state": "absent"}, LIST),
    Case(
        "delete",
        {"path": "/engineering/empty", "state": "absent", "max_deletions": 1},
        {**LIST, "DescribeOrganizationMembers": 1},
        {"DeleteOrganizationNodes": 1},
    ),
    Case(
        "delete a branch",
        {"state": "absent", "nodes": [{"path": "/old"}, {"path": "/old/older"}]},
        {**LIST, "DescribeOrganizationMembers": 2},
        {"DeleteOrganizationNodes": 2},
        prepare=lambda world: (world.add_node("old"), world.add_node("older", "old")),
    ),
    Case(
        "parent of an earlier task",
        {"path": "/later/child", "assume_present": {"nodes": ["/later"]}},
        LIST,
        {"AddOrganizationNode": 1},
        assumes=lambda world: world.add_node("later"),
    ),
    Case(
        "parents, one of them of an earlier task",
        {"path": "/later/sub/child", "create_parents": True, "assume_present": {"nodes": ["/later"]}},
        LIST,
        {"AddOrganizationNode": 2},
        assumes=lambda world: world.add_node("later"),
    ),
]
REFUSALS = [
    Refusal("nothing named", {}, "invalid_input", "Say which department", before_any_request=True),
    Refusal("both forms", {"path": "/a", "nodes": []}, "invalid_input", "nodes excludes path", before_any_request=True),
    Refusal("blank path", {"path": "  "}, "invalid_input", "path is blank", before_any_request=True),
    Refusal("a template", {"nodes": [{"path": "{{ x }}"}]}, "invalid_input", "nodes[0]: path", before_any_request=True),
    Refusal("unknown id", {"node_id": "99"}, "unresolved_names", "an id never creates one"),
    Refusal("no parent", {"path": "/nowhere/x"}, "unresolved_names", 'there is no "/nowhere"'),
    Refusal("not to be created", {"path": "/new", "allow_create": False}, "unresolved_names", "allow_create is false"),
    Refusal("near name", {"path": "/Engineering"}, "ambiguous_name", "/engineering (1000002)"),
    Refusal("name used elsewhere", {"path": "/data"}, "invalid_input", "/engineering/data has it"),
    Refusal("too deep", {"path": DEEP, "create_parents": True}, "invalid_input", "6 levels deep"),
    Refusal("bad letters", {"path": "/a b"}, "invalid_input", "a blank"),
    Refusal("no move", {"node_id": "1000003", "path": "/data", "rename": True}, "not_editable", "moves no department"),
    Refusal("no other root", {"node_id": "1000001", "path": "/top", "rename": True}, "not_editable", 'is always "/"'),
    Refusal(
        "renamed above",
        {"nodes": [{"node_id": "1000002", "path": "/builders", "rename": True}, {"path": "/engineering/data"}]},
        "invalid_input",
        "which the same task renames",
    ),
    Refusal(
        "one name for two",
        {"nodes": [{"path": "/engineering/labs"}, {"path": "/labs"}]},
        "invalid_input",
        "/labs shall get it",
    ),
    Refusal(
        "renamed to what is created",
        {
            "allow_similar": True,
            "nodes": [{"node_id": "1000002", "path": "/builders", "rename": True}, {"path": "/builders"}],
        },
        "ambiguous_name",
        "differs at most in case",
    ),
    Refusal(
        "created in what goes",
        {"nodes": [{"path": "/engineering/empty", "state": "absent"}, {"path": "/engineering/empty/new"}]},
        "invalid_input",
        "creates /engineering/empty/new in it",
    ),
    Refusal("no rename", {"node_id": "1000003", "path": "/engineering/x"}, "invalid_input", "Set rename to true"),
    Refusal("tags later", {"path": "/engineering", "tags": {"a": "b"}}, "not_editable", "the tag console"),
    Refusal(
        "not empty", {"path": "/engineering", "state": "absent", "force": True}, "blocked", "1 accounts (web-shop)"
    ),
    Refusal("the root", {"path": "/", "state": "absent"}, "not_editable", "root department"),
    Refusal(
        "too many deletions",
        {"path": "/engineering/empty", "state": "absent", "max_deletions": 0},
        "removal_limit",
        "max_deletions (0)",
    ),
    Refusal("twice", {"nodes": [{"path": "/a"}, {"path": "/a/"}]}, "invalid_input", "Two entries mean the same"),
    Refusal(
        "near to each other",
        {"nodes": [{"path": "/a-b"}, {"path": "/ab"}]},
        "ambiguous_name",
        "differs at most in case",
    ),
]

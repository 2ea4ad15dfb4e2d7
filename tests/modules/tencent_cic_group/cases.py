# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_group has to show."""

from __future__ import annotations

from simulators.tencent import World
from support.cases import Case, Refusal

LIST = {"DescribeIdentityCenter": 1, "ListGroups": 1}
QUOTA = {**LIST, "GetZoneStatistics": 1}
BOUND = {"ListRoleAssignments": 1, "ListUserSyncProvisionings": 1, "ListGroupMembers": 1}


def world() -> World:
    """Three users and three groups by hand, one of each from SCIM; alice and the admins hold something of everything."""
    world = World()
    world.add_member("data-lake")
    world.add_user("alice@example.com", "alice@example.com", "Alice Example", description="First")
    world.add_user("bob", "bob@example.com")
    world.add_user("carol")
    world.add_user("mallory", "mallory@example.com", user_type="Synchronized")
    world.add_group("admins", description="All of it")
    world.add_group("viewers")
    world.add_group("everyone", "Synchronized")
    world.join("admins", "alice@example.com")
    world.join("viewers", "alice@example.com", "bob")
    world.add_role_configuration("operator")
    world.add_role_configuration("auditor")
    world.assign("operator", "data-lake", "alice@example.com", "admins")
    world.assign("auditor", "data-lake", "alice@example.com")
    world.add_synchronization("alice@example.com", "data-lake")
    world.add_synchronization("admins", "data-lake")
    return world


ADMINS = world().group("admins").id
VIEWERS = world().group("viewers").id
CASES = [
    Case("steady", {"name": "admins", "description": "All of it"}, LIST),
    Case("steady with the zone", {"group_id": ADMINS, "zone_id": world().zone_id}, {"ListGroups": 1}),
    Case("a name that is not allowed any more", {"name": "a_b"}, LIST, prepare=lambda world: world.add_group("a_b")),
    Case("create", {"name": "Operators-2", "description": "Run it"}, QUOTA, {"CreateGroup": 1}),
    Case(
        "create many",
        {"groups": [{"name": "one"}, {"name": "two", "description": "Second"}, {"name": "viewers"}]},
        QUOTA,
        {"CreateGroup": 2},
    ),
    Case("update", {"name": "viewers", "description": "Look only"}, LIST, {"UpdateGroup": 1}),
    Case("clear", {"name": "admins", "description": ""}, LIST, {"UpdateGroup": 1}),
    Case(
        "rename and describe",
        {"group_id": ADMINS, "name": "platform-admins", "rename": True, "description": "Platform"},
        LIST,
        {"UpdateGroup": 2},
    ),
    Case("rename", {"group_id": VIEWERS, "name": "Viewers", "rename": True}, LIST, {"UpdateGroup": 1}),
    Case("synchronized and unchanged", {"name": "everyone", "description": ""}, LIST),
    Case(
        "synchronized while SCIM is off",
        {"name": "everyone", "description": "All people"},
        LIST,
        {"UpdateGroup": 1},
        prepare=lambda world: setattr(world, "scim_enabled", False),
    ),
    Case("near but meant", {"name": "Viewers", "allow_similar": True}, QUOTA, {"CreateGroup": 1}),
    Case("absent already", {"name": "nobody", "state": "absent"}, LIST),
    Case(
        "delete",
        {"name": "empty", "state": "absent", "max_deletions": 1},
        {**LIST, **BOUND},
        {"DeleteGroup": 1},
        prepare=lambda world: world.add_group("empty"),
    ),
    Case(
        "delete with all that stands in the way",
        {"groups": [{"name": "admins"}, {"name": "viewers"}], "state": "absent", "force": True, "task_timeout": 60},
        {**LIST, **dict.fromkeys(BOUND, 2)},
        {"DeleteRoleAssignment": 1, "DeleteUserSyncProvisioning": 1, "RemoveUserFromGroup": 3, "DeleteGroup": 2},
    ),
]
REFUSALS = [
    Refusal("nothing named", {}, "invalid_input", "Say which group", before_any_request=True),
    Refusal(
        "both forms", {"name": "a", "groups": []}, "invalid_input", "groups excludes name", before_any_request=True
    ),
    Refusal("blank name", {"name": " "}, "invalid_input", "name is blank", before_any_request=True),
    Refusal(
        "a template", {"groups": [{"name": "{{ x }}"}]}, "invalid_input", "groups[0]: name", before_any_request=True
    ),
    Refusal("no time", {"name": "a", "task_timeout": -1}, "invalid_input", "task_timeout", before_any_request=True),
    Refusal("unknown id", {"group_id": "g-nowhere"}, "unresolved_names", "an id never creates one"),
    Refusal("not to be created", {"name": "new", "allow_create": False}, "unresolved_names", "allow_create is false"),
    Refusal("near name", {"name": "Admins"}, "ambiguous_name", "admins"),
    Refusal("bad letters", {"name": "a_b@c"}, "invalid_input", "@ _"),
    Refusal("too long", {"name": "x" * 129}, "invalid_input", "at most 128"),
    Refusal("long description", {"name": "viewers", "description": "x" * 1025}, "invalid_input", "at most 1024"),
    Refusal("no rename", {"group_id": ADMINS, "name": "x"}, "invalid_input", "Set rename to true"),
    Refusal("bad new name", {"group_id": ADMINS, "name": "x y", "rename": True}, "invalid_input", "a blank"),
    Refusal("new name is taken", {"group_id": ADMINS, "name": "viewers", "rename": True}, "ambiguous_name", VIEWERS),
    Refusal("twice", {"groups": [{"name": "viewers"}, {"group_id": VIEWERS}]}, "invalid_input", "Two entries mean"),
    Refusal(
        "delivered by SCIM", {"name": "everyone", "description": "x"}, "not_editable", "SCIM delivers these groups"
    ),
    Refusal(
        "no room",
        {"name": "new"},
        "refused",
        "the quota of the Identity Center is 3 groups, and there are 3",
        prepare=lambda world: setattr(world, "group_quota", 3),
    ),
    Refusal(
        "bound",
        {"name": "admins", "state": "absent"},
        "blocked",
        "1 assignments (operator in data-lake); 1 CAM synchronizations (data-lake); 1 members (alice@example.com). Set force",
    ),
    Refusal(
        "too many deletions",
        {"name": "admins", "state": "absent", "force": True, "max_deletions": 0},
        "removal_limit",
        "max_deletions (0)",
    ),
]

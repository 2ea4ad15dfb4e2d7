# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_user has to show."""

from __future__ import annotations

from simulators.tencent import World
from support.cases import Case, Refusal

LIST = {"DescribeIdentityCenter": 1, "ListUsers": 1}
QUOTA = {**LIST, "GetZoneStatistics": 1}
BOUND = {"ListRoleAssignments": 1, "ListUserSyncProvisionings": 1, "ListJoinedGroupsForUser": 1}


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


ALICE = world().user("alice@example.com").id
CASES = [
    Case("steady", {"name": "alice@example.com", "description": "First", "status": "enabled"}, LIST),
    Case("steady with the zone", {"name": "bob", "zone_id": world().zone_id}, {"ListUsers": 1}),
    Case("what cannot be read is not compared", {"name": "bob", "need_reset_password": True}, LIST),
    Case(
        "too long a name that is there already",
        {"name": "x" * 70},
        LIST,
        prepare=lambda world: world.add_user("x" * 70),
    ),
    Case(
        "create with everything",
        {
            "name": "dave+test=1,2@example.com",
            "first_name": "Dave",
            "last_name": "Example",
            "display_name": "Dave Example",
            "description": "Builds",
            "email": "dave@example.com",
            "status": "disabled",
            "need_reset_password": True,
        },
        QUOTA,
        {"CreateUser": 1},
    ),
    Case(
        "create many with what the task says",
        {"users": [{"name": "dave"}, {"name": "erin", "description": "Own"}, {"name": "bob"}], "description": "Joiner"},
        QUOTA,
        {"CreateUser": 2, "UpdateUser": 1},
    ),
    Case(
        "update",
        {"name": "bob", "first_name": "Bob", "last_name": "B", "display_name": "Bob B", "email": "b@example.com"},
        LIST,
        {"UpdateUser": 1},
    ),
    Case(
        "clear",
        {"name": "alice@example.com", "email": "", "description": "", "display_name": ""},
        LIST,
        {"UpdateUser": 1},
    ),
    Case("disable", {"name": "bob", "status": "disabled"}, LIST, {"UpdateUserStatus": 1}),
    Case(
        "update and disable by id",
        {"user_id": ALICE, "status": "disabled", "description": "Left"},
        LIST,
        {"UpdateUser": 1, "UpdateUserStatus": 1},
    ),
    Case("spell the address otherwise", {"name": "bob", "email": "Bob@example.com"}, LIST, {"UpdateUser": 1}),
    Case("synchronized and unchanged", {"name": "mallory", "status": "enabled"}, LIST),
    Case(
        "synchronized while SCIM is off",
        {"name": "mallory", "status": "disabled", "zone_id": world().zone_id},
        {"DescribeIdentityCenter": 1, "ListUsers": 1},
        {"UpdateUserStatus": 1},
        prepare=lambda world: setattr(world, "scim_enabled", False),
    ),
    Case("near but meant", {"name": "Bob", "allow_similar": True}, QUOTA, {"CreateUser": 1}),
    Case("absent already", {"name": "nobody", "state": "absent"}, LIST),
    Case("delete", {"name": "carol", "state": "absent", "max_deletions": 1}, {**LIST, **BOUND}, {"DeleteUser": 1}),
    Case(
        "delete with all that stands in the way",
        {"name": "alice@example.com", "state": "absent", "force": True, "task_timeout": 60},
        {**LIST, **BOUND},
        {"DeleteRoleAssignment": 2, "DeleteUserSyncProvisioning": 1, "RemoveUserFromGroup": 2, "DeleteUser": 1},
    ),
    Case(
        "delete where tasks end at once",
        {"users": [{"name": "alice@example.com", "force": True}, {"name": "bob", "force": True}], "state": "absent"},
        {**LIST, **dict.fromkeys(BOUND, 2)},
        {"DeleteRoleAssignment": 2, "DeleteUserSyncProvisioning": 1, "RemoveUserFromGroup": 3, "DeleteUser": 2},
        prepare=lambda world: setattr(world, "tasks_end_at_once", True),
    ),
]
REFUSALS = [
    Refusal("nothing named", {}, "invalid_input", "Say which user", before_any_request=True),
    Refusal("both forms", {"name": "a", "users": []}, "invalid_input", "users excludes name", before_any_request=True),
    Refusal("blank name", {"name": " "}, "invalid_input", "name is blank", before_any_request=True),
    Refusal("a template", {"users": [{"name": "{{ x }}"}]}, "invalid_input", "users[0]: name", before_any_request=True),
    Refusal(
        "no status", {"name": "a", "status": "Enabled"}, "invalid_input", "enabled, disabled", before_any_request=True
    ),
    Refusal("no time", {"name": "a", "task_timeout": -1}, "invalid_input", "task_timeout", before_any_request=True),
    Refusal("unknown id", {"user_id": "u-nowhere"}, "unresolved_names", "an id never creates one"),
    Refusal("not to be created", {"name": "new", "allow_create": False}, "unresolved_names", "allow_create is false"),
    Refusal("near name", {"name": "Alice@example.com"}, "ambiguous_name", "alice@example.com"),
    Refusal("bad letters", {"name": "a b"}, "invalid_input", "a blank"),
    Refusal("too long", {"name": "x" * 65}, "invalid_input", "at most 64"),
    Refusal("no rename", {"user_id": ALICE, "name": "alicia"}, "invalid_input", "The name cannot be changed"),
    Refusal("long first name", {"name": "bob", "first_name": "x" * 65}, "invalid_input", "at most 64"),
    Refusal("long last name", {"name": "new", "last_name": "x" * 65}, "invalid_input", "at most 64"),
    Refusal("long display name", {"name": "bob", "display_name": "x" * 257}, "invalid_input", "at most 256"),
    Refusal("long description", {"name": "bob", "description": "x" * 1025}, "invalid_input", "at most 1024"),
    Refusal("long address", {"name": "bob", "email": "x" * 129}, "invalid_input", "at most 128"),
    Refusal("address of another", {"name": "new", "email": "BOB@example.com"}, "invalid_input", "bob has it"),
    Refusal(
        "one address for two",
        {"users": [{"name": "new1"}, {"name": "new2"}], "email": "new@example.com"},
        "invalid_input",
        "belongs to one user only",
    ),
    Refusal("twice", {"users": [{"name": "bob"}, {"name": "bob"}]}, "invalid_input", "Two entries mean the same"),
    Refusal(
        "delivered by SCIM", {"name": "mallory", "status": "disabled"}, "not_editable", "SCIM delivers these users"
    ),
    Refusal("deletion of one by SCIM", {"name": "mallory", "state": "absent"}, "not_editable", "mallory"),
    Refusal(
        "no room",
        {"users": [{"name": "new1"}, {"name": "new2"}]},
        "refused",
        "the quota of the Identity Center is 5 users, and there are 4",
        prepare=lambda world: setattr(world, "user_quota", 5),
    ),
    Refusal(
        "bound",
        {"name": "alice@example.com", "state": "absent"},
        "blocked",
        "2 assignments (auditor in data-lake, operator in data-lake); 1 CAM synchronizations (data-lake); "
        "2 groups (admins, viewers). Set force to true",
    ),
    Refusal(
        "too many deletions",
        {"name": "carol", "state": "absent", "max_deletions": 0},
        "removal_limit",
        "max_deletions (0)",
    ),
    Refusal(
        "switched off",
        {"name": "bob"},
        "not_editable",
        "Identity Center is switched off",
        prepare=lambda world: setattr(world, "service_open", False),
    ),
]

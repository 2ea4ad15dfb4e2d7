# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_group has to show."""

from __future__ import annotations

from simulators.csp import CspWorld
from support.cases import Case, Refusal

LIST = {"token": 1, "list_groups": 1}
READERS = [{"service": "clusters", "roles": ["reader"]}]
WRITERS = [{"service": "clusters", "roles": ["writer", "reader"]}, {"service": "costs", "roles": ["reader"]}]
MEMBERS = {**LIST, "list_group_users": 1}


def world() -> CspWorld:
    """Custom groups with and without members and roles, and one group of each other type."""
    world = CspWorld()
    world.add_service("clusters", "reader", "writer")
    world.add_service("costs", "reader")
    for name in ("alice@example.com", "bob@example.com", "carol@example.com"):
        world.add_user(name)
    world.add_group("operators", description="run it", roles=["org_member", "developer"])
    world.join("operators", "alice@example.com", "bob@example.com")
    world.grant("operators", "reader", service="clusters")
    world.add_group("empty", description="nobody")
    world.add_group("directory", "AD_GROUP")
    world.join("directory", "carol@example.com")
    world.add_group("shared", "SHARED_GROUP")
    world.add_group("domain", "DOMAIN_GROUP")
    return world


def group_id(name: str) -> str:
    """The id of a group of this world; the same in every run."""
    return world().group(name).id


def twins(world: CspWorld) -> None:
    """A custom and an enterprise group of one name."""
    world.add_group("twin")
    world.add_group("twin", "AD_GROUP")


CASES = [
    Case(
        "steady",
        {
            "name": "operators",
            "description": "run it",
            "organization_roles": ["org_member", "developer", "org_member"],
            "service_roles": [*READERS, {"service": "costs", "roles": []}],
        },
        LIST,
    ),
    Case("only what is given is compared", {"name": "operators"}, LIST),
    Case("found by id", {"group_id": group_id("operators")}, LIST),
    Case("create", {"name": "new", "description": "d"}, LIST, {"create_group": 1}),
    Case(
        "create with roles",
        {"name": "new", "organization_roles": ["org_member"], "service_roles": WRITERS},
        LIST,
        {"create_group": 1, "update_group_roles": 1},
    ),
    Case(
        "create without any role",
        {"name": "new", "organization_roles": [], "service_roles": []},
        LIST,
        {"create_group": 1},
    ),
    Case("describe", {"name": "operators", "description": ""}, LIST, {"update_group": 1}),
    Case(
        "rename and describe",
        {"group_id": group_id("empty"), "name": "full", "rename": True, "description": "somebody"},
        LIST,
        {"update_group": 2},
    ),
    Case(
        "other organization roles",
        {"name": "operators", "organization_roles": ["org_member"]},
        LIST,
        {"update_group_roles": 1},
    ),
    Case("other service roles", {"name": "operators", "service_roles": WRITERS}, LIST, {"update_group_roles": 1}),
    Case(
        "no roles any more, told to the members",
        {"name": "operators", "organization_roles": [], "service_roles": [], "notify_users": True},
        LIST,
        {"update_group_roles": 1},
    ),
    Case(
        "everything at once",
        {
            "group_id": group_id("empty"),
            "name": "full",
            "rename": True,
            "description": "somebody",
            "organization_roles": ["org_member"],
            "service_roles": READERS,
        },
        LIST,
        {"update_group": 2, "update_group_roles": 1},
    ),
    Case(
        "many, in any order",
        {
            "organization_roles": ["org_member"],
            "groups": [{"name": "b"}, {"name": "a", "description": "first"}, {"name": "empty", "state": "absent"}],
            "max_deletions": 1,
        },
        MEMBERS,
        {"create_group": 2, "update_group_roles": 2, "delete_groups": 1},
    ),
    Case("a near name that is meant", {"name": "Operators", "allow_similar": True}, LIST, {"create_group": 1}),
    Case(
        "many, each with options of its own",
        {
            "allow_create": False,
            "groups": [
                {"name": "EMPTY", "allow_create": True, "allow_similar": True, "service_roles": READERS},
                {"group_id": group_id("empty"), "name": "full", "rename": True},
                {"name": "operators", "state": "absent", "force": True},
            ],
        },
        MEMBERS,
        {"create_group": 1, "update_group_roles": 1, "update_group": 1, "delete_groups": 1},
    ),
    Case("absent already", {"name": "nothing", "state": "absent"}, LIST),
    Case("absent already, by id", {"group_id": "nothing", "state": "absent"}, LIST),
    Case("delete an empty one", {"name": "empty", "state": "absent"}, MEMBERS, {"delete_groups": 1}),
    Case(
        "delete one with members",
        {"name": "operators", "state": "absent", "force": True, "notify_users": True},
        MEMBERS,
        {"delete_groups": 1},
    ),
    Case(
        "an enterprise group that is as wished",
        {
            "groups": [
                {"group_id": group_id("directory"), "organization_roles": []},
                {"name": "domain", "description": ""},
            ]
        },
        LIST,
    ),
]
REFUSALS = [
    Refusal("nothing named", {}, "invalid_input", "Say which group", before_any_request=True),
    Refusal(
        "both forms", {"name": "a", "groups": []}, "invalid_input", "groups excludes name", before_any_request=True
    ),
    Refusal("blank name", {"name": " "}, "invalid_input", "name is blank", before_any_request=True),
    Refusal("an @", {"name": "a@example.com"}, "invalid_input", "has an @", before_any_request=True),
    Refusal("a template", {"name": "{{ x }}"}, "invalid_input", "is not a name", before_any_request=True),
    Refusal(
        "a role that is a template",
        {"groups": [{"name": "a", "organization_roles": ["{{ x }}"]}]},
        "invalid_input",
        "groups[0]: organization_roles",
        before_any_request=True,
    ),
    Refusal(
        "no service",
        {"name": "a", "service_roles": [{"roles": ["reader"]}]},
        "invalid_input",
        "service_roles[0]: service is missing",
        before_any_request=True,
    ),
    Refusal(
        "no roles of a service",
        {"name": "a", "service_roles": [{"service": "clusters"}]},
        "invalid_input",
        "[] means none",
        before_any_request=True,
    ),
    Refusal(
        "a service twice",
        {"name": "a", "service_roles": [*READERS, *READERS]},
        "invalid_input",
        "named twice",
        before_any_request=True,
    ),
    Refusal("unknown id", {"group_id": "99"}, "unresolved_names", "an id never creates one"),
    Refusal("not to be created", {"name": "new", "allow_create": False}, "unresolved_names", "allow_create is false"),
    Refusal("near name", {"name": "Operators"}, "ambiguous_name", "differs at most in case"),
    Refusal("two of one name", {"name": "twin"}, "ambiguous_name", "Use group_id", prepare=twins),
    Refusal("no rename", {"group_id": group_id("empty"), "name": "full"}, "invalid_input", "Set rename to true"),
    Refusal(
        "a name that is taken",
        {"group_id": group_id("empty"), "name": "operators", "rename": True, "allow_similar": True},
        "ambiguous_name",
        "is not taken as a new name",
    ),
    Refusal(
        "delete by id under another name",
        {"group_id": group_id("empty"), "name": "operators", "state": "absent"},
        "invalid_input",
        'is called "empty"',
    ),
    Refusal(
        "members",
        {"name": "operators", "state": "absent"},
        "blocked",
        "2 members (alice@example.com, bob@example.com). Set force to true if it shall be deleted all the same.",
    ),
    Refusal(
        "members of a nested group",
        {"name": "empty", "state": "absent"},
        "blocked",
        "1 members (carol@example.com)",
        prepare=lambda world: world.nest("empty", "directory"),
    ),
    Refusal("an enterprise group", {"name": "directory", "description": "x"}, "not_editable", "identity provider"),
    Refusal(
        "a shared group", {"name": "shared", "organization_roles": ["developer"]}, "not_editable", "shared by another"
    ),
    Refusal("a domain group", {"name": "domain", "state": "absent", "force": True}, "not_editable", "mail domain"),
    Refusal(
        "too many deletions",
        {"name": "empty", "state": "absent", "max_deletions": 0},
        "removal_limit",
        "max_deletions (0)",
    ),
    Refusal(
        "a negative limit",
        {"name": "empty", "state": "absent", "max_deletions": -1},
        "invalid_input",
        "max_deletions must not be negative",
        before_any_request=True,
    ),
    Refusal(
        "no state",
        {"groups": [{"name": "empty", "state": "gone"}]},
        "invalid_input",
        "groups[0]: state must be one of",
        before_any_request=True,
    ),
    Refusal("another plan", {"name": "new", "expect_plan": "0123456789abcdef"}, "plan_changed", "as approved"),
    Refusal(
        "a blank plan",
        {"name": "new", "expect_plan": " "},
        "invalid_input",
        "expect_plan is blank",
        before_any_request=True,
    ),
    Refusal("twice", {"groups": [{"name": "a"}, {"name": "a"}]}, "invalid_input", "Two entries mean the same"),
]

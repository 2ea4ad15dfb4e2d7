# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_user has to show."""

from __future__ import annotations

import time

from simulators.csp import CspWorld
from support.cases import Case, Refusal

# Invitations of two worlds expire at the same moment.
NOW = time.time()
LIST = {"token": 1, "list_users": 1}
NEW = "new@example.com"
OPEN = "open@example.com"
EXPIRED = "expired@example.com"


def world() -> CspWorld:
    """An owner who runs the task, members, a federated account, and one invitation of each sort."""
    world = CspWorld()
    world.clock = lambda: NOW
    world.add_user("admin@example.com", role="org_owner")
    for name in ("alice@example.com", "bob@example.com"):
        world.add_user(name)
    world.add_user("mmeyer", "m.meyer@example.com", "MM", "corp.example.com")
    world.add_group("operators")
    world.join("operators", "alice@example.com")
    world.add_group("owners", roles=["org_owner"])
    world.add_group("directory", "AD_GROUP")
    world.invite(OPEN, ["operators"])
    world.invite(EXPIRED, days_ago=8)
    world.revoke(world.invitations[world.invite("revoked@example.com")])
    world.redeem(world.invite("carol@example.com"))
    return world


# All four invitations are read when somebody is named who is not in the organization.
READ = {**LIST, "list_invitations": 1, "get_invitation": 4}


def invitation_id(name: str) -> str:
    """The id of the invitation of a user name in this world; the same in every run."""
    return next(one.id for one in world().invitations.values() if one.username == name)


def twenty_one(world: CspWorld) -> None:
    """More users than one request takes."""
    for name in MANY:
        world.add_user(name)


def second_owner(world: CspWorld) -> None:
    """Another owner, by group."""
    world.join("owners", "bob@example.com")


MANY = [f"user{number}@example.com" for number in range(21)]
CASES = [
    Case(
        "in the organization", {"name": "alice@example.com", "organization_roles": ["developer"], "groups": ["x"]}, LIST
    ),
    Case("in another case", {"name": "Alice@Example.com"}, LIST),
    Case("named by e-mail address, login or domain", {"users": [{"name": "m.meyer@example.com"}]}, LIST),
    Case("named by login", {"name": "mm"}, LIST),
    Case("named with its domain", {"name": "mmeyer@corp.example.com"}, LIST),
    Case("named by id", {"user_id": world().user("alice@example.com").id}, LIST),
    Case(
        "named by id and by another of the names",
        {"users": [{"user_id": world().user("mmeyer").id, "name": "M.Meyer@example.com"}]},
        LIST,
    ),
    Case("invite", {"name": NEW}, READ, {"create_invitations": 1}),
    Case(
        "a near name that is meant",
        {"name": "ali-ce@example.com", "allow_similar": True},
        READ,
        {"create_invitations": 1},
    ),
    Case(
        "many, each with options of its own",
        {
            "allow_create": False,
            "users": [
                {"name": NEW, "allow_create": True, "groups": ["OPERATORS"]},
                {"name": "al_ice@example.com", "allow_create": True, "allow_similar": True},
                {"user_id": world().user("bob@example.com").id, "state": "absent", "force": True},
            ],
        },
        {**READ, "list_groups": 1},
        {"create_invitations": 2, "remove_users": 1},
    ),
    Case(
        "removed by force, which changes nothing",
        {"name": "bob@example.com", "state": "absent", "force": True},
        LIST,
        {"remove_users": 1},
    ),
    Case(
        "invite with roles and a group",
        {
            "name": NEW,
            "organization_roles": ["developer", "org_member"],
            "groups": ["operators"],
            "invited_by": "bob@example.com",
            "notify_users": False,
        },
        {**READ, "list_groups": 1},
        {"create_invitations": 1},
    ),
    Case(
        "invite into a group of an earlier task",
        {"name": NEW, "groups": ["later"], "assume_present": {"groups": ["later"]}},
        {**READ, "list_groups": 1},
        {"create_invitations": 1},
        assumes=lambda world: world.add_group("later"),
    ),
    Case(
        "invite many with the same and one with other roles",
        {
            "users": [
                *({"name": name} for name in MANY),
                {"name": NEW, "organization_roles": ["developer"]},
                {"name": "bob@example.com"},
            ]
        },
        READ,
        {"create_invitations": 3},
    ),
    Case("invited already", {"name": OPEN, "groups": ["owners"]}, READ),
    Case("invited already, by the id of the invitation", {"user_id": invitation_id(OPEN)}, READ),
    Case("an expired invitation is left alone", {"name": EXPIRED}, READ),
    Case(
        "an expired invitation is renewed",
        {"name": EXPIRED, "renew_invitations": True},
        READ,
        {"create_invitations": 1},
    ),
    Case(
        "an expired invitation is not renewed by its id",
        {"user_id": invitation_id(EXPIRED), "renew_invitations": True},
        READ,
    ),
    Case("invited again after a revocation", {"name": "revoked@example.com"}, READ, {"create_invitations": 1}),
    Case("absent already", {"name": NEW, "state": "absent"}, READ),
    Case("absent already, with an expired invitation", {"name": EXPIRED, "state": "absent"}, READ),
    Case("remove", {"name": "alice@example.com", "state": "absent", "max_deletions": 1}, LIST, {"remove_users": 1}),
    Case(
        "remove somebody who has an old invitation",
        {"name": "carol@example.com", "state": "absent"},
        LIST,
        {"remove_users": 1},
    ),
    Case(
        "remove many",
        {"state": "absent", "users": [{"name": name} for name in MANY]},
        LIST,
        {"remove_users": 2},
        prepare=twenty_one,
    ),
    Case("revoke", {"name": OPEN, "state": "absent"}, READ, {"create_invitations": 1}),
    Case("revoke by id", {"user_id": invitation_id(OPEN), "state": "absent"}, READ, {"create_invitations": 1}),
    Case(
        "remove, revoke and invite in one task",
        {
            "users": [
                {"name": "alice@example.com", "state": "absent"},
                {"name": OPEN, "state": "absent"},
                {"name": NEW},
            ]
        },
        READ,
        {"remove_users": 1, "create_invitations": 2},
    ),
    Case(
        "leave oneself when another owner stays",
        {"name": "admin@example.com", "state": "absent", "allow_self_removal": True},
        LIST,
        {"remove_users": 1},
        prepare=second_owner,
    ),
]
REFUSALS = [
    Refusal(
        "an assumed group that is a template",
        {"name": NEW, "groups": ["later"], "assume_present": {"groups": ["{{ x }}"]}},
        "invalid_input",
        "assume_present.groups: ",
        before_any_request=True,
    ),
    Refusal("nobody named", {}, "invalid_input", "Say which user", before_any_request=True),
    Refusal("both forms", {"name": "a", "users": []}, "invalid_input", "users excludes name", before_any_request=True),
    Refusal("blank name", {"name": " "}, "invalid_input", "name is blank", before_any_request=True),
    Refusal("a template", {"name": "{{ x }}"}, "invalid_input", "is not a name", before_any_request=True),
    Refusal(
        "too many groups",
        {"name": NEW, "groups": [f"group{number}" for number in range(16)]},
        "invalid_input",
        "at most 15 groups, not 16",
        before_any_request=True,
    ),
    Refusal(
        "no role",
        {"name": NEW, "organization_roles": []},
        "invalid_input",
        "must not be empty",
        before_any_request=True,
    ),
    Refusal("unknown id", {"user_id": "99"}, "unresolved_names", "an id never creates one"),
    Refusal("not to be invited", {"name": NEW, "allow_create": False}, "unresolved_names", "allow_create is false"),
    Refusal("no address", {"name": "somebody"}, "invalid_input", "only an e-mail address can be invited"),
    Refusal("near name", {"name": "ali-ce@example.com"}, "ambiguous_name", "alice@example.com"),
    Refusal(
        "two groups of one name",
        {"name": NEW, "groups": ["Operators"]},
        "ambiguous_name",
        'The group "Operators" is ambiguous',
        lambda world: [world.add_group(name) for name in ("OPERATORS", "OperatorS")],
    ),
    Refusal(
        "somebody else's id",
        {"user_id": world().user("alice@example.com").id, "name": "bob@example.com"},
        "invalid_input",
        'is called "alice@example.com"',
    ),
    Refusal(
        "somebody else's id, to be removed",
        {"user_id": world().user("alice@example.com").id, "name": "bob@example.com", "state": "absent"},
        "invalid_input",
        'is called "alice@example.com"',
    ),
    Refusal(
        "a role that is a template",
        {"users": [{"name": NEW, "organization_roles": ["{{ x }}"]}]},
        "invalid_input",
        "users[0]: organization_roles",
        before_any_request=True,
    ),
    Refusal("another plan", {"name": NEW, "expect_plan": "0123456789abcdef"}, "plan_changed", "as approved"),
    Refusal("unknown group", {"name": NEW, "groups": ["nowhere"]}, "unresolved_names", 'Unknown group: "nowhere"'),
    Refusal("enterprise group", {"name": NEW, "groups": ["directory"]}, "not_editable", "no custom group"),
    Refusal("oneself", {"name": "admin@example.com", "state": "absent"}, "protected", "runs this task", second_owner),
    Refusal(
        "the last owner",
        {"name": "admin@example.com", "state": "absent", "allow_self_removal": True},
        "protected",
        "nobody would own the organization",
    ),
    Refusal(
        "the last owners, one of them by group",
        {
            "state": "absent",
            "users": [{"name": "admin@example.com"}, {"name": "bob@example.com"}],
            "allow_self_removal": True,
        },
        "protected",
        '"bob@example.com" cannot be removed',
        second_owner,
    ),
    Refusal(
        "too many deletions",
        {"state": "absent", "users": [{"name": "alice@example.com"}, {"name": OPEN}], "max_deletions": 1},
        "removal_limit",
        "2 users, more than max_deletions (1)",
    ),
    Refusal(
        "twice",
        {"users": [{"name": "alice@example.com"}, {"name": "ALICE@example.com"}]},
        "invalid_input",
        "Two entries",
    ),
    Refusal(
        "invited twice", {"users": [{"name": NEW}, {"name": NEW.upper()}]}, "invalid_input", "Two entries mean the same"
    ),
    Refusal(
        "two of one name",
        {"name": "bob@example.com", "state": "absent"},
        "ambiguous_name",
        "Use user_id",
        lambda world: world.add_user("Bob@example.com", domain="corp.example.com"),
    ),
]

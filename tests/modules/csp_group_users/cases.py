# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_group_users has to show."""

from __future__ import annotations

from simulators.csp import CspWorld
from simulators.csp.demo import demo_world
from support.cases import Case, Refusal
from support.small_worlds import csp_organization as world

__all__ = ["CASES", "REFUSALS", "after_examples", "examples_world", "world"]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
STEADY = {"token": 1, "list_groups": 1, "list_group_users": 1}
WITH_USERS = {**STEADY, "list_users": 1}
ADD, REMOVE = "add_group_users", "remove_group_users"


def examples_world() -> CspWorld:
    """The demo organization, in which every example has something to do, and nobody is invited."""
    world = demo_world()
    world.leave("platform-operators", BOB)
    world.invitations.clear()
    world.mails.clear()
    return world


def after_examples(world: CspWorld) -> None:
    """One person from outside was invited, and one mail went out."""
    assert [invitation.username for invitation in world.invitations.values()] == ["partner@example.org"]
    assert [mail["kind"] for mail in world.mails] == ["invitation"]


def invited_newcomer(world: CspWorld) -> None:
    """A new group, and somebody who is invited into it and into an old one."""
    world.add_group("newcomers")
    world.invite("nina@example.org", ["newcomers", "auditors"])


CASES = [
    Case("steady", {"group": "operators", "users": [ALICE, BOB]}, STEADY),
    Case("add", {"group": "operators", "usernames": [CAROL, "judy@example.com"]}, WITH_USERS, {ADD: 1}),
    Case("add by e-mail", {"group": "auditors", "users": ["frank@mail.example.org"]}, WITH_USERS, {ADD: 1}),
    Case("remove", {"group": "viewers", "users": [ERIN], "state": "absent"}, STEADY, {REMOVE: 1}),
    Case(
        "exclusive",
        {"group": "viewers", "users": [BOB, CAROL, DAVE, ALICE], "exclusive": True, "return_members": True},
        WITH_USERS,
        {ADD: 1, REMOVE: 1},
    ),
    Case(
        "many groups",
        {
            "memberships": [
                {"group": "viewers", "users": [BOB], "exclusive": True, "max_removals": "100%"},
                {"group": "auditors", "users": [ALICE]},
                {"group": "operators", "users": [BOB], "state": "absent"},
            ]
        },
        {**WITH_USERS, "list_group_users": 3},
        {ADD: 1, REMOVE: 2},
    ),
    Case(
        "a leaver",
        {"all_groups": True, "state": "absent", "users": [BOB]},
        {**WITH_USERS, "groups_of_user": 1, "list_group_users": 3, "list_invitations": 1},
        {REMOVE: 3},
    ),
    Case(
        "leavers and nothing else",
        {"leavers": [BOB, "gone@example.com"], "max_leavers": "10%"},
        {**WITH_USERS, "groups_of_user": 1, "list_group_users": 3, "list_invitations": 1},
        {REMOVE: 3},
    ),
    Case(
        "a leaver who is invited",
        {"memberships": [{"group": "viewers", "users": ["judy@example.org"]}], "leavers": ["judy@example.org"]},
        {**WITH_USERS, "list_invitations": 1, "get_invitation": 2},
        # A revocation is an invitation to the log.
        {"create_invitations": 1},
        prepare=lambda world: [world.invite(name, ["viewers"]) for name in ("judy@example.org", "zoe@example.org")],
    ),
    Case(
        "what an earlier task creates",
        {"group": "newcomers", "users": [ALICE], "assume_present": {"groups": ["newcomers"]}},
        {"token": 1, "list_groups": 1, "list_users": 1},
        {ADD: 1},
        assumes=lambda world: world.add_group("newcomers"),
    ),
    Case(
        "people whom an earlier task invites into a group of an earlier task",
        {
            "memberships": [
                {"group": "newcomers", "users": [ALICE, "Nina@Example.org"]},
                {"group": "auditors", "users": ["nina@example.org", BOB]},
            ],
            "assume_present": {
                "groups": ["newcomers"],
                "invitations": [
                    {
                        "name": "nina@example.org",
                        "groups": ["newcomers", "auditors"],
                        "organization_roles": ["developer"],
                    },
                    {"name": "zoe@example.org", "state": "absent"},
                ],
            },
        },
        {"token": 1, "list_groups": 1, "list_group_users": 1, "list_users": 1, "list_invitations": 1},
        {ADD: 2},
        assumes=invited_newcomer,
    ),
]
REFUSALS = [
    Refusal(
        "an assumed invitation of nobody",
        {"group": "viewers", "users": [], "assume_present": {"invitations": [{"groups": ["viewers"]}]}},
        "invalid_input",
        "assume_present.invitations[0]: name is missing",
        before_any_request=True,
    ),
    Refusal(
        "an assumed invitation that leads elsewhere",
        {
            "group": "viewers",
            "users": ["nina@example.org"],
            "assume_present": {"invitations": [{"name": "nina@example.org", "groups": ["auditors"]}]},
        },
        "unresolved_names",
        "nina@example.org",
    ),
    Refusal("nothing named", {}, "invalid_input", "Say what to manage", before_any_request=True),
    Refusal(
        "two names in one",
        {"group": "viewers", "users": ["a\nb"], "state": "absent"},
        "invalid_input",
        "list",
        before_any_request=True,
    ),
    Refusal("unknown group", {"group": "viewer", "users": [ALICE]}, "unresolved_names", "viewers"),
    Refusal(
        "unknown user", {"group": "viewers", "users": ["alicia@example.com"]}, "unresolved_names", "alice@example.com"
    ),
    Refusal(
        "too many removals",
        {"group": "viewers", "users": [BOB, CAROL], "exclusive": True},
        "removal_limit",
        "max_removals",
    ),
    Refusal("everybody", {"group": "viewers", "users": [], "exclusive": True}, "empty_refused", "allow_empty"),
    Refusal("enterprise group", {"group": "directory", "users": [ALICE]}, "not_editable", "enterprise group"),
    Refusal("two identities", {"group": "viewers", "users": ["dora@mail.example.org"]}, "ambiguous_name", "dora"),
    Refusal(
        "protected",
        {"group": "viewers", "users": [BOB], "state": "absent", "protected_users": [BOB]},
        "protected",
        "protected",
    ),
    Refusal(
        "another plan",
        {"group": "viewers", "users": [ALICE], "expect_plan": "0123456789abcdef"},
        "plan_changed",
        "as approved",
    ),
    Refusal(
        "oneself",
        {"group": "operators", "users": ["admin@example.com"], "state": "absent"},
        "protected",
        "allow_self_removal",
        prepare=lambda world: world.join("operators", "admin@example.com"),
    ),
]

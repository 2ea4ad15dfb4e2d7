# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_group_user has to show."""

from __future__ import annotations

from simulators.tencent import World
from simulators.tencent.demo import demo_world
from support.cases import Case, Refusal
from support.small_worlds import tencent_organization as world

__all__ = ["CASES", "REFUSALS", "examples_world", "world"]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
STEADY = {"DescribeIdentityCenter": 1, "ListGroups": 1, "ListGroupMembers": 1}
WITH_USERS = {**STEADY, "ListUsers": 1}
ADD, REMOVE = "AddUserToGroup", "RemoveUserFromGroup"
ZONE = "z-unknown"


def examples_world() -> World:
    """The demo organization, in which every example has something to do."""
    world = demo_world()
    world.leave("platform-admins", BOB)
    world.join("platform-admins", CAROL)
    return world


CASES = [
    Case("steady", {"group": "platform-admins", "users": [ALICE, BOB]}, STEADY),
    Case("add", {"group": "platform-admins", "users": [CAROL, "frank"]}, WITH_USERS, {ADD: 2}),
    Case("add by e-mail", {"group": "auditors", "users": ["Frank.F@example.com"]}, WITH_USERS, {ADD: 1}),
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
                {"group": "platform-admins", "users": [BOB], "state": "absent"},
            ]
        },
        {**WITH_USERS, "ListGroupMembers": 3},
        {ADD: 1, REMOVE: 4},
    ),
    Case(
        "a leaver",
        {"all_groups": True, "state": "absent", "users": [BOB]},
        {**WITH_USERS, "ListJoinedGroupsForUser": 1, "ListGroupMembers": 2},
        {REMOVE: 2},
    ),
    Case(
        "a leaver beside the lists, who is wished too",
        {
            "memberships": [{"group": "auditors", "users": [ALICE, BOB]}, {"group": "viewers", "users": [BOB]}],
            "leavers": [BOB, "gone@example.com"],
            "max_leavers": "1",
        },
        {**WITH_USERS, "ListJoinedGroupsForUser": 1, "ListGroupMembers": 3},
        {ADD: 1, REMOVE: 2},
    ),
    Case(
        "what an earlier task creates",
        {"group": "newcomers", "users": [ALICE], "assume_present": {"groups": ["newcomers"]}},
        {"DescribeIdentityCenter": 1, "ListGroups": 1, "ListUsers": 1},
        {ADD: 1},
        assumes=lambda world: world.add_group("newcomers"),
    ),
]
REFUSALS = [
    Refusal("nothing named", {}, "invalid_input", "Say what to manage", before_any_request=True),
    Refusal(
        "both forms",
        {"group": "a", "users": [], "memberships": []},
        "invalid_input",
        "excludes",
        before_any_request=True,
    ),
    Refusal(
        "absent and exclusive",
        {"group": "viewers", "users": [], "state": "absent", "exclusive": True},
        "invalid_input",
        "exclusive goes",
        before_any_request=True,
    ),
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
    Refusal(
        "protected",
        {"group": "viewers", "users": [BOB], "state": "absent", "protected_users": [BOB]},
        "protected",
        "protected",
    ),
    Refusal(
        "from SCIM", {"group": "directory", "users": ["mallory@example.com"], "state": "absent"}, "not_editable", "SCIM"
    ),
    Refusal(
        "in all",
        {"group": "viewers", "users": [ERIN], "state": "absent", "max_total_removals": 0},
        "removal_limit",
        "max_total_removals",
    ),
    Refusal(
        "another plan",
        {"group": "viewers", "users": [ALICE], "expect_plan": "0123456789abcdef"},
        "plan_changed",
        "as approved",
    ),
    Refusal(
        "another zone",
        {"group": "viewers", "users": [ALICE], "zone_id": ZONE},
        "FailedOperation.ZoneIdNotExist",
        "zone_id",
    ),
]

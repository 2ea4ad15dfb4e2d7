# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_role_assignment has to show."""

from __future__ import annotations

from simulators.tencent import World
from support.cases import Case, Refusal
from support.small_worlds import assigned_organization as world

__all__ = ["CASES", "REFUSALS", "world"]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
STEADY = {
    "DescribeIdentityCenter": 1,
    "ListRoleConfigurations": 1,
    "ListRoleAssignments": 1,
    "DescribeOrganizationMembers": 1,
}
USERS, GROUPS, NEW = {"ListUsers": 1}, {"ListGroups": 1}, {"DescribeOrganization": 1}
CREATE, DELETE = "CreateRoleAssignment", "DeleteRoleAssignment"
LAKE = {"role_configuration": "operator", "accounts": ["data-lake"]}
AUDIT = {"role_configuration": "auditor", "accounts": ["web-shop"]}


def make_everything(world: World) -> None:
    """What the earlier tasks of a play would create."""
    world.add_member("new-shop")
    world.add_role_configuration("developer")
    world.add_user("kim@example.com")
    world.add_group("developers")


CASES = [
    Case("steady", {**LAKE, "users": [ALICE, BOB], "groups": ["viewers"]}, STEADY),
    Case(
        "steady with the zone",
        {**LAKE, "users": [ALICE], "zone_id": world().zone_id},
        {name: count for name, count in STEADY.items() if name != "DescribeIdentityCenter"},
    ),
    Case(
        "add users",
        {**LAKE, "users": [CAROL, "Frank.F@example.com"]},
        {**STEADY, **USERS, **NEW},
        {CREATE: 1},
    ),
    Case(
        "a user and a group in several accounts, by name and uin",
        {
            "role_configuration": "auditor",
            "accounts": ["data-lake", str(world().member("partner").uin)],
            "users": [DAVE],
            "groups": ["auditors"],
        },
        {**STEADY, **USERS, **GROUPS, **NEW},
        {CREATE: 1},
    ),
    Case(
        "the management account",
        {"role_configuration": "auditor", "accounts": ["example-management"], "groups": ["auditors"]},
        {**STEADY, **GROUPS, **NEW},
        {CREATE: 1},
    ),
    Case(
        "the management account, which the list lacks",
        {"role_configuration": "auditor", "accounts": [str(world().host_uin)], "groups": ["auditors"]},
        {**STEADY, **GROUPS, **NEW},
        {CREATE: 1},
        prepare=lambda world: setattr(world, "list_management_account", False),
    ),
    Case("remove", {**LAKE, "users": [BOB], "groups": ["viewers"], "state": "absent"}, STEADY, {DELETE: 2}),
    Case(
        "remove who has nothing there",
        {**AUDIT, "users": [ALICE], "groups": ["viewers"], "state": "absent"},
        {**STEADY, **USERS, **GROUPS},
    ),
    Case(
        "exclusive over users and groups",
        {**LAKE, "users": [ALICE, CAROL], "groups": ["auditors"], "exclusive": True, "max_removals": "50%"},
        {**STEADY, **USERS, **GROUPS, **NEW},
        {CREATE: 1, DELETE: 2},
    ),
    Case(
        "exclusive, protected, and undeployed with the last one",
        {
            "role_configuration": "operator",
            "accounts": ["web-shop"],
            "users": [],
            "groups": [],
            "exclusive": True,
            "allow_empty": True,
            "max_removals": "100%",
            "deprovision": True,
        },
        STEADY,
        {DELETE: 1},
    ),
    Case(
        "many",
        {
            "assignments": [
                {**LAKE, "users": [ALICE], "groups": ["viewers"], "exclusive": True, "protected_users": [BOB]},
                {**AUDIT, "users": [BOB]},
                {"role_configuration": "operator", "accounts": ["web-shop"], "users": [ALICE], "state": "absent"},
            ],
            "unknown_users": "skip",
        },
        {**STEADY, **USERS, **NEW},
        {CREATE: 1, DELETE: 1},
    ),
    Case(
        "a leaver",
        {"all_assignments": True, "state": "absent", "users": [ALICE]},
        {"DescribeIdentityCenter": 1, "ListRoleAssignments": 1, **USERS},
        {DELETE: 2},
    ),
    Case(
        "a leaver beside the lists, who is wished too",
        {
            "assignments": [{**LAKE, "users": [ALICE, BOB], "groups": ["viewers"], "exclusive": True}],
            "leavers": [ALICE],
        },
        {**STEADY, **USERS},
        {DELETE: 2},
    ),
    Case(
        "what earlier tasks create",
        {
            "role_configuration": "developer",
            "accounts": ["new-shop", "data-lake"],
            "users": ["kim@example.com", ALICE],
            "groups": ["developers"],
            "assume_present": {
                "users": ["kim@example.com"],
                "groups": ["developers"],
                "role_configurations": ["developer"],
                "accounts": ["new-shop"],
            },
        },
        {**STEADY, **USERS, **GROUPS, **NEW},
        {CREATE: 1},
        assumes=make_everything,
    ),
    Case("nothing named, nothing to do", {"assignments": []}, STEADY),
]
REFUSALS = [
    Refusal("nothing named", {}, "invalid_input", "Say what to manage", before_any_request=True),
    Refusal(
        "both forms", {**LAKE, "users": [], "assignments": []}, "invalid_input", "excludes", before_any_request=True
    ),
    Refusal(
        "no accounts", {**LAKE, "accounts": None, "users": []}, "invalid_input", "accounts", before_any_request=True
    ),
    Refusal("nobody", LAKE, "invalid_input", "users or groups is missing", before_any_request=True),
    Refusal(
        "a leaver by group",
        {"all_assignments": True, "state": "absent", "groups": ["viewers"]},
        "invalid_input",
        "excludes groups",
        before_any_request=True,
    ),
    Refusal(
        "absent and exclusive",
        {**LAKE, "users": [], "state": "absent", "exclusive": True},
        "invalid_input",
        "exclusive goes",
        before_any_request=True,
    ),
    Refusal(
        "a negative wait",
        {**LAKE, "users": [ALICE], "task_timeout": -1},
        "invalid_input",
        "task_timeout",
        before_any_request=True,
    ),
    Refusal(
        "unknown role configuration",
        {**LAKE, "role_configuration": "operators", "users": []},
        "unresolved_names",
        "near",
    ),
    Refusal("unknown account", {**LAKE, "accounts": ["data-lak"], "users": []}, "unresolved_names", "data-lake"),
    Refusal("unknown user", {**LAKE, "users": ["alicia@example.com"]}, "unresolved_names", "operator in data-lake"),
    Refusal("unknown group", {**LAKE, "groups": ["viewer"]}, "unresolved_names", "viewers"),
    Refusal("a user is no group", {**LAKE, "groups": [ALICE]}, "unresolved_names", "Unknown group"),
    Refusal(
        "accounts of the same name",
        {**LAKE, "users": [ALICE]},
        "ambiguous_name",
        "Use the uin",
        prepare=lambda world: world.add_member("data-lake"),
    ),
    Refusal(
        "too many removals",
        {**LAKE, "users": [ALICE], "groups": [], "exclusive": True},
        "removal_limit",
        "2 of 3 assignments",
    ),
    Refusal("everybody", {**LAKE, "users": [], "exclusive": True}, "empty_refused", "users and groups"),
    Refusal(
        "protected",
        {**LAKE, "groups": ["viewers"], "state": "absent", "protected_groups": ["viewers"]},
        "protected",
        "group viewers",
    ),
    Refusal(
        "in all",
        {**LAKE, "users": [BOB], "state": "absent", "max_total_removals": 0},
        "removal_limit",
        "1 assignment,",
    ),
    Refusal(
        "the same pair twice",
        {"assignments": [{**LAKE, "users": [ALICE], "exclusive": True}, {**LAKE, "groups": []}]},
        "invalid_input",
        "stands in 2 entries",
    ),
    Refusal(
        "another plan",
        {**LAKE, "users": [CAROL], "expect_plan": "0123456789abcdef"},
        "plan_changed",
        "as approved",
    ),
    Refusal(
        "another zone",
        {**LAKE, "users": [ALICE], "zone_id": "z-unknown"},
        "FailedOperation.ZoneIdNotExist",
        "zone_id",
    ),
]

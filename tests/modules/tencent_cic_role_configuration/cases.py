# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_role_configuration has to show."""

from __future__ import annotations

from typing import Any

from simulators.tencent import World
from support.cases import Case, Refusal

LISTS = {"DescribeIdentityCenter": 1, "ListRoleConfigurations": 1}
DETAILS = {"ListPermissionPoliciesInRoleConfiguration": 1, "ListRoleConfigurationProvisionings": 1}
ONE = {**LISTS, **DETAILS}
TWO = {**ONE, "ListPermissionPoliciesInRoleConfiguration": 2}
QUOTA = {"GetZoneStatistics": 1}
ADD, REMOVE = "AddPermissionPolicyToRoleConfiguration", "RemovePermissionPolicyFromRoleConfiguration"
CHANGE, PROVISION = "UpdateCustomPolicyForRoleConfiguration", "ProvisionRoleConfiguration"
CREATE, UPDATE, DELETE = "CreateRoleConfiguration", "UpdateRoleConfiguration", "DeleteRoleConfiguration"
PAGE = "https://console.tencentcloud.com/tke2"
WRITTEN = '{"version": "2.0", "statement": [{"effect": "deny", "resource": ["*"], "action": ["cvm:Terminate*"]}]}'
DENY: dict[str, Any] = {
    "statement": [{"action": ["cvm:Terminate*"], "effect": "deny", "resource": ["*"]}],
    "version": "2.0",
}
SYSTEM = ["QcloudTKEFullAccess", "QcloudCVMReadOnlyAccess"]


def world() -> World:
    """Two role configurations: operator is deployed in two accounts and granted twice, auditor is outdated in one account."""
    world = World()
    world.add_member("data-lake")
    world.add_member("web-shop")
    world.add_user("alice@example.com")
    world.add_group("admins")
    world.add_role_configuration("operator", SYSTEM, {"no-deletion": WRITTEN}, "Runs it", relay_state=PAGE)
    world.add_role_configuration("auditor", ["ReadOnlyAccess"])
    world.add_role_configuration("empty")
    world.assign("operator", "data-lake", "alice@example.com", "admins")
    world.deploy("operator", "web-shop")
    world.assign("auditor", "data-lake", "admins")
    return world


def outdate(world: World) -> None:
    """Somebody changed auditor in the console and did not provision it."""
    world.outdate_deployments("auditor")


OPERATOR = world().role_configuration("operator").id
READER = world().system_policy("QcloudCOSReadOnlyAccess")
READ_ONLY = world().system_policy("ReadOnlyAccess")
CASES = [
    Case(
        "steady",
        {
            "name": "operator",
            "description": "Runs it",
            "session_duration": 3600,
            "relay_state": PAGE,
            "policies": SYSTEM,
            "custom_policies": {"no-deletion": DENY},
        },
        ONE,
    ),
    Case(
        "steady, documents as text and policies by id",
        {
            "role_configuration_id": OPERATOR,
            "policies": [world().system_policy(name) for name in SYSTEM],
            "custom_policies": {"no-deletion": WRITTEN},
            "zone_id": world().zone_id,
        },
        {"ListRoleConfigurations": 1, **DETAILS},
    ),
    Case("steady, many", {"role_configurations": [{"name": "operator"}, {"name": "auditor"}]}, TWO),
    Case(
        "create",
        {"name": "Storage-2", "description": "Reads", "session_duration": 900, "relay_state": PAGE},
        {**LISTS, **QUOTA},
        {CREATE: 1},
    ),
    Case(
        "create with policies",
        {
            "name": "storage",
            "policies": ["QcloudCOSReadOnlyAccess", READ_ONLY],
            "custom_policies": {"storage": DENY, "text": WRITTEN},
        },
        {**LISTS, **QUOTA, "ListPolicies": 1, "GetPolicy": 1},
        {CREATE: 1, ADD: 4},
    ),
    Case(
        "create two with one name to look up",
        {"role_configurations": [{"name": "one"}, {"name": "two"}], "policies": ["QcloudCOSReadOnlyAccess"]},
        {**LISTS, **QUOTA, "ListPolicies": 1},
        {CREATE: 2, ADD: 2},
    ),
    Case("describe", {"name": "operator", "description": "", "provision": True}, ONE, {UPDATE: 1}),
    Case(
        "another session is provisioned",
        {"name": "operator", "session_duration": 7200, "relay_state": ""},
        ONE,
        {UPDATE: 1, PROVISION: 2},
    ),
    Case(
        "another session is not provisioned",
        {"name": "operator", "session_duration": 7200, "provision": False},
        ONE,
        {UPDATE: 1},
    ),
    Case(
        "other policies",
        {"name": "operator", "policies": ["QcloudTKEFullAccess", READER, "QcloudCOSReadOnlyAccess"]},
        {**ONE, **QUOTA, "ListPolicies": 1, "GetPolicy": 1},
        {REMOVE: 1, ADD: 1, PROVISION: 2},
    ),
    Case(
        "another name that holds this one",
        {"name": "auditor", "policies": ["ReadOnlyAccess", "QcloudCVMReadOnlyAccess"]},
        {**ONE, **QUOTA, "ListPolicies": 1},
        {ADD: 1, PROVISION: 1},
    ),
    Case(
        "no policies",
        {"name": "operator", "policies": [], "custom_policies": {}},
        ONE,
        {REMOVE: 3, PROVISION: 2},
    ),
    Case(
        "custom policies",
        {"name": "operator", "custom_policies": {"no-deletion": {"version": "2.0", "statement": []}, "second": DENY}},
        ONE,
        {CHANGE: 1, ADD: 1, PROVISION: 2},
    ),
    Case(
        "a custom policy instead of a system policy of the same name",
        {"name": "auditor", "policies": [], "custom_policies": {"ReadOnlyAccess": DENY}},
        ONE,
        {REMOVE: 1, ADD: 1, PROVISION: 1},
    ),
    Case("outdated by somebody else", {"name": "auditor"}, ONE, {PROVISION: 1}, prepare=outdate),
    Case("outdated and left so", {"name": "auditor", "provision": False}, ONE, prepare=outdate),
    Case(
        "provisioning that failed before",
        {"role_configurations": [{"name": "auditor"}, {"name": "operator", "provision": False}]},
        TWO,
        {PROVISION: 1},
        prepare=lambda world: world.deploy("auditor", "data-lake", "DeployFailed"),
    ),
    Case("near but meant", {"name": "Auditor", "allow_similar": True}, {**LISTS, **QUOTA}, {CREATE: 1}),
    Case("absent already", {"name": "nobody", "state": "absent"}, LISTS),
    Case(
        "delete",
        {"name": "empty", "state": "absent", "max_deletions": 1},
        {**ONE, "ListRoleAssignments": 1},
        {DELETE: 1},
    ),
    Case(
        "delete with all that stands in the way",
        {"role_configurations": [{"name": "operator"}, {"name": "auditor"}], "state": "absent", "force": True},
        {**TWO, "ListRoleAssignments": 2},
        {"DeleteRoleAssignment": 3, "DismantleRoleConfiguration": 3, REMOVE: 4, DELETE: 2},
    ),
]
REFUSALS = [
    Refusal("nothing named", {}, "invalid_input", "Say which role configuration", before_any_request=True),
    Refusal(
        "both forms",
        {"name": "a", "role_configurations": []},
        "invalid_input",
        "role_configurations excludes name",
        before_any_request=True,
    ),
    Refusal("no time", {"name": "a", "task_timeout": -1}, "invalid_input", "task_timeout", before_any_request=True),
    Refusal("no id", {"name": "a", "policies": [0]}, "invalid_input", "0 is no id", before_any_request=True),
    Refusal(
        "no document",
        {"role_configurations": [{"name": "a", "custom_policies": {"x": None, "": {}}}]},
        "invalid_input",
        '"x" needs a document',
        before_any_request=True,
    ),
    Refusal("unknown id", {"role_configuration_id": "rc-nowhere"}, "unresolved_names", "an id never creates one"),
    Refusal("not to be created", {"name": "new", "allow_create": False}, "unresolved_names", "allow_create is false"),
    Refusal("near name", {"name": "Operator"}, "ambiguous_name", "operator"),
    Refusal("bad letters", {"name": "a_b"}, "invalid_input", "not allowed: _"),
    Refusal("too long", {"name": "x" * 129}, "invalid_input", "at most 128"),
    Refusal("another name", {"role_configuration_id": OPERATOR, "name": "x"}, "invalid_input", "cannot be changed"),
    Refusal("long description", {"name": "auditor", "description": "x" * 1025}, "invalid_input", "at most 1024"),
    Refusal("short session", {"name": "auditor", "session_duration": 899}, "invalid_input", "from 900 to 43200"),
    Refusal("long session", {"name": "new", "session_duration": 43201}, "invalid_input", "from 900 to 43200"),
    Refusal("no page", {"name": "auditor", "relay_state": "http://example.com"}, "invalid_input", "https URL"),
    Refusal(
        "twice",
        {"role_configurations": [{"name": "operator"}, {"role_configuration_id": OPERATOR}]},
        "invalid_input",
        "Two entries mean",
    ),
    Refusal(
        "unknown policies",
        {"name": "new", "policies": ["qcloudcvmreadonlyaccess", "Nothing"]},
        "unresolved_names",
        'Unknown system policies: "qcloudcvmreadonlyaccess" (near: QcloudCVMReadOnlyAccess',
    ),
    Refusal(
        "unknown policy id", {"name": "new", "policies": [999]}, "unresolved_names", "Unknown system policy: id 999"
    ),
    Refusal(
        "a policy name that several have",
        {"name": "auditor", "policies": ["Twice"]},
        "ambiguous_name",
        "Use the id, as a number",
        prepare=lambda world: (world.add_system_policy("Twice"), world.add_system_policy("Twice")),
    ),
    Refusal(
        "no JSON", {"name": "auditor", "custom_policies": {"x": "{"}}, "invalid_input", 'the document of "x" is no JSON'
    ),
    Refusal(
        "long document",
        {"name": "auditor", "custom_policies": {"x": {"version": "x" * 4096}}},
        "invalid_input",
        "at most 4096",
    ),
    Refusal("long policy name", {"name": "auditor", "custom_policies": {"x" * 33: {}}}, "invalid_input", "at most 32"),
    Refusal(
        "a name that is no name",
        {"name": "auditor", "custom_policies": {"{{ x }}": {}}},
        "invalid_input",
        "cannot be the name of a custom policy",
    ),
    Refusal(
        "one name for two policies",
        {"name": "auditor", "custom_policies": {"ReadOnlyAccess": {}}},
        "invalid_input",
        "would be a system policy and a custom one",
    ),
    Refusal(
        "no room",
        {"name": "new"},
        "refused",
        "1 role configuration cannot be created: the quota of the Identity Center is 3 role configurations, and there are 3",
        prepare=lambda world: setattr(world, "role_configuration_quota", 3),
    ),
    Refusal(
        "no room for a policy",
        {"name": "operator", "policies": [*SYSTEM, "ReadOnlyAccess"]},
        "refused",
        'The role configuration "operator" cannot have 3 system policies',
        prepare=lambda world: setattr(world, "system_policy_quota", 2),
    ),
    Refusal(
        "bound",
        {"name": "operator", "state": "absent"},
        "blocked",
        "2 assignments (admins in data-lake, alice@example.com in data-lake); 2 deployments (data-lake, web-shop); "
        "2 policies (QcloudCVMReadOnlyAccess, QcloudTKEFullAccess); 1 custom policies (no-deletion). Set force",
    ),
    Refusal(
        "too many deletions",
        {"name": "empty", "state": "absent", "max_deletions": 0},
        "removal_limit",
        "max_deletions (0)",
    ),
    Refusal(
        "no right to look up policies",
        {"name": "new", "policies": ["ReadOnlyAccess"]},
        "AuthFailure.UnauthorizedOperation",
        "cam:ListPolicies",
        prepare=lambda world: setattr(world, "denied_actions", {"ListPolicies"}),
    ),
]

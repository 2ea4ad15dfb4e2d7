# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small, believable organization for demos and for trying things by hand."""

from __future__ import annotations

from simulators.tencent.world import World

DEPARTMENTS = (
    ("engineering", None),
    ("platform", "engineering"),
    ("data", "engineering"),
    ("mobile", "engineering"),
    ("finance", None),
    ("operations", None),
    ("sandbox", "operations"),
    ("archive", "operations"),
)
# name, department, remark
MEMBERS = (
    ("platform-prod", "platform", "Production clusters"),
    ("platform-test", "platform", "Staging clusters"),
    ("data-lake", "data", "Warehouse and pipelines"),
    ("mobile-backend", "mobile", ""),
    ("finance-reports", "finance", "Month-end reports"),
    ("sandbox-shared", "sandbox", "Emptied every Friday"),
    ("legacy-shop", "archive", "Read only since 2025"),
)
MANUAL_USERS = ("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy")
SYNCHRONIZED_USERS = ("mallory", "niaj", "olivia", "peggy")
GROUPS = {
    "platform-admins": ("alice", "bob"),
    "platform-developers": ("bob", "carol", "dave", "erin"),
    "data-engineers": ("frank", "grace"),
    "finance-viewers": ("heidi", "ivan"),
    "break-glass": ("alice",),
}
# Name, system policies, custom policies, and who may do that where
ROLE_CONFIGURATIONS: tuple[tuple[str, tuple[str, ...], dict[str, str], dict[str, tuple[str, ...]]], ...] = (
    (
        "platform-operator",
        ("QcloudTKEFullAccess", "QcloudCVMReadOnlyAccess"),
        {
            "no-deletion": '{"version":"2.0","statement":[{"effect":"deny","action":["cvm:Terminate*"],"resource":["*"]}]}'
        },
        {
            "platform-prod": ("platform-admins",),
            "platform-test": ("platform-admins", "platform-developers"),
        },
    ),
    ("auditor", ("ReadOnlyAccess",), {}, {"finance-reports": ("finance-viewers",), "data-lake": ("data-engineers",)}),
)


def demo_world() -> World:
    """Eight departments, seven members, fourteen users, six groups, two role configurations with five assignments.

    One group and four users come from SCIM.
    """
    world = World()
    for name, parent in DEPARTMENTS:
        world.add_node(name, parent)
    for name, department, remark in MEMBERS:
        world.add_member(name, department, remark=remark)
    _refine_members(world)
    for name in MANUAL_USERS:
        _add_user(world, name, "Manual")
    for name in SYNCHRONIZED_USERS:
        _add_user(world, name, "Synchronized")
    world.user("ivan@example.com").status = "Disabled"
    for group, users in GROUPS.items():
        world.add_group(group, description="Managed with orgkit.cloud")
        world.join(group, *(name + "@example.com" for name in users))
    world.add_group("directory-everyone", "Synchronized", "Delivered by the company directory")
    world.join("directory-everyone", *(name + "@example.com" for name in SYNCHRONIZED_USERS))
    for name, policies, custom_policies, grants in ROLE_CONFIGURATIONS:
        world.add_role_configuration(name, policies, custom_policies)
        for account, principals in grants.items():
            world.assign(name, account, *principals)
    return world


def _refine_members(world: World) -> None:
    """Some accounts are paid for by the management account, one came by invitation, one may leave."""
    paid = world.member("platform-prod")
    paid.permissions, paid.pay_uin = (1, 2, 7), str(world.host_uin)
    paid.tags = {"environment": "production"}
    invited = world.member("legacy-shop")
    invited.member_type, invited.bind_status = "Invite", "Success"
    world.member("sandbox-shared").bind_status = "Success"


def _add_user(world: World, name: str, user_type: str) -> None:
    world.add_user(name + "@example.com", name + "@example.com", name.capitalize() + " Example", user_type)

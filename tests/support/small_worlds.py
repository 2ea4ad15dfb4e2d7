# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The small organizations that most tests begin with, one in each cloud."""

from __future__ import annotations

from simulators.csp import CspWorld
from simulators.tencent import World

TENCENT_GROUPS = {
    "platform-admins": ("alice", "bob"),
    "viewers": ("bob", "carol", "dave", "erin"),
    "auditors": (),
}
CSP_GROUPS = {
    "operators": ("alice@example.com", "bob@example.com"),
    "viewers": ("bob@example.com", "carol@example.com", "dave@example.com", "erin@example.com"),
    "auditors": (),
    "mixed": ("alice@example.com", "bob@example.com"),
}


def tencent_organization() -> World:
    """Three departments, four accounts, eight users (two of them from SCIM), four groups (one of them from SCIM)."""
    world = World()
    world.add_node("Engineering")
    world.add_node("Platform", "Engineering")
    world.add_node("Finance")
    world.add_member("data-lake", "Platform", remark="Warehouse")
    world.add_member("web-shop", "Platform", (1, 2, 7), pay_uin=str(world.host_uin), tags={"stage": "production"})
    world.add_member("partner", "Finance", member_type="Invite", bind_status="Success")
    for name in ("alice", "bob", "carol", "dave", "erin"):
        world.add_user(f"{name}@example.com", f"{name}@example.com", name.capitalize())
    world.add_user("frank", "frank.f@example.com", "Frank")
    for name, users in TENCENT_GROUPS.items():
        world.add_group(name)
        world.join(name, *(f"{user}@example.com" for user in users))
    world.add_group("directory", "Synchronized")
    for name in ("mallory", "niaj"):
        world.join("directory", world.add_user(f"{name}@example.com", f"{name}@example.com", user_type="Synchronized"))
    return world


def assigned_organization() -> World:
    """The same with two role configurations: one in two accounts, one in a third, for users and groups."""
    world = tencent_organization()
    world.add_role_configuration("operator")
    world.add_role_configuration("auditor")
    world.assign("operator", "data-lake", "alice@example.com", "bob@example.com", "viewers")
    world.assign("operator", "web-shop", "alice@example.com")
    world.assign("auditor", "web-shop", "platform-admins", "carol@example.com")
    return world


def csp_organization() -> CspWorld:
    """Eleven users and the caller, four custom groups (one with a nested one), and one group of each other type."""
    world = CspWorld()
    world.add_user("admin@example.com", role="org_owner")
    for name in ("alice", "bob", "carol", "dave", "erin"):
        world.add_user(f"{name}@example.com", first_name=name.capitalize())
    # User name, account and e-mail address differ, also in case.
    world.add_user("Frank.Fischer@example.com", "frank@mail.example.org", "ffischer")
    # Federated users, whose names have no domain.
    world.add_user("mallory", "m.meyer@mail.example.org", "mmeyer", "corp.example.com")
    world.add_user("niaj", "n.nadir@mail.example.org", "nnadir", "corp.example.com")
    # One person with two identities: the old one cannot sign in any more.
    world.add_user("dora.old@example.com", "dora@mail.example.org", accessible=False)
    world.add_user("dora", "dora@mail.example.org", domain="corp.example.com")
    world.add_user("judy@example.com")
    for name, users in CSP_GROUPS.items():
        world.add_group(name, description=f"The {name}")
        world.join(name, *users)
    world.add_group("directory", "AD_GROUP")
    world.join("directory", "mallory", "niaj")
    world.nest("mixed", "directory")
    world.add_group("shared", "SHARED_GROUP")
    world.join("shared", "alice@example.com")
    world.add_group("everybody", "DOMAIN_GROUP")
    world.join("everybody", "alice@example.com")
    return world

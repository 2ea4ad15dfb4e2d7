# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small organization that looks like a real one, and an empty one, for demos and for playing by hand."""

from __future__ import annotations

from .records import AD_GROUP
from .world import CspWorld

PEOPLE = (
    ("alice", "Alice", "Abbott"),
    ("bob", "Bob", "Brandt"),
    ("carol", "Carol", "Castillo"),
    ("dave", "Dave", "Dietrich"),
    ("erin", "Erin", "Evans"),
    ("frank", "Frank", "Fischer"),
    ("grace", "Grace", "Green"),
    ("heidi", "Heidi", "Huber"),
    ("ivan", "Ivan", "Ivanov"),
    ("judy", "Judy", "Jensen"),
)
GROUPS = {
    "organization-owners": ("Own this organization", ("org_owner",), ("admin",)),
    "platform-operators": ("Run the clusters", ("org_member",), ("alice", "bob", "carol", "dave")),
    "billing-viewers": ("See what it costs", (), ("erin", "frank")),
    "auditors": ("Read everything, change nothing", (), ("grace",)),
}
# The services of the organization with their roles, and which group has which of them.
SERVICES = {"cluster-service": ("cluster-admin", "cluster-viewer"), "cost-service": ("cost-viewer",)}
SERVICE_ROLES = (
    ("platform-operators", "cluster-service", "cluster-admin"),
    ("billing-viewers", "cost-service", "cost-viewer"),
    ("auditors", "cluster-service", "cluster-viewer"),
    ("auditors", "cost-service", "cost-viewer"),
)


def empty_world() -> CspWorld:
    """Give an organization with nobody but its owner. The platform knows judy, and nobody else whom one may invite."""
    world = CspWorld("Example Empty Organization")
    world.add_user("admin@example.com", first_name="Ada", last_name="Admin", role="org_owner")
    world.add_user("judy@example.com", first_name="Judy", last_name="Jensen", in_org=False)
    for service, service_roles in SERVICES.items():
        world.add_service(service, *service_roles)
    world.stranger_mode = "invite"
    return world


def demo_world() -> CspWorld:
    """Give an organization of twelve users and five groups, one of them an enterprise group inside another.

    One invitation is open, and one has expired.
    """
    world = CspWorld("Example Cloud Team")
    world.add_user("admin@example.com", first_name="Ada", last_name="Admin", role="org_owner")
    for name, first_name, last_name in PEOPLE:
        world.add_user(f"{name}@example.com", first_name=first_name, last_name=last_name)
    # A federated account: its user name has no domain, and its address is another one.
    world.add_user("mallory", "m.meyer@corp.example.com", "mmeyer", "corp.example.com", "Mallory", "Meyer")
    for group, (description, roles, members) in GROUPS.items():
        world.add_group(group, description=description, roles=roles)
        world.join(group, *(f"{name}@example.com" for name in members))
    world.add_group("network-team", AD_GROUP)
    world.join("network-team", "heidi@example.com", "mallory")
    world.nest("platform-operators", "network-team")
    for service, service_roles in SERVICES.items():
        world.add_service(service, *service_roles)
    for group, service, role in SERVICE_ROLES:
        world.grant(group, role, service=service)
    world.invite("nina@example.com", ["billing-viewers"], invited_by="admin@example.com")
    world.invite("oscar@example.com", ["auditors"], invited_by="admin@example.com", days_ago=30)
    world.stranger_mode = "invite"
    return world

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_group_info has to show."""

from __future__ import annotations

from simulators.tencent import World
from support.cases import Case, Refusal

LIST = {"DescribeIdentityCenter": 1, "ListGroups": 1}


def world() -> World:
    """Some users and groups."""
    world = World()
    world.add_user("alice@example.com", "alice@example.com", "Alice Example")
    world.add_user("bob", status="Disabled")
    world.add_group("admins", description="All of it")
    world.add_group("viewers")
    world.join("admins", "bob")
    return world


CASES = [
    Case("all", {}, LIST),
    Case("one by name, one by id", {"groups": ["admins", world().group("viewers").id]}, LIST),
    Case("with the zone", {"zone_id": world().zone_id}, {"ListGroups": 1}),
]
REFUSALS = [
    Refusal("unknown", {"groups": ["viewerz"]}, "unresolved_names", "near: viewers"),
    Refusal("a template", {"groups": ["{{ x }}"]}, "invalid_input", "is not a name", before_any_request=True),
    Refusal(
        "switched off",
        {},
        "not_editable",
        "Identity Center is switched off",
        prepare=lambda world: setattr(world, "service_open", False),
    ),
]

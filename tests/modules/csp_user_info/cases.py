# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_user_info has to show."""

from __future__ import annotations

import time

from simulators.csp import CspWorld
from support.cases import Case, Refusal

# Invitations of two worlds expire at the same moment.
NOW = time.time()
LIST = {"token": 1, "list_users": 1, "list_invitations": 1, "get_invitation": 3}


def world() -> CspWorld:
    """Users, and invitations that are open, expired and revoked."""
    world = CspWorld()
    world.clock = lambda: NOW
    world.add_user("admin@example.com", role="org_owner")
    world.add_user("alice@example.com", first_name="Alice", last_name="Abbott")
    world.add_group("operators", roles=["developer"])
    world.join("operators", "alice@example.com")
    world.invite("open@example.com", ["operators"])
    world.invite("expired@example.com", days_ago=8)
    world.revoke(world.invitations[world.invite("revoked@example.com")])
    return world


CASES = [
    Case("all", {}, LIST),
    Case("one by name, one by id", {"users": ["open@example.com", world().user("alice@example.com").id]}, LIST),
]
REFUSALS = [
    Refusal("unknown", {"users": ["alize@example.com"]}, "unresolved_names", "Unknown user"),
    Refusal("a template", {"users": ["{{ x }}"]}, "invalid_input", "is not a name", before_any_request=True),
]

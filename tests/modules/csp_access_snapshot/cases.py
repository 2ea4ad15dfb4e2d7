# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_access_snapshot has to show."""

from __future__ import annotations

import tempfile
from pathlib import Path

from simulators.csp import CspWorld
from support.cases import Case, Refusal

DEST = str(Path(tempfile.mkdtemp(prefix="orgkit-")) / "csp.jsonl")
LISTS = {"token": 1, "list_users": 1, "list_groups": 1, "list_invitations": 1}


def world() -> CspWorld:
    """Two groups with people, one of them by a nested enterprise group; roles and an invitation."""
    world = CspWorld()
    for name in ("alice", "bob", "carol"):
        world.add_user(f"{name}@example.com")
    world.add_service("clusters", "reader")
    world.add_group("operators", roles=["org_member"])
    world.join("operators", "alice@example.com", "bob@example.com")
    world.grant("operators", "reader", service="clusters")
    world.add_group("directory", "AD_GROUP")
    world.join("directory", "carol@example.com")
    world.nest("operators", "directory")
    world.invite("dave@example.com", ["operators"], invited_by="alice@example.com")
    return world


CASES = [
    # The group with a nested one is read twice: its number of users is not that of its direct members.
    Case("everything", {"dest": DEST}, {**LISTS, "list_group_users": 3, "get_invitation": 1}),
    Case(
        "people and groups",
        {"dest": DEST, "include": ["user", "group"]},
        {"token": 1, "list_users": 1, "list_groups": 1},
    ),
]
REFUSALS = [
    Refusal(
        "an unknown kind", {"dest": DEST, "include": ["users"]}, "invalid_input", "Known are", before_any_request=True
    ),
    Refusal("no path", {"dest": " "}, "invalid_input", "dest is blank", before_any_request=True),
    Refusal("no folder", {"dest": f"{DEST}/absent/csp.jsonl"}, "invalid_input", "cannot be written"),
]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of faults in Cloud Services have in common: tasks for every action, kinds of faults, and what must hold after them."""

from __future__ import annotations

from typing import Any

from simulators.csp import CspSimulator, CspWorld
from simulators.csp.spoiling import CSP_KINDS
from simulators.faults import KINDS
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))
PARTNER = "partner@example.org"
ADD, REMOVE = "add_group_users", "remove_group_users"
ALL_KINDS = sorted({*KINDS, *CSP_KINDS})
SWAP: Params = {"group": "viewers", "users": [ALICE, BOB, CAROL, DAVE], "exclusive": True}
WRITES: dict[str, tuple[Params, str, bool]] = {
    ADD: ({"group": "operators", "users": [CAROL]}, "operators", True),
    REMOVE: ({"group": "operators", "users": [BOB], "state": "absent"}, "operators", False),
}
INVITE: Params = {"group": "operators", "users": [PARTNER, CAROL], "invite_unknown": True}
READS: dict[str, Params] = {
    "token": SWAP,
    "list_groups": SWAP,
    "list_group_users": SWAP,
    "list_users": SWAP,
    "groups_of_user": {"all_groups": True, "users": [BOB], "state": "absent"},
    "list_invitations": INVITE,
    "get_invitation": INVITE,
}


def agrees(result: dict[str, Any], world: CspWorld) -> None:
    """What is reported done is in the world, and what is in the world is reported; only "unknown" may be either."""
    for row in result["changes"]:
        if row["status"] == "outcome_unknown":
            continue
        name, group = row["subject"]["name"], world.group(row["target"]["name"])
        is_member = name in world.members_of(group.id)
        if row["action"] == "invite" and not is_member:
            assert row["status"] != "done", row
            assert (row["status"] == "pending") == (world.pending_for(name, group.id) is not None), row
        else:
            assert (row["status"] == "done") == (is_member != (row["action"] == "remove")), row
    for row in result.get("memberships", ()):
        members = world.members_of(row["group"]["id"])
        assert members.issuperset(row["added"]), row
        assert not members.intersection(row["removed"]), row


def converges(road: Road, world: CspWorld, **params: Any) -> None:
    """Without faults a second run brings the wished state, a third one changes nothing."""
    second = road(**params)
    assert not second["failed"], second["msg"]
    agrees(second, world)
    third = road(**params)
    assert (third["failed"], third["changed"], third["changes"]) == (False, False, [])


def writes(simulator: CspSimulator) -> list[str]:
    return [entry["action"] for entry in simulator.log.writes()]


def is_fulfilled(world: CspWorld, action: str) -> bool:
    params, group, member = WRITES[action]
    return (params["users"][0] in world.members_of(group)) is member

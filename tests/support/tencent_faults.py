# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of faults in Tencent have in common: tasks for every action, kinds of faults, and what must hold after them."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

from simulators.tencent import TencentSimulator, World
from support.accounts_shown import has_account, is_updated
from support.road import Road

ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
CREATE = "CreateOrganizationMember"
NEW: dict[str, Any] = {"name": "new-account", "node": "/Finance", "permissions": [1, 2], "remark": "Fresh"}


class Work(NamedTuple):
    """A task, and how to see in the world which of its changes are there: action of the change -> whether it is."""

    module: str
    params: dict[str, Any]
    shown: dict[str, Callable[[World], bool]]


WRITES = {
    "AddUserToGroup": Work(
        "group_user",
        {"group": "platform-admins", "users": [CAROL]},
        {"add": lambda world: CAROL in world.members_of("platform-admins")},
    ),
    "RemoveUserFromGroup": Work(
        "group_user",
        {"group": "platform-admins", "users": [BOB], "state": "absent"},
        {"remove": lambda world: BOB not in world.members_of("platform-admins")},
    ),
    CREATE: Work("org_member", NEW, {"create": has_account("new-account")}),
    "UpdateOrganizationMember": Work(
        "org_member", {"name": "data-lake", "remark": "", "permissions": [1, 2, 4]}, {"update": is_updated}
    ),
    "MoveOrganizationNodeMembers": Work(
        "org_member",
        {"name": "data-lake", "node": "Finance"},
        {"move": lambda world: world.member("data-lake").node == world.node("Finance").id},
    ),
    "DeleteOrganizationMembers": Work(
        "org_member", {"name": "partner", "state": "absent"}, {"leave": lambda world: not has_account("partner")(world)}
    ),
}
SWAP: dict[str, Any] = {"group": "viewers", "users": [ALICE, BOB, CAROL, DAVE], "exclusive": True}
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "DescribeIdentityCenter": ("group_user", SWAP),
    "ListGroups": ("group_user", SWAP),
    "ListGroupMembers": ("group_user", SWAP),
    "ListUsers": ("group_user", SWAP),
    "ListJoinedGroupsForUser": ("group_user", {"all_groups": True, "users": [BOB], "state": "absent"}),
    "DescribeOrganizationMembers": ("org_member", NEW),
    "DescribeOrganizationNodes": ("org_member", NEW),
    "DescribeOrganization": ("org_member", {"name": "partner", "state": "absent"}),
}


def sent(simulator: TencentSimulator, action: str) -> int:
    return simulator.log.calls().get(action, 0)


def agrees(result: dict[str, Any], world: World, shown: dict[str, Callable[[World], bool]]) -> None:
    """What is reported done is in the world, and what is in the world is reported; only "unknown" may be either."""
    for row in result["changes"]:
        if row["status"] != "outcome_unknown":
            assert (row["status"] == "done") == shown[row["action"]](world), row


def converges(road: Road, params: dict[str, Any], world: World, shown: dict[str, Callable[[World], bool]]) -> None:
    """Without faults a second run brings the wished state, a third one changes nothing."""
    second = road(**params)
    assert not second["failed"], second["msg"]
    assert all(is_there(world) for is_there in shown.values())
    third = road(**params)
    assert (third["failed"], third["changed"], third["changes"]) == (False, False, [])


def acknowledged(action: str) -> str:
    """The status of an acknowledged change that nobody could look at: new permissions may wait for the member's consent."""
    return "pending" if action == "UpdateOrganizationMember" else "done"

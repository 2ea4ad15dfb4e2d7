# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is in which group after a task of tencent_cic_group_user."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.memberships import Rows, entry, removed, rows, statuses
from support.road import Road
from support.stage import disagreements

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
MALLORY, NIAJ = "mallory@example.com", "niaj@example.com"
BOTH_OF_BOB = [*removed("platform-admins", BOB), *removed("viewers", BOB)]
WISHES: dict[str, tuple[Params, Rows]] = {
    "present": (entry("platform-admins", CAROL, ALICE), [("add", CAROL, "platform-admins")]),
    "absent": (entry("viewers", DAVE, state="absent"), [("remove", DAVE, "viewers")]),
    "absent, is no member": (entry("viewers", ALICE, state="absent"), []),
    "blank elements": (entry(" viewers ", "  ", f" {ALICE} ", ""), [("add", ALICE, "viewers")]),
    "only blank elements": (entry("viewers", " "), []),
    "the same user twice": (entry("viewers", ALICE, ALICE.upper()), [("add", ALICE, "viewers")]),
    "exclusive within 25%": (
        entry("viewers", ALICE, BOB, CAROL, DAVE, exclusive=True),
        [("add", ALICE, "viewers"), ("remove", ERIN, "viewers")],
    ),
    "exclusive, number": (
        entry("viewers", BOB, exclusive=True, max_removals="3"), removed("viewers", CAROL, DAVE, ERIN),
    ),
    "exclusive, percentage rounded up": (
        entry("viewers", BOB, CAROL, exclusive=True, max_removals="26%"), removed("viewers", DAVE, ERIN),
    ),
    "exclusive and empty": (
        entry("platform-admins", exclusive=True, allow_empty=True, max_removals="100%"),
        removed("platform-admins", ALICE, BOB),
    ),
    "protected are kept": (entry("viewers", BOB, CAROL, exclusive=True, protected_users=[DAVE, ERIN.upper()]), []),
    "many groups, entry wins over task": (
        {
            "state": "absent",
            "memberships": [
                entry("viewers", BOB),
                entry("auditors", BOB, state="present"),
                entry("platform-admins", BOB, state="present", exclusive=True, max_removals="50%"),
            ],
        },
        [("add", BOB, "auditors"), ("remove", ALICE, "platform-admins"), ("remove", BOB, "viewers")],
    ),
    "exclusive, limits and protection are inherited": (
        {
            "exclusive": True, "max_removals": "50%", "allow_empty": True, "protected_users": [ALICE],
            "memberships": [entry("auditors"), entry("platform-admins"), entry("viewers", BOB, exclusive=False)],
        },
        [("remove", BOB, "platform-admins")],
    ),
    "an entry may clear the protection": (
        {
            "exclusive": True, "max_removals": "50%", "protected_users": [ALICE],
            "memberships": [entry("platform-admins", BOB, protected_users=[])],
        },
        [("remove", ALICE, "platform-admins")],
    ),
    "everybody out of all groups": (
        {"all_groups": True, "users": [BOB], "state": "absent"}, BOTH_OF_BOB,
    ),
    "leaver named twice": (
        {"all_groups": True, "users": [ALICE, ALICE.upper()], "state": "absent"}, removed("platform-admins", ALICE),
    ),
    "leaver without a group": ({"all_groups": True, "users": ["frank"], "state": "absent"}, []),
    "the unchanged synchronized group": (entry("directory", MALLORY, NIAJ, exclusive=True), []),
    "no entries": ({"memberships": []}, []),
    "total within its limit": (entry("viewers", BOB, CAROL, state="absent", max_total_removals=2), removed("viewers", BOB, CAROL)),
}  # fmt: skip


@pytest.mark.parametrize(("params", "expected"), WISHES.values(), ids=WISHES)
def test_check_mode_predicts_the_run_and_a_second_run_changes_nothing(
    world: World,
    simulator: TencentSimulator,
    group_user: Road,
    params: Params,
    expected: Rows,
) -> None:
    before = {group.name: world.members_of(group.name) for group in world.groups.values()}
    checked = group_user(check_mode=True, **params)
    assert not checked["failed"], checked["msg"]
    assert rows(checked) == expected
    assert statuses(checked) <= {"planned"}
    assert simulator.log.writes() == []

    done = group_user(**params)
    assert not done["failed"], done["msg"]
    assert not disagreements(checked, done)
    assert statuses(done) <= {"done"}
    for name in ("changed", "diff", "memberships", "summary", "unknown_users", "not_removable"):
        assert done[name] == checked[name], name
    assert done["changed"] == bool(expected)
    assert len(simulator.log.writes()) == done["api"]["writes"] == len(expected)
    for action, user, group in expected:
        before[group] = before[group] | {user} if action == "add" else before[group] - {user}
    assert before == {group.name: world.members_of(group.name) for group in world.groups.values()}

    again = group_user(**params)
    assert (again["failed"], again["changed"], again["changes"], again["api"]["writes"]) == (False, False, [], 0)


@pytest.mark.parametrize("by_id", [False, True])
def test_entries_of_the_same_group_are_merged(world: World, group_user: Road, by_id: bool) -> None:
    group = world.group("viewers").id if by_id else "VIEWERS"
    result = group_user(
        memberships=[entry("viewers", ALICE), entry(group, BOB, state="absent"), entry(group, ALICE, CAROL)]
    )
    assert rows(result) == [("add", ALICE, "viewers"), ("remove", BOB, "viewers")]
    assert len(result["memberships"]) == 1
    assert result["memberships"][0]["unchanged_count"] == 1


def test_synchronized_groups_and_users_can_be_changed_while_synchronization_is_off(
    world: World, group_user: Road
) -> None:
    world.scim_enabled = False
    world.leave("directory", NIAJ)
    group_user(memberships=[entry("directory", NIAJ), entry("directory", MALLORY, state="absent")])
    assert world.members_of("directory") == {NIAJ}


def test_what_an_earlier_task_creates_can_be_assumed_in_check_mode_only(world: World, group_user: Road) -> None:
    params: Params = {
        "memberships": [entry("new-group", "newcomer@example.com", ALICE), entry("viewers", "newcomer@example.com")],
        "assume_present": {"users": ["newcomer@example.com", BOB], "groups": ["new-group", "viewers"]},
    }
    checked = group_user(check_mode=True, **params)
    assert not checked["failed"], checked["msg"]
    assert [(row["subject"]["id"] is None, row["target"]["id"] is None) for row in checked["changes"]] == [
        (False, True), (True, True), (True, False)
    ]  # fmt: skip
    real = group_user(**params)
    assert {item["name"] for item in real["error"]["items"]} == {"new-group", "newcomer@example.com"}
    world.add_user("newcomer@example.com")
    world.add_group("new-group")
    assert rows(group_user(**params)) == rows(checked)


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_row_of_memberships_says_what_happens_and_the_lists_come_on_demand(
    group_user: Road, check_mode: bool
) -> None:
    params = entry("viewers", ALICE, BOB, CAROL, exclusive=True, max_removals="50%", protected_users=[ERIN])
    result = group_user(check_mode=check_mode, return_members=True, **params)
    (row,) = result["memberships"]
    assert row.pop("group")["name"] == "viewers"
    assert row == {
        "members_count": 4, "unchanged_count": 2, "added": [ALICE], "removed": [DAVE], "kept": [ERIN], "pending": [],
        "failed": [], "not_tried": [], "outcome_unknown": [], "unknown_users": [], "members": [ALICE, BOB, CAROL, ERIN],
    }  # fmt: skip
    assert result["diff"]["before"] == f"viewers: {DAVE}\n"
    assert result["diff"]["after"] == f"viewers: {ALICE}\n"
    assert result["msg"] == ("1 to add, 1 to remove" if check_mode else "1 added, 1 removed") + " in 1 of 1 group."
    assert "members" not in group_user(check_mode=True, **params)["memberships"][0]


def test_the_order_of_the_input_does_not_matter(group_user: Road) -> None:
    entries = [entry("viewers", ALICE, "frank"), entry("auditors", DAVE, CAROL), entry("platform-admins", BOB)]
    one = group_user(check_mode=True, memberships=entries)
    turned = [{**row, "users": row["users"][::-1]} for row in entries[::-1]]
    assert group_user(check_mode=True, memberships=turned) == one

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is in which group after a task of csp_group_users, and what is sent for it."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.csp.records import StaleView
from support.memberships import entry, rows
from support.road import Road

Params = dict[str, Any]
Settled = Callable[..., dict[str, Any]]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
FRANK = "Frank.Fischer@example.com"
WISHES: dict[str, tuple[Params, list[tuple[str, str, str]]]] = {
    "present": (entry("operators", CAROL, ALICE), [("add", CAROL, "operators")]),
    "absent": (entry("viewers", DAVE, ALICE, state="absent"), [("remove", DAVE, "viewers")]),
    "blank elements": (entry(" viewers ", "  ", f" {ALICE} ", ""), [("add", ALICE, "viewers")]),
    "the same user twice": (entry("operators", FRANK, "ffischer"), [("add", FRANK, "operators")]),
    "exclusive within 25%": (
        entry("viewers", ALICE, BOB, CAROL, DAVE, exclusive=True),
        [("add", ALICE, "viewers"), ("remove", ERIN, "viewers")],
    ),
    "exclusive, number": (
        entry("viewers", BOB, exclusive=True, max_removals="3"),
        [("remove", user, "viewers") for user in (CAROL, DAVE, ERIN)],
    ),
    "exclusive, empty": (
        entry("operators", exclusive=True, allow_empty=True, max_removals="100%"),
        [("remove", user, "operators") for user in (ALICE, BOB)],
    ),
    "protected are kept": (entry("viewers", BOB, CAROL, exclusive=True, protected_users=[DAVE, ERIN.upper()]), []),
    "nested members are not touched": (
        entry("mixed", ALICE, exclusive=True, max_removals="1"),
        [("remove", BOB, "mixed")],
    ),
    "nested and unlisted": (entry("mixed", ALICE, BOB, exclusive=True), []),
    "nested members can be added directly": (entry("mixed", "mallory"), [("add", "mallory", "mixed")]),
    "many groups, entry wins over task": (
        {
            "state": "absent",
            "memberships": [
                entry("viewers", BOB),
                entry("auditors", BOB, state="present"),
                entry("operators", BOB, state="present", exclusive=True, max_removals="50%"),
            ],
        },
        [("add", BOB, "auditors"), ("remove", ALICE, "operators"), ("remove", BOB, "viewers")],
    ),
    "options of the task are inherited": (
        {
            "exclusive": True,
            "max_removals": "50%",
            "allow_empty": True,
            "protected_users": [ALICE],
            "memberships": [entry("auditors"), entry("operators"), entry("viewers", BOB, exclusive=False)],
        },
        [("remove", BOB, "operators")],
    ),
    "merged entries": (
        {"memberships": [entry("auditors", ALICE), entry("auditors", BOB, ALICE), entry("auditors", CAROL)]},
        [("add", user, "auditors") for user in (ALICE, BOB, CAROL)],
    ),
    "enterprise group, as it is": (entry("directory", "mallory"), []),
    "shared group, as it is": (entry("shared", BOB, state="absent"), []),
    "domain group, as it is": (entry("everybody", ALICE, exclusive=True), []),
}


@pytest.mark.parametrize("name", WISHES)
def test_check_mode_predicts_the_run_and_a_second_run_changes_nothing(settled: Settled, name: str) -> None:
    params, expected = WISHES[name]
    assert rows(settled(**params)) == expected


def test_a_group_with_wish_and_anti_wish_in_several_entries_is_merged_by_id(settled: Settled, world: CspWorld) -> None:
    group_id = world.group("operators").id
    merged = [entry("operators", CAROL), entry(group_id, BOB, state="absent"), entry("OPERATORS", DAVE)]
    done = settled(memberships=merged)
    assert world.members_of("operators") == {ALICE, CAROL, DAVE}
    assert [row["group"] for row in done["memberships"]] == [{"id": group_id, "name": "operators"}]


def test_a_user_who_was_removed_meanwhile_is_no_failure(group_users: Road, world: CspWorld) -> None:
    before = list(world.group("viewers").direct)
    world.leave("viewers", DAVE)
    world.stale[world.group("viewers").id] = StaleView(before, 1)
    result = group_users(**entry("viewers", DAVE, ERIN, state="absent"))
    assert not result["failed"], result["msg"]
    assert world.members_of("viewers") == {BOB, CAROL}
    assert result["memberships"][0]["members_count"] == 2


@pytest.mark.parametrize("mode", ["succeeded", "conflict"])
def test_a_user_who_was_added_meanwhile_is_no_failure(group_users: Road, world: CspWorld, mode: str) -> None:
    world.duplicate_mode = mode
    before = list(world.group("operators").direct)
    world.join("operators", CAROL)
    world.stale[world.group("operators").id] = StaleView(before, 1)
    result = group_users(**entry("operators", CAROL))
    assert not result["failed"], result["msg"]
    assert world.members_of("operators") == {ALICE, BOB, CAROL}
    assert result["memberships"][0]["members_count"] == 3


def test_a_leaver_without_such_groups_is_gone_and_stays_gone(settled: Settled, world: CspWorld) -> None:
    assert rows(settled(all_groups=True, users=[BOB], state="absent")) == [
        ("remove", BOB, group) for group in ("mixed", "operators", "viewers")
    ]
    assert not any(BOB in world.members_of(group) for group in ("mixed", "operators", "viewers"))


def test_complete_lists_are_returned_when_asked_for(settled: Settled) -> None:
    done = settled(**entry("operators", CAROL, exclusive=True, max_removals="100%"), return_members=True)
    (row,) = done["memberships"]
    assert (row["members"], row["members_count"], row["added"], row["removed"]) == ([CAROL], 1, [CAROL], [ALICE, BOB])
    assert "members" not in settled(**entry("operators", CAROL))["memberships"][0]


def test_45_users_are_added_in_3_requests_and_removed_in_3(
    settled: Settled, simulator: CspSimulator, world: CspWorld
) -> None:
    many = [f"user{number:02}@example.com" for number in range(45)]
    ids = {world.add_user(name) for name in many}
    settled(**entry("auditors", *many))
    posts = [entry["body"]["usernamesToAdd"] for entry in simulator.log.writes()]
    assert sorted(map(len, posts)) == [5, 20, 20]
    assert sorted(name for post in posts for name in post) == many
    simulator.log.clear()
    settled(**entry("auditors", exclusive=True, allow_empty=True, max_removals="100%"))
    writes = simulator.log.writes()
    assert {entry["action"] for entry in writes} == {"remove_group_users"}
    assert sorted(len(entry["body"]["ids"]) for entry in writes) == [5, 20, 20]
    assert {user_id for entry in writes for user_id in entry["body"]["ids"]} == ids


def test_the_lists_ask_for_direct_members_and_group_ids_are_quoted(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    group_users(**entry("directory", "mallory"), return_members=True)
    (listed,) = (entry for entry in simulator.log.entries if entry["action"] == "list_group_users")
    assert "/groups/directory%40corp.example.com/users?" in listed["url"]
    assert "onlyDirectUsers=true" in listed["url"]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results have the keys that RETURN tells, in every case; what the info module gives changes nothing as input."""

from __future__ import annotations

from typing import Any

from simulators.csp import CspSimulator, CspWorld
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))


def as_found(info: Road, module: Road, simulator: CspSimulator, **params: Any) -> list[Params]:
    """What the info module gives, after it was proved to change nothing as input."""
    memberships: list[Params] = info(**params)["as_input"]["memberships"]
    result = module(memberships=memberships)
    assert (result["failed"], result["changed"], result["changes"]) == (False, False, []), result["msg"]
    assert simulator.log.writes() == []
    return memberships


def test_what_was_found_changes_nothing_as_input(
    group_users_info: Road, group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    # Names that mean several groups or members, in other cases too, and the caller among the members.
    world.add_group("operators", "AD_GROUP")
    world.join(world.add_group("Viewers"), ALICE)
    first, second = (world.add_user("sam", domain=domain) for domain in ("corp.example.com", "lab.example.com"))
    world.join("auditors", "dora", "dora.old@example.com", "Frank.Fischer@example.com", "mallory", first, second)
    world.join("mixed", world.add_user("dora@mail.example.org"), "dora", "admin@example.com")
    memberships = as_found(group_users_info, group_users, simulator)
    assert len(memberships) == len(world.visible_groups())
    by_group = {entry["group"]: entry for entry in memberships}
    assert by_group["directory"] == {"group": "directory", "users": ["mallory", "niaj"], "exclusive": True}
    assert by_group["auditors"]["exclusive"]
    assert {first, second} <= set(by_group["auditors"]["users"])
    assert "operators" not in by_group
    assert "viewers" not in by_group


def test_an_empty_group_is_found_and_stays_empty(
    group_users_info: Road, group_users: Road, simulator: CspSimulator
) -> None:
    memberships = as_found(group_users_info, group_users, simulator, groups=["Auditors"])
    assert memberships == [{"group": "auditors", "users": [], "exclusive": True, "allow_empty": True}]


def test_the_memberships_of_some_users_change_nothing_as_input(
    group_users_info: Road, group_users: Road, simulator: CspSimulator
) -> None:
    memberships = as_found(group_users_info, group_users, simulator, users=[ALICE, "MALLORY"])
    assert {entry["group"]: entry["users"] for entry in memberships if entry["users"]} == {
        "directory": ["mallory"],
        "everybody": [ALICE],
        "mixed": [ALICE],
        "operators": [ALICE],
        "shared": [ALICE],
    }
    assert not any(entry["exclusive"] for entry in memberships)


def test_what_was_found_brings_a_changed_group_back(
    group_users_info: Road, group_users: Road, world: CspWorld, simulator: CspSimulator
) -> None:
    before = group_users_info()["as_input"]["memberships"]
    world.leave("operators", ALICE)
    world.join("auditors", DAVE)
    result = group_users(memberships=before, max_removals="100%")
    assert not result["failed"], result["msg"]
    assert (world.members_of("operators"), world.members_of("auditors")) == ({ALICE, BOB}, set())


def test_inherited_members_are_told_apart_from_direct_ones(group_users_info: Road, world: CspWorld) -> None:
    world.join("mixed", "mallory")
    (row,) = group_users_info(groups=["mixed"], include_inherited=True)["groups"]
    assert [user["name"] for user in row["members"]] == [ALICE, BOB, "mallory"]
    assert [user["name"] for user in row["inherited_members"]] == ["niaj"]
    assert row["members_count"] == 3
    assert "inherited_members" not in group_users_info(groups=["mixed"])["groups"][0]
    (row,) = group_users_info(groups=["mixed"], users=["niaj"], include_inherited=True)["groups"]
    assert (row["members"], [user["name"] for user in row["inherited_members"]]) == ([], ["niaj"])


def test_user_rows_tell_who_somebody_is(group_users_info: Road, world: CspWorld) -> None:
    world.join("auditors", "dora.old@example.com", ALICE)
    (row,) = group_users_info(groups=["auditors"])["groups"]
    alice, dora = row["members"]
    assert alice == {
        "id": world.user(ALICE).id,
        "name": ALICE,
        "email": ALICE,
        "display_name": "Alice",
        "type": "vmwareid",
        "status": "accessible",
        "joined": None,
    }
    assert (dora["email"], dora["status"]) == ("dora@mail.example.org", "inaccessible")
    assert (row["id"], row["type"], row["description"]) == (world.group("auditors").id, "USER_GROUP", "The auditors")

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In doubt nobody is meant: ambiguous, exact, protected and unknown names."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.memberships import entry, rows
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_name_that_fits_several_means_nobody_also_when_one_of_them_is_a_member(
    world: World, simulator: TencentSimulator, group_user: Road, state: str
) -> None:
    world.add_user("alice-2", ALICE)
    world.add_user("ALICE@example.com")
    result = group_user(group="platform-admins", users=["Alice@Example.com"], state=state)
    assert (result["failed"], result["error"]["code"], simulator.log.writes()) == (True, "ambiguous_name", [])
    exact = group_user(group="platform-admins", users=[ALICE])
    assert (exact["failed"], exact["changed"]) == (False, False)


def test_an_ambiguous_name_stays_one_when_others_of_its_meanings_are_named_too(world: World, group_user: Road) -> None:
    first, second = world.add_user("jane", "jane@corp.example.com"), world.add_user("jane-2", "jane@corp.example.com")
    for state in ("present", "absent"):
        result = group_user(group="viewers", users=["jane@corp.example.com", first], state=state)
        assert result["error"]["code"] == "ambiguous_name" if state == "present" else not result["changes"]
    world.join("viewers", first, second)
    result = group_user(group="viewers", users=["jane@corp.example.com", first], state="absent")
    assert (result["error"]["code"], set(world.group("viewers").joined) >= {first, second}) == ("ambiguous_name", True)


def test_the_exact_name_of_somebody_comes_before_the_address_of_a_member(world: World, group_user: Road) -> None:
    world.join("viewers", world.add_user("somebody", "alex@example.com"))
    alex = world.add_user("alex@example.com", "other@example.com")
    result = group_user(group="viewers", users=["alex@example.com"])
    assert [row["subject"]["id"] for row in result["changes"]] == [alex]


@pytest.mark.parametrize(
    "called", ["ERIN@EXAMPLE.COM", "erin@example.com", "id in another case", "Zoe\u0308", "owner@example.com"]
)
def test_a_protected_name_protects_everybody_whom_it_can_mean(world: World, group_user: Road, called: str) -> None:
    world.user(ERIN).email = ""
    world.join("viewers", world.add_user("zo\u00eb"), world.add_user("owner", "owner@example.com"))
    name = world.user(ERIN).id.upper() if called == "id in another case" else called
    kept = {"Zoe\u0308": "zo\u00eb", "owner@example.com": "owner"}.get(called, ERIN)
    result = group_user(group="viewers", users=[BOB], exclusive=True, max_removals="100%", protected_users=[name])
    assert kept in result["memberships"][0]["kept"], result["msg"]
    assert world.user(kept).id in world.group("viewers").joined


def test_nobody_is_removed_while_a_protected_name_is_unknown(simulator: TencentSimulator, group_user: Road) -> None:
    wish: Params = {"group": "viewers", "users": [BOB], "exclusive": True, "max_removals": "100%"}
    for check_mode in (True, False):
        result = group_user(check_mode=check_mode, **wish, protected_users=["erin.renamed@example.com"])
        assert (result["error"]["code"], "Nobody is removed" in result["msg"]) == ("unresolved_names", True)
    assert simulator.log.writes() == []


def test_who_is_unknown_is_left_out_on_request_and_the_others_are_done(world: World, group_user: Road) -> None:
    wish: Params = {
        "group": "viewers",
        "users": [ALICE, "vanished@example.com"],
        "exclusive": True,
        "max_removals": "100%",
    }
    plan = group_user(check_mode=True, **wish, unknown_users="skip")
    real = group_user(**wish, unknown_users="skip")
    for result in (plan, real):
        assert (result["failed"], result["error"]["code"] in ("unresolved_names", "partial_failure")) == (True, True)
        assert (result["unknown_users"], "vanished@example.com" in result["msg"]) == (["vanished@example.com"], True)
        assert {row["status"] for row in result["changes"] if row["action"] == "remove"} == {"not_tried"}
    assert [row["status"] for row in real["changes"] if row["action"] == "add"] == ["done"]
    assert len(world.group("viewers").joined) == 5


@pytest.mark.parametrize("name", ["frank", "FRANK", "frank.f@example.com", "Frank.F@Example.com", "id"])
def test_a_user_is_found_by_id_name_case_and_email_inside_and_outside_the_group(
    world: World, group_user: Road, name: str
) -> None:
    name = world.user("frank").id if name == "id" else name
    added = group_user(group="auditors", users=[name])
    assert rows(added) == [("add", "frank", "auditors")]
    assert not group_user(group="auditors", users=[name])["changed"]
    assert rows(group_user(group="auditors", users=[name], state="absent")) == [("remove", "frank", "auditors")]


@pytest.mark.parametrize("name", ["auditors", "AUDITORS", "id"])
def test_a_group_is_found_by_id_name_and_case(world: World, group_user: Road, name: str) -> None:
    result = group_user(group=world.group("auditors").id if name == "id" else name, users=[ALICE])
    assert result["memberships"][0]["group"] == {"id": world.group("auditors").id, "name": "auditors"}
    assert world.members_of("auditors") == {ALICE}


def test_an_exact_name_wins_over_another_spelling(world: World, group_user: Road) -> None:
    world.add_user("Frank")
    world.add_group("Auditors")
    result = group_user(group="Auditors", users=["Frank", "frank"])
    assert rows(result) == [("add", "Frank", "Auditors"), ("add", "frank", "Auditors")]
    assert world.members_of("Auditors") == {"Frank", "frank"}
    assert world.members_of("auditors") == set()
    assert group_user(group="AUDITORS", users=["frank"])["error"]["code"] == "ambiguous_name"


def test_an_ambiguous_email_lists_both_users_with_their_ids(
    world: World, simulator: TencentSimulator, group_user: Road
) -> None:
    ids = {world.user("frank").id, world.add_user("frank-2", "frank.f@example.com")}
    result = group_user(group="viewers", users=["frank.f@example.com", ALICE])
    (item,) = result["error"]["items"]
    assert {candidate["id"] for candidate in item["candidates"]} == ids
    assert all(found in result["msg"] for found in ids)
    assert (result["error"]["code"], simulator.log.writes()) == ("ambiguous_name", [])


def test_a_protected_name_that_several_have_protects_all_of_them(world: World, group_user: Road) -> None:
    world.join("viewers", "frank", world.add_user("frank-2", "frank.f@example.com"))
    wish = entry("viewers", BOB, exclusive=True, max_removals="100%", protected_users=["frank.f@example.com"])
    assert group_user(**wish)["memberships"][0]["kept"] == ["frank", "frank-2"]


def test_a_protected_name_in_none_of_the_groups_is_warned_of(group_user: Road) -> None:
    result = group_user(group="viewers", users=[BOB, CAROL, DAVE], exclusive=True, protected_users=[ERIN, ALICE])
    assert [text for text in result["warnings"] if ALICE in text and ERIN not in text]
    assert result["memberships"][0]["kept"] == [ERIN]

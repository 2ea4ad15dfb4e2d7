# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is in which group after a task of tencent_cic_group_user, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.road import Road
from support.stage import disagreements

Params = dict[str, Any]
Rows = list[tuple[str, str, str]]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
MALLORY, NIAJ = "mallory@example.com", "niaj@example.com"


def rows(result: dict[str, Any]) -> Rows:
    """The changes as (action, user, group)."""
    return [(row["action"], row["subject"]["name"], row["target"]["name"]) for row in result["changes"]]


def statuses(result: dict[str, Any]) -> set[str]:
    return {row["status"] for row in result["changes"]}


def entry(group: str, *users: str, **more: Any) -> Params:
    return {"group": group, "users": list(users), **more}


def removed(group: str, *users: str) -> Rows:
    return [("remove", user, group) for user in users]


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


REFUSED: dict[str, tuple[Params, str, str, Rows]] = {
    "unknown group": (entry("viewer", ALICE), "unresolved_names", '"viewer" (near: viewers)', []),
    "unknown user": (
        entry("platform-admins", "carrol@example.com", DAVE),
        "unresolved_names", f'"carrol@example.com" (near: {CAROL})', [("add", DAVE, "platform-admins")],
    ),
    "protected": (
        entry("viewers", BOB, state="absent", protected_users=["BOB@example.com"]), "protected", BOB, removed("viewers", BOB),
    ),
    "protected, is no member": (
        entry("viewers", ALICE, state="absent", protected_users=[ALICE]), "protected", ALICE, [],
    ),
    "present and absent": (
        {"memberships": [entry("viewers", ALICE), entry("viewers", "Alice@Example.com", state="absent")]},
        "invalid_input", ALICE, [("add", ALICE, "viewers")],
    ),
    "two entries, one exclusive": (
        {"memberships": [entry("viewers", ALICE), entry("VIEWERS", BOB, exclusive=True)]}, "invalid_input", "viewers", [],
    ),
    "too many removals": (
        entry("viewers", BOB, CAROL, ALICE, exclusive=True),
        "removal_limit", "2 of 4 members would be removed, max_removals (25%) allows 1",
        [("add", ALICE, "viewers"), *removed("viewers", DAVE, ERIN)],
    ),
    "too many removals in all": (
        {"max_total_removals": 1, "state": "absent", "memberships": [entry("viewers", BOB), entry("platform-admins", BOB)]},
        "removal_limit", "max_total_removals (1)", BOTH_OF_BOB,
    ),
    "too many removals in all, exclusive": (
        {"max_total_removals": 0, **entry("viewers", BOB, CAROL, DAVE, exclusive=True)},
        "removal_limit", "1 membership", removed("viewers", ERIN),
    ),
    "too many removals in all, leavers": (
        {"max_total_removals": 1, "state": "absent", "all_groups": True, "users": [BOB]},
        "removal_limit", "2 memberships", BOTH_OF_BOB,
    ),
    "empty list": (
        entry("platform-admins", exclusive=True, max_removals="100%"),
        "empty_refused", "platform-admins", removed("platform-admins", ALICE, BOB),
    ),
    "empty list of blanks": (entry("auditors", " ", exclusive=True), "empty_refused", "auditors", []),
    "into the synchronized group": (
        entry("directory", ALICE), "not_editable", "directory", [("add", ALICE, "directory")],
    ),
    "out of the synchronized group": (
        entry("directory", MALLORY, state="absent"), "not_editable", "SCIM", removed("directory", MALLORY),
    ),
    "a synchronized user": (entry("viewers", NIAJ), "not_editable", NIAJ, [("add", NIAJ, "viewers")]),
    "unknown leaver": (
        {"all_groups": True, "users": ["bobb@example.com", ALICE], "state": "absent", "unknown_users": "fail"},
        "unresolved_names", f'"bobb@example.com" (near: {BOB})', removed("platform-admins", ALICE),
    ),
    "unknown unwanted user": (
        entry("viewers", "nobody@example.com", DAVE, state="absent", unknown_users="fail"),
        "unresolved_names", "nobody@example.com", removed("viewers", DAVE),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("params", "code", "words", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_writes_nothing_keeps_the_plan_and_is_the_same_in_check_mode(
    simulator: TencentSimulator,
    group_user: Road,
    params: Params,
    code: str,
    words: str,
    expected: Rows,
) -> None:
    real, checked = group_user(**params), group_user(check_mode=True, **params)
    assert real == {**checked, "api": real["api"], "collected_at": real["collected_at"]}
    assert (real["failed"], real["changed"], real["error"]["code"]) == (True, False, code)
    assert words in real["msg"]
    assert rows(real) == expected
    assert statuses(real) <= {"planned"}
    assert simulator.log.writes() == []


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


@pytest.mark.parametrize("by_id", [False, True])
def test_entries_of_the_same_group_are_merged(world: World, group_user: Road, by_id: bool) -> None:
    group = world.group("viewers").id if by_id else "VIEWERS"
    result = group_user(
        memberships=[entry("viewers", ALICE), entry(group, BOB, state="absent"), entry(group, ALICE, CAROL)]
    )
    assert rows(result) == [("add", ALICE, "viewers"), ("remove", BOB, "viewers")]
    assert len(result["memberships"]) == 1
    assert result["memberships"][0]["unchanged_count"] == 1


def test_all_unresolved_names_of_all_groups_stand_in_one_error(simulator: TencentSimulator, group_user: Road) -> None:
    result = group_user(
        memberships=[
            entry("platform-admin", ALICE),
            entry("viewer", ALICE),
            entry("auditors", "alize@example.com", ALICE),
            entry("viewers", "bob", "zzz"),
        ]
    )
    assert result["error"]["code"] == "unresolved_names"
    found = {item["name"]: [near["name"] for near in item["candidates"]][:1] for item in result["error"]["items"]}
    assert found == {
        "platform-admin": ["platform-admins"],
        "viewer": ["viewers"],
        "alize@example.com": [ALICE],
        "bob": [BOB],
        "zzz": [],
    }
    assert {item["group"] for item in result["error"]["items"]} == {None, "auditors", "viewers"}
    assert rows(result) == [("add", ALICE, "auditors")]
    assert simulator.log.writes() == []


def test_a_leaver_is_removed_where_possible_and_the_rest_fails_at_the_end(world: World, group_user: Road) -> None:
    world.join("viewers", MALLORY)
    world.join("directory", BOB)
    checked = group_user(check_mode=True, all_groups=True, users=[BOB], state="absent")
    result = group_user(all_groups=True, users=[BOB], state="absent")
    assert rows(result) == rows(checked) == BOTH_OF_BOB
    assert (checked["failed"], result["failed"]) == (True, True)
    assert result["error"]["code"] == checked["error"]["code"] == "not_removable"
    assert (result["changed"], statuses(result)) == (True, {"done"})
    (row,) = result["not_removable"]
    assert (row["group"]["name"], row["user"]["name"]) == ("directory", BOB)
    assert "SCIM" in row["reason"]
    assert row["reason"] in result["msg"]
    assert world.groups_of(BOB) == {"directory"}
    world.scim_enabled = False
    assert not group_user(all_groups=True, users=[BOB], state="absent")["failed"]
    assert world.groups_of(BOB) == set()


@pytest.mark.parametrize(("policy", "failed", "warned"), [("fail", True, 0), ("warn", False, 1), ("ignore", False, 0)])
@pytest.mark.parametrize("scope", [{"group": "viewers"}, {"all_groups": True}], ids=["one group", "all groups"])
def test_unknown_unwanted_users_are_listed_whatever_the_policy(
    world: World, group_user: Road, scope: Params, policy: str, failed: bool, warned: int
) -> None:
    result = group_user(**scope, users=["nobody", DAVE], state="absent", unknown_users=policy)
    assert result["failed"] is failed
    assert (result["unknown_users"], result["summary"]["unknown_users"]) == (["nobody"], 1)
    assert len([text for text in result["warnings"] if "nobody" in text]) == warned
    assert (DAVE in world.members_of("viewers")) is failed


def test_a_protected_name_that_several_have_protects_all_of_them(world: World, group_user: Road) -> None:
    world.join("viewers", "frank", world.add_user("frank-2", "frank.f@example.com"))
    wish = entry("viewers", BOB, exclusive=True, max_removals="100%", protected_users=["frank.f@example.com"])
    assert group_user(**wish)["memberships"][0]["kept"] == ["frank", "frank-2"]


def test_a_protected_name_in_none_of_the_groups_is_warned_of(group_user: Road) -> None:
    result = group_user(group="viewers", users=[BOB, CAROL, DAVE], exclusive=True, protected_users=[ERIN, ALICE])
    assert [text for text in result["warnings"] if ALICE in text and ERIN not in text]
    assert result["memberships"][0]["kept"] == [ERIN]


def test_synchronized_groups_and_users_can_be_changed_while_synchronization_is_off(
    world: World, group_user: Road
) -> None:
    world.scim_enabled = False
    world.leave("directory", NIAJ)
    group_user(memberships=[entry("directory", NIAJ), entry("directory", MALLORY, state="absent")])
    assert world.members_of("directory") == {NIAJ}


@pytest.mark.parametrize("scim_enabled", [True, False])
@pytest.mark.parametrize(("group", "user"), [("viewers", MALLORY), ("directory", ALICE)])
def test_types_that_do_not_match_are_always_refused_before_writing(
    world: World, simulator: TencentSimulator, group_user: Road, scim_enabled: bool, group: str, user: str
) -> None:
    world.scim_enabled = scim_enabled
    result = group_user(group=group, users=[user, CAROL])
    assert result["error"]["code"] == "not_editable"
    assert "do not match" in result["msg"]
    assert simulator.log.writes() == []


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

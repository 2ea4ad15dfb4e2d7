# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is in which group after a task of csp_group_users, what is sent for it, and what is refused."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.csp.records import StaleView
from support.road import Road

Params = dict[str, Any]
Settled = Callable[..., dict[str, Any]]
ADMIN, ALICE, BOB, CAROL, DAVE, ERIN, JUDY = (
    f"{name}@example.com" for name in ("admin", "alice", "bob", "carol", "dave", "erin", "judy")
)
FRANK = "Frank.Fischer@example.com"


def rows(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The changes as (action, user, group)."""
    return [(row["action"], row["subject"]["name"], row["target"]["name"]) for row in result["changes"]]


def entry(group: str, *users: str, **more: Any) -> Params:
    return {"group": group, "users": list(users), **more}


def refused(road: Road, simulator: CspSimulator, code: str, **params: Any) -> dict[str, Any]:
    """The result of a task that is refused before writing, in check mode as for real."""
    planned, result = road(check_mode=True, **params), road(**params)
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, code), result["msg"]
    assert (planned["changes"], planned["error"]) == (result["changes"], result["error"])
    assert simulator.log.writes() == []
    return result


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


NAMES = {
    "user name": (FRANK, FRANK),
    "user name in another case": (FRANK.upper(), FRANK),
    "account": ("FFischer", FRANK),
    "e-mail address": ("Frank@Mail.Example.org", FRANK),
    "name without domain": ("mallory", "mallory"),
    "name with its domain": ("Mallory@corp.example.com", "mallory"),
    "account of a federated user": ("mmeyer", "mallory"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_user_is_found_by_every_name(settled: Settled, world: CspWorld, simulator: CspSimulator, name: str) -> None:
    written, username = NAMES[name]
    done = settled(**entry("auditors", written))
    assert done["changes"][0]["subject"] == {"id": world.user(username).id, "name": username}
    assert world.members_of("auditors") == {username}
    (post,) = simulator.log.writes()
    assert post["body"]["usernamesToAdd"] == [username]
    assert rows(settled(**entry("auditors", written, state="absent"))) == [("remove", username, "auditors")]


def test_a_user_is_found_by_id(settled: Settled, world: CspWorld) -> None:
    settled(**entry("auditors", world.user(FRANK).id, world.user("dora").id))
    assert world.members_of("auditors") == {FRANK, "dora"}


def test_one_address_with_two_identities_tells_the_candidates_with_their_ids(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    address = "dora@mail.example.org"
    result = refused(group_users, simulator, "ambiguous_name", **entry("auditors", address))
    (item,) = result["error"]["items"]
    assert (item["name"], item["kind"], item["group"]) == (address, "user", "auditors")
    ids = {world.user(name).id for name in ("dora", "dora.old@example.com")}
    assert {row["id"] for row in item["candidates"]} == ids
    assert all(user_id in result["msg"] for user_id in ids)


def test_an_address_of_two_identities_of_whom_nobody_is_a_member_leaves_nothing_to_remove(
    settled: Settled, world: CspWorld
) -> None:
    assert rows(settled(**entry("auditors", "dora@mail.example.org", state="absent"))) == []


def test_an_address_of_two_identities_is_ambiguous_also_when_one_of_them_is_a_member(
    group_users: Road, world: CspWorld
) -> None:
    world.join("auditors", "dora")
    for more in ({}, {"exclusive": True}, {"state": "absent"}):
        assert group_users(**entry("auditors", "dora@mail.example.org", **more))["error"]["code"] == "ambiguous_name"


def test_two_users_with_one_name_in_two_domains_are_told_apart(
    settled: Settled, group_users: Road, world: CspWorld
) -> None:
    first, second = (world.add_user("sam", domain=domain) for domain in ("corp.example.com", "lab.example.com"))
    settled(**entry("auditors", second))
    assert world.group("auditors").direct == [second]
    settled(**entry("operators", "sam@lab.example.com"))
    assert second in world.group("operators").direct
    settled(**entry("operators", first))
    assert group_users(**entry("viewers", "sam"))["error"]["code"] == "ambiguous_name"


def test_nobody_is_added_in_place_of_a_user_with_the_same_full_name(group_users: Road, world: CspWorld) -> None:
    closed = world.add_user("twin@example.com", accessible=False)
    world.add_user("twin@example.com", domain="corp.example.com")
    result = group_users(**entry("auditors", closed))
    # The API takes names, not ids, so that to refuse is the best that can be done.
    assert world.group("auditors").direct in ([], [closed])
    assert [row["subject"]["id"] for row in result["changes"] if row["status"] == "done"] == world.group(
        "auditors"
    ).direct


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


@pytest.mark.parametrize(
    ("group", "reason"),
    [("directory", "enterprise group"), ("shared", "shared by another organization"), ("everybody", "domain group")],
)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_group_that_is_no_custom_group_is_refused_with_the_reason(
    group_users: Road, simulator: CspSimulator, world: CspWorld, group: str, reason: str, state: str
) -> None:
    user = {"directory": "mallory"}.get(group, ALICE) if state == "absent" else BOB
    memberships = [entry(group, user), entry("operators", CAROL, state="present")]
    result = refused(group_users, simulator, "not_editable", memberships=memberships, state=state)
    assert reason in result["msg"]
    assert [item["group"] for item in result["error"]["items"]] == [group]
    assert ("add", CAROL, "operators") in rows(result)


def test_leavers_leave_every_group_and_what_cannot_be_removed_is_told(
    group_users: Road, world: CspWorld, simulator: CspSimulator
) -> None:
    world.join("operators", "mallory")
    result = group_users(all_groups=True, users=[ALICE, "Mallory", "nobody@example.com"], state="absent")
    expected = [("remove", ALICE, "mixed"), ("remove", ALICE, "operators"), ("remove", "mallory", "operators")]
    assert rows(result) == expected
    assert {row["status"] for row in result["changes"]} == {"done"}
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, True, "not_removable")
    told = {(row["group"]["name"], row["user"]["name"]): row["reason"] for row in result["not_removable"]}
    assert told.keys() == {
        ("directory", "mallory"),
        ("mixed", "mallory"),
        ("shared", ALICE),
        ("everybody", ALICE),
    }
    assert "inherited" in told["mixed", "mallory"]
    assert "enterprise" in told["directory", "mallory"]
    assert result["unknown_users"] == ["nobody@example.com"]
    assert world.members_of("operators") == {BOB}
    assert not simulator.log.calls().get("list_invitations")


def test_a_leaver_without_such_groups_is_gone_and_stays_gone(settled: Settled, world: CspWorld) -> None:
    assert rows(settled(all_groups=True, users=[BOB], state="absent")) == [
        ("remove", BOB, group) for group in ("mixed", "operators", "viewers")
    ]
    assert not any(BOB in world.members_of(group) for group in ("mixed", "operators", "viewers"))


@pytest.mark.parametrize(
    ("params", "code", "said"),
    [
        (entry("viewers", BOB, exclusive=True), "removal_limit", "3 of 4 members"),
        (entry("operators", exclusive=True), "empty_refused", "allow_empty"),
        (entry("viewers", BOB, DAVE, state="absent", max_total_removals=1), "removal_limit", "max_total_removals"),
        (entry("viewers", BOB, state="absent", protected_users=[BOB.upper()]), "protected", "is protected"),
        (entry("operatros", BOB), "unresolved_names", "operators"),
        (entry("operators", "carl@example.com"), "unresolved_names", CAROL),
        (
            {"memberships": [entry("operators", ALICE), entry("operators", ALICE, state="absent")]},
            "invalid_input",
            "present and absent",
        ),
    ],
)
def test_what_is_refused_is_refused_before_the_first_write(
    group_users: Road, simulator: CspSimulator, params: Params, code: str, said: str
) -> None:
    assert said in refused(group_users, simulator, code, **params)["msg"]


@pytest.mark.parametrize("mode", ["fail", "warn", "ignore"])
def test_a_name_that_nobody_has_under_absent_is_always_listed(
    group_users: Road, simulator: CspSimulator, mode: str
) -> None:
    result = group_users(**entry("viewers", BOB, "gone@example.com", state="absent"), unknown_users=mode)
    assert result["unknown_users"] == result["memberships"][0]["unknown_users"] == ["gone@example.com"]
    assert result["failed"] is (mode == "fail")
    assert len(result["warnings"]) == (mode == "warn")
    assert len(simulator.log.writes()) == (mode != "fail")


def test_assumed_names_count_in_check_mode_only(group_users: Road, simulator: CspSimulator) -> None:
    params = {**entry("new-group", "new@example.com", ALICE, exclusive=True), "assume_present": {}}
    params["assume_present"] = {"users": ["new@example.com"], "groups": ["new-group"]}
    planned = group_users(check_mode=True, **params)
    assert not planned["failed"], planned["msg"]
    assert rows(planned) == [("add", ALICE, "new-group"), ("add", "new@example.com", "new-group")]
    assert planned["changes"][1]["subject"]["id"] is planned["changes"][1]["target"]["id"] is None
    assert group_users(**params)["error"]["code"] == "unresolved_names"
    assert simulator.log.writes() == []


def test_complete_lists_are_returned_when_asked_for(settled: Settled) -> None:
    done = settled(**entry("operators", CAROL, exclusive=True, max_removals="100%"), return_members=True)
    (row,) = done["memberships"]
    assert (row["members"], row["members_count"], row["added"], row["removed"]) == ([CAROL], 1, [CAROL], [ALICE, BOB])
    assert "members" not in settled(**entry("operators", CAROL))["memberships"][0]


def test_users_may_be_called_usernames_as_the_api_does(group_users: Road, world: CspWorld) -> None:
    assert group_users(group="auditors", usernames=[ALICE])["changed"]
    assert world.members_of("auditors") == {ALICE}


def test_the_caller_is_kept_unless_the_task_says_otherwise(
    group_users: Road, settled: Settled, simulator: CspSimulator, world: CspWorld
) -> None:
    world.join("operators", ADMIN)
    done = settled(**entry("operators", ALICE, exclusive=True, max_removals="2"))
    assert rows(done) == [("remove", BOB, "operators")]
    assert done["memberships"][0]["kept"] == [ADMIN]
    simulator.log.clear()
    result = refused(group_users, simulator, "protected", **entry("operators", ADMIN, state="absent"))
    assert "allow_self_removal" in result["msg"]
    refused(group_users, simulator, "protected", all_groups=True, users=[ADMIN], state="absent")
    settled(**entry("operators", ALICE, exclusive=True, max_removals="2"), allow_self_removal=True)
    assert world.members_of("operators") == {ALICE}


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


def test_exclusive_converges_with_nested_members_and_a_refused_id_is_told_not_looped(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    world.ignore_only_direct = True
    result = group_users(**entry("mixed", ALICE, exclusive=True, max_removals="100%"))
    assert len(simulator.log.writes()) == 1
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, True, "partial_failure")
    assert (result["memberships"][0]["removed"], result["memberships"][0]["failed"]) == ([BOB], ["mallory", "niaj"])
    assert world.members_of("mixed") == {ALICE}


def test_the_lists_ask_for_direct_members_and_group_ids_are_quoted(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    group_users(**entry("directory", "mallory"), return_members=True)
    (listed,) = (entry for entry in simulator.log.entries if entry["action"] == "list_group_users")
    assert "/groups/directory%40corp.example.com/users?" in listed["url"]
    assert "onlyDirectUsers=true" in listed["url"]


def test_groups_with_one_name_are_ambiguous_until_the_id_is_given(
    group_users: Road, settled: Settled, simulator: CspSimulator, world: CspWorld
) -> None:
    other = world.add_group("operators", "AD_GROUP")
    result = refused(group_users, simulator, "ambiguous_name", **entry("operators", CAROL))
    ids = {group.id for group in world.groups.values() if group.name == "operators"}
    assert {row["id"] for row in result["error"]["items"][0]["candidates"]} == ids
    (custom,) = ids - {other}
    assert rows(settled(**entry(custom, CAROL))) == [("add", CAROL, "operators")]

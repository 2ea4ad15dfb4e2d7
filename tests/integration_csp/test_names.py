# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""By which names users and groups are found, and when in doubt nobody is meant."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.csp import CspSimulator, CspWorld
from support.memberships import entry, refused, rows
from support.road import Road

Settled = Callable[..., dict[str, Any]]
ALICE, CAROL = (f"{name}@example.com" for name in ("alice", "carol"))
FRANK = "Frank.Fischer@example.com"
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


def test_users_may_be_called_usernames_as_the_api_does(group_users: Road, world: CspWorld) -> None:
    assert group_users(group="auditors", usernames=[ALICE])["changed"]
    assert world.members_of("auditors") == {ALICE}


def test_groups_with_one_name_are_ambiguous_until_the_id_is_given(
    group_users: Road, settled: Settled, simulator: CspSimulator, world: CspWorld
) -> None:
    other = world.add_group("operators", "AD_GROUP")
    result = refused(group_users, simulator, "ambiguous_name", **entry("operators", CAROL))
    ids = {group.id for group in world.groups.values() if group.name == "operators"}
    assert {row["id"] for row in result["error"]["items"][0]["candidates"]} == ids
    (custom,) = ids - {other}
    assert rows(settled(**entry(custom, CAROL))) == [("add", CAROL, "operators")]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Leavers with doubtful names, and leavers who cannot be removed: nobody else is removed on their account."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.identity_center import IdentityCenter
from simulators.tencent import World
from support.stage import stage

MODULE = "tencent_cic_group_user"
ADMINS, SYNCED = "admins", "synced"
ALICE, BOB, CAROL = (f"{name}@example.com" for name in ("alice", "bob", "carol"))


def world() -> World:
    made = World()
    for name in (ALICE, BOB, CAROL):
        made.add_user(name)
    made.add_group(ADMINS)
    made.join(ADMINS, ALICE, BOB, CAROL)
    return made


def complete(*users: str, **more: Any) -> list[dict[str, Any]]:
    return [{"group": ADMINS, "users": list(users), "exclusive": True, "max_removals": "100%", **more}]


def test_a_namesake_in_another_case_stays_in_the_list() -> None:
    made = world()
    made.add_user("sam")
    made.add_user("Sam")
    made.join(ADMINS, "sam", "Sam")
    with stage(MODULE, made) as one:
        result = one.run({"memberships": complete(ALICE, BOB, CAROL, "Sam"), "leavers": ["sam"]})
        assert not result["failed"]
        assert one.world.members_of(ADMINS) == {ALICE, BOB, CAROL, "Sam"}


def test_a_name_that_also_means_a_leaver_is_not_dropped_but_ambiguous() -> None:
    made = world()
    leaver = made.add_user("sam", email="team@example.com")
    made.add_user("kim", email="team@example.com")
    made.join(ADMINS, "sam", "kim")
    with stage(MODULE, made) as one:
        wanted = {"memberships": complete(ALICE, BOB, CAROL, "team@example.com"), "leavers": [leaver]}
        result = one.run(wanted)
        assert (result["error"]["code"], one.writes()) == ("ambiguous_name", {})


@pytest.mark.parametrize("name", ["id", "bob@example.com", "BOB@example.com", "robert@example.com"])
@pytest.mark.parametrize("wished", ["id", "bob@example.com", "Robert@example.com"])
def test_a_leaver_is_the_same_under_every_name(name: str, wished: str) -> None:
    made = World()
    made.add_user(ALICE)
    ids = {"id": made.add_user(BOB, email="robert@example.com")}
    made.add_group(ADMINS)
    made.join(ADMINS, ALICE, BOB)
    with stage(MODULE, made) as one:
        result = one.run({"memberships": complete(ALICE, ids.get(wished, wished)), "leavers": [ids.get(name, name)]})
        assert not result["failed"]
        assert one.world.members_of(ADMINS) == {ALICE}


def test_a_leaver_who_cannot_be_removed_does_not_stop_a_complete_list() -> None:
    made = world()
    made.add_user("synced@example.com", user_type="Synchronized")
    made.join(ADMINS, "synced@example.com")
    with stage(MODULE, made) as one:
        result = one.run({"memberships": complete(ALICE, CAROL), "leavers": [BOB, "synced@example.com"]})
        assert result["error"]["code"] == "not_removable"
        assert len(result["not_removable"]) == 1
        assert one.world.members_of(ADMINS) == {ALICE, CAROL, "synced@example.com"}


def test_nothing_is_said_to_be_done_where_another_problem_stops_all() -> None:
    with stage(MODULE, world()) as one:
        entries = [*complete(ALICE, max_removals="0"), {"group": "nowhere", "users": [ALICE]}]
        result = one.run({"memberships": entries, "leavers": [BOB]})
        assert one.writes() == {}
        assert "nowhere" in result["msg"]
        assert "max_removals (0)" in result["msg"]
        assert {row["status"] for row in result["changes"]} == {"planned"}


def test_a_leaver_in_an_absent_list_is_one_removal() -> None:
    with stage(MODULE, world()) as one:
        result = one.run({"memberships": [{"group": ADMINS, "users": [BOB], "state": "absent"}], "leavers": [BOB]})
        assert not result["failed"]
        assert one.writes() == {"RemoveUserFromGroup": 1}
        assert result["memberships"][0]["unchanged_count"] == 0


def test_a_list_of_groups_that_is_late_keeps_no_leaver_in(monkeypatch: pytest.MonkeyPatch) -> None:
    with stage(MODULE, world()) as one:
        monkeypatch.setattr(IdentityCenter, "groups_of", lambda center, user: [])
        result = one.run({"memberships": [{"group": ADMINS, "users": [ALICE]}], "leavers": [BOB]})
        assert not result["failed"]
        assert one.world.members_of(ADMINS) == {ALICE, CAROL}

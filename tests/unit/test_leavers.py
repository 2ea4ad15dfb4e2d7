# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Leavers of a task about lists: gone from everything in one plan, whatever the lists and their guards say."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from simulators.tencent import World
from support.stage import Stage, disagreements, stage

MODULE = "tencent_cic_group_user"
ADMINS, VIEWERS, AUDITORS = "admins", "viewers", "auditors"
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))


def world() -> World:
    made = World()
    for name in (ALICE, BOB, CAROL, DAVE):
        made.add_user(name)
    for group, members in {ADMINS: (ALICE, BOB), VIEWERS: (BOB, CAROL, DAVE), AUDITORS: (BOB,)}.items():
        made.add_group(group)
        made.join(group, *members)
    return made


def run(one: Stage, **params: Any) -> dict[str, Any]:
    """The result of the real run, after a check run that must have said the same and written nothing."""
    before = {group: one.world.members_of(group) for group in (ADMINS, VIEWERS, AUDITORS)}
    plan = one.run(params, check_mode=True)
    assert one.writes() == {}
    assert {group: one.world.members_of(group) for group in before} == before
    real = one.run(params)
    assert not disagreements(plan, real)
    assert (plan["failed"], plan["plan_id"], plan["diff"]) == (real["failed"], real["plan_id"], real["diff"])
    return real


def entry(group: str, *users: str, **more: Any) -> dict[str, Any]:
    return {"group": group, "users": list(users), **more}


def test_a_leaver_leaves_everything_in_the_plan_of_the_lists() -> None:
    with stage(MODULE, world()) as one:
        result = run(one, memberships=[entry(ADMINS, ALICE, CAROL)], leavers=[BOB])
        assert not result["failed"]
        assert one.writes() == {"AddUserToGroup": 1, "RemoveUserFromGroup": 3}
        assert one.world.members_of(ADMINS) == {ALICE, CAROL}
        assert BOB not in one.world.members_of(VIEWERS) | one.world.members_of(AUDITORS)
        assert run(one, memberships=[entry(ADMINS, ALICE, CAROL)], leavers=[BOB])["changes"] == []


def test_a_leaver_who_is_wished_too_does_not_come_back() -> None:
    with stage(MODULE, world()) as one:
        for _run in range(2):
            result = run(one, memberships=[entry(ADMINS, ALICE, "BOB@example.com"), entry(VIEWERS, BOB)], leavers=[BOB])
            assert not result["failed"]
            assert BOB not in one.world.members_of(ADMINS) | one.world.members_of(VIEWERS)


def test_leavers_may_be_all_there_is() -> None:
    with stage(MODULE, world()) as one:
        assert run(one, leavers=[BOB])["summary"]["removed"] == 3


def test_a_leaver_whom_nobody_knows_is_only_listed() -> None:
    with stage(MODULE, world()) as one:
        result = run(one, memberships=[entry(ADMINS, ALICE, BOB, "gone@example.com")], leavers=["gone@example.com"])
        assert (result["failed"], result["changes"]) == (False, [])
        assert result["unknown_users"] == ["gone@example.com"]
        assert result["warnings"] == []


def test_leavers_do_not_count_as_removals_of_a_complete_list() -> None:
    with stage(MODULE, world()) as one:
        entries = [entry(VIEWERS, CAROL, DAVE, exclusive=True, max_removals="0")]
        assert not run(one, memberships=entries, leavers=[BOB])["failed"]


def test_a_list_that_leavers_empty_is_no_accident() -> None:
    with stage(MODULE, world()) as one:
        entries = [entry(AUDITORS, BOB, exclusive=True, max_removals="0")]
        assert not run(one, memberships=entries, leavers=[BOB])["failed"]
        assert one.world.members_of(AUDITORS) == set()


def test_an_empty_list_stays_an_accident() -> None:
    with stage(MODULE, world()) as one:
        result = run(one, memberships=[entry(VIEWERS, exclusive=True)], leavers=["gone@example.com"])
        assert result["error"]["code"] == "empty_refused"


def test_leavers_leave_although_a_guard_refuses_the_rest() -> None:
    with stage(MODULE, world()) as one:
        entries = [entry(VIEWERS, ALICE, exclusive=True, max_removals="1"), entry(ADMINS, CAROL)]
        result = run(one, memberships=entries, leavers=[BOB])
        assert result["failed"]
        assert "max_removals (1) allows 1" in result["msg"]
        assert BOB not in one.world.members_of(VIEWERS) | one.world.members_of(ADMINS) | one.world.members_of(AUDITORS)
        assert one.world.members_of(VIEWERS) == {CAROL, DAVE}
        assert one.world.members_of(ADMINS) == {ALICE}, "nothing but leavers is done"


@pytest.mark.parametrize(("limit", "allowed"), [("0", False), ("1", True), ("25%", True), ("1%", True), ("0%", False)])
def test_too_many_leavers_stop_everything(limit: str, allowed: bool) -> None:
    with stage(MODULE, world()) as one:
        result = run(one, memberships=[entry(ADMINS, CAROL)], leavers=[BOB], max_leavers=limit)
        assert result["failed"] is not allowed
        if not allowed:
            assert result["error"]["code"] == "removal_limit"
            assert one.writes() == {}


def test_leavers_count_for_the_limit_of_the_task() -> None:
    with stage(MODULE, world()) as one:
        result = run(one, memberships=[], leavers=[BOB], max_total_removals=2)
        assert (result["error"]["code"], one.writes()) == ("removal_limit", {})


def test_a_protected_leaver_is_a_contradiction() -> None:
    with stage(MODULE, world()) as one:
        result = run(one, memberships=[], leavers=[BOB], protected_users=[BOB])
        assert (result["error"]["code"], one.writes()) == ("protected", {})


def test_who_comes_later_is_tolerated_by_a_complete_list() -> None:
    with stage(MODULE, world()) as one:
        entries = [entry(VIEWERS, BOB, CAROL, exclusive=True, tolerated_users=[DAVE, "later@example.com"])]
        result = run(one, memberships=entries)
        assert (result["failed"], result["changes"]) == (False, [])
        assert result["memberships"][0]["kept"] == [DAVE]


def test_a_failed_addition_does_not_keep_a_leaver_in() -> None:
    with stage(MODULE, world()) as one:
        one.world.group_size_quota = 2
        result = one.run({"memberships": [entry(ADMINS, CAROL, DAVE)], "leavers": [BOB]})
        assert result["failed"]
        assert BOB not in one.world.members_of(ADMINS)


@pytest.mark.parametrize("value", ["seven", "-1", "200%", "1.5"])
def test_a_limit_that_is_none_is_refused_before_anything_is_sent(value: str) -> None:
    with stage(MODULE, world()) as one:
        result = one.run({"leavers": [BOB], "max_leavers": value})
        assert (result["error"]["code"], one.calls()) == ("invalid_input", {})
        assert "max_leavers" in result["msg"]


@pytest.mark.parametrize("seed", range(25))
def test_the_leaver_never_comes_back_in_any_order_of_runs(seed: int) -> None:
    rng = Random(seed)
    people = [ALICE, BOB, CAROL, DAVE]
    leavers = rng.sample(people, rng.randint(1, 2))
    with stage(MODULE, world()) as one:
        for _run in range(3):
            entries = [
                entry(
                    group,
                    *rng.sample(people, rng.randint(1, 4)),
                    exclusive=rng.random() < 0.5,
                    max_removals="100%",
                    allow_empty=True,
                )
                for group in rng.sample([ADMINS, VIEWERS, AUDITORS], rng.randint(0, 3))
            ]
            assert not run(one, memberships=entries, leavers=leavers)["failed"]
            assert not set(leavers) & set().union(
                *(one.world.members_of(group) for group in (ADMINS, VIEWERS, AUDITORS))
            )

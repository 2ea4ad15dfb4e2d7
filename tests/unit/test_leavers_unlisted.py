# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Leavers whom the list of all users lacks, and who have something all the same: the lists of what they have tell their names."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.tencent import World
from simulators.tencent.app import HANDLERS
from support.stage import Stage, disagreements, stage

ASSIGNMENTS, GROUPS = "tencent_cic_role_assignment", "tencent_cic_group_user"
ALICE, BOB, CAROL = (f"{name}@example.com" for name in ("alice", "bob", "carol"))


def world() -> World:
    """Bob, a group of the same name, and others, in two accounts and two groups."""
    made = World()
    for name in (ALICE, BOB, CAROL):
        made.add_user(name)
    for group in (BOB, "admins", "viewers"):
        made.add_group(group)
    for group in ("admins", "viewers"):
        made.join(group, ALICE, BOB)
    everybody = [*(made.user(name).id for name in (ALICE, BOB, CAROL)), made.group(BOB).id]
    made.add_role_configuration("reader")
    for account in ("billing", "platform"):
        made.add_member(account)
        made.assign("reader", account, *everybody)
    return made


@pytest.fixture
def unlisted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """ListUsers does not show these names, or shows other ones in their place."""
    usual = HANDLERS["ListUsers"]

    def hide(*names: str, **renamed: str) -> None:
        def handler(call: Any) -> Any:
            answer = usual(call)
            rows = [
                {**row, "UserName": renamed.get(row["UserName"].split("@")[0], row["UserName"])}
                for row in answer["Users"]
                if row["UserName"] not in names
            ]
            return {**answer, "Users": rows, "TotalCounts": answer["TotalCounts"] - len(answer["Users"]) + len(rows)}

        monkeypatch.setitem(HANDLERS, "ListUsers", handler)

    return hide


def run(one: Stage, **params: Any) -> dict[str, Any]:
    """The result of the real run, after a check run that must have said the same."""
    plan = one.run(params, check_mode=True)
    assert one.writes() == {}
    real = one.run(params)
    assert not disagreements(plan, real)
    assert (plan["plan_id"], plan["unknown_users"]) == (real["plan_id"], real["unknown_users"])
    return real


def having(made: World) -> set[tuple[str, str]]:
    """(account, id of the principal) of every assignment."""
    return {(made.members[one.target].name, one.principal) for one in made.assignments.values()}


@pytest.mark.parametrize("by_id", [False, True])
@pytest.mark.parametrize(
    "more", [{}, {"assignments": [{"role_configuration": "reader", "accounts": ["billing"], "users": [ALICE, BOB]}]}]
)
def test_an_assignment_that_carries_the_name_ends(
    unlisted: Callable[..., None], by_id: bool, more: dict[str, Any]
) -> None:
    made, before = world(), having(world())
    unlisted(BOB)
    bob = made.user(BOB).id
    more = more if not by_id else {}
    with stage(ASSIGNMENTS, made) as one:
        result = run(one, leavers=[bob if by_id else BOB], **more)
        assert (result["failed"], result["summary"]["removed"], result["unknown_users"]) == (False, 2, []), result[
            "msg"
        ]
        assert having(made) == {row for row in before if row[1] != bob}
        again = run(one, leavers=[bob if by_id else BOB], **more)
        assert (again["changes"], again["failed"]) == ([], False)


@pytest.mark.parametrize("leaver", [BOB.upper(), "bob", f"group {BOB}"])
def test_a_name_that_is_only_near_means_nobody(unlisted: Callable[..., None], leaver: str) -> None:
    unlisted(BOB)
    with stage(ASSIGNMENTS, world()) as one:
        result = run(one, leavers=[leaver])
        assert (result["changes"], result["unknown_users"]) == ([], [leaver])


def test_who_is_listed_under_another_name_is_not_meant(unlisted: Callable[..., None]) -> None:
    unlisted(bob="robert@example.com")
    with stage(ASSIGNMENTS, world()) as one:
        result = run(one, leavers=[BOB])
        assert (result["changes"], result["unknown_users"]) == ([], [BOB])


def test_several_of_the_name_are_an_error(unlisted: Callable[..., None]) -> None:
    made = world()
    made.users[made.user(CAROL).id].name = BOB
    unlisted(BOB)
    with stage(ASSIGNMENTS, made) as one:
        result = run(one, leavers=[BOB])
        assert (result["error"]["code"], one.writes()) == ("ambiguous_name", {})


def test_limits_and_protection_hold_for_them(unlisted: Callable[..., None]) -> None:
    unlisted(BOB)
    with stage(ASSIGNMENTS, world()) as one:
        assert run(one, leavers=[BOB], max_leavers="0")["error"]["code"] == "removal_limit"
        assert run(one, leavers=[BOB], protected_users=[BOB])["error"]["code"] == "protected"
        assert one.writes() == {}


def test_a_member_of_a_group_of_the_task_is_removed_and_its_other_groups_are_not_asked_for(
    unlisted: Callable[..., None],
) -> None:
    unlisted(BOB)
    made = world()
    with stage(GROUPS, made) as one:
        result = run(one, memberships=[{"group": "admins", "users": [ALICE, BOB]}], leavers=[BOB])
        assert (result["failed"], result["summary"]["removed"]) == (False, 1), result["msg"]
        assert (made.members_of("admins"), "ListJoinedGroupsForUser" in one.calls()) == ({ALICE}, False)
        assert run(one, leavers=[BOB])["unknown_users"] == [BOB]


def test_a_group_with_a_name_that_was_left_out_still_loses_the_leaver() -> None:
    made = world()
    entries = [{"group": "admins", "users": [ALICE, "nobody@example.com"], "exclusive": True, "max_removals": "100%"}]
    made.join("admins", CAROL)
    with stage(GROUPS, made) as one:
        result = run(one, memberships=entries, leavers=[BOB], unknown_users="skip")
        assert (result["error"]["code"], result["unknown_users"]) == ("partial_failure", ["nobody@example.com"])
        assert made.members_of("admins") == {ALICE, CAROL}, "nobody but the leaver is removed"
        assert BOB not in made.members_of("viewers")


def test_a_wanted_leaver_whom_nobody_knows_is_not_left_out_but_gone() -> None:
    entries = [{"group": "admins", "users": [ALICE, "gone@example.com"]}]
    with stage(GROUPS, world()) as one:
        result = run(one, memberships=entries, leavers=["gone@example.com"], unknown_users="skip")
        assert (result["failed"], result["changes"], result["unknown_users"]) == (False, [], ["gone@example.com"])

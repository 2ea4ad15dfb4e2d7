# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is meant: users and groups of one name, accounts of one name, the management account, leavers, and big tasks."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import World
from support.cases import cases_of
from support.stage import Stage, stage

MODULE = "tencent_cic_role_assignment"
LAKE = {"role_configuration": "operator", "accounts": ["data-lake"]}
ALICE, CAROL = "alice@example.com", "carol@example.com"


def organization() -> World:
    world: World = cases_of(MODULE).world()
    return world


def sent(one: Stage, action: str) -> list[dict[str, Any]]:
    """The bodies of the requests of an action in the last run."""
    return [entry["body"] for entry in one.simulator.log.writes() if entry["action"] == action]


def principals(world: World, account: str) -> set[tuple[str, str]]:
    """(kind, name) of all who have a role in an account."""
    uin = world.member(account).uin
    return {
        (found.principal_type, world.principal_name(found.principal))
        for found in world.assignments.values()
        if found.target == uin
    }


def test_a_user_and_a_group_of_one_name_are_two() -> None:
    world = organization()
    world.add_user("viewers")
    with stage(MODULE, world) as one:
        added = one.run({**LAKE, "users": ["viewers"]})
        assert [row["text"] for row in added["changes"]] == ["add viewers to operator in data-lake"]
        assert (added["assignments"][0]["added"], added["changes"][0]["after"]) == (["viewers"], "user")
        assert {("User", "viewers"), ("Group", "viewers")} <= principals(world, "data-lake")
        removed = one.run({**LAKE, "groups": ["viewers"], "state": "absent"})
        assert [row["text"] for row in removed["changes"]] == ["remove group viewers from operator in data-lake"]
        assert (removed["assignments"][0]["removed"], removed["changes"][0]["before"]) == (["group viewers"], "group")
        assert ("User", "viewers") in principals(world, "data-lake")
        assert ("Group", "viewers") not in principals(world, "data-lake")


def test_an_approval_of_a_user_is_none_of_the_group_of_that_name() -> None:
    world = organization()
    world.add_user("auditors")
    with stage(MODULE, world) as one:
        user = one.run({**LAKE, "users": ["auditors"]}, check_mode=True)["plan_id"]
        group = one.run({**LAKE, "groups": ["auditors"]}, check_mode=True)["plan_id"]
        assert user != group


def test_accounts_of_one_name_are_told_apart_by_the_uin() -> None:
    world = organization()
    first, second = world.member("data-lake").uin, world.add_member("data-lake")
    with stage(MODULE, world) as one:
        names = {}
        for uin in (first, second):
            plan = one.run({**LAKE, "accounts": [str(uin)], "users": [CAROL]}, check_mode=True)
            names[uin] = (plan["changes"][0]["target"]["name"], plan["plan_id"])
        assert names[first][0] == f"operator in data-lake ({first})"
        assert names[first] != names[second]
        one.run({**LAKE, "accounts": [str(second)], "users": [CAROL]})
        user = world.user(CAROL).id
        configuration = world.role_configuration("operator").id
        assert (configuration, second, user) in world.assignments
        assert (configuration, first, user) not in world.assignments


@pytest.mark.parametrize("listed", [True, False])
def test_only_the_management_account_is_a_manager(listed: bool) -> None:
    world = organization()
    world.list_management_account = listed
    accounts = [str(world.host_uin), "data-lake"]
    with stage(MODULE, world) as one:
        result = one.run({**LAKE, "accounts": accounts, "users": [CAROL]})
        assert not result["failed"], result["msg"]
        (body,) = sent(one, "CreateRoleAssignment")
        types = {entry["TargetUin"]: entry["TargetType"] for entry in body["RoleAssignmentInfo"]}
        assert types == {world.host_uin: "ManagerUin", world.member("data-lake").uin: "MemberUin"}
        one.run({**LAKE, "accounts": accounts, "users": [CAROL], "state": "absent"})
        types = {body["TargetUin"]: body["TargetType"] for body in sent(one, "DeleteRoleAssignment")}
        assert types == {world.host_uin: "ManagerUin", world.member("data-lake").uin: "MemberUin"}
        assert "DescribeOrganization" not in one.calls() or not listed


def test_a_leaver_loses_every_direct_assignment_and_no_other() -> None:
    with stage(MODULE, organization()) as one:
        result = one.run({"all_assignments": True, "state": "absent", "users": [ALICE, "nobody"]})
        assert not result["failed"], result["msg"]
        assert result["unknown_users"] == ["nobody"]
        assert [row["target"]["name"] for row in result["changes"]] == ["operator in data-lake", "operator in web-shop"]
        left = {name for account in ("data-lake", "web-shop") for _kind, name in principals(one.world, account)}
        assert ALICE not in left
        assert {"bob@example.com", "viewers", "platform-admins", CAROL} == left


def test_deprovision_is_sent_only_when_it_is_wished() -> None:
    task = {"role_configuration": "operator", "accounts": ["web-shop"], "users": [ALICE], "state": "absent"}
    for deprovision in (False, True):
        with stage(MODULE, organization()) as one:
            one.run({**task, "deprovision": deprovision})
            (body,) = sent(one, "DeleteRoleAssignment")
            assert ("DeprovisionStrategy" in body) is deprovision
            assert ("web-shop" in one.world.deployments_of("operator")) is not deprovision


def test_a_list_that_is_not_given_counts_as_empty_with_exclusive() -> None:
    with stage(MODULE, organization()) as one:
        result = one.run({**LAKE, "groups": ["viewers"], "exclusive": True, "max_removals": "100%"})
        assert result["assignments"][0]["removed"] == [ALICE, "bob@example.com"]
        assert principals(one.world, "data-lake") == {("Group", "viewers")}


def test_the_sentences_count_pairs_and_name_assignments() -> None:
    with stage(MODULE, organization()) as one:
        task = {**LAKE, "accounts": ["data-lake", "partner"], "users": [ALICE], "groups": ["viewers"]}
        plan = one.run(task, check_mode=True)
        assert plan["msg"] == "2 to add in 1 of 2 pairs of role configuration and account; 1 unchanged."
        assert plan["diff"]["before_header"] == "role assignments"
        assert plan["diff"]["after"] == "operator in partner: alice@example.com\noperator in partner: group viewers\n"
        (row,) = [row for row in plan["assignments"] if row["added"]]
        assert (row["role_configuration"]["name"], row["account"]["name"]) == ("operator", "partner")


def test_protected_groups_and_users_that_nobody_knows_stop_removals() -> None:
    with stage(MODULE, organization()) as one:
        task = {**LAKE, "users": [ALICE, "bob@example.com"], "groups": [], "exclusive": True, "max_removals": "100%"}
        kept = one.run({**task, "protected_groups": ["viewers"]})
        assert (kept["changed"], kept["assignments"][0]["kept"]) == (False, ["group viewers"])
        lost = one.run({**task, "protected_groups": ["viewer"]})
        assert lost["error"]["code"] == "unresolved_names"
        assert "Unknown protected group" in lost["msg"]
        assert one.writes() == {}


def test_five_hundred_additions_cost_ten_requests_and_one_look_at_the_tasks() -> None:
    world = World()
    world.tasks_end_at_once = True
    accounts = [world.add_member(f"account-{number}") for number in range(10)]
    for number in range(50):
        world.add_user(f"user-{number:02}")
    world.add_role_configuration("operator")
    task = {"role_configuration": "operator", "accounts": [str(uin) for uin in accounts]}
    with stage(MODULE, world) as one:
        result = one.run({**task, "users": [f"user-{number:02}" for number in range(50)], "zone_id": world.zone_id})
        assert not result["failed"], result["msg"]
        assert one.calls() == {
            "CreateRoleAssignment": 10,
            "DescribeOrganization": 1,
            "DescribeOrganizationMembers": 1,
            # Before, when nothing was there, and the five pages of the second look.
            "ListRoleAssignments": 1 + 5,
            "ListRoleConfigurations": 1,
            "ListTasks": 1,
            "ListUsers": 1,
        }
        assert (result["summary"]["added"], result["summary"]["pairs_changed"]) == (500, 10)
        assert len(world.assignments) == 500

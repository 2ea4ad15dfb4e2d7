# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the writing modules make of every fault that a network or a service can have."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

import pytest

from simulators.faults import EXECUTED, GENTLE, KINDS, OF_LISTS
from simulators.tencent import TencentSimulator, World
from support.accounts_shown import has_account, is_updated
from support.road import Road

ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
CREATE = "CreateOrganizationMember"
NEW: dict[str, Any] = {"name": "new-account", "node": "/Finance", "permissions": [1, 2], "remark": "Fresh"}
SPOILING = sorted(set(KINDS) - GENTLE - OF_LISTS)
# Executed, and the caller cannot see it.
LOST = sorted(EXECUTED.intersection(SPOILING))
# Not executed, and the caller cannot see that either.
UNCLEAR = sorted(set(SPOILING) - set(LOST) - {"throttled"})
# The account is there, and the API says that a step inside failed.
CREATE_FAILURES = [
    "InternalError", "FailedOperation.CreateAccount", "FailedOperation.CreateBillingPermissionErr",
    "FailedOperation.CreateRole", "FailedOperation.OperateBillingPermissionErr", "FailedOperation.PartnerManagementErr",
    "FailedOperation.TagResourcesError", "UnsupportedOperation.ManagementSystemError",
]  # fmt: skip


class Work(NamedTuple):
    """A task, and how to see in the world which of its changes are there: action of the change -> look."""

    module: str
    params: dict[str, Any]
    looks: dict[str, Callable[[World], bool]]


WRITES = {
    "AddUserToGroup": Work(
        "group_user",
        {"group": "platform-admins", "users": [CAROL]},
        {"add": lambda world: CAROL in world.members_of("platform-admins")},
    ),
    "RemoveUserFromGroup": Work(
        "group_user",
        {"group": "platform-admins", "users": [BOB], "state": "absent"},
        {"remove": lambda world: BOB not in world.members_of("platform-admins")},
    ),
    CREATE: Work("org_member", NEW, {"create": has_account("new-account")}),
    "UpdateOrganizationMember": Work(
        "org_member", {"name": "data-lake", "remark": "", "permissions": [1, 2, 4]}, {"update": is_updated}
    ),
    "MoveOrganizationNodeMembers": Work(
        "org_member",
        {"name": "data-lake", "node": "Finance"},
        {"move": lambda world: world.member("data-lake").node == world.node("Finance").id},
    ),
    "DeleteOrganizationMembers": Work(
        "org_member", {"name": "partner", "state": "absent"}, {"leave": lambda world: not has_account("partner")(world)}
    ),
}
SWAP: dict[str, Any] = {"group": "viewers", "users": [ALICE, BOB, CAROL, DAVE], "exclusive": True}
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "DescribeIdentityCenter": ("group_user", SWAP),
    "ListGroups": ("group_user", SWAP),
    "ListGroupMembers": ("group_user", SWAP),
    "ListUsers": ("group_user", SWAP),
    "ListJoinedGroupsForUser": ("group_user", {"all_groups": True, "users": [BOB], "state": "absent"}),
    "DescribeOrganizationMembers": ("org_member", NEW),
    "DescribeOrganizationNodes": ("org_member", NEW),
    "DescribeOrganization": ("org_member", {"name": "partner", "state": "absent"}),
}


@pytest.fixture
def roads(group_user: Road, org_member: Road) -> dict[str, Road]:
    return {"group_user": group_user, "org_member": org_member}


def sent(simulator: TencentSimulator, action: str) -> int:
    return simulator.log.calls().get(action, 0)


def agrees(result: dict[str, Any], world: World, looks: dict[str, Callable[[World], bool]]) -> None:
    """What is reported done is in the world, and what is in the world is reported; only "unknown" may be either."""
    for row in result["changes"]:
        if row["status"] != "outcome_unknown":
            assert (row["status"] == "done") == looks[row["action"]](world), row


def converges(road: Road, params: dict[str, Any], world: World, looks: dict[str, Callable[[World], bool]]) -> None:
    """Without faults a second run brings the wished state, a third one changes nothing."""
    second = road(**params)
    assert not second["failed"], second["msg"]
    assert all(look(world) for look in looks.values())
    third = road(**params)
    assert (third["failed"], third["changed"], third["changes"]) == (False, False, [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", WRITES)
def test_a_write_that_meets_a_fault_is_reported_as_it_is(
    world: World, simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    work = WRITES[action]
    simulator.faults.add(kind, action)
    result = roads[work.module](**work.params)
    assert simulator.faults.injected == 1
    assert sent(simulator, action) == (2 if kind == "throttled" and action != CREATE else 1)
    agrees(result, world, work.looks)
    (row,) = result["changes"]
    if kind in UNCLEAR:
        assert (result["failed"], row["status"], result["error"]["code"]) == (
            True,
            "outcome_unknown",
            "outcome_unknown",
        )
        assert result["changed"]
    elif kind == "throttled" and action == CREATE:
        assert (result["failed"], row["status"], result["error"]["code"]) == (True, "failed", "RequestLimitExceeded")
        assert not result["changed"]
    else:
        assert (result["failed"], row["status"], result["changed"]) == (False, "done", True), result["msg"]
    converges(roads[work.module], work.params, world, work.looks)


@pytest.mark.parametrize("kind", SPOILING)
def test_a_creation_is_sent_once_however_long_a_fault_lasts(
    world: World, simulator: TencentSimulator, org_member: Road, kind: str
) -> None:
    simulator.faults.add(kind, CREATE, times=1000)
    result = org_member(**NEW, allow_quit=True)
    assert sent(simulator, CREATE) == 1
    assert result["failed"] is (kind not in LOST)
    assert has_account("new-account")(world) is (kind in LOST)


@pytest.mark.parametrize("kind", LOST)
def test_an_account_whose_creation_was_not_answered_is_found(
    world: World, simulator: TencentSimulator, org_member: Road, kind: str
) -> None:
    simulator.faults.add(kind, CREATE)
    result = org_member(**NEW)
    uin = str(world.member("new-account").uin)
    assert not result["failed"], result["msg"]
    assert result["changes"][0]["subject"] == {"id": uin, "name": "new-account"}
    assert (result["changes"][0]["status"], "error" in result["changes"][0]) == ("done", False)
    assert result["member"]["uin"] == uin


@pytest.mark.parametrize("code", CREATE_FAILURES)
def test_an_account_is_found_although_the_api_says_that_its_creation_failed(
    world: World, simulator: TencentSimulator, org_member: Road, code: str
) -> None:
    world.create_failure = code
    result = org_member(**NEW, allow_quit=True)
    assert (result["failed"], sent(simulator, CREATE)) == (False, 1), result["msg"]
    assert result["member"]["uin"] == str(world.member("new-account").uin)
    assert world.member("new-account").allow_quit == "Allow"
    assert not org_member(**NEW, allow_quit=True)["changed"]


@pytest.mark.parametrize("kind", LOST)
def test_an_account_that_shows_late_is_looked_for_up_to_a_minute(
    simulator: TencentSimulator, org_member: Road, kind: str
) -> None:
    simulator.stale_reads = 6
    simulator.faults.add(kind, CREATE)
    result = org_member(**NEW)
    assert not result["failed"], result["msg"]
    assert (result["changes"][0]["status"], result["member"]["name"]) == ("done", "new-account")
    assert 55 <= sum(org_member.slept) <= 65


@pytest.mark.parametrize("kind", UNCLEAR)
def test_a_creation_that_stays_unclear_says_to_look_at_the_console(
    simulator: TencentSimulator, org_member: Road, kind: str
) -> None:
    simulator.faults.add(kind, CREATE)
    result = org_member(**NEW, allow_quit=True)
    assert result["error"]["code"] == "outcome_unknown"
    assert "look at the console before running again" in result["msg"]
    assert [row["status"] for row in result["changes"]] == ["outcome_unknown", "not_tried"]
    assert 55 <= sum(org_member.slept) <= 65


def test_a_lost_creation_stays_unknown_when_the_members_cannot_be_read_any_more(
    simulator: TencentSimulator, org_member: Road
) -> None:
    simulator.faults.add("cut_after", CREATE)
    # The search, the list before, and then no list any more.
    simulator.faults.add("html", "DescribeOrganizationMembers", position=3, times=1000)
    result = org_member(**NEW, allow_quit=True, retry_timeout=0)
    assert [row["status"] for row in result["changes"]] == ["outcome_unknown", "not_tried"]
    assert result["error"]["code"] == "outcome_unknown"
    assert "look at the console before running again" in result["msg"]
    assert result["changed"]


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_update_that_shows_does_not_stop_the_move(
    world: World, simulator: TencentSimulator, org_member: Road, kind: str
) -> None:
    simulator.faults.add(kind, "UpdateOrganizationMember")
    result = org_member(name="data-lake", remark="Moved", node="/Finance")
    assert not result["failed"], result["msg"]
    assert [row["status"] for row in result["changes"]] == ["done", "done"]
    assert world.member("data-lake").node == world.node("Finance").id


def acknowledged(action: str) -> str:
    """The status of an acknowledged change that nobody could look at: new permissions may wait for the member's consent."""
    return "pending" if action == "UpdateOrganizationMember" else "done"


@pytest.mark.parametrize("action", WRITES)
def test_what_was_written_is_reported_when_it_cannot_be_looked_at_again(
    world: World, simulator: TencentSimulator, roads: dict[str, Road], action: str
) -> None:
    work = WRITES[action]
    read = "ListGroupMembers" if work.module == "group_user" else "DescribeOrganizationMembers"
    checked = roads[work.module](check_mode=True, **work.params)
    simulator.faults.add("http_503", read, position=checked["api"]["calls"][read] + 1, times=1000)
    result = roads[work.module](**work.params, retry_timeout=0)
    assert not result["failed"], result["msg"]
    assert [row["status"] for row in result["changes"]] == [acknowledged(action)]
    assert [text for text in result["warnings"] if "could not be looked at again" in text]


@pytest.mark.parametrize("kind", SPOILING)
@pytest.mark.parametrize("position", [1, 2])
def test_a_lost_addition_is_settled_before_the_removals_of_its_group(
    world: World, simulator: TencentSimulator, group_user: Road, kind: str, position: int
) -> None:
    params: dict[str, Any] = {**SWAP, "users": [ALICE, "frank", BOB, CAROL], "max_removals": "2", "max_connections": 1}
    simulator.faults.add(kind, "AddUserToGroup", position=position)
    result = group_user(**params)
    users = world.members_of("viewers")
    status = {row["subject"]["name"]: row["status"] for row in result["changes"]}
    for name in (ALICE, "frank"):
        assert (name in users) is (status[name] == "done")
    if kind in UNCLEAR:
        assert sorted(status.values()) == ["done", "not_tried", "not_tried", "outcome_unknown"]
        assert sent(simulator, "RemoveUserFromGroup") == 0
        assert (result["failed"], result["error"]["code"]) == (True, "outcome_unknown")
    else:
        assert set(status.values()) == {"done"}
        assert users == {ALICE, "frank", BOB, CAROL}


def test_removals_are_not_tried_in_a_group_whose_addition_failed_only(
    world: World, simulator: TencentSimulator, group_user: Road
) -> None:
    world.groups_per_user_quota = 1
    memberships = [
        {"group": "viewers", "users": [ALICE, "frank", CAROL]},
        {"group": "platform-admins", "users": [BOB, "frank"]},
        {"group": "auditors", "users": []},
    ]
    world.join("auditors", ERIN)
    result = group_user(
        memberships=memberships, exclusive=True, max_removals="100%", allow_empty=True, max_connections=1
    )
    status: dict[tuple[str, str], set[str]] = {}
    for row in result["changes"]:
        status.setdefault((row["action"], row["target"]["name"]), set()).add(row["status"])
        if row["status"] == "failed":
            assert row["error"]["code"] == "FailedOperation.UserAddGroupCountOverUpperLimit"
    assert "failed" in status["add", "viewers"]
    assert status["remove", "viewers"] == {"not_tried"}
    assert status["remove", "auditors"] == {"done"}
    assert result["error"]["code"] == "partial_failure"
    assert world.members_of("viewers") >= {BOB, CAROL, DAVE, ERIN}
    assert world.members_of("auditors") == set()


@pytest.mark.parametrize("kind", SPOILING)
@pytest.mark.parametrize("action", READS)
def test_a_read_that_meets_a_fault_is_repeated(
    simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    module, params = READS[action]
    simulator.faults.add(kind, action)
    result = roads[module](**params)
    assert simulator.faults.injected == 1
    assert (result["failed"], result["changed"], result["api"]["retries"]) == (False, True, 1), result["msg"]
    assert sum(result["api"]["calls"].values()) == len(simulator.log.entries)
    simulator.log.clear()
    assert not roads[module](**params)["changed"]


@pytest.mark.parametrize("kind", sorted(GENTLE))
@pytest.mark.parametrize("action", READS)
def test_an_answer_that_is_only_written_differently_means_the_same(
    simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    module, params = READS[action]
    plain = roads[module](check_mode=True, **params)
    simulator.faults.add(kind, action, times=1000)
    other = roads[module](check_mode=True, **params)
    assert not other["failed"], other["msg"]
    assert simulator.faults.injected
    assert (other["changes"], other["diff"]) == (plain["changes"], plain["diff"])


@pytest.mark.parametrize("kind", sorted({*SPOILING} - {"throttled", "internal_error_after", "internal_error"}))
@pytest.mark.parametrize("action", READS)
def test_a_read_that_fails_for_good_writes_nothing_and_says_so(
    simulator: TencentSimulator, roads: dict[str, Road], action: str, kind: str
) -> None:
    module, params = READS[action]
    simulator.faults.add(kind, action, times=1000)
    result = roads[module](**params, retry_timeout=0)
    assert (result["failed"], result["changed"]) == (True, False)
    assert result["error"]["code"] in ("connection_failed", "bad_response")
    assert action in result["msg"]
    assert simulator.log.writes() == []


@pytest.mark.parametrize("action", WRITES)
@pytest.mark.parametrize("reads", [1, 4, 50])
def test_reads_that_lag_behind_are_waited_for_and_never_undo_a_success(
    world: World, simulator: TencentSimulator, roads: dict[str, Road], action: str, reads: int
) -> None:
    work = WRITES[action]
    simulator.stale_reads = reads
    result = roads[work.module](**work.params)
    status = acknowledged(action) if reads == 50 else "done"
    assert ([row["status"] for row in result["changes"]], result["failed"]) == ([status], False), result["msg"]
    assert all(look(world) for look in work.looks.values())
    assert bool([text for text in result["warnings"] if "not visible yet" in text]) is (reads == 50)
    assert roads[work.module].slept[:2] == [1.0, 2.0] or reads == 1


def test_the_uin_of_an_account_that_does_not_show_yet_is_told(
    world: World, simulator: TencentSimulator, org_member: Road
) -> None:
    simulator.stale_reads = 50
    result = org_member(**NEW)
    uin = str(world.member("new-account").uin)
    assert result["changes"][0]["subject"]["id"] == uin
    assert (result["member"] or {}).get("uin") == uin


@pytest.mark.parametrize(
    "action", ["UpdateOrganizationMember", "MoveOrganizationNodeMembers", "DeleteOrganizationMembers"]
)
def test_a_change_that_does_not_show_yet_is_in_the_member_that_is_returned(
    simulator: TencentSimulator, org_member: Road, action: str
) -> None:
    params = WRITES[action].params
    if action == "UpdateOrganizationMember":
        # Permissions are not said to be there before they show: the member may have to consent.
        params = {"name": "data-lake", "remark": "Lake"}
    expected = org_member(check_mode=True, **params)["member"]
    simulator.stale_reads = 50
    result = org_member(**params)
    assert [row["status"] for row in result["changes"]] == ["done"]
    assert result["member"] == expected


@pytest.mark.parametrize("action", ["AddUserToGroup", "RemoveUserFromGroup"])
def test_a_change_that_somebody_else_was_faster_with_is_none(
    simulator: TencentSimulator, group_user: Road, action: str
) -> None:
    params = WRITES[action].params
    simulator.stale_reads = 50
    group_user(**params)
    result = group_user(**params)
    assert (result["failed"], result["changed"], result["changes"]) == (False, False, [])
    assert [text for text in result["warnings"] if "faster" in text]
    (row,) = result["memberships"]
    assert (row["members_count"], row["unchanged_count"]) == (
        {"AddUserToGroup": 3, "RemoveUserFromGroup": 1}[action],
        1,
    )

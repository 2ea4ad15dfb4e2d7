# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two controllers invite and remove people of Cloud Services at the same moment, and names come in another case."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from simulators.csp.records import StaleView
from simulators.csp.world import INVITATIONS, USERS
from support.cases import cases_of
from support.stage import Stage, stage

ALICE, BOB, NEW = "alice@example.com", "bob@example.com", "new@example.com"
OTHERS = [f"other{number}@example.com" for number in range(3)]


@pytest.fixture
def one() -> Iterator[Stage]:
    """The world of the cases."""
    with stage("csp_user", cases_of("csp_user").world()) as made:
        yield made


def after(one: Stage, faster: dict[str, Any], slower: dict[str, Any], reads: int = 1) -> dict[str, Any]:
    """The result of a task that begins with the lists as they were before another one."""
    users, invitations = copy.deepcopy(one.world.org_users()), list(one.world.invitations.values())
    first = one.run(faster)
    assert not first["failed"], first["msg"]
    one.world.stale.update({USERS: StaleView(users, reads), INVITATIONS: StaleView(invitations, reads)})
    return one.run(slower)


def statuses(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["subject"]["name"], row["status"]) for row in result["changes"]]


@pytest.mark.parametrize("reads", [1, 3])
def test_somebody_whom_another_controller_removed_is_gone(one: Stage, reads: int) -> None:
    gone = {"name": ALICE, "state": "absent"}
    result = after(one, gone, gone, reads)
    assert (result["failed"], result["changed"], result["changes"]) == (False, False, []), result["msg"]
    assert "Somebody else was faster" in result["warnings"][0]


def test_one_who_is_gone_does_not_keep_the_others(one: Stage) -> None:
    both = {"users": [{"name": ALICE}, {"name": BOB}], "state": "absent"}
    result = after(one, {"name": ALICE, "state": "absent"}, both)
    assert (result["failed"], statuses(result)) == (False, [(BOB, "done")]), result["msg"]
    assert one.writes() == {"remove_users": 3}
    assert not one.world.user(BOB).in_org


@pytest.mark.parametrize(("mode", "count"), [("keep", 1), ("conflict", 1)])
def test_somebody_whom_another_controller_invited_is_pending(one: Stage, mode: str, count: int) -> None:
    one.world.invitation_duplicates = mode
    result = after(one, {"name": NEW}, {"name": NEW})
    assert (result["failed"], statuses(result)) == (False, [(NEW, "pending")]), result["msg"]
    assert sum(row.username == NEW for row in one.world.invitations.values()) == count


def test_one_who_is_invited_does_not_keep_the_others(one: Stage) -> None:
    one.world.invitation_duplicates = "conflict"
    everybody = [NEW, *OTHERS]
    result = after(one, {"name": NEW}, {"users": [{"name": name} for name in everybody]})
    assert not result["failed"], result["msg"]
    assert sorted(statuses(result)) == [(name, "pending") for name in sorted(everybody)]
    invited = [row.username for row in one.world.invitations.values()]
    assert [invited.count(name) for name in everybody] == [1, 1, 1, 1]


def test_nothing_is_sent_again_when_nobody_could_look(one: Stage) -> None:
    one.world.invitation_duplicates = "conflict"
    one.run({"name": NEW})
    invitations = [row for row in one.world.invitations.values() if row.username != NEW]
    one.world.stale[INVITATIONS] = StaleView(invitations, 1)
    one.simulator.faults.add("http_503", "list_users", position=2, times=1000)
    result = one.run({"users": [{"name": name} for name in (NEW, *OTHERS)], "retry_timeout": 0})
    assert (result["failed"], one.writes()) == (True, {"create_invitations": 1})
    assert {status for _name, status in statuses(result)} == {"outcome_unknown"}


@pytest.mark.parametrize("name", ["OPEN@example.com", "Alice@Example.COM", "MM", "MMEYER@corp.example.com"])
def test_case_says_nothing(one: Stage, name: str) -> None:
    assert one.run({"name": name})["changes"] == []


def test_a_revocation_in_another_case_takes_the_invitation_back(one: Stage) -> None:
    result = one.run({"name": "Open@Example.com", "state": "absent"})
    assert (result["failed"], statuses(result)) == (False, [("open@example.com", "done")])
    assert one.world.pending_for("open@example.com") is None


def test_an_invitation_in_another_case_is_seen(one: Stage) -> None:
    one.world.invite("New@Example.com")
    assert one.run({"name": NEW})["changes"] == []
    one.world.invitation_duplicates = "conflict"
    assert one.run({"name": NEW.upper()})["changes"] == []


def test_groups_are_found_in_another_case_and_near_names_are_told(one: Stage) -> None:
    result = one.run({"name": NEW, "groups": ["OPERATORS"]})
    assert (result["failed"], statuses(result)) == (False, [(NEW, "pending")])
    (sent,) = one.simulator.log.writes()
    assert sent["body"]["customGroupsIds"] == [one.world.group("operators").id]
    refused = one.run({"name": "other@example.com", "groups": ["operatrs"]})
    assert (refused["error"]["code"], one.writes()) == ("unresolved_names", {})
    assert "near: operators" in refused["msg"]

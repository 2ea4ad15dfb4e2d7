# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_group_users makes of reads that fail once or for good, also when it looks again after a write."""

from __future__ import annotations

import pytest

from simulators.csp import CspSimulator, CspWorld
from support.csp_faults import ADD, ALL_KINDS, INVITE, PARTNER, READS, REMOVE, SWAP, agrees, writes
from support.fault_kinds import SPOILING
from support.road import Road

ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))
LASTING = [
    *((action, kind) for action in READS for kind in (*SPOILING, "unauthorized")),
    *(
        (action, kind)
        for action in ("list_groups", "list_group_users", "list_users")
        for kind in ("list_errors", "no_list", "null_rows")
    ),
]


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("action", READS)
@pytest.mark.usefixtures("invitations")
def test_a_read_that_meets_a_fault_once_changes_nothing_about_the_outcome(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    simulator.faults.add(kind, action)
    result = group_users(**READS[action])
    assert simulator.faults.injected == 1
    agrees(result, world)
    if (action, kind) == ("token", "unauthorized"):
        assert (result["failed"], result["error"]["http_status"], writes(simulator)) == (True, 401, [])
        return
    assert not result["failed"], result["msg"]
    assert result["changes"]
    assert len(writes(simulator)) == len(
        {(row["target"]["id"], row["action"] == "remove") for row in result["changes"]}
    )
    assert result["api"]["calls"] == simulator.log.calls()
    again = group_users(**READS[action])
    assert (again["failed"], again["changed"]) == (False, False)


@pytest.mark.parametrize(("action", "kind"), LASTING)
@pytest.mark.usefixtures("invitations")
def test_a_read_that_stays_faulty_fails_the_task_before_any_write(
    simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    simulator.faults.add(kind, action, times=1000)
    params = dict(READS[action])
    if action in ("list_invitations", "get_invitation"):
        # With invite_unknown the invitations are of interest after the write too.
        params["invite_unknown"] = False
    result = group_users(**params, retry_timeout=3)
    assert (result["failed"], result["changed"], result["changes"], writes(simulator)) == (True, False, [], [])
    assert result["error"]["message"]
    if kind == "list_errors":
        assert simulator.log.calls()[action] <= 3
        assert "partial list" in result["msg"]
    if kind == "unauthorized" and action != "token":
        assert simulator.log.calls()["token"] == 2


@pytest.mark.parametrize("kind", [*SPOILING, "unauthorized", "list_errors"])
@pytest.mark.parametrize("times", [1, 1000])
def test_the_second_look_survives_a_fault(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str, times: int
) -> None:
    simulator.faults.add(kind, "list_group_users", position=2, times=times)
    result = group_users(**SWAP, retry_timeout=3)
    assert not result["failed"], result["msg"]
    agrees(result, world)
    assert writes(simulator) == [ADD, REMOVE]
    assert len(result["warnings"]) == (times > 1)
    assert all("looked at again" in warning for warning in result["warnings"])


@pytest.mark.parametrize("kind", ["http_503", "cut_after"])
@pytest.mark.usefixtures("invitations")
def test_an_invitation_is_not_called_an_addition_when_invitations_cannot_be_read(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str
) -> None:
    simulator.faults.add(kind, "list_invitations", position=2, times=1000)
    result = group_users(**INVITE, retry_timeout=3)
    assert PARTNER not in result["memberships"][0]["added"]
    assert {row["subject"]["name"]: row["status"] for row in result["changes"]}[CAROL] == "done"


@pytest.mark.parametrize("reads", [1, 3, 100])
def test_reads_that_lag_behind_a_write_are_waited_for(
    world: CspWorld, simulator: CspSimulator, group_users: Road, reads: int
) -> None:
    simulator.stale_reads = reads
    result = group_users(**SWAP, requests_per_second=1000)
    assert not result["failed"], result["msg"]
    assert [row["status"] for row in result["changes"]] == ["done", "done"]
    assert world.members_of("viewers") == {ALICE, BOB, CAROL, DAVE}
    assert sum(group_users.slept) <= 1 + 2 + 4 + 8
    assert bool(result["warnings"]) is (reads == 100)
    assert len(writes(simulator)) == 2

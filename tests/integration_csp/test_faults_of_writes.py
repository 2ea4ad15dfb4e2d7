# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_group_users makes of every fault that a write can meet."""

from __future__ import annotations

import pytest

from simulators.csp import CspSimulator, CspWorld
from support.csp_faults import ADD, ALL_KINDS, REMOVE, SWAP, WRITES, agrees, converges, is_fulfilled, writes
from support.fault_kinds import LOST, SPOILING, UNCLEAR
from support.road import Road

ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
REPEATED = {"throttled", "unauthorized"}


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("action", WRITES)
def test_a_write_that_meets_a_fault_is_reported_as_it_is(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    params = WRITES[action][0]
    simulator.faults.add(kind, action)
    result = group_users(**params)
    assert simulator.faults.injected == 1
    assert writes(simulator) == [action] * (2 if kind in REPEATED else 1)
    assert result["api"]["writes"] == len(writes(simulator))
    agrees(result, world)
    (row,) = result["changes"]
    if kind in UNCLEAR:
        assert (result["failed"], row["status"], result["error"]["code"]) == (
            True,
            "outcome_unknown",
            "outcome_unknown",
        )
        assert result["changed"]
    else:
        assert (result["failed"], row["status"], result["changed"]) == (False, "done", True), result["msg"]
        assert is_fulfilled(world, action)
        assert "error" not in row
    converges(group_users, world, **params)


@pytest.mark.parametrize("kind", [*LOST, "neither_list"])
@pytest.mark.parametrize("action", WRITES)
def test_a_write_that_took_effect_is_found_although_reads_lag_behind(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    simulator.stale_reads = 3
    simulator.faults.add(kind, action)
    result = group_users(**WRITES[action][0], requests_per_second=1000)
    assert not result["failed"], result["msg"]
    assert (result["changes"][0]["status"], result["warnings"]) == ("done", [])
    assert writes(simulator) == [action]
    assert sum(group_users.slept) == 1 + 2 + 4


@pytest.mark.parametrize("kind", [*SPOILING, "unauthorized"])
@pytest.mark.parametrize("action", WRITES)
def test_a_fault_that_lasts_leads_to_one_write_and_one_sentence(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    simulator.faults.add(kind, action, times=1000)
    result = group_users(**WRITES[action][0], retry_timeout=0)
    assert len(writes(simulator)) == (2 if kind == "unauthorized" else 1)
    assert result["failed"] is (kind not in LOST)
    assert is_fulfilled(world, action) is (kind in LOST)
    agrees(result, world)
    assert "Traceback" not in result["msg"]
    if kind in ("throttled", "unauthorized"):
        assert (result["changed"], result["changes"][0]["status"]) == (False, "failed")
        assert result["error"]["http_status"] == (401 if kind == "unauthorized" else 429)
        assert result["error"]["hint"]
        assert result["error"]["request_id"]


@pytest.mark.parametrize("kind", [*UNCLEAR, "throttled"])
def test_the_removals_of_a_group_wait_for_its_additions(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str
) -> None:
    simulator.faults.add(kind, ADD)
    result = group_users(**SWAP, retry_timeout=0)
    statuses = [(row["action"], row["status"]) for row in result["changes"]]
    assert statuses == [("add", "failed" if kind == "throttled" else "outcome_unknown"), ("remove", "not_tried")]
    assert (writes(simulator), ERIN in world.members_of("viewers")) == ([ADD], True)
    assert result["memberships"][0]["not_tried"] == [ERIN]
    converges(group_users, world, **SWAP)


@pytest.mark.parametrize("kind", [*LOST, "neither_list"])
def test_additions_that_took_effect_let_the_removals_go_on(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str
) -> None:
    simulator.faults.add(kind, ADD)
    result = group_users(**SWAP)
    assert not result["failed"], result["msg"]
    assert writes(simulator) == [ADD, REMOVE]
    assert world.members_of("viewers") == {ALICE, BOB, CAROL, DAVE}


def test_a_cut_connection_among_many_batches_costs_no_second_write(
    world: CspWorld, simulator: CspSimulator, group_users: Road
) -> None:
    many = [f"user{number:02}@example.com" for number in range(45)]
    for name in many:
        world.add_user(name)
    simulator.faults.add("cut_after", ADD, position=2)
    result = group_users(group="auditors", users=many)
    assert not result["failed"], result["msg"]
    assert writes(simulator) == [ADD] * 3
    assert world.members_of("auditors") == set(many)


@pytest.mark.parametrize("kind", UNCLEAR)
def test_a_batch_that_got_lost_does_not_stop_the_others(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str
) -> None:
    many = [f"user{number:02}@example.com" for number in range(45)]
    for name in many:
        world.add_user(name)
    simulator.faults.add(kind, ADD, position=2)
    result = group_users(group="auditors", users=many, max_connections=1)
    assert (result["failed"], result["error"]["code"]) == (True, "outcome_unknown")
    assert world.members_of("auditors") == {*many[:20], *many[40:]}
    assert result["memberships"][0]["outcome_unknown"] == many[20:40]
    agrees(result, world)
    converges(group_users, world, group="auditors", users=many)

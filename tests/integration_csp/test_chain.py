# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From an organization with nothing but the caller to groups with roles, people and memberships: check mode tells the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from support.chain import Chain, as_tasks, told_otherwise
from support.csp_chains import OWNER, RandomChain, chain_of, empty_organization
from support.playbook import play
from support.state import state_of

OLIVIA, PAT, QUINN = (f"{name}@example.com" for name in ("olivia", "pat", "quinn"))
GROUPS: list[dict[str, Any]] = [
    {
        "name": "platform-operators",
        "description": "Run the clusters",
        "organization_roles": ["org_member"],
        "service_roles": [{"service": "cluster-service", "roles": ["cluster-admin"]}],
    },
    {"name": "billing-viewers", "service_roles": [{"service": "cost-service", "roles": ["cost-viewer"]}]},
]
# Olivia is new to the platform and has to accept; pat and quinn have an account and become active at once.
PEOPLE: list[dict[str, Any]] = [
    {"name": OLIVIA, "groups": ["platform-operators"]},
    {
        "name": PAT,
        "groups": ["platform-operators", "billing-viewers"],
        "organization_roles": ["org_member", "developer"],
    },
]
MEMBERSHIPS: list[dict[str, Any]] = [
    {"group": "platform-operators", "users": [OLIVIA, PAT, OWNER]},
    {"group": "billing-viewers", "users": [PAT, OWNER], "exclusive": True},
]
CHAIN = chain_of(GROUPS, PEOPLE, MEMBERSHIPS)


def organization() -> CspWorld:
    """Nobody but the caller; pat has an account of the platform."""
    return empty_organization(PAT)


def pending(result: dict[str, Any]) -> dict[str, list[str]]:
    """Who is expected in which group."""
    return {row["group"]["name"]: row["pending"] for row in result["memberships"]}


def test_one_playbook_makes_everything_as_its_check_run_says(tmp_path: Path) -> None:
    simulator = CspSimulator(organization())
    world, tasks = simulator.world, as_tasks(CHAIN)
    before = state_of(world)
    with Server(simulator.app) as server:
        environment = simulator.environment(server.url)
        planned = play(tasks, tmp_path, environment, "--check", "--diff")
        assert planned.code == 0, planned.output
        assert (simulator.log.writes(), state_of(world)) == ([], before)
        done = play(tasks, tmp_path, environment, "--diff")
        assert done.code == 0, done.output
        made = state_of(world)
        simulator.log.clear()
        again = play(tasks, tmp_path, environment, "--diff")
    assert len(planned.results) == len(tasks)
    assert all(result["changed"] for result in planned.results)
    assert not told_otherwise(planned.results, done.results)
    assert again.code == 0, again.output
    assert [(result["changed"], result["changes"]) for result in again.results] == [(False, [])] * len(tasks)
    assert (simulator.log.writes(), state_of(world)) == ([], made)
    # What is there now.
    assert world.group("platform-operators").service_roles == {"cluster-service": ["cluster-admin"]}
    assert world.members_of("platform-operators") == world.members_of("billing-viewers") == {PAT, OWNER}
    assert [row.username for row in world.invitations.values() if row.redeemed_at is None] == [OLIVIA]
    assert pending(done.results[2]) == {"billing-viewers": [], "platform-operators": [OLIVIA]}
    # Whose invitation takes effect at once shows only then.
    assert pending(planned.results[2]) == {"billing-viewers": [PAT], "platform-operators": [OLIVIA, PAT]}


def test_who_accepts_later_is_found_unchanged() -> None:
    world = organization()
    chain = Chain(organization, CHAIN)
    chain.done(world)
    for number in [row.id for row in world.invitations.values() if row.redeemed_at is None]:
        world.redeem(number)
    assert [(result["failed"], result["changes"]) for result in chain.done(world)] == [(False, [])] * len(CHAIN)
    assert OLIVIA in world.members_of("platform-operators")


def test_somebody_who_is_active_already_is_added_to_new_groups() -> None:
    memberships = [{"group": "billing-viewers", "users": [QUINN]}]

    def world() -> CspWorld:
        made = organization()
        made.add_user(QUINN)
        return made

    assert not Chain(world, chain_of(GROUPS, [{"name": QUINN, "groups": ["platform-operators"]}], memberships)).faults()


def test_an_invitation_that_is_open_already_is_taken_as_it_is() -> None:
    def world() -> CspWorld:
        made = organization()
        made.invite(OLIVIA)
        return made

    chain = Chain(world, CHAIN)
    plans, reals = chain.planned(), chain.done(world())
    assert not told_otherwise(plans, reals)
    # It does not lead into the group, and nobody is invited twice.
    assert plans[2]["error"]["code"] == reals[2]["error"]["code"] == "unresolved_names"
    assert OLIVIA in reals[2]["msg"]


@pytest.mark.parametrize("seed", range(30))
def test_a_random_chain_does_what_its_check_run_says_and_settles(seed: int) -> None:
    chain = RandomChain(seed)
    assert not Chain(chain.world, chain.tasks).faults()

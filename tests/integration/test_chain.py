# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From an empty organization to people who may do something in an account: check mode tells the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.chain import Chain, as_tasks, told_otherwise
from support.playbook import play
from support.state import state_of
from support.tencent_chains import DOCUMENT, RandomChain, chain_of, empty_organization

JUDY, KIM = "judy@example.com", "kim@example.com"
CHAIN = chain_of(
    departments=["/engineering", "/engineering/data"],
    accounts=[{"name": "data-lake", "node": "/engineering/data"}],
    users=[JUDY, KIM],
    groups=["data-engineers"],
    memberships=[{"group": "data-engineers", "users": [JUDY, KIM], "exclusive": True}],
    configurations=[
        {"name": "operator", "policies": ["QcloudTKEFullAccess"], "custom_policies": {"no-deletion": DOCUMENT}}
    ],
    assignments=[
        {"role_configuration": "operator", "accounts": ["data-lake"], "groups": ["data-engineers"], "exclusive": True}
    ],
)


def test_one_playbook_makes_everything_as_its_check_run_says(tmp_path: Path) -> None:
    simulator = TencentSimulator(empty_organization())
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
    assert all(result["changed"] for result in planned.results)
    assert not told_otherwise(planned.results, done.results)
    assert again.code == 0, again.output
    assert [(result["changed"], result["changes"]) for result in again.results] == [(False, [])] * len(tasks)
    assert (simulator.log.writes(), state_of(world)) == ([], made)
    assert world.member("data-lake").node == world.node("data").id
    assert world.members_of("data-engineers") == {JUDY, KIM}
    assert world.assignments_of("operator") == {("data-lake", "data-engineers")}
    assert world.deployments_of("operator") == {"data-lake": "Deployed"}


def test_a_change_of_the_role_after_the_grant_is_deployed_again() -> None:
    world = empty_organization()
    chain = Chain(empty_organization, CHAIN)
    chain.done(world)
    more: list[Any] = [("tencent_cic_role_configuration", {"name": "operator", "policies": ["ReadOnlyAccess"]})]
    changed = Chain(empty_organization, more).done(world)
    assert [result["failed"] for result in changed] == [False]
    assert world.deployments_of("operator") == {"data-lake": "Deployed"}


@pytest.mark.parametrize("seed", range(30))
def test_a_random_chain_does_what_its_check_run_says_and_settles(seed: int) -> None:
    chain = RandomChain(seed)
    assert not Chain(empty_organization, chain.tasks).faults()

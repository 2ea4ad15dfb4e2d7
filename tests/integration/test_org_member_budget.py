# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task of tencent_org_member costs in requests."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.accounts import NEW
from support.road import Road

Params = dict[str, Any]


def calls(simulator: TencentSimulator, result: dict[str, Any]) -> dict[str, int]:
    assert not result["failed"], result["msg"]
    assert result["api"]["calls"] == simulator.log.calls()
    return simulator.log.calls()


@pytest.mark.parametrize(("node", "reads"), [({}, 0), ({"node": "Platform"}, 3), ({"node_id": "1000003"}, 0)])
def test_the_steady_state_costs_one_search_and_the_departments_when_named(
    world: World, simulator: TencentSimulator, org_member: Road, node: Params, reads: int
) -> None:
    for number in range(98):
        world.add_node(f"node-{number}")
    expected = {"DescribeOrganizationMembers": 1, **({"DescribeOrganizationNodes": reads} if reads else {})}
    assert calls(simulator, org_member(name="data-lake", remark="Warehouse", **node)) == expected


def test_a_creation_reads_all_members_twice_and_an_organization_id_costs_one_call(
    world: World, simulator: TencentSimulator, org_member: Road
) -> None:
    world.member_quota = 1000
    for number in range(100 - len(world.members)):
        world.add_member(f"account-{number:03}")
    assert calls(simulator, org_member(**NEW, org_id="10001")) == {
        "DescribeOrganization": 1,
        "DescribeOrganizationMembers": 1 + 2 + 3,
        "DescribeOrganizationNodes": 1,
        "CreateOrganizationMember": 1,
    }


@pytest.mark.parametrize("org_id", [{}, {"org_id": "10001"}])
def test_leaving_asks_once_for_the_organization(simulator: TencentSimulator, org_member: Road, org_id: Params) -> None:
    assert calls(simulator, org_member(name="partner", state="absent", **org_id)) == {
        "DescribeOrganization": 1,
        "DescribeOrganizationMembers": 2,
        "DeleteOrganizationMembers": 1,
    }

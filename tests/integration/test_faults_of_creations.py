# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account is opened once, and found when the answer got lost."""

from __future__ import annotations

import pytest

from simulators.tencent import TencentSimulator, World
from support.accounts_shown import has_account
from support.fault_kinds import LOST, SPOILING, UNCLEAR
from support.road import Road
from support.tencent_faults import CREATE, NEW, sent

# The account is there, and the API says that a step inside failed.
CREATE_FAILURES = [
    "InternalError", "FailedOperation.CreateAccount", "FailedOperation.CreateBillingPermissionErr",
    "FailedOperation.CreateRole", "FailedOperation.OperateBillingPermissionErr", "FailedOperation.PartnerManagementErr",
    "FailedOperation.TagResourcesError", "UnsupportedOperation.ManagementSystemError",
]  # fmt: skip


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

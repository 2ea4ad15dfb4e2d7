# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said when good keys may not do it: another organization, no right, a wrong clock, a service that is switched off."""

from __future__ import annotations

import pytest

from simulators.tencent import TencentSimulator, World
from support.road import Road
from support.tencent_logins import ADDITIONS, MEMBER, MODULES, failure


@pytest.mark.parametrize("module", MODULES)
def test_keys_of_another_organization_write_nothing(
    simulator: TencentSimulator, environment: dict[str, str], module: str
) -> None:
    params = {"cic_group_user": ADDITIONS, "org_member": {**MEMBER, "remark": "x"}}.get(module, {})
    road = Road("tencent_" + module, environment)
    result = failure(road, "organization_mismatch", "10001", "20002", "environment", **params, org_id="20002")
    assert result["api"]["calls"] == {"DescribeOrganization": 1}
    assert simulator.log.writes() == []


def test_keys_without_an_organization_are_told(world: World, environment: dict[str, str]) -> None:
    world.has_organization = False
    failure(
        Road("tencent_org_member", environment),
        "ResourceNotFound.OrganizationNotExist",
        "keys of the management account",
        **MEMBER,
    )


def test_an_account_that_is_no_management_account_is_told(world: World, environment: dict[str, str]) -> None:
    world.is_manager = False
    result = Road("tencent_org_member", environment)(**MEMBER, remark="x", node="Finance")
    assert result["error"]["code"] == "UnauthorizedOperation"
    assert [row["status"] for row in result["changes"]] == ["failed", "not_tried"]


@pytest.mark.parametrize("action", ["AddUserToGroup", "RemoveUserFromGroup"])
def test_a_denied_write_stops_all_further_writes_and_says_what_to_grant(
    world: World, simulator: TencentSimulator, environment: dict[str, str], action: str
) -> None:
    world.denied_actions = {action}
    memberships = [
        {"group": "auditors", "users": ADDITIONS["users"]},
        {"group": "viewers", "users": ["bob@example.com", "carol@example.com", "dave@example.com"], "state": "absent"},
    ]
    result = Road("tencent_cic_group_user", environment)(memberships=memberships, max_connections=1)
    assert result["failed"]
    assert f"organization:{action}" in result["msg"]
    assert "Grant the CAM action" in result["msg"]
    status = [row["status"] for row in result["changes"]]
    assert simulator.log.calls()[action] == 1
    if action == "AddUserToGroup":
        assert status == ["failed", *["not_tried"] * 5]
        assert (result["error"]["code"], result["changed"]) == ("AuthFailure.UnauthorizedOperation", False)
        assert len(simulator.log.writes()) == 1
    else:
        assert status == ["done"] * 3 + ["failed", "not_tried", "not_tried"]
        assert result["error"]["code"] == "partial_failure"
        assert len(world.members_of("viewers")) == 4


@pytest.mark.parametrize(
    ("action", "module"),
    [
        ("ListGroups", "cic_group_user"),
        ("ListGroupMembers", "cic_group_user_info"),
        ("DescribeOrganizationMembers", "org_member"),
    ],
)
def test_a_denied_read_says_what_to_grant(world: World, environment: dict[str, str], action: str, module: str) -> None:
    world.denied_actions = {action}
    road = Road("tencent_" + module, environment)
    failure(
        road, "AuthFailure.UnauthorizedOperation", f"organization:{action}", "Grant the CAM action", **MODULES[module]
    )


@pytest.mark.parametrize(("offset", "direction"), [(4000.0, "behind"), (-4000.0, "ahead of")])
def test_a_wrong_clock_is_explained_and_not_looped_on(
    simulator: TencentSimulator, environment: dict[str, str], offset: float, direction: str
) -> None:
    simulator.clock_offset = offset
    road = Road("tencent_cic_group_user", environment)
    for check_mode in (True, False):
        result = road(check_mode=check_mode, **ADDITIONS)
        assert result["error"]["code"] == "AuthFailure.SignatureExpire"
        assert f"seconds {direction} the server's" in result["msg"]
        assert any(str(seconds) in result["msg"] for seconds in range(3998, 4003))
        assert "NTP" in result["msg"]
        assert result["api"]["calls"] == {"DescribeIdentityCenter": 1}


@pytest.mark.parametrize("module", ["cic_group_user", "cic_group_user_info"])
@pytest.mark.parametrize("way", ["closed", "no zone", "zone given"])
def test_a_switched_off_identity_center_is_told(
    world: World, environment: dict[str, str], module: str, way: str
) -> None:
    zone = {"zone_id": world.zone_id} if way == "zone given" else {}
    world.service_open = False
    if way == "no zone":
        world.zone_id = ""
    code = "not_editable" if way == "closed" else "FailedOperation.IdentityCenterNotOpen"
    failure(Road("tencent_" + module, environment), code, "Switch", "Identity Center", **MODULES[module], **zone)

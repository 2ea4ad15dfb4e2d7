# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A change of permissions that waits for the consent of the member."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.accounts import HOST, resolved
from support.road import Road

Params = dict[str, Any]


@pytest.mark.parametrize(
    "params",
    [
        {"name": "data-lake", "permissions": [1, 2, 4]},
        {"name": "data-lake", "permissions": [1, 2, 7], "pay_uin": HOST},
        {"name": "web-shop", "permissions": [1, 2, 7], "pay_uin": "@partner"},
        {"name": "web-shop", "pay_uin": "@partner"},
        {"name": "data-lake", "permissions": [1, 2, 4], "remark": "Both"},
    ],
    ids=["permissions", "permissions and payer", "payer beside permissions", "payer only", "with remark"],
)
def test_a_permission_change_that_waits_for_consent_is_pending_and_not_drift(
    world: World, simulator: TencentSimulator, org_member: Road, params: Params
) -> None:
    world.consent_needed = True
    params = resolved(world, params)
    first = org_member(**params)
    assert not first["failed"], first["msg"]
    assert [row["status"] for row in first["changes"]] == ["pending"]
    assert first["changed"]
    assert (first["member"]["permission_status"], first["summary"]["pending"]) == ("UnConfirmed", 1)
    simulator.log.clear()
    for check_mode in (True, False):
        second = org_member(check_mode=check_mode, **params)
        assert (second["failed"], second["changed"], second["changes"]) == (False, False, []), second["msg"]
        assert second["summary"]["pending"] == 1
        assert [text for text in second["warnings"] if "consent" in text]
    assert simulator.log.writes() == []
    world.confirm_permissions(params["name"])
    third = org_member(**params)
    assert (third["failed"], third["changed"], third["summary"]["pending"]) == (False, False, 0)


@pytest.mark.parametrize("agreed", [True, False])
def test_after_the_answer_of_the_member_the_wish_is_compared_again(
    world: World, org_member: Road, agreed: bool
) -> None:
    world.consent_needed = True
    params: Params = {"name": "data-lake", "permissions": [1, 2, 4]}
    org_member(**params)
    world.confirm_permissions("data-lake", agreed)
    assert org_member(**params)["changed"] is not agreed

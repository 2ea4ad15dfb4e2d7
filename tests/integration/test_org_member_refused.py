# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_org_member refuses before writing, what the API refuses, and what is only warned of."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.accounts import HOST, NEW, PAID, actions, resolved
from support.road import Road

Params = dict[str, Any]
REFUSED: dict[str, tuple[Params, str, str]] = {
    "unknown department": ({**NEW, "node": "Platfrom"}, "unresolved_names", '"Platfrom" (near: Platform)'),
    "unknown path": ({**NEW, "node": "/Platform"}, "unresolved_names", "/Platform"),
    "unknown node_id": ({**NEW, "node": None, "node_id": "77"}, "unresolved_names", "node_id 77"),
    "unknown department of a member": ({"name": "data-lake", "node": "Finanse"}, "unresolved_names", "(near: Finance)"),
    "unknown uin": ({**NEW, "uin": "209999999999"}, "unresolved_names", "a uin never creates one"),
    "unknown uin, known name": ({"uin": "209999999999", "name": "data-lake"}, "unresolved_names", "209999999999"),
    "another case": ({**NEW, "name": "Data-Lake"}, "ambiguous_name", "data-lake"),
    "underscore": ({**NEW, "name": "data-Lake-"}, "ambiguous_name", "data-lake"),
    "without separator": ({**NEW, "name": "datalake"}, "ambiguous_name", "data-lake"),
    "not to be created": ({**NEW, "allow_create": False}, "unresolved_names", "allow_create is false"),
    "creation without department": ({"name": "new-account", "permissions": [1, 2]}, "invalid_input", "node or node_id"),
    "creation without permissions": ({"name": "new-account", "node": "Finance"}, "invalid_input", "permissions must be given"),
    "creation with nothing": ({"name": "new-account"}, "invalid_input", "node or node_id and permissions"),
    "creation without payer": ({**NEW, "permissions": [1, 2, 7]}, "invalid_input", "pay_uin"),
    "creation paid for and free to leave": ({**PAID, "allow_quit": True}, "invalid_input", "exclude each other"),
    "rename not allowed": ({"uin": "@data-lake", "name": "lake-house"}, "invalid_input", "Set rename to true"),
    "rename to a taken name": (
        {"uin": "@data-lake", "name": "Web_Shop", "rename": True, "remark": "x"}, "ambiguous_name", "web-shop",
    ),
    "rename to a bad name": ({"uin": "@data-lake", "name": "data lake", "rename": True}, "invalid_input", "a blank"),
    "pay on behalf without payer": ({"name": "data-lake", "permissions": [1, 2, 7]}, "invalid_input", "needs pay_uin"),
    "pay on behalf and allow_quit": ({"name": "web-shop", "allow_quit": True}, "invalid_input", "exclude each other"),
    "missing tag": ({"name": "web-shop", "tags": {"stage": "test"}, "remark": "x"}, "not_editable", "stage=test"),
    "missing identity": ({"name": "data-lake", "identity_role_ids": [1, 2]}, "not_editable", "identity_role_ids 2"),
    "unbound member": ({"name": "data-lake", "state": "absent"}, "not_removable", "e-mail and phone"),
    "management account": ({"name": "example-management", "state": "absent"}, "not_removable", "management account"),
    "management account by uin": ({"uin": HOST, "state": "absent"}, "not_removable", "management account"),
}  # fmt: skip


@pytest.mark.parametrize(("params", "code", "words"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_writes_nothing_and_is_the_same_in_check_mode(
    world: World, simulator: TencentSimulator, org_member: Road, params: Params, code: str, words: str
) -> None:
    params = resolved(world, params)
    real, checked = org_member(**params), org_member(check_mode=True, **params)
    assert real == {**checked, "api": real["api"], "collected_at": real["collected_at"]}
    assert (real["failed"], real["changed"]) == (True, False)
    assert real["error"]["code"] == code
    assert words in real["msg"]
    assert simulator.log.writes() == []


def test_a_refused_task_keeps_the_plan_and_shows_the_member_as_it_is(org_member: Road) -> None:
    result = org_member(name="web-shop", tags={"stage": "test"}, remark="x", node="Finance")
    assert actions(result) == ["update", "move"]
    assert {row["status"] for row in result["changes"]} == {"planned"}
    assert (result["member"]["remark"], result["member"]["node"]["name"]) == ("", "Platform")


def test_the_intl_site_warns_of_a_creation_without_pay_on_behalf(world: World, org_member: Road) -> None:
    world.required_permissions = {1, 2, 7}
    result = org_member(**NEW)
    assert [text for text in result["warnings"] if "pay_on_behalf" in text]
    assert result["error"]["code"] == "FailedOperation.OrganizationPermissionIllegal"
    assert "pay_on_behalf" in result["error"]["hint"]
    assert not [text for text in org_member(**PAID)["warnings"] if "pay_on_behalf" in text]


def test_a_finished_creation_record_means_look_for_the_account(world: World, org_member: Road) -> None:
    world.creation_records[5] = True
    result = org_member(**NEW, record_id=5)
    assert (result["failed"], result["error"]["code"]) == (True, "FailedOperation.CreateRecordAlreadySuccess")
    world.creation_records[6] = False
    assert not org_member(**NEW, record_id=6, auth_relation_id=None)["failed"]


def test_the_refusals_of_the_api_come_with_a_hint(world: World, org_member: Road) -> None:
    world.member("partner").flags.add("shares_resources")
    result = org_member(name="partner", state="absent")
    assert result["error"]["code"] == "FailedOperation.MemberShareResource"
    assert "end the shares first" in result["msg"]
    assert result["member"]["name"] == "partner"

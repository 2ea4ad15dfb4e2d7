# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_org_member makes of an account, what it refuses, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.road import Road
from support.stage import disagreements

Params = dict[str, Any]
HOST = "200010000001"
NEW: Params = {"name": "new-account", "node": "Platform", "permissions": ["view_bills", "2"]}
PAID: Params = {**NEW, "permissions": [1, 2, "pay_on_behalf"], "pay_uin": HOST}
MEMBER_KEYS = {
    "uin", "name", "node", "permissions", "permission_status", "policy_type", "remark", "pay_uin", "member_type",
    "bind_status", "allow_quit", "tags", "identities", "create_time", "update_time",
}  # fmt: skip
WRITES = {
    "create": "CreateOrganizationMember",
    "update": "UpdateOrganizationMember",
    "rename": "UpdateOrganizationMember",
    "move": "MoveOrganizationNodeMembers",
    "leave": "DeleteOrganizationMembers",
}


def uin_of(world: World, name: str) -> str:
    return str(world.member(name).uin)


def actions(result: dict[str, Any]) -> list[str]:
    return [row["action"] for row in result["changes"]]


# Options (uin of a member: "@name"), actions, and attributes of the member in the world afterwards.
WISHES: dict[str, tuple[Params, list[str], dict[str, Any]]] = {
    "creation": (NEW, ["create"], {"permissions": (1, 2), "pay_uin": "", "account_name": "new-account", "allow_quit": "Denied"}),
    "creation with everything": (
        {
            **PAID, "node": None, "department": "/Engineering/Platform", "account_name": "shown-name", "remark": "Fresh",
            "identity_role_ids": [2, 1], "tags": {"stage": "test", "team": 7}, "allow_quit": False,
        },
        ["create", "update"],
        {
            "permissions": (1, 2, 7), "pay_uin": HOST, "account_name": "shown-name", "remark": "Fresh",
            "identities": (1, 2), "tags": {"stage": "test", "team": "7"}, "allow_quit": "Denied",
        },
    ),
    "creation that may leave": ({**NEW, "allow_quit": True}, ["create", "update"], {"allow_quit": "Allow"}),
    "creation in the root": ({**NEW, "node": "/"}, ["create"], {"node": 1000001}),
    "creation by node_id": ({**NEW, "node": None, "node_id": "1000004"}, ["create"], {"node": 1000004}),
    "creation with permission_ids": (
        {"name": "new-account", "node": "Finance", "permission_ids": [1, 2, 10]}, ["create"], {"permissions": (1, 2, 10)},
    ),
    "unchanged": ({"name": "data-lake"}, [], {}),
    "unchanged in everything": (
        {
            "name": "web-shop", "uin": "@web-shop", "node": "/Engineering/Platform", "permissions": [7, 2, 1], "remark": "",
            "pay_uin": HOST, "tags": {"stage": "production"}, "identity_role_ids": [1], "allow_quit": False,
            "account_name": "ignored", "record_id": 5, "auth_relation_id": 6,
        },
        [],
        {},
    ),
    "unchanged, no tags wanted": ({"name": "web-shop", "tags": {}, "identity_role_ids": []}, [], {"tags": {"stage": "production"}}),
    "remark": ({"name": "data-lake", "remark": "Lake"}, ["update"], {"remark": "Lake", "permissions": (1, 2)}),
    "remark is cleared": ({"name": "data-lake", "remark": ""}, ["update"], {"remark": ""}),
    "remark, never created": ({"name": "data-lake", "remark": "x", "allow_create": False}, ["update"], {"remark": "x"}),
    "allow_quit": ({"name": "data-lake", "allow_quit": True}, ["update"], {"allow_quit": "Allow"}),
    "more permissions": ({"name": "data-lake", "permissions": [1, 2, 4, 5]}, ["update"], {"permissions": (1, 2, 4, 5)}),
    "pay on behalf": (
        {"name": "data-lake", "permissions": [1, 2, 7], "pay_uin": HOST}, ["update"], {"permissions": (1, 2, 7), "pay_uin": HOST},
    ),
    "no pay on behalf any more": ({"name": "web-shop", "permissions": [1, 2]}, ["update"], {"permissions": (1, 2), "pay_uin": HOST}),
    "another payer": ({"name": "web-shop", "pay_uin": "@partner"}, ["update"], {"permissions": (1, 2, 7), "pay_uin": "@partner"}),
    "other permissions, same payer": (
        {"name": "web-shop", "permissions": [1, 2, 4, 7]}, ["update"], {"permissions": (1, 2, 4, 7), "pay_uin": HOST},
    ),
    "pay on behalf gives way to allow_quit": (
        {"name": "web-shop", "permissions": [1, 2], "allow_quit": True}, ["update"], {"pay_uin": HOST, "allow_quit": "Allow"},
    ),
    "move by name": ({"name": "data-lake", "node": "finance"}, ["move"], {"node": 1000004}),
    "move by path": ({"name": "data-lake", "node": "/Engineering/"}, ["move"], {"node": 1000002}),
    "move by id": ({"name": "data-lake", "node_id": "1000004"}, ["move"], {"node": 1000004}),
    "move to the root": ({"name": "data-lake", "node": "/"}, ["move"], {"node": 1000001}),
    "rename": (
        {"name": "lake-house", "uin": "@data-lake", "rename": True}, ["rename"], {"name": "lake-house", "nick_name": "data-lake"},
    ),
    "rename with nickname": (
        {"name": "lake-house", "uin": "@data-lake", "rename": True, "sync_nickname": True},
        ["rename"],
        {"name": "lake-house", "nick_name": "lake-house"},
    ),
    "rename to another spelling of itself": (
        {"name": "Data_Lake", "uin": "@data-lake", "rename": True}, ["rename"], {"name": "Data_Lake"},
    ),
    "everything at once": (
        {"name": "lake", "uin": "@data-lake", "rename": True, "remark": "", "permissions": [1, 2, 8], "node": "Finance"},
        ["rename", "update", "move"],
        {"name": "lake", "remark": "", "permissions": (1, 2, 8), "node": 1000004},
    ),
    "leave": ({"name": "partner", "state": "absent"}, ["leave"], {}),
    "leave by uin": ({"uin": "@partner", "state": "absent"}, ["leave"], {}),
    "gone already": ({"name": "nobody-knows", "state": "absent"}, [], {}),
    "gone already by uin": ({"uin": "209999999999", "state": "absent"}, [], {}),
    "gone already, although the name is taken": ({"uin": "209999999999", "name": "partner", "state": "absent"}, [], {}),
}  # fmt: skip


def resolved(world: World, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: resolved(world, item) for key, item in value.items() if item is not None}
    return uin_of(world, value[1:]) if isinstance(value, str) and value.startswith("@") else value


@pytest.mark.parametrize(("params", "expected", "attributes"), WISHES.values(), ids=WISHES)
def test_check_mode_predicts_the_run_and_a_second_run_changes_nothing(
    world: World,
    simulator: TencentSimulator,
    org_member: Road,
    params: Params,
    expected: list[str],
    attributes: dict[str, Any],
) -> None:
    params, attributes = resolved(world, params), resolved(world, attributes)
    others = {member.name for member in world.members.values()} - {params.get("name"), "data-lake"}
    checked = org_member(check_mode=True, **params)
    assert not checked["failed"], checked["msg"]
    assert actions(checked) == expected
    assert {row["status"] for row in checked["changes"]} <= {"planned"}
    assert simulator.log.writes() == []

    done = org_member(**params)
    assert not done["failed"], done["msg"]
    assert not disagreements(checked, done)
    assert (done["diff"], done["changed"]) == (checked["diff"], checked["changed"])
    assert done["summary"] == checked["summary"]
    assert {row["status"] for row in done["changes"]} <= {"done"}
    assert [entry["action"] for entry in simulator.log.writes()] == [WRITES[action] for action in expected]
    keys = [None if result["member"] is None else set(result["member"]) for result in (checked, done)]
    assert keys[0] == keys[1]
    assert keys[0] in (None, MEMBER_KEYS)
    assert others - {"partner"} <= {member.name for member in world.members.values()}
    if params.get("state") == "absent":
        assert done["member"] is None
        assert "leave" not in expected or all(member.name != "partner" for member in world.members.values())
    else:
        member = world.member(attributes.get("name") or params["name"])
        assert {name: getattr(member, name) for name in attributes} == attributes
        assert done["member"]["uin"] == str(member.uin)
        assert (done["member"]["remark"], done["member"]["pay_uin"]) == (member.remark, member.pay_uin)
        assert done["member"]["node"]["id"] == str(member.node)

    again = org_member(**params)
    assert (again["failed"], again["changed"], again["changes"], again["api"]["writes"]) == (False, False, [], 0)


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


def test_check_mode_shows_the_account_that_would_be_made(org_member: Road) -> None:
    member = org_member(check_mode=True, **PAID, remark="Fresh", tags={"a": "b"})["member"]
    assert member["uin"] is None
    assert member["node"]["path"] == "/Engineering/Platform"
    assert [row["name"] for row in member["permissions"]] == ["view_bills", "view_balance", "pay_on_behalf"]
    assert (member["name"], member["remark"], member["pay_uin"]) == ("new-account", "Fresh", HOST)
    assert member["tags"] == {"a": "b"}


def test_a_department_with_a_name_that_several_have_needs_its_path(world: World, org_member: Road) -> None:
    world.add_node("platform", "Finance")
    result = org_member(**{**NEW, "node": "PLATFORM"})
    assert result["error"]["code"] == "ambiguous_name"
    assert len(result["error"]["items"][0]["candidates"]) == 2
    assert not org_member(**{**NEW, "node": "/Finance/platform"})["failed"]


def test_a_department_of_an_earlier_task_can_be_assumed_in_check_mode_only(world: World, org_member: Road) -> None:
    params = {**NEW, "node": "/Engineering/Edge", "assume_present": {"nodes": ["/Engineering/Edge"]}}
    checked = org_member(check_mode=True, **params)
    assert not checked["failed"], checked["msg"]
    assert checked["changes"][0]["target"] == {"id": None, "name": "Edge"}
    assert org_member(**params)["error"]["code"] == "unresolved_names"
    world.add_node("Edge", "Engineering")
    assert actions(org_member(**params)) == ["create"]


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

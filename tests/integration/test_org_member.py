# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_org_member makes of an account, in check mode and for real."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.accounts import HOST, NEW, PAID, actions, resolved
from support.road import Road
from support.stage import disagreements

Params = dict[str, Any]
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

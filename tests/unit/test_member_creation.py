# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for a member account that is not there yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Problem, Ref
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.departments import Department
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.result import member_result
from support.member_plans import BASIC, HOST, MEMBER, PAYING, PLATFORM, actions, codes, plan


def test_a_missing_member_is_created_with_all_that_the_task_says() -> None:
    result = plan(
        department=PLATFORM,
        name="data",
        account_name="data-account",
        permissions=PAYING,
        pay_uin=HOST,
        remark="mine",
        tags={"team": "data"},
        identity_role_ids=[2, 1],
        auth_relation_id=5,
        record_id=9,
    )
    assert (codes(result), result.warnings) == ([], [])
    (change,) = result.changes
    assert (change.action, change.subject, change.target) == ("create", Ref(None, "data"), Ref("11", "Platform"))
    assert change.before is None
    assert change.after == {
        "name": "data",
        "account_name": "data-account",
        "node": "/Engineering/Platform",
        "permissions": PAYING,
        "remark": "mine",
        "pay_uin": HOST,
        "tags": {"team": "data"},
        "identity_role_ids": [1, 2],
        "auth_relation_id": 5,
        "record_id": 9,
    }
    assert change.text == "create member data in /Engineering/Platform"


def test_the_account_is_named_as_the_member_and_what_is_not_given_is_not_sent() -> None:
    (change,) = plan(department=PLATFORM, name="data", permissions=BASIC).changes
    assert change.after["account_name"] == "data"
    assert set(change.after) == {"name", "account_name", "node", "permissions"}


def test_the_planned_member_shows_all_that_is_known_before_the_account_exists() -> None:
    result = plan(department=PLATFORM, name="data", permissions=PAYING, pay_uin=HOST, remark="mine")
    told = member_result(result, called="data", check_mode=True)["member"]
    assert (told["uin"], told["name"], told["node"]) == (None, "data", PLATFORM._asdict())
    assert (told["policy_type"], told["pay_uin"], told["remark"]) == ("Financial", HOST, "mine")
    assert [row["id"] for row in told["permissions"]] == [1, 2, 7]


@pytest.mark.parametrize(("site", "warned"), [("intl", True), ("mainland", False)])
def test_a_creation_without_pay_on_behalf_warns_on_the_international_site(site: str, warned: bool) -> None:
    result = plan(department=PLATFORM, site=site, name="data", permissions=BASIC)
    assert codes(result) == []
    assert bool(result.warnings) is warned


@pytest.mark.parametrize(
    ("department", "params", "missing"),
    [
        (None, {"permissions": BASIC}, "node or node_id must"),
        (PLATFORM, {}, "permissions must"),
        (None, {}, "node or node_id and permissions must"),
    ],
)
def test_a_creation_tells_everything_that_it_still_needs(
    department: Department | None, params: dict[str, Any], missing: str
) -> None:
    result = plan(department=department, name="data", **params)
    assert (codes(result), result.changes) == (["invalid_input"], [])
    assert missing in result.problems[0].message


def test_a_creation_with_pay_on_behalf_needs_the_payer() -> None:
    result = plan(department=PLATFORM, name="data", permissions=PAYING)
    assert (codes(result), actions(result)) == (["invalid_input"], [])
    assert "pay_uin must be given" in result.problems[0].message


def test_a_creation_with_pay_on_behalf_cannot_allow_to_quit() -> None:
    result = plan(department=PLATFORM, name="data", permissions=PAYING, pay_uin=HOST, allow_quit=True)
    assert (codes(result), actions(result)) == (["invalid_input"], []), "else an account is opened and then refused"


def test_allow_quit_of_a_new_member_takes_a_second_write() -> None:
    result = plan(department=PLATFORM, name="data", permissions=BASIC, allow_quit=True)
    assert [(change.action, change.after.get("allow_quit")) for change in result.changes] == [
        ("create", None),
        ("update", True),
    ]


@pytest.mark.parametrize("other", ["Data-Platform", "data_platform", "dataplatform", "DATA__PLATFORM"])
def test_a_similar_name_refuses_the_creation_and_is_named(other: str) -> None:
    similar = replace(MEMBER, name=other)
    result = plan(others=[similar], department=PLATFORM, name="data-platform", permissions=BASIC)
    assert (codes(result), result.changes) == (["ambiguous_name"], [])
    assert f"{other} (200000000042)" in result.problems[0].message
    assert result.problems[0].items[0]["candidates"] == [{"id": "200000000042", "name": other}]


def test_a_name_that_differs_in_more_than_case_and_dashes_is_created() -> None:
    other = replace(MEMBER, name="data-platform2")
    assert actions(plan(others=[other], department=PLATFORM, name="data-platform", permissions=BASIC)) == ["create"]


def test_with_allow_create_false_a_missing_member_is_an_error() -> None:
    result = plan(department=PLATFORM, name="data", permissions=BASIC, allow_create=False)
    assert (codes(result), result.changes) == (["unresolved_names"], [])
    assert "allow_create is false" in result.problems[0].message


def test_a_uin_never_creates_a_member_even_with_a_name() -> None:
    result = plan(department=PLATFORM, uin="200000000099", name="data", permissions=BASIC)
    assert (codes(result), result.changes) == (["unresolved_names"], [])
    assert "a uin never creates one" in result.problems[0].message


def test_an_unknown_department_is_told_and_stops_the_creation() -> None:
    unknown = Problem("unresolved_names", 'Unknown department: "x".')
    result = plan(department=unknown, name="data", permissions=BASIC)
    assert (result.problems, result.changes) == ([unknown], [])

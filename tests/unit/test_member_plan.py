# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for one member account that is there: update, rename, move, leaving, and what is refused before writing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Ref
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.account import Member
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.plan import (
    waits_for_consent,
)
from support.member_plans import BASIC, FINANCE, HOST, MEMBER, PAYING, PLATFORM, actions, codes, plan, wish


def test_a_member_that_is_as_wished_needs_nothing() -> None:
    result = plan(
        MEMBER,
        department=PLATFORM,
        name="data",
        remark="old",
        permissions=["2", "1"],
        allow_quit=False,
        tags={"team": "data"},
        identity_role_ids=[1],
        account_name="whatever",
        auth_relation_id=7,
        record_id=8,
    )
    assert (result.changes, result.problems, result.warnings) == ([], [], [])


def test_what_is_not_given_is_not_compared() -> None:
    assert plan(replace(MEMBER, remark="x", allow_quit=True, pay_uin=HOST), name="data").changes == []


def test_only_the_fields_that_differ_are_in_an_update() -> None:
    (change,) = plan(MEMBER, name="data", remark="new", permissions=[*BASIC, "invoice"], allow_quit=False).changes
    assert change.before == {"remark": "old", "permissions": BASIC}
    assert change.after == {"remark": "new", "permissions": [*BASIC, "invoice"]}
    assert (change.action, change.subject) == ("update", Ref("200000000042", "data"))


def test_an_empty_remark_clears() -> None:
    assert plan(MEMBER, name="data", remark="").changes[0].after == {"remark": ""}
    assert plan(replace(MEMBER, remark=""), name="data", remark="").changes == []


def test_a_member_in_another_department_is_moved() -> None:
    (change,) = plan(MEMBER, department=FINANCE, name="data").changes
    assert (change.action, change.target) == ("move", Ref("12", "Finance"))
    assert (change.before, change.after) == ({"node": "Platform"}, {"node": "/Finance"})


def test_rename_needs_to_be_asked_for() -> None:
    refused = plan(MEMBER, uin=MEMBER.id, name="analytics")
    assert (codes(refused), actions(refused)) == (["invalid_input"], [])
    assert 'called "data", not "analytics". Set rename to true' in refused.problems[0].message
    (change,) = plan(MEMBER, uin=MEMBER.id, name="analytics", rename=True).changes
    assert (change.action, change.before, change.after) == ("rename", {"name": "data"}, {"name": "analytics"})


def test_a_rename_checks_the_syntax_of_the_new_name() -> None:
    assert codes(plan(MEMBER, uin=MEMBER.id, name="a b", rename=True)) == ["invalid_input"]


@pytest.mark.parametrize("taken", ["analytics", "Analytics", "ana-lytics"])
def test_a_rename_to_a_name_that_another_member_has_or_nearly_has_is_refused(taken: str) -> None:
    other = replace(MEMBER, id="200000000043", name=taken)
    result = plan(MEMBER, others=[MEMBER, other], uin=MEMBER.id, name="analytics", rename=True)
    assert codes(result) == ["ambiguous_name"]


def test_a_rename_may_change_only_the_case() -> None:
    assert actions(plan(MEMBER, others=[MEMBER], uin=MEMBER.id, name="DATA", rename=True)) == ["rename"]


def test_a_permission_change_that_waits_for_consent_is_pending_and_not_repeated() -> None:
    waiting = replace(MEMBER, permission_status="UnConfirmed")
    result = plan(waiting, name="data", permissions=PAYING, pay_uin=HOST, remark="new")
    assert result.problems == []
    assert [change.after for change in result.changes] == [{"remark": "new"}]
    assert "waits for the consent" in result.warnings[0]
    assert waits_for_consent(waiting, wish(name="data", permissions=PAYING, pay_uin=HOST))


def test_nothing_is_pending_when_the_permissions_are_as_wished_or_not_managed() -> None:
    waiting = replace(MEMBER, permission_status="UnConfirmed")
    assert not waits_for_consent(waiting, wish(name="data", permissions=BASIC))
    assert not waits_for_consent(waiting, wish(name="data"))


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"tags": {"team": "other"}}, "tags team=other"),
        ({"tags": {"team": "data", "owner": "me"}}, "tags owner=me"),
        ({"identity_role_ids": [1, 3, 2]}, "identity_role_ids 2, 3"),
    ],
)
def test_tags_and_identities_that_an_existing_member_lacks_are_an_error(params: dict[str, Any], told: str) -> None:
    result = plan(MEMBER, name="data", **params)
    assert codes(result) == ["not_editable"]
    assert f"lacks {told};" in result.problems[0].message


def test_pay_on_behalf_of_an_existing_member_needs_a_payer_from_task_or_member() -> None:
    assert codes(plan(MEMBER, name="data", permissions=PAYING)) == ["invalid_input"]
    assert codes(plan(MEMBER, name="data", permissions=PAYING, pay_uin=HOST)) == []
    assert codes(plan(replace(MEMBER, pay_uin=HOST), name="data", permissions=PAYING)) == []


PAID = replace(MEMBER, permissions=frozenset([1, 2, 7]), pay_uin=HOST)


@pytest.mark.parametrize(
    ("member", "params", "expected"),
    [
        (MEMBER, {"permissions": PAYING, "pay_uin": HOST, "allow_quit": True}, ["invalid_input"]),
        (replace(MEMBER, allow_quit=True), {"permissions": PAYING, "pay_uin": HOST}, ["invalid_input"]),
        (PAID, {"allow_quit": True}, ["invalid_input"]),
        (PAID, {"allow_quit": True, "permissions": BASIC}, []),
        (replace(MEMBER, allow_quit=True), {"permissions": PAYING, "pay_uin": HOST, "allow_quit": False}, []),
        (PAID, {"remark": "new"}, []),
    ],
)
def test_allow_quit_and_pay_on_behalf_exclude_each_other(
    member: Member, params: dict[str, Any], expected: list[str]
) -> None:
    assert codes(plan(member, name="data", **params)) == expected


def test_a_bound_or_invited_member_can_leave() -> None:
    for member in (MEMBER, replace(MEMBER, member_type="Invite", bind_status="")):
        (change,) = plan(member, host_uin=HOST, name="data", state="absent").changes
        assert (change.action, change.after) == ("leave", None)
        assert change.text == "take member data (200000000042) out of the organization"


@pytest.mark.parametrize("bind_status", ["Unbound", "Valid", "Failed", ""])
def test_a_created_member_that_is_not_bound_cannot_leave(bind_status: str) -> None:
    result = plan(replace(MEMBER, bind_status=bind_status), host_uin=HOST, name="data", state="absent")
    assert (codes(result), result.changes) == (["not_removable"], [])
    assert "security information" in result.problems[0].message


def test_the_management_account_cannot_leave() -> None:
    result = plan(replace(MEMBER, id=HOST, member_type="Invite"), host_uin=HOST, name="data", state="absent")
    assert (codes(result), result.changes) == (["not_removable"], [])
    assert "management account" in result.problems[0].message


def test_a_member_whose_name_contradicts_its_uin_is_not_taken_out() -> None:
    result = plan(MEMBER, host_uin=HOST, uin=MEMBER.id, name="analytics", state="absent")
    assert (len(result.problems), result.changes) == (1, [])


@pytest.mark.parametrize("params", [{"name": "data"}, {"uin": "200000000099"}])
def test_a_member_that_is_gone_is_absent_already(params: dict[str, Any]) -> None:
    result = plan(None, state="absent", **params)
    assert (result.changes, result.problems) == ([], [])

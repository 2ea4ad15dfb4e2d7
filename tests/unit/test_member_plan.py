# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for one member account: creation, update, rename, move, leaving, and what is refused before writing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Plan, Problem, Ref
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.departments import Department
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.account import PERMISSIONS, Member
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.plan import (
    waits_for_consent,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.result import member_result
from support.member_plans import BASIC, FINANCE, HOST, MEMBER, PAYING, PLATFORM, actions, codes, plan, wish


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


def applied(result: Plan, member: Member | None) -> Member:
    """The member after the plan; new accounts begin as the API makes them."""
    after = member or replace(MEMBER, remark="", pay_uin="", tags={}, identities={1: ""}, allow_quit=False)
    for change in result.changes:
        fields = dict(change.after)
        if change.action in ("create", "move"):
            after = replace(after, node_id=change.target.id or "", node_name=change.target.name)
        if "permissions" in fields:
            fields["permissions"] = frozenset(PERMISSIONS[name] for name in fields["permissions"])
        if "identity_role_ids" in fields:
            after = replace(after, identities=dict.fromkeys(fields["identity_role_ids"], ""))
        known = ("name", "permissions", "remark", "pay_uin", "tags", "allow_quit")
        after = replace(after, **{name: fields[name] for name in known if name in fields})
    return after


extra_permissions = st.sets(st.sampled_from(sorted(PERMISSIONS))).map(lambda names: sorted({*BASIC, *names}))
wishes = st.fixed_dictionaries(
    {"name": st.just("data")},
    optional={
        "remark": st.sampled_from(["", "old", "new"]),
        "permissions": extra_permissions,
        "pay_uin": st.sampled_from([HOST, "200000000002"]),
        "allow_quit": st.booleans(),
        "tags": st.sampled_from([{}, {"team": "data"}, {"team": "other"}]),
        "identity_role_ids": st.sampled_from([[], [1], [1, 2]]),
    },
)
members = st.one_of(
    st.none(),
    st.builds(
        lambda remark, allow_quit, pays: replace(PAID if pays else MEMBER, remark=remark, allow_quit=allow_quit),
        st.sampled_from(["", "old"]),
        st.booleans(),
        st.booleans(),
    ),
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(members, st.sampled_from([PLATFORM, FINANCE]), wishes)
def test_a_second_plan_after_applying_the_first_is_empty(
    member: Member | None, department: Department, params: dict[str, Any]
) -> None:
    first = plan(member, department=department, **params)
    if first.problems:
        return
    second = plan(applied(first, member), department=department, **params)
    assert (second.changes, second.problems) == ([], [])

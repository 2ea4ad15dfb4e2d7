# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a task says of a member account, a second plan after the first finds nothing to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Plan
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.departments import Department
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.account import PERMISSIONS, Member
from support.member_plans import BASIC, FINANCE, HOST, MEMBER, PLATFORM, plan

PAID = replace(MEMBER, permissions=frozenset([1, 2, 7]), pay_uin=HOST)


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

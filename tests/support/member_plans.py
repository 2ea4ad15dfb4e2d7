# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A member account and plans for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Plan, Problem
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.departments import Department
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.account import Member
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.options import (
    MEMBER_SPEC,
    MemberWish,
    read_member_options,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.plan import (
    MemberPlan,
    Observed,
    plan_member,
)
from support.road import validated

PLATFORM = Department("11", "Platform", "/Engineering/Platform")
FINANCE = Department("12", "Finance", "/Finance")
HOST = "200000000001"
BASIC = ["view_bills", "view_balance"]
PAYING = [*BASIC, "pay_on_behalf"]
MEMBER = Member(
    id="200000000042",
    name="data",
    node_id="11",
    node_name="Platform",
    permissions=frozenset([1, 2]),
    permission_status="Confirmed",
    policy_type="Financial",
    remark="old",
    pay_uin="",
    member_type="Create",
    bind_status="Success",
    allow_quit=False,
    tags={"team": "data", "stage": "prod"},
    identities={1: "administrator"},
    create_time="2026-01-02 03:04:05",
    update_time="2026-01-02 03:04:05",
)


def wish(site: str = "intl", **params: Any) -> MemberWish:
    options = validated({"argument_spec": MEMBER_SPEC}, params)
    return read_member_options(options, site=site, check_mode=False)


def plan(
    member: Member | None = None,
    *,
    others: Sequence[Member] = (),
    department: Department | Problem | None = None,
    host_uin: str | None = None,
    site: str = "intl",
    **params: Any,
) -> MemberPlan:
    found = [member] if member else []
    return plan_member(Observed(found, others, department, host_uin), wish(site, **params))


def codes(result: Plan) -> list[str]:
    return [problem.code for problem in result.problems]


def actions(result: Plan) -> list[str]:
    return [change.action for change in result.changes]

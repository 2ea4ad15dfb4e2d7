# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the API allows to be written to an account, and what the result says of a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import DONE
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.plan import (
    Observed,
    plan_member,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.result import member_result
from support.member_plans import BASIC, FINANCE, MEMBER, PLATFORM, codes, plan, wish

TWELVE_TAGS = {f"k{number:02}": "v" for number in range(12)}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"remark": "x" * 41}, "remark has 41 characters; at most 40"),
        ({"tags": TWELVE_TAGS}, "12 tags are given; at most 10"),
        ({"permissions": [1, 2, 11]}, "Unknown permissions: 11. Known are view_bills (1)"),
    ],
)
def test_limits_of_the_api_refuse_a_creation(params: dict[str, Any], words: str) -> None:
    result = plan(department=PLATFORM, **{"name": "data", "permissions": BASIC, **params})
    assert (codes(result), result.changes) == (["invalid_input"], [])
    assert words in result.problems[0].message


def test_a_member_that_has_more_than_could_be_written_is_accepted_as_it_is() -> None:
    member = replace(MEMBER, remark="x" * 60, tags=TWELVE_TAGS, permissions=frozenset([1, 2, 11, 12]))
    result = plan(member, name="data", remark="x" * 60, tags=TWELVE_TAGS, permissions=[1, 2, 11, 12])
    assert (result.changes, result.problems) == ([], [])


def test_a_permission_that_has_no_name_is_kept_beside_new_ones_but_never_given() -> None:
    member = replace(MEMBER, permissions=frozenset([1, 2, 11]))
    kept = plan(member, name="data", permissions=[1, 2, 5, 11])
    assert (codes(kept), kept.changes[0].after) == ([], {"permissions": [*BASIC, "invoice", "11"]})
    row = member_result(kept, called="data", check_mode=True)["member"]
    assert [part["id"] for part in row["permissions"]] == [1, 2, 5, 11]
    assert codes(plan(member, name="data", permissions=[1, 2, 12])) == ["invalid_input"]


def test_a_remark_that_is_too_long_is_not_written() -> None:
    assert codes(plan(MEMBER, name="data", remark="x" * 41)) == ["invalid_input"]


def test_nobody_is_created_without_the_list_of_all_members() -> None:
    with pytest.raises(ValueError, match="list of all members"):
        plan_member(Observed(department=PLATFORM), wish(name="data", permissions=BASIC))


def test_the_result_needs_nothing_but_the_plan() -> None:
    result = plan(MEMBER, department=FINANCE, name="data", remark="new")
    told = member_result(result, called="data", check_mode=True)
    assert told["msg"] == "Would update member data: remark; Would move member data from Platform to /Finance."
    assert (told["member"]["remark"], told["member"]["node"]["id"]) == ("new", "12")
    assert plan(MEMBER, name="data").member == MEMBER
    for change in result.changes:
        change.status = DONE
    told = member_result(result, called="data", check_mode=False)
    assert told["msg"] == "Updated member data: remark; Moved member data from Platform to /Finance."


def test_the_sentence_is_made_of_the_fields_and_not_of_another_sentence() -> None:
    result = plan(MEMBER, name="data", remark="new")
    result.changes[0].text = "whatever a translator makes of it"
    result.changes[0].status = DONE
    assert member_result(result, called="data", check_mode=False)["msg"] == "Updated member data: remark."

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two controllers change groups of Cloud Services at the same moment: the slower one saw a list of before."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from simulators.csp.records import StaleView
from simulators.csp.world import GROUPS
from support.cases import cases_of
from support.stage import Stage, stage


@pytest.fixture
def one() -> Iterator[Stage]:
    """The world of the cases."""
    with stage("csp_group", cases_of("csp_group").world()) as made:
        yield made


def after(one: Stage, faster: dict[str, Any], slower: dict[str, Any], reads: int = 1) -> dict[str, Any]:
    """The result of a task that begins with the list of groups as it was before another one."""
    before = copy.deepcopy(one.world.visible_groups())
    first = one.run(faster)
    assert not first["failed"], first["msg"]
    one.world.stale[GROUPS] = StaleView(before, reads)
    return one.run(slower)


NEW = {"name": "new", "description": "d", "organization_roles": ["org_member"]}


@pytest.mark.parametrize("reads", [1, 3])
def test_a_group_that_somebody_else_made_is_taken_as_it_is(one: Stage, reads: int) -> None:
    result = after(one, NEW, NEW, reads)
    assert (result["failed"], result["changed"]) == (False, True), result["msg"]
    assert [(row["action"], row["status"]) for row in result["changes"]] == [("update", "done")]
    assert "Somebody else was faster" in result["warnings"][0]
    assert one.world.group("new").roles == ["org_member"]
    assert one.run(NEW)["changed"] is False


def test_a_group_that_somebody_else_made_otherwise_is_a_failure_and_gets_no_roles(one: Stage) -> None:
    result = after(one, {"name": "new", "description": "other"}, NEW)
    assert result["failed"]
    assert (
        "a group with this name exists. new does not show as wished: somebody else made it otherwise" in result["msg"]
    )
    assert [row["status"] for row in result["changes"]] == ["failed", "not_tried"]
    assert not one.run(NEW)["failed"]


@pytest.mark.parametrize("reads", [1, 3])
def test_a_group_that_somebody_else_deleted_is_gone(one: Stage, reads: int) -> None:
    gone = {"name": "empty", "state": "absent"}
    empty = one.world.group("empty")
    before = copy.deepcopy(one.world.visible_groups())
    # Gone between the look and the deletion: the members could still be read.
    with_fault = one.world.shown

    def shown(key: str, present: Any) -> Any:
        rows = with_fault(key, present)
        if key == empty.id:
            del one.world.groups[empty.id]
            one.world.stale[GROUPS] = StaleView(before, reads)
        return rows

    one.world.shown = shown
    result = one.run(gone)
    assert (result["failed"], result["changed"], result["changes"]) == (False, False, []), result["msg"]
    assert "Somebody else was faster" in result["warnings"][0]


def test_a_name_that_somebody_else_took_is_refused_with_its_reason(one: Stage) -> None:
    wish = {"group_id": one.world.group("empty").id, "name": "full", "rename": True}
    result = after(one, {"name": "full"}, wish)
    assert (result["failed"], [row["status"] for row in result["changes"]]) == (True, ["failed"])
    assert "a group with this name exists" in result["msg"]
    assert one.world.group("empty")


def test_roles_that_somebody_else_gave_in_between_stay(one: Stage) -> None:
    wish = {"name": "operators", "organization_roles": ["org_member"]}
    result = after(one, {"name": "operators", "organization_roles": ["org_member", "support_user"]}, wish)
    assert one.world.group("operators").roles == ["org_member", "support_user"]
    # It was acknowledged, and does not show as wished: the next run mends it.
    assert "not visible yet" in result["warnings"][0]
    assert one.run(wish)["changed"] is True
    assert one.world.group("operators").roles == ["org_member"]


def test_a_name_in_another_case_never_makes_a_second_group(one: Stage) -> None:
    result = after(one, {"name": "New"}, {"name": "new"}, reads=0)
    assert result["error"]["code"] == "ambiguous_name"
    assert one.writes() == {}

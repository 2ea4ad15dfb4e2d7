# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order of a deletion, what a rename keeps, and errors that are about one group only."""

from __future__ import annotations

import pytest

from simulators.tencent.app import HANDLERS
from simulators.tencent.calls import Call, Row
from simulators.tencent.errors import ApiError
from support.cases import cases_of
from support.stage import stage

MODULE = "tencent_cic_group"


def test_a_deletion_takes_away_in_the_order_of_the_api() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({"name": "admins", "state": "absent", "force": True})
        assert [row["kind"] for row in result["changes"]] == ["assignment", "synchronization", "membership", "group"]
        assert one.world.assignments_of("operator") == {("data-lake", "alice@example.com")}
        assert len(one.world.synchronizations) == 1


def test_a_rename_in_check_mode_keeps_who_is_in_the_group() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        number = one.world.group("viewers").id
        result = one.run({"group_id": number, "name": "lookers", "rename": True}, check_mode=True)
        assert [(row["name"], row["member_count"]) for row in result["groups"]] == [("lookers", 2)]


def test_a_group_that_is_gone_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = HANDLERS["UpdateGroup"]

    def answer(call: Call) -> Row:
        if call["GroupId"] == call.world.group("admins").id:
            raise ApiError("InvalidParameter.GroupNotExist")
        return usual(call)

    monkeypatch.setitem(HANDLERS, "UpdateGroup", answer)
    with stage(MODULE, cases_of(MODULE).world()) as one:
        groups = [{"name": "admins"}, {"name": "viewers"}]
        result = one.run({"groups": groups, "description": "New", "max_connections": 1})
        assert [row["status"] for row in result["changes"]] == ["failed", "done"]


@pytest.mark.parametrize(("module", "name"), [(MODULE, "admins"), ("tencent_cic_user", "alice@example.com")])
def test_lists_that_still_show_what_is_deleted_are_looked_at_again_without_a_warning(module: str, name: str) -> None:
    with stage(module, cases_of(module).world()) as one:
        one.simulator.stale_reads = 2
        result = one.run({"name": name, "state": "absent", "force": True})
        assert (result["failed"], result["warnings"]) == (False, []), result["msg"]
        assert len(result["changes"]) > 1

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check run says what the real run does, writes nothing, and a second real run finds nothing to do."""

from __future__ import annotations

from typing import Any

import pytest

from support.cases import Case, Refusal, cases_of, every
from support.stage import disagreements, stage
from support.state import state_of

# Ids and times that only the cloud can give.
GIVEN = (
    "id", "uin", "create_time", "update_time", "joined", "bind_status", "permission_status", "identities", "request_id",
)  # fmt: skip


def known(value: Any) -> Any:
    """A result without what only the cloud can say of a thing that did not exist."""
    if isinstance(value, dict):
        return {name: known(row) for name, row in value.items() if name not in GIVEN}
    return [known(row) for row in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("module", "case"), every("CASES"), ids=str)
def test_the_check_run_tells_the_real_run(module: str, case: Case) -> None:
    with stage(module, cases_of(module).world(), case.prepare) as one:
        before = state_of(one.world)
        plan = one.run(case.params, check_mode=True)
        assert not plan["failed"], plan["msg"]
        assert (one.writes(), state_of(one.world)) == ({}, before)
        case.assumes(one.world)
        real = one.run(case.params)
        assert not real["failed"], real["msg"]
        assert plan["changed"] is real["changed"] is bool(case.writes)
        if "changes" not in plan:
            return
        assert not disagreements(plan, real)
        assert {row["status"] for row in plan["changes"]} <= {"planned"}
        assert plan["plan_id"] == real["plan_id"]
        assert plan["diff"] == real["diff"]
        shown = set(plan) - {"api", "auth", "changes", "msg", "collected_at", "organization", "summary", "memberships"}
        if not any(row["status"] == "pending" for row in real["changes"]):
            assert known({name: plan[name] for name in shown}) == known({name: real[name] for name in shown})
            assert plan["summary"] == real["summary"]
        again = one.run(case.params)
        assert not again["failed"], again["msg"]
        assert again["changed"] is not case.settles or not case.writes
        if case.settles:
            assert (again["changes"], one.writes()) == ([], {})


@pytest.mark.parametrize(("module", "refusal"), every("REFUSALS"), ids=str)
def test_a_refusal_writes_nothing_and_is_the_same_in_check_mode(module: str, refusal: Refusal) -> None:
    with stage(module, cases_of(module).world(), refusal.prepare) as one:
        before = state_of(one.world)
        results = [one.run(refusal.params, check_mode=check_mode) for check_mode in (True, False)]
        for result in results:
            assert result["failed"], result
            assert (result["error"]["code"], result["changed"]) == (refusal.code, False), result["msg"]
            assert refusal.words in result["msg"]
        assert (one.writes(), state_of(one.world)) == ({}, before)
        if refusal.before_any_request:
            assert one.calls() == {}
        told = [{name: value for name, value in one.items() if name not in ("api", "collected_at")} for one in results]
        assert known(told[0]) == known(told[1])

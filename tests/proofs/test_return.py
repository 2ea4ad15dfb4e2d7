# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What RETURN of a module promises is what its results hold: planned, done, unchanged, refused and failed."""

from __future__ import annotations

import pytest

from support.cases import Case, Refusal, cases_of, every, modules
from support.returned import COMMON, mistakes
from support.stage import stage


@pytest.mark.parametrize(("module", "case"), every("CASES"), ids=str)
def test_a_result_has_the_documented_keys(module: str, case: Case) -> None:
    with stage(module, cases_of(module).world(), case.prepare) as one:
        results = [one.run(case.params, check_mode=True)]
        case.assumes(one.world)
        results += [one.run(case.params), one.run(case.params)]
    # Every answer of Tencent has the id of its request; those of Cloud Services only when they are errors.
    sent = [row for result in results for row in result.get("changes", ()) if row["status"] in ("done", "pending")]
    assert module.startswith("csp_") or all(row["request_id"] for row in sent)
    assert not [text for result in results for text in mistakes(module, result, case.params)]


@pytest.mark.parametrize(("module", "refusal"), every("REFUSALS"), ids=str)
def test_a_refusal_has_the_documented_keys(module: str, refusal: Refusal) -> None:
    with stage(module, cases_of(module).world(), refusal.prepare) as one:
        result = one.run(refusal.params)
    assert not mistakes(module, result, refusal.params)
    if refusal.before_any_request:
        # Options are refused alone; a plan is refused by a task that knows where it would have gone.
        assert set(result) - COMMON == {"error"} or result["api"]["calls"] == {}


@pytest.mark.parametrize("kind", ["http_503", "malformed"])
@pytest.mark.parametrize("module", modules())
def test_a_failure_on_the_way_has_the_documented_keys(module: str, kind: str) -> None:
    params = {**cases_of(module).CASES[0].params, "retry_timeout": 0}
    with stage(module, cases_of(module).world()) as one:
        one.simulator.faults.add(kind, times=1000)
        result = one.run(params)
    assert result["failed"]
    assert not mistakes(module, result, params)

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What RETURN of a module promises is what its results hold: planned, done, unchanged, refused and failed."""

from __future__ import annotations

import pytest

from support.cases import Case, Refusal, cases_of, every, modules
from support.returned import mistakes
from support.stage import stage


@pytest.mark.parametrize(("module", "case"), every("CASES"), ids=str)
def test_a_result_has_the_documented_keys(module: str, case: Case) -> None:
    with stage(module, cases_of(module).world(), case.prepare) as one:
        results = [one.run(case.params, check_mode=True)]
        case.assumes(one.world)
        results += [one.run(case.params), one.run(case.params)]
    assert not [text for result in results for text in mistakes(module, result)]


@pytest.mark.parametrize(("module", "refusal"), every("REFUSALS", lambda row: not row.before_any_request), ids=str)
def test_a_refusal_has_the_documented_keys(module: str, refusal: Refusal) -> None:
    with stage(module, cases_of(module).world(), refusal.prepare) as one:
        result = one.run(refusal.params)
    assert not mistakes(module, result)


@pytest.mark.parametrize("kind", ["http_503", "malformed"])
@pytest.mark.parametrize("module", modules())
def test_a_failure_on_the_way_has_the_documented_keys(module: str, kind: str) -> None:
    with stage(module, cases_of(module).world()) as one:
        one.simulator.faults.add(kind, times=1000)
        result = one.run({**cases_of(module).CASES[0].params, "retry_timeout": 0})
    assert result["failed"]
    assert not mistakes(module, result)

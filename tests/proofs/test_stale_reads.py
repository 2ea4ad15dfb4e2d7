# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of Cloud Services that lag behind the writes of a task: the look again settles them, without another write, a warning or
a false failure."""

from __future__ import annotations

import pytest

from support.cases import Case, cases_of, every
from support.stage import disagreements, stage
from support.state import state_of

WRITING = [row for row in every("CASES", lambda case: bool(case.writes)) if row[0].startswith("csp_")]


@pytest.mark.parametrize("reads", [1, 3])
@pytest.mark.parametrize(("module", "case"), WRITING, ids=str)
def test_a_task_waits_for_lists_that_lag(module: str, case: Case, reads: int) -> None:
    with stage(module, cases_of(module).world(), case.prepare) as one:
        case.assumes(one.world)
        one.run(case.params)
        final = state_of(one.world)
    with stage(module, cases_of(module).world(), case.prepare) as one:
        plan = one.run(case.params, check_mode=True)
        case.assumes(one.world)
        one.simulator.stale_reads = reads
        real = one.run(case.params)
        assert not real["failed"], real["msg"]
        assert not real["warnings"]
        assert one.writes() == dict(case.writes)
        if "changes" in plan:
            assert not disagreements(plan, real)
        assert state_of(one.world) == final

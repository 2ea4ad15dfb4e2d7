# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module sends exactly the requests of its budget: reads of a check run, writes of a real run, nothing when steady."""

from __future__ import annotations

import pytest

from support.cases import Case, cases_of, every
from support.stage import stage


@pytest.mark.parametrize(("module", "case"), every("CASES"), ids=str)
def test_a_task_sends_the_requests_of_its_budget(module: str, case: Case) -> None:
    with stage(module, cases_of(module).world(), case.prepare) as one:
        plan = one.run(case.params, check_mode=True)
        assert not plan["failed"], plan["msg"]
        assert one.calls() == dict(case.reads)
        assert plan["api"]["calls"] == one.calls()
        case.assumes(one.world)
        real = one.run(case.params)
        assert one.writes() == dict(case.writes)
        assert real["api"]["writes"] == sum(case.writes.values())

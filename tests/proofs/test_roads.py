# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module gives and does the same inside the controller and in a module process, through ansible-playbook."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from support.cases import cases_of, modules
from support.playbook import play
from support.stage import Stage, lasting, stage
from support.state import state_of

# What differs between two runs of the same task.
VOLATILE = {"sha256", "changes", "collected_at", "auth", "api", "invocation", "diff", "warnings", "deprecations"}


def endpoint(one: Stage) -> dict[str, Any]:
    """The option that leads a task to a stage; the credentials are the same for all stages of a cloud."""
    return {"endpoint" if one.module.startswith("tencent") else "base_url": one.url}


@pytest.mark.parametrize("module", modules())
def test_both_roads_give_and_do_the_same(module: str, tmp_path: Path) -> None:
    told: list[Any] = []
    for in_process in ("true", "false"):
        with ExitStack() as stages:
            cases = cases_of(module)
            served = [(case, stages.enter_context(stage(module, cases.world(), case.prepare))) for case in cases.CASES]
            served += [
                (case, stages.enter_context(stage(module, cases.world(), case.prepare))) for case in cases.REFUSALS
            ]
            tasks = []
            for case, one in served:
                # One after the other, so that both roads get the same new ids.
                params = {**case.params, **endpoint(one), "max_connections": 1}
                task = {f"orgkit.cloud.{module}": params, "ignore_errors": True, "diff": True}
                tasks += [{**task, "name": f"{case.name}, plan", "check_mode": True}, {**task, "name": case.name}]
            environment = served[0][1].environment
            run = play(tasks, tmp_path, environment, "-e", f"orgkit_cloud_in_process={in_process}")
            assert len(run.results) == len(tasks), run.output
            rows = [
                (
                    {name: value for name, value in result.items() if name not in VOLATILE},
                    lasting(result),
                    result.get("diff"),
                )
                for result in run.results
            ]
            told.append((rows, [state_of(one.world) for _case, one in served]))
    for one, other in zip(told[0][0], told[1][0]):
        assert one == other
    assert told[0][1] == told[1][1]

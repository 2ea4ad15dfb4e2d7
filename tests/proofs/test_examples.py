# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The EXAMPLES of every module work as they are in the demo organization: planned, done, and found unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulators.csp.demo import demo_world as csp_world
from simulators.tencent.demo import demo_world as tencent_world
from support.cases import cases_of, modules
from support.documented import COLLECTION, examples, options_of
from support.playbook import passed, play
from support.stage import disagreements, stage


def world_of(module: str) -> Any:
    """The demo organization, or what cases.py makes of it."""
    usual = tencent_world if module.startswith("tencent") else csp_world
    return getattr(cases_of(module), "examples_world", usual)()


def should_change(task: dict[str, Any], module: str) -> bool:
    """Whether an example has to show a change: every task of a writing module in its own EXAMPLES."""
    return COLLECTION + module in task and not module.endswith(("_info", "_snapshot"))


@pytest.mark.parametrize("module", modules())
def test_the_examples_do_what_they_plan_and_settle(module: str, tmp_path: Path) -> None:
    tasks = examples(module)
    steps = [{**task, **more} for task in tasks for more in ({"check_mode": True, "diff": True}, {"diff": True}, {})]
    with stage(module, world_of(module)) as one:
        run = play(steps, tmp_path, one.environment)
    results = passed(run, len(steps))
    for task, checked, done, again in zip(tasks, results, results, results):
        wanted = (should_change(task, module), should_change(task, module), False)
        assert (checked["changed"], done["changed"], again["changed"]) == wanted, task["name"]
        if "changes" in done:
            assert not disagreements(checked, done), task["name"]
            assert checked["diff"] == done["diff"], task["name"]
            assert done["summary"] == checked["summary"] or awaited(done), task["name"]
            assert again["changes"] == [], task["name"]
    getattr(cases_of(module), "after_examples", lambda world: None)(one.world)


def awaited(result: dict[str, Any]) -> bool:
    """Whether a change waits for somebody, which no plan can know."""
    return any(row["status"] == "pending" for row in result["changes"])


@pytest.mark.parametrize("module", modules())
def test_the_examples_use_documented_options_only(module: str) -> None:
    known = {name for option, rule in options_of(module).items() for name in (option, *rule.get("aliases", ()))}
    for task in examples(module):
        assert set(task.get(COLLECTION + module) or ()) <= known, task["name"]

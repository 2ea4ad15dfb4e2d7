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


READS = ("_info", "_snapshot")


def should_change(task: dict[str, Any], module: str) -> bool | None:
    """Whether an example shows a change: its own writing module has to, what only reads must not; None: either is right."""
    if COLLECTION + module in task:
        return not module.endswith(READS)
    other = next((name for name in task if name.startswith(COLLECTION)), "")
    return None if other and not other.endswith(READS) else False


@pytest.mark.parametrize("module", modules())
def test_the_examples_do_what_they_plan_and_settle(module: str, tmp_path: Path) -> None:
    tasks = examples(module)
    steps = [{**task, **more} for task in tasks for more in ({"check_mode": True, "diff": True}, {"diff": True}, {})]
    with stage(module, world_of(module)) as one:
        run = play(steps, tmp_path, one.environment)
    results = passed(run, len(steps))
    for task, checked, done, again in zip(tasks, results, results, results):
        wanted = should_change(task, module)
        first = done["changed"] if wanted is None else wanted
        assert (checked["changed"], done["changed"], again["changed"]) == (first, first, False), task["name"]
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

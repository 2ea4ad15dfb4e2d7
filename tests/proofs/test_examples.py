# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The EXAMPLES of every module work as they are in the demo organization: planned, done, and found unchanged."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulators.csp.demo import demo_world as csp_world
from simulators.tencent.demo import demo_world as tencent_world
from support.cases import cases_of, modules
from support.playbook import play
from support.stage import disagreements, stage


def examples(module: str) -> list[dict[str, Any]]:
    """The tasks of EXAMPLES, those of the module and those that it needs."""
    found = importlib.import_module(f"ansible_collections.orgkit.cloud.plugins.modules.{module}")
    tasks: list[dict[str, Any]] = yaml.safe_load(found.EXAMPLES)
    return tasks


def world_of(module: str) -> Any:
    """The demo organization, or what cases.py makes of it."""
    usual = tencent_world if module.startswith("tencent") else csp_world
    return getattr(cases_of(module), "examples_world", usual)()


@pytest.mark.parametrize("module", modules())
def test_the_examples_do_what_they_plan_and_settle(module: str, tmp_path: Path) -> None:
    tasks = examples(module)
    steps = [{**task, **more} for task in tasks for more in ({"check_mode": True, "diff": True}, {"diff": True}, {})]
    with stage(module, world_of(module)) as one:
        run = play(steps, tmp_path, one.environment)
    assert run.code == 0, run.output
    assert len(run.results) == len(steps), run.output
    results = iter(run.results)
    for task, checked, done, again in zip(tasks, results, results, results):
        assert again["changed"] is False, task["name"]
        assert checked["changed"] is done["changed"], task["name"]
        if "changes" in done:
            assert not disagreements(checked, done), task["name"]
            assert again["changes"] == [], task["name"]

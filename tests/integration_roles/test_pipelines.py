# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shell parts of the shipped pipelines: what was approved is done, and nothing else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.playbook import prepared
from support.role_runs import Clouds

FOLDER = Path(__file__).parents[2] / "docs" / "pipelines"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the checkout")
DATA = """
orgkit_people:
  - user: judy@example.com
    tencent: [data-engineers]
    csp: [auditors]
"""


def scripts(name: str) -> tuple[str, str]:
    """The scripts that plan and apply."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    if name.startswith("gitlab"):
        plan, apply = ("\n".join(found[job]["script"]) for job in ("plan", "apply"))
        return plan, apply
    steps = {step["name"]: step["run"] for job in found["jobs"].values() for step in job["steps"] if "run" in step}
    return steps["Plan"], steps["Apply"]


class Runner:
    """A machine that runs the scripts of one pipeline in one folder."""

    def __init__(self, clouds: Clouds) -> None:
        self.folder = clouds.folder
        command, variables = prepared([], clouds.folder, clouds.environment)
        self.files = {"GITHUB_OUTPUT": clouds.folder / "output", "GITHUB_STEP_SUMMARY": clouds.folder / "summary"}
        self.variables = {
            **variables,
            **{name: str(path) for name, path in self.files.items()},
            "PATH": f"{Path(command[0]).parent}:{os.environ['PATH']}",
            "PWD": str(clouds.folder),
        }

    def data(self, text: str) -> None:
        (self.folder / "people.yml").write_text(text, encoding="utf-8")

    def run(self, script: str, more: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Exit code and output, as both services run a script: it ends with the first command that fails."""
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            env={**self.variables, **(more or {})},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def plan_id(self) -> str:
        """What the planning job hands on."""
        told = [self.folder / "plan.env", self.files["GITHUB_OUTPUT"]]
        lines = [line for path in told if path.exists() for line in path.read_text(encoding="utf-8").splitlines()]
        return lines[-1].partition("=")[2]


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml"])
def test_exactly_the_plan_that_was_approved_is_done(name: str, clouds: Clouds) -> None:
    plan, apply = scripts(name)
    runner = Runner(clouds)
    runner.data(DATA)
    code, output = runner.run(plan)
    assert code == 0, output
    assert clouds.writes() == []
    assert "judy@example.com" in (clouds.folder / "plan.md").read_text(encoding="utf-8")
    approved = {"PLAN_ID": runner.plan_id()}

    clouds.tencent.world.leave("platform-admins", "alice@example.com")
    runner.data(DATA + "    functions: []\n  - user: dave@example.com\n    tencent: [data-engineers]\n")
    code, output = runner.run(apply, approved)
    assert code != 0
    assert clouds.writes() == [], "another plan than the approved one"

    runner.data(DATA)
    assert runner.run(apply, {"PLAN_ID": ""})[0] != 0, "no approval"
    assert clouds.writes() == []
    code, output = runner.run(apply, approved)
    assert code == 0, output
    assert "judy@example.com" in clouds.tencent.world.members_of("data-engineers")
    assert runner.run(apply, approved)[0] == 0, "started again, there is nothing left to do"

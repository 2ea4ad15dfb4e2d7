# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both simulated clouds, and a way to run the onboarding roles against them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world as csp_world
from simulators.tencent import TencentSimulator
from simulators.tencent.demo import demo_world as tencent_world
from support.playbook import Run, play

TENCENT, CSP = "orgkit.cloud.tencent_onboarding", "orgkit.cloud.csp_onboarding"
RESULTS = {"tencent": "{{ tencent_onboarding_result }}", "csp": "{{ csp_onboarding_result }}"}
PEOPLE: dict[str, Any] = {
    "tencent_onboarding_allow_create": True,
    "tencent_onboarding_members": [
        {
            "name": "analytics-prod",
            "node": "/engineering/data",
            "permissions": ["view_bills", 2],
            "remark": "Dashboards",
            "tags": {"environment": "production"},
            "allow_quit": None,
        },
        {"name": "mobile-backend", "remark": "Apps", "node": "mobile"},
    ],
    "tencent_onboarding_memberships": [
        {"group": "platform-developers", "users": ["judy@example.com"]},
        {"group": "finance-viewers", "users": ["heidi@example.com", "dave@example.com"], "exclusive": True},
    ],
    "csp_onboarding_memberships": [
        {"group": "platform-operators", "users": ["judy@example.com"]},
        {"group": "billing-viewers", "users": ["erin@example.com"], "exclusive": True, "max_removals": 1},
    ],
}


class Clouds:
    """Both simulated clouds, and a way to run roles against them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tencent, self.csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
        self.environment: dict[str, str] = {}

    def writes(self) -> list[str]:
        """The writing requests of both, sorted by name."""
        return sorted(entry["action"] for cloud in (self.tencent, self.csp) for entry in cloud.log.writes())

    def role(self, name: str, data: dict[str, Any], *arguments: str) -> Run:
        """Run one role, and show what it leaves behind."""
        shown = {"name": "Show", "ansible.builtin.debug": {"msg": RESULTS[name.split(".")[-1].split("_")[0]]}}
        include = {"name": "Onboard", "ansible.builtin.include_role": {"name": name}, "vars": data}
        return play([include, shown], self.folder, self.environment, *arguments)

    def refused(self, role: str, several: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Run a role once for each data, all of which it must refuse; gives the failures."""
        tasks = [
            {
                "block": [{"ansible.builtin.include_role": {"name": role}, "vars": data}],
                "rescue": [{"ansible.builtin.meta": "noop"}],
            }
            for data in several
        ]
        run = play(tasks, self.folder, self.environment)
        failures = [result for result in run.results if result["failed"]]
        assert len(failures) == len(several), run.output
        return failures

    def onboard(self, data: dict[str, Any] | str, *arguments: str) -> Run:
        """Run the playbook by its full name, with the data in a file; a text is the YAML of it."""
        people = self.folder / "people.yml"
        people.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        # The play before it has no tasks.
        return play([], self.folder, self.environment, "orgkit.cloud.onboard", "-e", f"@{people}", *arguments)


def changed(run: Run) -> int:
    """How many tasks changed something, as the recap says; all of them must have succeeded."""
    assert run.code == 0, run.output
    found = re.findall(r"changed=(\d+)", run.output)
    return int(found[-1]) if found else 0


def left_behind(run: Run) -> dict[str, Any]:
    """The result fact that the last task shows."""
    assert run.code == 0, run.output
    shown: dict[str, Any] = run.results[-1]["msg"]
    return shown

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs playbooks/awx/configure.yml with stand-ins for the modules of awx.awx, which take the same arguments and note them."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.playbook import PLAYBOOK, tree

SPECS = Path(__file__).with_name("awx_specs.json")
# Inside the controller, since a process for each of the forty tasks would take the most of the time. What it takes is checked alike.
STAND_IN = """
import json, os
from ansible.plugins.action import ActionBase

SPEC = json.loads({spec!r})

class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        super().run(tmp, task_vars)
        rules = {{name: rule for name, rule in SPEC.items() if name.startswith(("mutually", "required"))}}
        _result, params = self.validate_argument_spec(SPEC["argument_spec"], **rules)
        with open(os.environ["AWX_ASKED"], "a", encoding="utf-8") as file:
            file.write(json.dumps([{name!r}, params]) + "\\n")
        return {{"changed": True}}
"""


@dataclass
class Asked:
    """What the playbook asks AWX for: (module, arguments) in order. Arguments that were not given are left out."""

    code: int
    output: str
    rows: list[tuple[str, dict[str, Any]]]

    def every(self, module: str) -> list[dict[str, Any]]:
        """The arguments of all tasks of a module."""
        return [arguments for name, arguments in self.rows if name == module]

    def one(self, module: str, name: str) -> dict[str, Any]:
        """The arguments of the task that makes the thing with this name."""
        (found,) = [arguments for arguments in self.every(module) if arguments["name"] == name]
        return found


def configure(folder: Path, **settings: Any) -> Asked:
    """Run the playbook with these settings."""
    actions = folder / "ansible_collections" / "awx" / "awx" / "plugins" / "action"
    actions.mkdir(parents=True)
    for name, spec in json.loads(SPECS.read_text(encoding="utf-8")).items():
        text = STAND_IN.format(spec=json.dumps(spec), name=name)
        (actions / f"{name}.py").write_text(text, encoding="utf-8")
    log = folder / "asked.json"
    variables = {
        **os.environ,
        "HOME": str(folder),
        "ANSIBLE_COLLECTIONS_PATH": f"{tree()}:{folder}",
        "ANSIBLE_NOCOLOR": "1",
        "AWX_ASKED": str(log),
    }
    command = [str(PLAYBOOK), "orgkit.cloud.awx.configure", "-i", "localhost,", "-e", json.dumps(settings)]
    done = subprocess.run(command, env=variables, cwd=folder, capture_output=True, text=True, check=False)
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    given = [(name, {key: value for key, value in row.items() if value is not None}) for name, row in rows]
    return Asked(done.returncode, done.stdout + done.stderr, given)

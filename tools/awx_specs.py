# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection awx.awx as it stands in a package of the registry, and the arguments that its modules take.

Run as a program it writes tests/support/awx_specs.json, by which the tests of playbooks/awx go.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from envs import Failed, Missing, run
from tree import ROOT

SPECS = ROOT / "tests" / "support" / "awx_specs.json"
AWX = ROOT / "build" / "awx"
# The last big package that holds awx.awx; it is version 24.6.1 there.
PACKAGE = "ansible==12.3.0"
MODULES = (
    "credential", "credential_type", "execution_environment", "host", "inventory", "inventory_source", "job_template",
    "label", "notification_template", "organization", "project", "schedule", "workflow_job_template",
)  # fmt: skip
# Runs every module up to the point where it tells its arguments.
CHILD = """
import importlib, json, sys
from ansible.module_utils import basic
from ansible.plugins.loader import init_plugin_loader

class Told(BaseException):
    pass

def tell(self, argument_spec, **rules):
    raise Told(argument_spec, rules)

init_plugin_loader([sys.argv[1]])
basic.AnsibleModule.__init__ = tell
specs = {}
for name in sys.argv[2:]:
    try:
        importlib.import_module(f"ansible_collections.awx.awx.plugins.modules.{name}").main()
    except Told as told:
        arguments, rules = told.args
        for row in arguments.values():
            row.pop("fallback", None)
        specs[name] = {"argument_spec": arguments, **rules}
print(json.dumps(specs))
"""


def awx_collection() -> Path:
    """The folder that holds ansible_collections/awx/awx, brought from the registry when it is missing. Raises Missing."""
    manifest = AWX / "ansible_collections" / "awx" / "awx" / "MANIFEST.json"
    if not manifest.is_file():
        command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:")
        try:
            run(*command, "--disable-pip-version-check", "-d", AWX, PACKAGE)
        except Failed as failed:
            raise Missing(f"{PACKAGE} could not be had from the package registry") from failed
        (wheel,) = AWX.glob("ansible-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            wanted = [name for name in archive.namelist() if name.startswith("ansible_collections/awx/awx/")]
            # The manifest last: it says that all is there.
            for name in sorted(wanted, key=lambda name: name.endswith("/MANIFEST.json")):
                archive.extract(name, AWX)
        wheel.unlink()
    return AWX


def specs() -> dict[str, Any]:
    """What the modules take: arguments and the rules between them, by the name of the module. Raises Missing."""
    command = [sys.executable, "-c", CHILD, str(awx_collection()), *MODULES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def text() -> str:
    """The content of the file."""
    return json.dumps(specs(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SPECS.write_text(text(), encoding="utf-8")

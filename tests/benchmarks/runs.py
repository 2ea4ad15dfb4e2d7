# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How things are run and timed: playbooks, and programs of child.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.cloud import Cloud

from support.playbook import PLAYBOOK, play, tree

HERE = Path(__file__).resolve().parent
NOTHING = """
from ansible.module_utils.basic import AnsibleModule

AnsibleModule(argument_spec={}, supports_check_mode=True).exit_json(changed=False)
"""


class Timed(NamedTuple):
    """Seconds that ansible-playbook took, and the result of its only task."""

    seconds: float
    result: dict[str, Any]


def playbook(task: dict[str, Any], environment: dict[str, str], *, in_controller: bool = True) -> Timed:
    """Run one task. Beside the collection it may use the modules of library/ and one that does nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "library").mkdir()
        (folder / "library" / "do_nothing.py").write_text(NOTHING, encoding="utf-8")
        libraries = os.pathsep.join([str(folder / "library"), str(HERE / "library")])
        variables = {**environment, "ANSIBLE_LIBRARY": libraries, "ANSIBLE_LOCALHOST_WARNING": "0"}
        started = time.perf_counter()
        run = play([task], folder, variables, "-e", f"orgkit_cloud_in_process={str(in_controller).lower()}")
        seconds = time.perf_counter() - started
    if run.code:
        raise SystemExit(run.output)
    return Timed(seconds, run.results[0])


def start_seconds() -> float:
    """What ansible-playbook takes for a task that does nothing and needs no process."""
    return min(playbook({"ansible.builtin.debug": None}, {}).seconds for _time in range(3))


def child(cloud: Cloud, **job: Any) -> dict[str, Any]:
    """What a program of child.py tells."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "PYTHONPATH": str(tree()),
        **cloud.environment,
    }
    command = [sys.executable, str(HERE / "child.py")]
    done = subprocess.run(command, input=json.dumps(job), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def versions() -> dict[str, str]:
    """Versions of what is measured and of what it is measured with."""
    text = subprocess.run([str(PLAYBOOK), "--version"], capture_output=True, text=True, check=True).stdout
    core = text.split("]")[0].rpartition(" ")[2]
    names = ("httpx", "tencentcloud-sdk-python-intl-en")
    code = f"import json, importlib.metadata as m; print(json.dumps({{n: m.version(n) for n in {names!r}}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {"ansible-core": core, **json.loads(done.stdout)}

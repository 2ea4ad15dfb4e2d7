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

from support.playbook import PLAYBOOK, prepared, results_file, tree

HERE = Path(__file__).resolve().parent
NOTHING = """
from ansible.module_utils.basic import AnsibleModule

AnsibleModule(argument_spec={}, supports_check_mode=True).exit_json(changed=False)
"""


class Timed(NamedTuple):
    """Seconds that ansible-playbook took, those that it was busy, its peak of memory in MB, and the results of its tasks."""

    seconds: float
    cpu_seconds: float
    peak: float
    results: list[dict[str, Any]]

    @property
    def result(self) -> dict[str, Any]:
        """The result of its only task."""
        return self.results[0]


def playbook(task: dict[str, Any], environment: dict[str, str], *, in_controller: bool = True) -> Timed:
    """Run one task. Beside the collection it may use the modules of library/ and one that does nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "library").mkdir()
        (folder / "library" / "do_nothing.py").write_text(NOTHING, encoding="utf-8")
        libraries = os.pathsep.join([str(folder / "library"), str(HERE / "library")])
        return _timed([task], folder, {**environment, "ANSIBLE_LIBRARY": libraries}, in_controller=in_controller)


def play_hosts(
    task: dict[str, Any], environment: dict[str, str], hosts: dict[str, dict[str, Any]], forks: int
) -> Timed:
    """Run one task for all hosts with their variables, so many at once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inventory = folder / "hosts.json"
        inventory.write_text(json.dumps({"measured": {"hosts": hosts}}), encoding="utf-8")
        arguments = ("-i", str(inventory), "-f", str(forks))
        return _timed([task], folder, environment, *arguments, hosts="measured")


def onboard_check(data: str, environment: dict[str, str]) -> Timed:
    """Plan the onboarding of a data file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "people.json").write_text(data, encoding="utf-8")
        return _timed([], folder, environment, "orgkit.cloud.onboard", "-e", "@people.json", "--check")


def _timed(
    tasks: list[dict[str, Any]],
    folder: Path,
    environment: dict[str, str],
    *arguments: str,
    hosts: str = "localhost",
    in_controller: bool = True,
) -> Timed:
    variables = {**environment, "ANSIBLE_LOCALHOST_WARNING": "0"}
    switch = f"orgkit_cloud_in_process={str(in_controller).lower()}"
    command, variables = prepared(tasks, folder, variables, *arguments, "-e", switch, play_options={"hosts": hosts})
    log, output = results_file(folder, variables), folder / "output.txt"
    with output.open("w", encoding="utf-8") as file:
        started = time.perf_counter()
        process = subprocess.Popen(command, env=variables, cwd=folder, stdout=file, stderr=file)
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(output.read_text(encoding="utf-8")[-5000:])
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
    return Timed(seconds, usage.ru_utime + usage.ru_stime, peak, rows)


def start_seconds() -> float:
    """What ansible-playbook takes for a task that does nothing and needs no process."""
    return min(playbook({"ansible.builtin.debug": None}, {}).seconds for _time in range(3))


def child(cloud: Cloud | None, **job: Any) -> dict[str, Any]:
    """What a program of child.py tells; the cloud is the one that it talks to."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "PYTHONPATH": str(tree()),
        **(cloud.environment if cloud else {}),
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

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ansible-playbook against a simulator, as a user would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TREE = Path(__file__).resolve().parents[2] / "build" / "tree"
# The checks run the same tests with other cores, and on the road of the module process.
PLAYBOOK = Path(os.environ.get("ORGKIT_TEST_PLAYBOOK") or Path(sys.executable).with_name("ansible-playbook"))
IN_PROCESS = os.environ.get("ORGKIT_TEST_IN_PROCESS", "true")


@dataclass
class Run:
    """What a run of a playbook gave: exit code, output, and the result of every task in order."""

    code: int
    output: str
    results: list[dict[str, Any]]


def passed(run: Run, count: int) -> Iterator[dict[str, Any]]:
    """The results of so many tasks in a run that ended well."""
    assert run.code == 0, run.output
    assert "Traceback" not in run.output
    assert len(run.results) == count, run.output
    return iter(run.results)


def tree() -> Path:
    """The folder that holds ansible_collections with the collection under test."""
    here = Path(__file__).resolve()
    inside = [parent for parent in here.parents if parent.name == "ansible_collections"]
    return inside[0].parent if inside else TREE


def play(
    tasks: list[dict[str, Any]],
    folder: Path,
    environment: dict[str, str],
    *arguments: str,
    play_options: dict[str, Any] | None = None,
    json_results: bool = True,
) -> Run:
    """Run tasks on localhost. Results come from the json callback unless json_results is false (then output is for people)."""
    command, variables = prepared(tasks, folder, environment, *arguments, play_options=play_options)
    log = results_file(folder, variables) if json_results else folder / "results.json"
    done = subprocess.run(command, env=variables, cwd=folder, capture_output=True, text=True, check=False)
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    return Run(done.returncode, done.stdout + done.stderr, rows)


def results_file(folder: Path, variables: dict[str, str]) -> Path:
    """The file to which a run with this environment writes the results of its tasks, a line each; it is gone before."""
    log = folder / "results.json"
    variables.update(
        ANSIBLE_CALLBACKS_ENABLED="results_file",
        ANSIBLE_CALLBACK_PLUGINS=str(Path(__file__).parent / "callback"),
        RESULTS_FILE=str(log),
    )
    log.unlink(missing_ok=True)
    return log


def prepared(
    tasks: list[dict[str, Any]],
    folder: Path,
    environment: dict[str, str],
    *arguments: str,
    play_options: dict[str, Any] | None = None,
) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of a run of tasks on localhost."""
    path = folder / "play.yml"
    content = {"hosts": "localhost", "gather_facts": False, "tasks": tasks, **(play_options or {})}
    path.write_text(yaml.safe_dump([content]), encoding="utf-8")
    variables = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TENCENTCLOUD_", "CSP_", "ORGKIT_"))
        },
        "HOME": str(folder),
        "ANSIBLE_COLLECTIONS_PATH": str(tree()),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_RETRY_FILES_ENABLED": "0",
        **environment,
    }
    python = PLAYBOOK.with_name("python")
    extra = ["-e", f"ansible_python_interpreter={python}", "-e", f"orgkit_cloud_in_process={IN_PROCESS}"]
    return [str(PLAYBOOK), "-i", "localhost,", "-c", "local", *extra, str(path), *arguments], variables

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays a project as AWX does: by ansible-runner, in an environment of its own, with an inventory script and extra variables."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.playbook import PLAYBOOK, tree

# AWX cuts the result of an event that is longer.
MOST_OF_AN_EVENT = 700_000
HOSTS = """#!/bin/sh
echo '{"all": {"hosts": ["localhost"]}, "_meta": {"hostvars": {"localhost":
  {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}}}}'
"""
# What the events of tasks tell, by what AWX makes of them.
ENDS = {"runner_on_ok": "ok", "runner_on_failed": "failed", "runner_on_unreachable": "unreachable"}


@dataclass
class Job:
    """What AWX knows of a job: exit code, output, and the events."""

    code: int
    output: str
    events: list[dict[str, Any]]

    @property
    def artifacts(self) -> dict[str, Any]:
        """What set_stats published: the only thing that reaches notifications and the next node of a workflow."""
        (last,) = [event for event in self.events if event["event"] == "playbook_on_stats"]
        found: dict[str, Any] = last["event_data"].get("artifact_data", {})
        return found

    @property
    def size_of_artifacts(self) -> int:
        """Bytes of the event that carries them."""
        (last,) = [event for event in self.events if event["event"] == "playbook_on_stats"]
        return len(json.dumps(last["event_data"]))

    def results(self, module: str) -> list[dict[str, Any]]:
        """The results of all tasks of a module, with `ended` as AWX shows it."""
        return [
            {**event["event_data"]["res"], "ended": ENDS[event["event"]]}
            for event in self.events
            if event["event"] in ENDS and event["event_data"].get("task_action") == module
        ]


class Projects:
    """A clone of a project, and jobs that play it."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder, self.project = folder / "runner", folder / "runner" / "project"
        shutil.copytree(project, self.project)
        hosts = self.folder / "inventory" / "hosts"
        hosts.parent.mkdir()
        hosts.write_text(HOSTS, encoding="utf-8")
        hosts.chmod(0o755)
        self._jobs = 0

    def job(
        self, playbook: str, environment: Mapping[str, str], *arguments: str, variables: Mapping[str, Any] | None = None
    ) -> Job:
        """Play a file of the project. Nothing of the caller's environment is there.

        Asserts that none of the secrets in the environment is in what AWX stores and shows.
        """
        self._jobs += 1
        given = {**environment, "ANSIBLE_COLLECTIONS_PATH": str(tree()), "ANSIBLE_NOCOLOR": "1"}
        settings = {
            "envvars": json.dumps(given),
            "extravars": json.dumps(variables or {}),
            "cmdline": " ".join(arguments),
        }
        (self.folder / "env").mkdir(exist_ok=True)
        for name, text in settings.items():
            (self.folder / "env" / name).write_text(text, encoding="utf-8")
        ident = f"job-{self._jobs}"
        command = [sys.executable, "-m", "ansible_runner", "run", str(self.folder), "--ident", ident, "-p", playbook]
        own = {"PATH": f"{PLAYBOOK.parent}:/usr/bin:/bin", "HOME": str(self.folder.parent)}
        done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
        kept = self.folder / "artifacts" / ident
        events = [json.loads(path.read_text(encoding="utf-8")) for path in kept.glob("job_events/*.json")]
        self._assert_no_secret(kept, environment, done.stdout + done.stderr)
        code = int((kept / "rc").read_text(encoding="utf-8"))
        assert code == done.returncode
        return Job(code, done.stdout + done.stderr, sorted(events, key=lambda event: int(event["counter"])))

    @staticmethod
    def _assert_no_secret(kept: Path, environment: Mapping[str, str], output: str) -> None:
        secrets = {value for name, value in environment.items() if re.search("SECRET|TOKEN", name) and len(value) > 5}
        # The file "command" holds the environment as the caller gave it; AWX keeps it from people by itself.
        files = [path for path in kept.rglob("*") if path.is_file() and path.name != "command"]
        assert len(files) > 3
        told = {path.name: path.read_text(encoding="utf-8") for path in files} | {"output": output}
        assert [(name, secret) for name, text in told.items() for secret in secrets if secret in text] == []

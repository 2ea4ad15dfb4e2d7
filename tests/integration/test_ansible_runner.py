# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-runner gives the same on both roads, and what it stores holds no secret."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.playbook import PLAYBOOK, tree
from support.road_tasks import HELD_BACK, IN_CONTROLLER, IN_PROCESS, MEMBERSHIPS, OTHERS, SECRETS, lookup
from support.two_clouds import Clouds


def runner_play(clouds: Clouds, in_controller: str, names: tuple[str, ...], secrets: Path) -> dict[str, Any]:
    """A play of some scenarios whose secrets come from a file: a runner stores the environment of its run."""
    secrets.write_text(json.dumps({**clouds.environment(), **HELD_BACK}), encoding="utf-8")
    text = json.dumps(
        [{"name": name, "ignore_errors": True, **MEMBERSHIPS.get(name, OTHERS.get(name, {}))} for name in names]
    )
    for name in HELD_BACK:
        text = text.replace(lookup(name), f"{{{{ keys.{name} }}}}")
    return {
        "hosts": "localhost",
        "gather_facts": False,
        "vars": {
            "keys": f"{{{{ lookup('ansible.builtin.file', '{secrets}') | from_json }}}}",
            "orgkit_cloud_in_process": in_controller,
            "ansible_python_interpreter": str(PLAYBOOK.with_name("python")),
        },
        "module_defaults": {
            "group/orgkit.cloud.tencent": {
                "secret_id": "{{ keys.TENCENTCLOUD_SECRET_ID }}",
                "secret_key": "{{ keys.TENCENTCLOUD_SECRET_KEY }}",
                "endpoint": clouds.urls[0],
                "max_connections": 1,
            },
            "group/orgkit.cloud.csp": {"api_token": "{{ keys.CSP_API_TOKEN }}", "base_url": clouds.urls[1]},
        },
        "tasks": json.loads(text),
    }


def run_by_runner(folder: Path, plays: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Results of the tasks as ansible-runner stored them."""
    (folder / "project").mkdir(parents=True)
    (folder / "project" / "play.yml").write_text(yaml.safe_dump(plays), encoding="utf-8")
    environment = {"PATH": f"{PLAYBOOK.parent}:/usr/bin:/bin", "HOME": str(folder), "ANSIBLE_PIPELINING": "1"}
    environment["ANSIBLE_COLLECTIONS_PATH"] = str(tree())
    arguments = ["--ident", "run", "--playbook", "play.yml", "--cmdline=-i localhost, -c local -vvv"]
    command = [sys.executable, "-m", "ansible_runner", "run", str(folder), *arguments]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    events = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("artifacts/run/job_events/*.json")]
    ends = [event for event in events if event["event"] in ("runner_on_ok", "runner_on_failed")]
    ends.sort(key=lambda event: int(event["counter"]))
    return [{**event["event_data"]["res"], "failed": event["event"] == "runner_on_failed"} for event in ends]


def test_ansible_runner_gives_the_same_on_both_roads_and_stores_no_secret(tmp_path: Path) -> None:
    pytest.importorskip("ansible_runner")
    names = (
        "check",
        "real",
        "unknown group!",
        "unknown option!",
        "keys in options",
        "no_log",
        "csp",
        "csp wrong token!",
    )
    with Clouds() as here, Clouds() as there:
        plays = [
            runner_play(*road, names, tmp_path / "secrets") for road in ((here, IN_CONTROLLER), (there, IN_PROCESS))
        ]
        results = run_by_runner(tmp_path / "runner", plays)
    assert len(results) == 2 * len(names)
    for name, one, other in zip(names, results, results[len(names) :]):
        assert one["failed"] == name.endswith("!"), one
        assert here.comparable(one) == there.comparable(other), name
    assert here.writes() == there.writes()
    assert min(map(len, here.writes())) > 0
    files = [path for path in (tmp_path / "runner" / "artifacts").rglob("*") if path.is_file()]
    assert len(files) > 2 * len(names)
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert [secret for secret in SECRETS if secret in text] == [], path.name

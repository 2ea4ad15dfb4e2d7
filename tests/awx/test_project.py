# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of playbooks/awx/project, played as AWX plays a project: its inventory is a script, its variables are extra."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.awx import Asked
from support.awx_rules import message
from support.inventory import listed
from support.playbook import PLAYBOOK, tree
from support.small_worlds import tencent_organization

PROJECT = Path(__file__).parents[2] / "playbooks" / "awx" / "project"
HOSTS = """#!/bin/sh
echo '{"all": {"hosts": ["localhost"]}, "_meta": {"hostvars": {"localhost":
  {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}}}}'
"""
PEOPLE = """
tencent_onboarding_memberships:
  - group: auditors
    users: [alice@example.com]
"""


@pytest.fixture
def simulator() -> TencentSimulator:
    """The small organization."""
    return TencentSimulator(tencent_organization())


@pytest.fixture
def environment(simulator: TencentSimulator, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What a job finds in its environment."""
    with Server(simulator.app) as server:
        yield {**simulator.environment(server.url), "HOME": str(tmp_path)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone of the project, with people of the small organization, beside the inventory that AWX writes."""
    clone = tmp_path / "project"
    shutil.copytree(PROJECT, clone)
    (clone / "people.yml").write_text(PEOPLE, encoding="utf-8")
    hosts = tmp_path / "hosts"
    hosts.write_text(HOSTS, encoding="utf-8")
    hosts.chmod(0o755)
    return clone


def job(project: Path, playbook: str, environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    """Exit code and output of a job."""
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("TENCENTCLOUD_", "CSP_", "ORGKIT_"))
    }
    variables = {**own, "ANSIBLE_COLLECTIONS_PATH": str(tree()), "ANSIBLE_NOCOLOR": "1", **environment}
    command = [str(PLAYBOOK), "-i", str(project.parent / "hosts"), *arguments, playbook]
    done = subprocess.run(command, cwd=project, env=variables, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_check_job_finds_the_file_of_people(
    project: Path, simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    code, output = job(project, "onboard.yml", environment, "--check", "--diff")
    assert code == 0, output
    assert "+auditors: alice@example.com" in output
    assert simulator.log.writes() == []


def test_a_job_that_finds_no_file_is_red_and_sends_nothing(
    project: Path, simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    (project / "people.yml").unlink()
    code, output = job(project, "onboard.yml", environment)
    assert code != 0
    assert "people.yml" in output
    assert simulator.log.entries == []


def test_the_approved_job_does_the_plan_of_the_check_job_and_no_other(
    asked: Asked, project: Path, simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    environment = {**environment, "ANSIBLE_SHOW_CUSTOM_STATS": "true"}
    _code, output = job(project, "onboard.yml", environment, "--check", "--diff")
    (plan_id,) = set(re.findall(r'"orgkit_stats_plan_id": "(\w+)"', output))
    # As in AWX: the variables of the template, and the artifacts of the job before as variables too.
    template = asked.one("job_template", "Orgkit onboard, approved")["extra_vars"]
    for others in ({}, {"orgkit_stats_plan_id": "0123456789abcdef"}):
        code, output = job(project, "onboard.yml", environment, "-e", json.dumps({**template, **others}))
        assert code != 0
        assert "as approved. Nothing was written." in " ".join(output.split())
        assert simulator.log.writes() == []
    artifacts: dict[str, Any] = {"orgkit_stats_plan_id": plan_id, "orgkit_stats_onboard": {"changes": 1}}
    code, output = job(project, "onboard.yml", environment, "-e", json.dumps({**template, **artifacts}))
    assert code == 0, output
    assert [entry["action"] for entry in simulator.log.writes()] == ["AddUserToGroup"]
    # Started again: nothing is left, which every approval allows.
    assert job(project, "onboard.yml", environment, "-e", json.dumps({**template, **artifacts}))[0] == 0


def test_the_offboarding_job_takes_the_answer_of_the_survey(
    asked: Asked, project: Path, simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    template = asked.one("job_template", "Orgkit offboard")["extra_vars"]
    answers = {
        "people_who_leave": " carol@example.com\n\n",
        "reason_for_leaving": "",
        "offboarding_clouds": ["tencent"],
    }
    code, output = job(
        project, "offboard.yml", environment, "--check", "--diff", "-e", json.dumps({**template, **answers})
    )
    assert code == 0, output
    assert "-viewers: carol@example.com" in output
    assert simulator.log.writes() == []
    code, output = job(project, "offboard.yml", environment, "-e", json.dumps({**template, **answers}))
    assert code == 0, output
    assert "RemoveUserFromGroup" in {entry["action"] for entry in simulator.log.writes()}
    # Without an answer nobody is meant.
    assert job(project, "offboard.yml", environment, "-e", json.dumps(template))[0] != 0


def test_the_audit_is_red_on_drift_and_its_counts_reach_the_notification(
    asked: Asked, project: Path, simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    template = asked.one("job_template", "Orgkit audit")["extra_vars"]
    given = {**template, "access_audit_clouds": ["tencent"], "access_audit_dest": str(tmp_path / "access")}
    environment = {**environment, "ANSIBLE_SHOW_CUSTOM_STATS": "true"}
    code, output = job(project, "audit.yml", environment, "-e", json.dumps(given))
    assert code != 0
    assert simulator.log.writes() == []
    stats = json.loads(output.partition("RUN: ")[2].partition("\n\n")[0])
    assert stats["orgkit_stats_audit"]["open"] > 0
    (notification,) = asked.every("notification_template")
    body = json.loads(message(notification["messages"]["error"]["body"], stats))
    assert body["audit"] == stats["orgkit_stats_audit"]


def test_every_organization_may_have_a_file_of_its_own(project: Path, environment: dict[str, str]) -> None:
    (project / "people.yml").rename(project / "bank.yml")
    where = f"people_file={project / 'bank.yml'}"
    code, output = job(project, "onboard.yml", environment, "--check", "--diff", "-e", where)
    assert code == 0, output
    assert "+auditors: alice@example.com" in output


def test_the_inventory_of_the_project_lists_the_accounts(project: Path, environment: dict[str, str]) -> None:
    found = listed(project / "inventory" / "prod.tencent_org.yml", environment)
    assert found.code == 0, found.told
    assert found.groups["tag_stage_production"]["hosts"] == ["web-shop"]
    assert found.groups["department_Finance"]["hosts"] == ["partner"]

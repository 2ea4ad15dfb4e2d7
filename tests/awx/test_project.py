# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of playbooks/awx/project, played as AWX plays a project: its inventory is a script, its variables are extra."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.awx import Asked
from support.awx_job import MOST_OF_AN_EVENT, Job, Projects
from support.awx_rules import injected, message
from support.inventory import listed
from support.small_worlds import tencent_organization

pytest.importorskip("ansible_runner")
PROJECT = Path(__file__).parents[2] / "playbooks" / "awx" / "project"
PEOPLE = """
tencent_onboarding_memberships:
  - group: auditors
    users: [alice@example.com]
"""
# A survey or a template that asks for these sends blanks on one ansible-core and null on another. They count as not given.
BLANKS = {
    "tencent_onboarding_max_removals": "",
    "tencent_onboarding_max_total_removals": None,
    "tencent_onboarding_protected_users": "",
    "tencent_onboarding_allow_create": "",
    "csp_onboarding_invite_unknown": None,
    "orgkit_plan_file": "",
    "orgkit_max_leavers": "",
}


@pytest.fixture
def simulator() -> TencentSimulator:
    """The small organization."""
    return TencentSimulator(tencent_organization())


@pytest.fixture
def environment(asked: Asked, simulator: TencentSimulator) -> Iterator[dict[str, str]]:
    """What a job finds in its environment: the variables of all three credentials, most of them blank."""
    with Server(simulator.app) as server:
        given = {"secret_id": simulator.secret_id, "secret_key": simulator.secret_key, "endpoint": server.url}
        found = injected(asked.one("credential_type", "Orgkit Tencent Cloud"), given)
        for other in ("Orgkit Cloud Services", "Orgkit network"):
            found |= injected(asked.one("credential_type", other), {})
        yield found


@pytest.fixture
def projects(tmp_path: Path) -> Projects:
    """A clone of the project, with people of the small organization."""
    clone = Projects(tmp_path, PROJECT)
    (clone.project / "people.yml").write_text(PEOPLE, encoding="utf-8")
    return clone


def assert_compact(job: Job) -> None:
    """What a job publishes has names of ours, says no name of a person, and fits into an event however much changes."""
    assert all(name.startswith("orgkit_stats_") for name in job.artifacts)
    assert "@example.com" not in json.dumps(job.artifacts)
    assert job.size_of_artifacts < MOST_OF_AN_EVENT / 100


def test_a_job_that_finds_no_file_is_red_and_sends_nothing(
    projects: Projects, simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    (projects.project / "people.yml").unlink()
    job = projects.job("onboard.yml", environment)
    assert job.code == 2
    assert "people.yml" in job.output
    assert job.artifacts == {}
    assert simulator.log.entries == []


def test_the_approved_job_does_the_plan_of_the_check_job_and_no_other(
    asked: Asked, projects: Projects, simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    check = projects.job("onboard.yml", environment, "--check", "--diff", variables=BLANKS)
    # A check with differences is successful; what it would do is in the output, the events and the artifacts.
    assert check.code == 0, check.output
    assert "+auditors: alice@example.com" in check.output
    (planned,) = check.results("orgkit.cloud.tencent_cic_group_user")
    assert (planned["ended"], planned["changed"], [row["status"] for row in planned["changes"]]) == (
        "ok",
        True,
        ["planned"],
    )
    assert planned["diff"]
    assert set(check.artifacts) == {"orgkit_stats_onboard", "orgkit_stats_plan_id"}
    assert check.artifacts["orgkit_stats_onboard"]["changes"] == 1
    assert_compact(check)
    assert simulator.log.writes() == []
    # As in AWX: the variables of the template, and the artifacts of the job before as variables too.
    template = asked.one("job_template", "Orgkit onboard, approved")["extra_vars"]
    for others in ({}, {"orgkit_stats_plan_id": "0123456789abcdef"}):
        refused = projects.job("onboard.yml", environment, "--diff", variables={**template, **others})
        assert refused.code == 2
        assert "as approved. Nothing was written." in " ".join(refused.output.split())
        assert simulator.log.writes() == []
    approved = {**template, **check.artifacts}
    done = projects.job("onboard.yml", environment, "--diff", variables=approved)
    assert done.code == 0, done.output
    assert [entry["action"] for entry in simulator.log.writes()] == ["AddUserToGroup"]
    assert done.artifacts == check.artifacts
    # Started again: nothing is left, which every approval allows.
    assert projects.job("onboard.yml", environment, variables=approved).code == 0


def test_the_offboarding_job_takes_the_answer_of_the_survey(
    asked: Asked, projects: Projects, simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    template = asked.one("job_template", "Orgkit offboard")["extra_vars"]
    answers = {
        "people_who_leave": " carol@example.com\n\n",
        "reason_for_leaving": "",
        "offboarding_clouds": ["tencent"],
    }
    check = projects.job("offboard.yml", environment, "--check", "--diff", variables={**template, **answers})
    assert check.code == 0, check.output
    assert "-viewers: carol@example.com" in check.output
    assert simulator.log.writes() == []
    done = projects.job("offboard.yml", environment, variables={**template, **answers})
    assert done.code == 0, done.output
    assert "RemoveUserFromGroup" in {entry["action"] for entry in simulator.log.writes()}
    for job in (check, done):
        assert job.artifacts["orgkit_stats_offboard"]["by_action"]["remove"] > 0
        assert_compact(job)
    # Without an answer nobody is meant.
    assert projects.job("offboard.yml", environment, variables=template).code == 2


def test_the_audit_is_red_on_drift_and_its_counts_reach_the_notification(
    asked: Asked, projects: Projects, simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    template = asked.one("job_template", "Orgkit audit")["extra_vars"]
    given = {**template, "access_audit_clouds": ["tencent"], "access_audit_dest": str(tmp_path / "access")}
    job = projects.job("audit.yml", environment, variables=given)
    assert job.code == 2
    assert simulator.log.writes() == []
    # They survive the failure, since they are published before the task that fails.
    found = job.artifacts["orgkit_stats_audit"]
    assert found["open"] > 0
    assert_compact(job)
    (notification,) = asked.every("notification_template")
    body: dict[str, Any] = json.loads(message(notification["messages"]["error"]["body"], job.artifacts))
    assert body["audit"] == found


def test_every_organization_may_have_a_file_of_its_own(projects: Projects, environment: dict[str, str]) -> None:
    (projects.project / "people.yml").rename(projects.project / "bank.yml")
    where = {"people_file": str(projects.project / "bank.yml")}
    job = projects.job("onboard.yml", environment, "--check", "--diff", variables=where)
    assert job.code == 0, job.output
    assert "+auditors: alice@example.com" in job.output


def test_the_inventory_of_the_project_lists_the_accounts(projects: Projects, environment: dict[str, str]) -> None:
    found = listed(
        projects.project / "inventory" / "prod.tencent_org.yml", {**environment, "HOME": str(projects.folder)}
    )
    assert found.code == 0, found.told
    assert found.groups["tag_stage_production"]["hosts"] == ["web-shop"]
    assert found.groups["department_Finance"]["hosts"] == ["partner"]

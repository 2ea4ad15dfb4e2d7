# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook makes in AWX. The stand-ins of its modules refuse arguments that awx.awx 24.6.1 does not take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from support.awx import Asked, configure
from support.awx_rules import faults_of_survey, is_schedule, message, required_questions
from support.playbook import play

PROJECT = Path(__file__).parents[2] / "playbooks" / "awx" / "project"
CHECK, RUN, APPROVED, OFFBOARD, AUDIT = JOBS = (
    "Orgkit onboard, check",
    "Orgkit onboard",
    "Orgkit onboard, approved",
    "Orgkit offboard",
    "Orgkit audit",
)
# The argument that names a thing, and the module that makes such things.
NAMING = {
    "organization": "organization",
    "inventory": "inventory",
    "project": "project",
    "source_project": "project",
    "credential": "credential",
    "credentials": "credential",
    "credential_type": "credential_type",
    "execution_environment": "execution_environment",
    "default_environment": "execution_environment",
    "labels": "label",
    "notification_templates_error": "notification_template",
    "notification_templates_approvals": "notification_template",
    "unified_job_template": "job_template",
}


def named_too_early(asked: Asked) -> list[str]:
    """What a task names although no task before it has made it."""
    made: set[tuple[str, str]] = set()
    early = []
    for module, arguments in asked.rows:
        for argument, kind in NAMING.items():
            value = arguments.get(argument, [])
            names = value if isinstance(value, list) else [value]
            early += [f"{arguments['name']}: {argument} {name}" for name in names if (kind, name) not in made]
        made.add((module, arguments["name"]))
    return early


def test_everything_is_made_before_it_is_named(asked: Asked) -> None:
    assert named_too_early(asked) == []


def test_the_organization_has_a_galaxy_credential(asked: Asked) -> None:
    # Without one AWX skips the requirements of the project, and is green.
    assert asked.one("organization", "Default")["galaxy_credentials"] == ["Ansible Galaxy"]


def test_the_jobs_run_on_a_host_of_their_own(asked: Asked) -> None:
    host = asked.one("host", "localhost")
    assert host["variables"] == {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
    }
    assert asked.one("inventory", "Orgkit accounts")["variables"] == host["variables"]
    assert {row["inventory"] for row in asked.every("job_template")} == {host["inventory"]}


def test_the_jobs_play_files_of_the_project_with_all_credentials(asked: Asked) -> None:
    assert [row["name"] for row in asked.every("job_template")] == list(JOBS)
    for row in asked.every("job_template"):
        assert (PROJECT / row["playbook"]).is_file()
        assert row["credentials"] == ["Orgkit Tencent Cloud", "Orgkit Cloud Services", "Orgkit network"]
        assert row["allow_simultaneous"] is False
        # Not the default one of AWX, which has no httpx.
        assert row["execution_environment"] == "Orgkit"
    kinds = [row["credential_type"] for row in asked.every("credential")]
    assert len(set(kinds)) == len(kinds)
    assert (asked.one("job_template", CHECK)["job_type"], asked.one("job_template", CHECK)["diff_mode"]) == (
        "check",
        True,
    )


def test_secrets_that_awx_has_are_not_sent_again(asked: Asked) -> None:
    assert all(row["update_secrets"] is False for row in asked.every("credential"))
    assert set(asked.one("credential", "Orgkit Tencent Cloud")["inputs"]) == {"secret_id", "secret_key"}
    # Nothing is what the module does not send at all.
    assert asked.one("credential", "Orgkit Cloud Services")["inputs"] == {}
    assert "EXAMPLEKEYEXAMPLEKEY" not in asked.output


def test_a_switch_is_sent_as_a_boolean(asked: Asked) -> None:
    # The text "false" is refused.
    assert asked.one("credential", "Orgkit network")["inputs"] == {"skip_certificate_check": True}


def test_surveys_are_as_awx_wants_them(asked: Asked) -> None:
    surveys = [row["survey_spec"] for row in asked.every("job_template") if row.get("survey_enabled")]
    assert surveys
    assert [faults_of_survey(survey) for survey in surveys] == [[]] * len(surveys)


def test_the_audit_runs_every_night_without_a_question(asked: Asked) -> None:
    (schedule,) = asked.every("schedule")
    assert is_schedule(schedule["rrule"])
    template = asked.one("job_template", schedule["unified_job_template"])
    assert template["name"] == AUDIT
    assert required_questions(template) == []
    assert not {"extra_data", "job_type"} & set(schedule)
    assert template["notification_templates_error"] == ["Orgkit webhook"]
    assert template["extra_vars"]["access_audit_clouds"] == ["tencent", "csp"]


@pytest.mark.parametrize("artifacts", [{}, {"orgkit_stats_audit": {"counts": {"unmanaged": 2}, "texts": ['a "b"']}}])
def test_every_message_is_json_with_and_without_artifacts(asked: Asked, artifacts: dict[str, object]) -> None:
    (notification,) = asked.every("notification_template")
    assert notification["notification_configuration"]["headers"] == {}
    bodies = [
        notification["messages"]["error"]["body"],
        notification["messages"]["workflow_approval"]["running"]["body"],
    ]
    failed, waiting = (json.loads(message(body, artifacts)) for body in bodies)
    assert failed["audit"] == artifacts.get("orgkit_stats_audit", {})
    assert failed["text"].endswith("/jobs/playbook/7")
    assert 'Approve "it"' in waiting["text"]


def test_the_workflow_waits_for_an_approval_and_then_does_only_that_plan(asked: Asked) -> None:
    (workflow,) = asked.every("workflow_job_template")
    nodes = {node["identifier"]: node for node in workflow["workflow_nodes"]}
    line = [[row["identifier"] for row in node.get("related", {}).get("success_nodes", [])] for node in nodes.values()]
    assert (list(nodes), line) == (["plan", "approval", "apply"], [["approval"], ["apply"], []])
    approval = nodes["approval"]["unified_job_template"]
    assert (approval["type"], approval["timeout"]) == ("workflow_approval", 86400)
    for identifier, job in (("plan", CHECK), ("apply", APPROVED)):
        assert nodes[identifier]["unified_job_template"]["name"] == job
        assert required_questions(asked.one("job_template", job)) == []
        # What the template does not ask for at launch, a node cannot give.
        assert set(nodes[identifier]) <= {"identifier", "unified_job_template", "related"}


def holds(folder: Path, variables: dict[str, object], *facts: str) -> bool:
    """Whether the facts are true in a job that gets these extra variables."""
    file = folder / "variables.json"
    file.write_text(json.dumps(variables), encoding="utf-8")
    return play([{"ansible.builtin.assert": {"that": list(facts)}}], folder, {}, "-e", f"@{file}").code == 0


def test_only_the_plan_of_the_workflow_is_approved(asked: Asked, tmp_path: Path) -> None:
    wanted = asked.one("job_template", APPROVED)["extra_vars"]
    assert set(wanted) == {"orgkit_expect_plan"}
    artifacts = {"orgkit_stats_plan_id": "8d5e957f29789348", "orgkit_stats_onboard": {"changes": 3}}
    assert holds(tmp_path, {**wanted, **artifacts}, "orgkit_expect_plan == '8d5e957f29789348'")
    # A blank or missing one would be no binding at all.
    for more in ({}, {"orgkit_stats_plan_id": ""}, {"orgkit_stats_plan_id": None}):
        assert holds(tmp_path, {**wanted, **more}, "orgkit_expect_plan | default('') == 'nothing-approved'")


def test_an_answer_of_several_lines_is_a_list_of_names(asked: Asked, tmp_path: Path) -> None:
    wanted = asked.one("job_template", OFFBOARD)["extra_vars"]
    assert wanted["offboarding_clouds"] == ["tencent", "csp"]
    answers = {"people_who_leave": "\n grace@example.com \n\nheidi@example.com\n", "reason_for_leaving": None}
    fact = "orgkit_leavers == ['grace@example.com', 'heidi@example.com']"
    assert holds(tmp_path, {**wanted, **answers}, fact)
    hostile = {**answers, "people_who_leave": {"__ansible_unsafe": "{{ 1 + 1 }}"}}
    assert holds(
        tmp_path, {**wanted, **hostile}, "orgkit_leavers | length == 1", "orgkit_leavers[0] is search('1 . 1')"
    )
    assert not holds(tmp_path, wanted, "orgkit_leavers is defined")


def test_accounts_come_from_a_file_of_the_project(asked: Asked) -> None:
    (source,) = asked.every("inventory_source")
    assert (source["source"], source["overwrite"], source["overwrite_vars"]) == ("scm", True, True)
    assert source["execution_environment"] == "Orgkit"
    assert (PROJECT / source["source_path"]).is_file()
    assert source["source_vars"] == {
        "ANSIBLE_COLLECTIONS_PATH": "/runner/requirements_collections:/usr/share/ansible/collections"
    }


def test_without_a_webhook_and_with_one_cloud_nothing_else_is_named(tmp_path: Path) -> None:
    asked = configure(tmp_path, awx_clouds=["csp"])
    assert asked.code == 0, asked.output
    assert asked.every("notification_template") == []
    assert asked.every("inventory_source") == []
    assert asked.one("job_template", AUDIT)["extra_vars"]["access_audit_clouds"] == ["csp"]
    assert named_too_early(asked) == []
    assert {tuple(row["credentials"]) for row in asked.every("job_template")} == {
        ("Orgkit Cloud Services", "Orgkit network")
    }


def test_the_environment_is_fetched_when_it_is_missing_and_the_project_has_it(asked: Asked) -> None:
    assert asked.one("execution_environment", "Orgkit")["pull"] == "missing"
    project = asked.one("project", "Orgkit")
    assert (project["scm_type"], project["scm_branch"], project["default_environment"]) == ("git", "main", "Orgkit")
    assert "credential" not in project


def test_the_requirements_name_the_collection() -> None:
    text = (PROJECT / "collections" / "requirements.yml").read_text(encoding="utf-8")
    assert [row["name"] for row in yaml.safe_load(text)["collections"]] == ["orgkit.cloud"]

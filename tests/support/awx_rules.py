# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWX 24.6.1 accepts, as it was found by trying. Every function gives the faults, or renders as AWX does. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

FIELD_KEYS = {"id", "type", "label", "help_text", "secret", "multiline", "choices", "default", "format"}
QUESTION_TYPES = {"text", "textarea", "password", "integer", "float", "multiplechoice", "multiselect"}
QUESTION_KEYS = {
    "question_name", "question_description", "variable", "type", "required", "min", "max", "choices", "default", "new_question",
}  # fmt: skip
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_RRULE = re.compile(r"DTSTART;TZID=\w+/\w+:\d{8}T\d{6} RRULE:FREQ=(DAILY|WEEKLY|MONTHLY);INTERVAL=\d+(;[A-Z]+=[\w,]+)*")


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """A template as AWX renders it: in a sandbox, and what is not defined is an error."""
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined).from_string(template).render(values)


def blank(inputs: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a credential as its type's templates get them: blank text, and false, for what was not given."""
    empty = {row["id"]: False if row["type"] == "boolean" else "" for row in inputs["fields"]}
    return {**empty, **given}


def injected(kind: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """The environment that a credential of this type gives to a job."""
    injectors = kind["injectors"]
    files = {name.partition(".")[2]: f"/runner/env/{name}" for name in injectors.get("file", {})}
    tower = SimpleNamespace(filename=SimpleNamespace(**files))
    values = {**blank(kind["inputs"], given), "tower": tower}
    for template in injectors.get("file", {}).values():
        rendered(template, values)
    return {name: rendered(template, values) for name, template in injectors["env"].items()}


def faults_of_type(kind: Mapping[str, Any]) -> list[str]:
    """Why AWX would refuse a credential type, or take it and do something else than meant."""
    fields = kind["inputs"]["fields"]
    names = [row.get("id", "") for row in fields]
    faults = [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
    faults += [f"{name} is required and no field" for name in kind["inputs"]["required"] if name not in names]
    for row in fields:
        faults += [f"{row['id']}: AWX knows no {key}" for key in set(row) - FIELD_KEYS]
        if not _NAME.fullmatch(row["id"]) or not row.get("label"):
            faults.append(f"{row['id']} is no name, or has no label")
        if row["type"] not in ("string", "boolean"):
            faults.append(f"{row['id']} is a {row['type']}")
        if row["type"] == "boolean" and (row.get("secret") or not isinstance(row.get("default", False), bool)):
            faults.append(f"{row['id']} is secret, or its default is no boolean")
        if row["type"] == "string" and "default" in row:
            faults.append(f"{row['id']} has a default, which AWX does not apply")
    for name in kind["injectors"]["env"]:
        if (
            not _NAME.fullmatch(name)
            or name.startswith("ANSIBLE_")
            or name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
        ):
            faults.append(f"{name} may not be set")
    templates = [*kind["injectors"]["env"].values(), *kind["injectors"].get("file", {}).values()]
    faults += [f"{template} is not ASCII" for template in templates if not template.isascii()]
    return faults


def faults_of_survey(spec: Mapping[str, Any]) -> list[str]:
    """Why AWX would refuse a survey."""
    faults = [f"{key} is missing" for key in ("name", "description", "spec") if key not in spec]
    names = [row.get("variable") for row in spec["spec"]]
    faults += [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
    for row in spec["spec"]:
        faults += [f"{row['variable']}: AWX knows no {key}" for key in set(row) - QUESTION_KEYS]
        if not _NAME.fullmatch(row["variable"]) or not row["question_name"] or not isinstance(row["required"], bool):
            faults.append(f"{row['variable']} is incomplete")
        if row["type"] not in QUESTION_TYPES:
            faults.append(f"{row['variable']} is a {row['type']}")
        if row["type"] in ("text", "textarea") and not isinstance(row.get("default", ""), str):
            faults.append(f"{row['variable']}: the default is no text")
        if not all(isinstance(row.get(limit, 0), int) for limit in ("min", "max")):
            faults.append(f"{row['variable']}: a limit is no number")
    return faults


def is_schedule(text: str) -> bool:
    """Whether AWX takes it as the rule of a schedule: with a zone, and with an interval."""
    return _RRULE.fullmatch(text) is not None


def message(template: str, artifacts: Mapping[str, Any]) -> str:
    """A message of a notification about a job. Variables of the job are refused by AWX, so they are not there."""
    job = {"id": 7, "name": "A job", "status": "failed", "artifacts": dict(artifacts)}
    told = {
        "job": SimpleNamespace(**job),
        "job_friendly_name": "Job",
        "url": "https://awx.example.com/#/jobs/playbook/7",
        "job_metadata": "{}",
        "approval_node_name": 'Approve "it"',
        "approval_status": "pending",
        "workflow_url": "https://awx.example.com/#/jobs/workflow/6",
    }
    return rendered(template, told)


def required_questions(template: Mapping[str, Any]) -> Iterable[str]:
    """The variables that somebody must answer before a job of the template starts."""
    questions = template.get("survey_spec", {}).get("spec", []) if template.get("survey_enabled") else []
    return [row["variable"] for row in questions if row["required"]]

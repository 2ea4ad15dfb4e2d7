# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules by which the other tests go refuse what AWX was seen to refuse, or to take for something else."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from support.awx_rules import faults_of_survey, faults_of_type, injected, is_schedule, message

KIND: dict[str, Any] = {
    "inputs": {"fields": [{"id": "key", "type": "string", "label": "Key", "secret": True}], "required": ["key"]},
    "injectors": {"env": {"lower_case": "{{ key }}", "HTTPS_PROXY": "{% if key %}x{% endif %}"}},
}
QUESTION = {"question_name": "Who", "variable": "who", "type": "textarea", "required": True}


def test_what_awx_takes_has_no_faults() -> None:
    assert faults_of_type(KIND) == []
    assert injected(KIND, {"key": "k"}) == {"lower_case": "k", "HTTPS_PROXY": "x"}
    assert faults_of_survey({"name": "", "description": "", "spec": [QUESTION]}) == []
    assert is_schedule("DTSTART;TZID=Europe/Berlin:20261125T023000 RRULE:FREQ=DAILY;INTERVAL=1")


@pytest.mark.parametrize("name", ["ANSIBLE_FORCE_COLOR", "PATH", "WITH-DASH"])
def test_forbidden_variables(name: str) -> None:
    assert faults_of_type({**KIND, "injectors": {"env": {name: "{{ key }}"}}})


@pytest.mark.parametrize(
    "more",
    [
        {"type": "integer"},
        {"type": "boolean"},
        {"type": "boolean", "secret": False, "default": "true"},
        {"required": True},
        {"placeholder": "x"},
        {"ask_at_runtime": True},
        {"default": "x"},
        {"id": "other"},
    ],
)
def test_forbidden_fields(more: dict[str, Any]) -> None:
    kind = copy.deepcopy(KIND)
    kind["inputs"]["fields"][0].update(more)
    assert faults_of_type(kind)


def test_templates_are_ascii() -> None:
    assert faults_of_type({**KIND, "injectors": {"env": {"KEY": "ä{{ key }}"}}})


@pytest.mark.parametrize(
    "more", [{"type": "list"}, {"default": 5}, {"required": "yes"}, {"placeholder": "x"}, {"min": "1"}]
)
def test_forbidden_questions(more: dict[str, Any]) -> None:
    assert faults_of_survey({"name": "", "description": "", "spec": [{**QUESTION, **more}]})
    assert faults_of_survey({"name": "", "spec": [QUESTION]})


@pytest.mark.parametrize(
    "text",
    [
        "DTSTART:20261125T023000Z RRULE:FREQ=DAILY;INTERVAL=1",
        "DTSTART;TZID=Europe/Berlin:20261125T023000 RRULE:FREQ=DAILY",
        "RRULE:FREQ=DAILY;INTERVAL=1",
    ],
)
def test_schedules_without_zone_or_interval(text: str) -> None:
    assert not is_schedule(text)


@pytest.mark.parametrize("template", ["{{ job.artifacts.drift | tojson }}", "{{ job.extra_vars }}", "{{ nobody }}"])
def test_messages_that_do_not_survive(template: str) -> None:
    with pytest.raises(Exception, match=r"undefined|no attribute|not JSON"):
        message(template, {})


def test_a_message_that_is_no_json_is_seen_here_because_awx_does_not_see_it() -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(message('{"text": {{ job.name }}}', {}))

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that cannot be right, or that lack something, about assignments and their tasks."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.tencent.app import HANDLERS
from support.cases import cases_of
from support.stage import stage

MODULE = "tencent_cic_role_assignment"
LAKE = {"role_configuration": "operator", "accounts": ["data-lake"]}
CAROL = "carol@example.com"


def spoilt(monkeypatch: pytest.MonkeyPatch, action: str, key: str, change: Callable[[dict[str, Any]], object]) -> None:
    """From now on every row under a key of the answers of an action is changed."""
    usual = HANDLERS[action]

    def handler(call: Any) -> Any:
        answer = usual(call)
        for row in answer[key] if isinstance(answer[key], list) else [answer[key]]:
            change(row)
        return answer

    monkeypatch.setitem(HANDLERS, action, handler)


@pytest.mark.parametrize(
    "change",
    [
        {"TargetUin": "everywhere"},
        {"TargetUin": None},
        {"PrincipalType": "Robot"},
        {"PrincipalType": None},
        {"PrincipalId": ""},
        {"RoleConfigurationId": None},
        {"PrincipalName": ["x"]},
    ],
)
def test_an_assignment_that_cannot_be_right_is_a_bad_response(
    change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt(monkeypatch, "ListRoleAssignments", "RoleAssignments", lambda row: row.update(change))
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({**LAKE, "users": [], "groups": [], "exclusive": True, "allow_empty": True})
        assert (result["failed"], result["error"]["code"], one.writes()) == (True, "bad_response", {})


@pytest.mark.parametrize("told", ["Member", "MemeberUin", "", None])
def test_a_strange_kind_of_account_is_put_right_for_the_request(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt(monkeypatch, "ListRoleAssignments", "RoleAssignments", lambda row: row.update(TargetType=told))
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({**LAKE, "groups": ["viewers"], "state": "absent"})
        assert (result["failed"], result["changed"]) == (False, True), result["msg"]


@pytest.mark.parametrize("lost", ["TaskId", "PrincipalId", "Status"])
def test_a_start_that_does_not_tell_its_task_is_looked_up(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt(monkeypatch, "CreateRoleAssignment", "Tasks", lambda row: row.pop(lost))
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({**LAKE, "users": [CAROL]})
        assert (result["failed"], one.writes()) == (False, {"CreateRoleAssignment": 1}), result["msg"]
        assert result["changes"][0]["status"] == "done"


def test_a_task_that_cannot_be_looked_at_is_settled_by_the_assignments() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        one.simulator.faults.add("internal_error", "GetTaskStatus", times=1000)
        one.world.task_looks = 2
        result = one.run({**LAKE, "users": [CAROL], "retry_timeout": 0})
        # The looks at the list of tasks let the time pass in the simulator.
        assert (result["failed"], result["changes"][0]["status"]) in ((False, "done"), (False, "pending")), result[
            "msg"
        ]


def test_tasks_that_cannot_be_listed_stop_the_task_before_it_writes() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        one.simulator.faults.add("internal_error", "ListTasks", times=1000)
        result = one.run({**LAKE, "users": [CAROL], "retry_timeout": 0})
        assert (result["failed"], result["changed"], one.writes()) == (True, False, {})
        assert result["changes"][0]["status"] == "not_tried"


def test_an_organization_without_a_management_account_is_a_bad_response(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = HANDLERS["DescribeOrganization"]
    monkeypatch.setitem(HANDLERS, "DescribeOrganization", lambda call: {**usual(call), "HostUin": None})
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({**LAKE, "users": [CAROL]}, check_mode=True)
        assert result["error"]["code"] == "bad_response"

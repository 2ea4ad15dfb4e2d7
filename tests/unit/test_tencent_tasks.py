# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Asynchronous tasks: all at once, growing waits, a deadline, and every end told as it is."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError, OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.tasks import (
    GRANTS,
    SYNCHRONIZATIONS,
    Started,
    TaskPolls,
    started,
)


class Cloud:
    """A client whose tasks answer as told, look after look; the last answer stays."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = answers
        self.http = self
        self.calls: list[tuple[str, str]] = []
        self.now = 0.0
        self.waits: list[float] = []

    def map(self, function: Any, rows: Any) -> list[Any]:
        return [function(row) for row in rows]

    def call(self, action: str, body: dict[str, Any]) -> dict[str, Any]:
        task = body["TaskId"]
        self.calls.append((action, task))
        left = self.answers[task]
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return {"TaskStatus": answer if isinstance(answer, dict) else {"Status": answer}}

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def polls(self, deadline: float = 300.0) -> TaskPolls:
        client: Any = self
        return TaskPolls(client, lambda: "z-1", self.sleep, lambda: self.now, deadline)


def task(name: str, status: str = "InProgress", reason: str = "") -> Started:
    return Started(name, GRANTS, f"work {name}", status, reason)


def test_a_start_that_is_final_is_not_polled() -> None:
    cloud = Cloud()
    done, failed = cloud.polls().wait([task("a", "Success"), task("b", "Failed", "no room")])
    assert done.error is None
    assert "no room" in str(failed.error)
    assert (cloud.calls, cloud.waits) == ([], [])


def test_tasks_are_polled_together_and_told_in_their_order() -> None:
    cloud = Cloud(a=["InProgress", "InProgress", "Success"], b=["Success"])
    ends = cloud.polls().wait([task("a"), task("b")])
    assert [(end.task.id, end.error) for end in ends] == [("a", None), ("b", None)]
    assert cloud.calls == [(GRANTS, "a"), (GRANTS, "b"), (GRANTS, "a"), (GRANTS, "a")]


def test_waits_grow_from_one_to_five_seconds_and_end_at_the_deadline() -> None:
    cloud = Cloud(a=["InProgress"])
    (end,) = cloud.polls(30).wait([task("a")])
    assert (cloud.waits[0], max(cloud.waits)) == (1.0, 5.0)
    assert cloud.waits == sorted(cloud.waits)
    assert 30 <= cloud.now < 35
    assert end.error is not None
    assert end.error.outcome_unknown
    assert "30 seconds" in end.error.message


def test_a_failed_task_gives_its_reason_and_its_outcome_is_known() -> None:
    cloud = Cloud(a=[{"Status": "Failed", "FailureReason": "frozen"}])
    (end,) = cloud.polls().wait([task("a")])
    assert end.error is not None
    assert (end.error.outcome_unknown, "frozen" in end.error.message) == (False, True)


@pytest.mark.parametrize("answer", [ApiError("InternalError", "down"), {"Status": "Odd"}, {"Other": 1}])
def test_what_could_not_be_learned_is_unknown_and_the_others_go_on(answer: Any) -> None:
    cloud = Cloud(a=[answer], b=["InProgress", "Success"])
    bad, good = cloud.polls().wait([task("a"), task("b")])
    assert bad.error is not None
    assert bad.error.outcome_unknown
    assert good.error is None


@pytest.mark.parametrize("key", ["Status", "TaskStatus"])
def test_the_state_of_a_start_stands_under_two_names(key: str) -> None:
    row = {"TaskId": "t-1", key: "Failed", "FailureReason": "why"}
    assert started(row, SYNCHRONIZATIONS, "X", "x") == Started("t-1", SYNCHRONIZATIONS, "x", "Failed", "why")


@pytest.mark.parametrize("row", [None, {}, [], {"TaskId": ""}])
def test_a_start_without_a_task_has_an_unknown_outcome(row: Any) -> None:
    with pytest.raises(OrgkitError) as caught:
        started(row, GRANTS, "DeleteRoleAssignment", "x")
    assert caught.value.outcome_unknown

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of the cloud that fail, last, begin unseen or are refused together: told as they are, and nothing is sent twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from simulators.tencent import World
from simulators.tencent.app import HANDLERS
from support.cases import cases_of
from support.stage import Stage, stage

MODULE = "tencent_cic_role_assignment"
CREATE, DELETE = "CreateRoleAssignment", "DeleteRoleAssignment"
LAKE = {"role_configuration": "operator", "accounts": ["data-lake"]}
CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("carol", "dave", "erin"))
NEW = {**LAKE, "users": [CAROL, DAVE, ERIN]}


def organization() -> World:
    world: World = cases_of(MODULE).world()
    return world


def names(world: World) -> set[str]:
    """Who has the role in the account."""
    return {name for account, name in world.assignments_of("operator") if account == "data-lake"}


def started(world: World) -> Counter[str]:
    """How often an assignment was begun, by the name of the principal."""
    return Counter(world.principal_name(task.principal) for task in world.tasks.values() if task.kind == CREATE)


def statuses(result: dict[str, Any]) -> dict[str, str]:
    return {row["subject"]["name"]: row["status"] for row in result["changes"]}


def meanwhile(monkeypatch: pytest.MonkeyPatch, one: Stage, happens: Any) -> None:
    """Something happens in the cloud after the task has read it, and before it writes."""
    usual = HANDLERS["ListTasks"]

    def handler(call: Any) -> Any:
        monkeypatch.setitem(HANDLERS, "ListTasks", usual)
        happens(one.world)
        return usual(call)

    monkeypatch.setitem(HANDLERS, "ListTasks", handler)


def test_a_task_that_fails_is_told_with_its_reason_and_the_others_are_done() -> None:
    world = organization()
    world.task_failures = {world.user(DAVE).id: "The account is frozen."}
    with stage(MODULE, world) as one:
        result = one.run(NEW)
        assert (result["failed"], result["error"]["code"]) == (True, "partial_failure")
        assert "The account is frozen." in result["msg"]
        assert statuses(result) == {CAROL: "done", DAVE: "failed", ERIN: "done"}
        assert result["assignments"][0]["failed"] == [DAVE]
        assert one.writes() == {CREATE: 1}


def test_nothing_is_ended_while_an_addition_has_failed() -> None:
    world = organization()
    world.task_failures = {world.user(DAVE).id: "The account is frozen."}
    with stage(MODULE, world) as one:
        result = one.run({**LAKE, "users": [DAVE], "groups": ["viewers"], "exclusive": True, "max_removals": "100%"})
        assert result["failed"]
        assert one.writes() == {CREATE: 1}
        assert sorted(statuses(result).values()) == ["failed", "not_tried", "not_tried"]


def test_a_start_that_is_final_is_not_looked_at_again() -> None:
    world = organization()
    world.tasks_end_at_once = True
    with stage(MODULE, world) as one:
        result = one.run(NEW)
        assert not result["failed"], result["msg"]
        assert "GetTaskStatus" not in one.calls()


def test_the_waits_grow_and_all_tasks_are_looked_at_together() -> None:
    world = organization()
    world.task_looks = 3
    with stage(MODULE, world) as one:
        result = one.run(NEW)
        assert not result["failed"], result["msg"]
        assert one.calls()["GetTaskStatus"] == 12
        waits = [wait for wait in one.road.slept if wait >= 1]
        assert waits == [1.0, 1.5, 2.25, 3.375]


def test_what_is_not_over_in_time_is_pending_and_the_next_run_waits_and_does_not_send_it_again() -> None:
    world = organization()
    world.task_looks = 10**6
    with stage(MODULE, world) as one:
        late = one.run({**NEW, "task_timeout": 3})
        assert (late["failed"], late["changed"]) == (False, True), late["msg"]
        assert set(statuses(late).values()) == {"pending"}
        assert late["assignments"][0]["pending"] == [CAROL, DAVE, ERIN]
        assert late["summary"]["added"] == 0
        still = one.run({**NEW, "task_timeout": 0})
        assert set(statuses(still).values()) == {"pending"}
        assert (one.writes(), one.calls()["ListTasks"]) == ({}, 1)
        for task in world.tasks.values():
            task.looks_left = 2
        done = one.run(NEW)
        assert (done["failed"], set(statuses(done).values())) == (False, {"done"}), done["msg"]
        assert one.writes() == {}
        assert one.run(NEW)["changes"] == []
        assert set(started(world).values()) == {1}


def test_only_what_is_not_under_way_is_sent() -> None:
    world = organization()
    world.task_looks = 10**6
    with stage(MODULE, world) as one:
        one.run({**LAKE, "users": [CAROL], "task_timeout": 0})
        world.task_looks = 0
        for task in world.tasks.values():
            task.looks_left = 3
        result = one.run(NEW)
        assert not result["failed"], result["msg"]
        assert (one.writes(), started(world)) == ({CREATE: 1}, {CAROL: 1, DAVE: 1, ERIN: 1})


def test_nothing_is_ended_while_an_addition_is_pending() -> None:
    world = organization()
    world.task_looks = 10**6
    with stage(MODULE, world) as one:
        task = {**LAKE, "users": [CAROL], "groups": ["viewers"], "exclusive": True, "max_removals": "100%"}
        result = one.run({**task, "task_timeout": 0})
        assert result["failed"]
        assert sorted(statuses(result).values()) == ["not_tried", "not_tried", "pending"]
        assert one.writes() == {CREATE: 1}


def test_a_removal_that_is_not_over_in_time_is_pending() -> None:
    world = organization()
    world.task_looks = 10**6
    with stage(MODULE, world) as one:
        result = one.run({**LAKE, "groups": ["viewers"], "state": "absent", "task_timeout": 0})
        assert (result["failed"], statuses(result)) == (False, {"viewers": "pending"})
        assert result["assignments"][0]["members_count"] == 3


def test_a_removal_that_is_under_way_is_waited_for_and_not_sent_again() -> None:
    task = {**LAKE, "users": [CAROL], "groups": [], "exclusive": True, "max_removals": "100%"}
    world = organization()
    world.assign("operator", "data-lake", CAROL)
    world.task_looks = 10**6
    with stage(MODULE, world) as one:
        assert set(statuses(one.run({**task, "task_timeout": 0})).values()) == {"pending"}
        assert (one.writes(), one.calls()["ListTasks"]) == ({DELETE: 3}, 1)
        again = one.run({**task, "task_timeout": 0})
        assert (again["failed"], set(statuses(again).values())) == (False, {"pending"})
        assert (one.writes(), one.calls()["ListTasks"]) == ({}, 1)
        # An addition that fails does not make what is under way untried.
        world.task_failures = {world.user(DAVE).id: "The account is frozen."}
        mixed = one.run({**task, "users": [CAROL, DAVE], "task_timeout": 0})
        assert statuses(mixed)[DAVE] in ("failed", "pending")
        assert (one.writes(), mixed["summary"]["not_tried"]) == ({CREATE: 1}, 0)
        for running in world.tasks.values():
            running.looks_left = 2
        done = one.run(task)
        assert not done["failed"], done["msg"]
        assert one.writes() == {}
        assert names(world) == {CAROL}


@pytest.mark.parametrize("kind", ["cut_after", "malformed_after"])
@pytest.mark.parametrize("looks", [0, 4])
def test_a_lost_answer_is_not_repeated_and_its_tasks_are_found(kind: str, looks: int) -> None:
    world = organization()
    world.task_looks = looks
    with stage(MODULE, world) as one:
        one.simulator.faults.add(kind, CREATE)
        result = one.run(NEW)
        assert (result["failed"], set(statuses(result).values())) == (False, {"done"}), result["msg"]
        assert (one.writes(), set(started(world).values())) == ({CREATE: 1}, {1})


def test_a_request_that_never_arrived_has_an_unknown_outcome_and_is_sent_by_the_next_run_only() -> None:
    with stage(MODULE, organization()) as one:
        one.simulator.faults.add("cut_before", CREATE)
        result = one.run(NEW)
        assert (result["failed"], result["error"]["code"]) == (True, "outcome_unknown")
        assert (one.writes(), started(one.world)) == ({CREATE: 1}, {})
        assert not one.run(NEW)["failed"]


@pytest.mark.parametrize("mode", ["atomic", "partial", "task"])
def test_one_bad_entry_does_not_stop_the_others(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = organization()
    world.assignment_batches = mode
    people = [world.add_user(f"user-{number:02}") for number in range(12)]
    task = {**LAKE, "users": [f"user-{number:02}" for number in range(12)]}
    with stage(MODULE, world) as one:
        # The user is gone when the batch arrives.
        meanwhile(monkeypatch, one, lambda world: world.users.pop(people[7]))
        result = one.run(task)
        assert result["failed"]
        expected = {f"user-{number:02}": "failed" if number == 7 else "done" for number in range(12)}
        assert statuses(result) == expected
        assert {name: count for name, count in started(world).items() if name} == dict.fromkeys(
            (name for name, status in expected.items() if status == "done"), 1
        )
        assert {name for name in names(world) if name.startswith("user-")} == {
            name for name, status in expected.items() if status == "done"
        }


@pytest.mark.parametrize("mode", ["atomic", "partial", "task"])
def test_somebody_else_is_faster_with_one_of_them(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = organization()
    world.assignment_batches = mode
    with stage(MODULE, world) as one:
        meanwhile(monkeypatch, one, lambda world: world.assign("operator", "data-lake", DAVE))
        result = one.run(NEW)
        assert not result["failed"], result["msg"]
        assert set(statuses(result).values()) == {"done"}
        assert {CAROL, DAVE, ERIN} <= names(world)
        assert started(world)[CAROL] == started(world)[ERIN] == 1


def test_somebody_else_ends_an_assignment_meanwhile() -> None:
    world = organization()
    usual = HANDLERS[DELETE]

    def handler(call: Any) -> Any:
        world.revoke("operator", "data-lake", "viewers")
        return usual(call)

    with pytest.MonkeyPatch.context() as patch, stage(MODULE, world) as one:
        patch.setitem(HANDLERS, DELETE, handler)
        result = one.run({**LAKE, "groups": ["viewers"], "state": "absent"})
        assert (result["failed"], result["changed"]) == (False, False), result["msg"]
        assert any("Somebody else was faster" in text for text in result["warnings"])


def test_a_full_quota_is_told_and_what_fits_is_done() -> None:
    world = organization()
    world.assignment_quota = len(world.assignments) + 2
    with stage(MODULE, world) as one:
        result = one.run(NEW)
        assert (result["failed"], Counter(statuses(result).values())) == (True, {"done": 2, "failed": 1})
        assert "higher quota" in result["msg"]


def test_a_missing_right_stops_everything_at_once() -> None:
    world = organization()
    world.denied_actions = {CREATE}
    people = [world.add_user(f"user-{number:03}") for number in range(120)]
    with stage(MODULE, world) as one:
        result = one.run({**LAKE, "users": people, "max_connections": 1})
        assert (result["failed"], one.writes()) == (True, {CREATE: 1})
        assert "CAM" in result["msg"]

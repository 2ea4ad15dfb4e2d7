# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Passwords, the order of a deletion, honest outcomes and many users at once."""

from __future__ import annotations

import json

import pytest

from simulators.tencent import World
from simulators.tencent.app import HANDLERS
from support.cases import cases_of
from support.road import Road
from support.stage import stage

MODULE = "tencent_cic_user"
FORCED = {"name": "alice@example.com", "state": "absent", "force": True}


def test_the_initial_password_is_told_only_when_asked_for_and_only_once() -> None:
    with stage(MODULE, World()) as one:
        asked = one.run({"name": "kim", "return_password": True})
        (row,) = asked["users"]
        assert row["password"].startswith("Simulated-")
        rest = {name: value for name, value in asked.items() if name != "users"}
        assert row["password"] not in json.dumps(rest)
        again = one.run({"name": "kim", "return_password": True})
        assert "password" not in again["users"][0]


def test_the_initial_password_stands_nowhere_without_asking() -> None:
    with stage(MODULE, World()) as one:
        told = json.dumps(one.run({"users": [{"name": "kim"}, {"name": "lee"}]}))
        assert "Simulated-" not in told
        assert "password" not in told


def test_the_initial_password_is_told_also_when_the_look_again_fails() -> None:
    with stage(MODULE, World()) as one:
        one.simulator.faults.add("internal_error", "ListUsers", 2, times=1000)
        result = one.run({"name": "kim", "return_password": True, "retry_timeout": 0})
        assert result["users"][0]["password"].startswith("Simulated-")


def test_a_new_user_gets_the_password_rule_and_the_status_with_the_creation() -> None:
    with stage(MODULE, World()) as one:
        one.run({"name": "kim", "need_reset_password": True, "status": "disabled"})
        user = one.world.user("kim")
        assert (user.need_reset, user.status) == (True, "Disabled")


def test_a_deletion_takes_away_in_the_order_of_the_api() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run(FORCED)
        kinds = [row["kind"] for row in result["changes"]]
        assert kinds == ["assignment", "assignment", "synchronization", "membership", "membership", "user"]
        assert {row["status"] for row in result["changes"]} == {"done"}
        assert (result["summary"]["deleted"], one.world.assignments_of("auditor")) == (1, set())
        assert one.world.assignments_of("operator") == {("data-lake", "admins")}


def test_a_failed_task_is_told_with_its_reason_and_the_user_stays() -> None:
    world = cases_of(MODULE).world()
    world.task_failures = {"DeleteRoleAssignment": "The account is frozen."}
    with stage(MODULE, world) as one:
        result = one.run(FORCED)
        assert result["failed"]
        assert "The account is frozen." in result["msg"]
        assert [row["status"] for row in result["changes"]] == ["failed", *["not_tried"] * 5]
        assert one.world.user("alice@example.com")


def test_a_task_that_does_not_end_has_an_unknown_outcome() -> None:
    world = cases_of(MODULE).world()
    world.task_looks = 10**6
    with stage(MODULE, world) as one:
        result = one.run({**FORCED, "task_timeout": 20})
        assert (result["failed"], result["error"]["code"]) == (True, "outcome_unknown")
        assert "was not over after 20 seconds" in result["msg"]
        assert [row["status"] for row in result["changes"]] == ["outcome_unknown", *["not_tried"] * 5]


def test_a_blank_that_the_api_does_not_take_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # The API may ignore an empty text.
    monkeypatch.setitem(HANDLERS, "UpdateUser", HANDLERS["GetUser"])
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({"name": "bob", "email": ""})
        assert any("not visible yet" in text for text in result["warnings"])
        assert result["users"][0]["email"] == "bob@example.com"


def test_somebody_else_deletes_the_user_meanwhile() -> None:
    from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.errors import api_error

    gone = "ResourceNotFound.UserNotExist"
    assert api_error("DeleteUser", gone, "", None).already
    assert not api_error("UpdateUser", gone, "", None).already


def test_five_hundred_users_cost_one_listing_and_five_hundred_writes() -> None:
    with stage(MODULE, World()) as one:
        users = [{"name": f"user-{number:03}", "email": f"user-{number:03}@example.com"} for number in range(500)]
        result = one.run({"users": users, "zone_id": one.world.zone_id})
        assert not result["failed"], result["msg"]
        calls = one.calls()
        # The look again lists the five pages of the new users once.
        assert calls == {"ListUsers": 1 + 5, "GetZoneStatistics": 1, "CreateUser": 500}
        assert result["summary"]["created"] == 500


def test_writes_are_paced_at_the_rate_limit() -> None:
    with stage(MODULE, World()) as one:
        road = Road(MODULE, one.environment)
        users = [{"name": f"user-{number:03}"} for number in range(60)]
        result = road(users=users, requests_per_second=20)
        assert not result["failed"]
        assert sum(road.slept) > 0

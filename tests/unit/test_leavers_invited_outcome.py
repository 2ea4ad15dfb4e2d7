# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of the revocation of an invitation: done, accepted in the meantime, or unknown; nothing is sent twice."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.csp import CspWorld
from simulators.csp.handlers import invitation
from support.invited import CAROL, GONE, LEAVERS, MODULE, REVOKE, invited, open_names, planned_and_done, world
from support.returned import mistakes
from support.stage import Stage, disagreements, stage

# What becomes of it.


def test_a_revocation_without_effect_is_told_as_unknown() -> None:
    made = invited(GONE)
    made.revocations = False
    with stage(MODULE, made) as one:
        result = one.run(LEAVERS)
        assert (result["error"]["code"], result["changes"][0]["status"]) == ("outcome_unknown", "outcome_unknown")
        assert (result["summary"]["revoked"], result["summary"]["outcome_unknown"]) == (0, 1)
        assert one.writes() == {REVOKE: 1}
        assert not mistakes(MODULE, result, LEAVERS)


@pytest.mark.parametrize("kind", ["cut_after", "html_after", "internal_error_after", "malformed_after"])
def test_a_lost_answer_is_settled_by_looking_and_nothing_is_sent_twice(kind: str) -> None:
    with stage(MODULE, invited(GONE)) as one:
        one.simulator.faults.add(kind, REVOKE)
        result = one.run(LEAVERS)
        assert not result["failed"], result["msg"]
        assert (one.writes(), open_names(one.world)) == ({REVOKE: 1}, [])


def test_a_request_that_was_lost_is_unknown_and_the_next_run_sends_it() -> None:
    with stage(MODULE, invited(GONE)) as one:
        one.simulator.faults.add("cut_before", REVOKE)
        assert one.run(LEAVERS)["error"]["code"] == "outcome_unknown"
        assert open_names(one.world) == [GONE]
        assert not one.run(LEAVERS)["failed"]
        assert open_names(one.world) == []


@pytest.mark.parametrize("kind", ["malformed", "http_503", "status_inside", "deep_after"])
def test_a_list_that_says_nothing_revokes_nobody_and_is_no_empty_list(kind: str) -> None:
    with stage(MODULE, invited(GONE)) as one:
        one.simulator.faults.add(kind, "list_invitations", times=1000)
        result = one.run({**LEAVERS, "retry_timeout": 0})
        assert (result["failed"], one.writes()) == (True, {})


def meanwhile(monkeypatch: pytest.MonkeyPatch, one: Stage, happens: Callable[[CspWorld], object]) -> None:
    """Something happens after the task has read everything, and before it writes."""
    revoke = invitation._revoke

    def first(world: CspWorld, call: Any) -> Any:
        happens(world)
        return revoke(world, call)

    monkeypatch.setattr(invitation, "_revoke", first)


def test_who_accepted_in_the_meantime_is_told_and_removed_by_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with stage(MODULE, invited(GONE)) as one:
        meanwhile(monkeypatch, one, lambda world: [world.redeem(number) for number in world.invitations])
        result = one.run(LEAVERS)
        assert (result["error"]["code"], result["changes"][0]["status"]) == ("conflict", "failed")
        assert "accepted before" in result["msg"]
        monkeypatch.undo()
        assert GONE in one.world.members_of("viewers")
        assert not one.run(LEAVERS)["failed"]
        assert GONE not in one.world.members_of("viewers") | one.world.members_of("operators")


def test_who_was_faster_is_right_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with stage(MODULE, invited(GONE)) as one:
        meanwhile(monkeypatch, one, lambda world: [world.revoke(each) for each in world.invitations.values()])
        result = one.run(LEAVERS)
        assert (result["failed"], result["changes"][0]["status"]) == (False, "done")


def test_reads_that_lag_are_waited_for() -> None:
    with stage(MODULE, invited(GONE)) as one:
        one.simulator.stale_reads = 3
        assert not one.run(LEAVERS)["failed"]


def test_an_invitation_of_an_earlier_task_is_in_the_plan_of_the_check_run() -> None:
    assumed = {
        "invitations": [{"name": GONE, "groups": ["Viewers", "operators"]}, {"name": CAROL, "groups": ["viewers"]}]
    }
    params = {"leavers": [GONE, CAROL], "assume_present": assumed}
    made = world()
    with stage(MODULE, made) as one:
        plan = one.run(params, check_mode=True)
        made.invite(GONE, ["viewers", "operators"])
        real = one.run(params)
        assert not disagreements(plan, real)
        assert (plan["plan_id"], plan["diff"], plan["summary"]) == (real["plan_id"], real["diff"], real["summary"])
        assert (len(real["changes"]), open_names(made)) == (1, [])


def test_hostile_names_of_invitations_are_only_shown() -> None:
    hostile = ["{{ x }}@example.org", "a\u202eb@example.org", "=cmd@example.org", "<b>@example.org"]
    with stage(MODULE, invited(*hostile, GONE)) as one:
        assert planned_and_done(one, **LEAVERS)["summary"]["revoked"] == 1
        assert open_names(one.world) == sorted(hostile)

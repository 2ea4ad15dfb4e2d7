# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Open invitations of leavers: whoever accepts one comes back, so they are revoked in the plan of everything else."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.csp import CspWorld
from simulators.csp.handlers import invitation
from support.returned import mistakes
from support.road import Road
from support.stage import Stage, disagreements, stage

MODULE = "csp_group_users"
ADMIN, ALICE, BOB, CAROL = (f"{name}@example.com" for name in ("admin", "alice", "bob", "carol"))
GONE, OTHER = "gone@example.org", "other@example.org"
LEAVERS: dict[str, Any] = {"leavers": [GONE]}
# The log knows a revocation by its operation, which invitations have too.
REVOKE = "create_invitations"
GET = "get_invitation"


def world() -> CspWorld:
    made = CspWorld()
    made.stranger_mode = "invite"
    made.add_user(ADMIN, role="org_owner")
    for name in (ALICE, CAROL):
        made.add_user(name)
    made.add_user(BOB, email="robert@example.org", acct="bobby")
    for group in ("operators", "viewers"):
        made.add_group(group)
        made.join(group, ALICE, BOB)
    return made


def invited(*names: str, groups: tuple[str, ...] = ("viewers", "operators")) -> CspWorld:
    made = world()
    for name in names:
        made.invite(name, groups)
    return made


def open_names(made: CspWorld) -> list[str]:
    return sorted(one.username for one in made.invitations.values() if one.status(made.clock()) == "PENDING")


def run(one: Stage, **params: Any) -> dict[str, Any]:
    """The result of the real run, after a check run that must have said the same and written nothing."""
    plan = one.run(params, check_mode=True)
    assert one.writes() == {}
    real = one.run(params)
    assert not disagreements(plan, real)
    for key in ("failed", "changed", "plan_id", "diff", "unknown_users", "summary", "warnings"):
        assert plan[key] == real[key], key
    assert not mistakes(MODULE, plan, params) + mistakes(MODULE, real, params)
    return real


def test_the_open_invitation_of_a_leaver_is_revoked_and_shown() -> None:
    with stage(MODULE, invited(GONE, OTHER)) as one:
        result = run(one, **LEAVERS)
        assert not result["failed"], result["msg"]
        (row,) = result["changes"]
        assert (row["action"], row["kind"], row["before"], row["after"]) == ("revoke", "invitation", "invited", None)
        assert row["text"] == f"revoke the invitation of {GONE} to operators, viewers"
        assert result["diff"]["before"] == f"operators: {GONE} (invitation)\nviewers: {GONE} (invitation)\n"
        assert result["msg"] == "1 open invitation revoked."
        assert (result["summary"]["revoked"], result["unknown_users"]) == (1, [])
        assert one.writes() == {REVOKE: 1}
        assert open_names(one.world) == [OTHER]
        again = run(one, **LEAVERS)
        assert (again["changes"], again["changed"], again["unknown_users"]) == ([], False, [GONE])


@pytest.mark.parametrize("params", [LEAVERS, {"all_groups": True, "state": "absent", "users": [GONE]}])
def test_what_it_costs(params: dict[str, Any]) -> None:
    with stage(MODULE, invited(GONE, OTHER)) as one:
        one.run(params)
        reads = {"token": 1, "list_groups": 1, "list_users": 1, "list_invitations": 1}
        assert one.calls() == {**reads, GET: 2 + 1, REVOKE: 1}
        one.run({"memberships": [{"group": "viewers", "users": [ALICE]}]})
        assert not {"list_invitations", GET} & one.calls().keys()


@pytest.mark.parametrize(
    ("name", "leaver"),
    [(BOB, "id"), (BOB.upper(), BOB), ("robert@example.org", BOB), ("Bobby", "ROBERT@example.org"), (BOB, "bobby")],
)
def test_an_invitation_means_a_leaver_under_every_name_that_a_removal_takes(name: str, leaver: str) -> None:
    made = invited(name)
    with stage(MODULE, made) as one:
        result = run(one, leavers=[made.user(BOB).id if leaver == "id" else leaver], max_leavers="1")
        assert not result["failed"], result["msg"]
        assert (result["summary"]["removed"], result["summary"]["revoked"]) == (2, 1)
        assert open_names(made) == []


def test_the_leaver_wins_over_every_wish_and_is_not_invited_again() -> None:
    entries = [{"group": "operators", "users": [ALICE, GONE.upper()]}]
    with stage(MODULE, invited(GONE)) as one:
        for _run in range(2):
            result = run(one, memberships=entries, invite_unknown=True, **LEAVERS)
            assert not result["failed"], result["msg"]
            assert open_names(one.world) == []
        assert one.writes() == {}


def test_all_invitations_of_a_name_are_revoked_by_one_request_and_all_are_shown() -> None:
    made = invited(GONE)
    made.invite(GONE.upper(), [])
    with stage(MODULE, made) as one:
        result = run(one, **LEAVERS)
        assert [row["text"].rpartition(" to ")[2] for row in result["changes"]] == [
            "the organization",
            "operators, viewers",
        ]
        assert (one.writes(), open_names(made)) == ({REVOKE: 1}, [])


@pytest.mark.parametrize("kind", ["revoked", "expired", "accepted"])
def test_what_is_no_open_invitation_is_left_alone(kind: str) -> None:
    made = invited(GONE)
    (invitation,) = made.invitations.values()
    if kind == "revoked":
        made.revoke(invitation)
    if kind == "expired":
        invitation.expires_at = 0
    if kind == "accepted":
        made.remove_from_org(made.users[made.redeem(invitation.id)])
    with stage(MODULE, made) as one:
        assert run(one, **LEAVERS)["changes"] == []


# In doubt nobody is meant.


def shared_address(made: CspWorld) -> None:
    made.add_user("kim@example.com", email="robert@example.org")
    made.invite("robert@example.org", ["viewers"])


def other_case(made: CspWorld) -> None:
    made.add_user("sam")
    made.add_user("Sam")
    for name in ("sam", "Sam"):
        made.invite(name, ["viewers"])


@pytest.mark.parametrize(("prepare", "leaver"), [(shared_address, BOB), (other_case, "sam")])
def test_an_invitation_that_may_be_that_of_somebody_else_stays(
    prepare: Callable[[CspWorld], object], leaver: str
) -> None:
    made = world()
    prepare(made)
    before = open_names(made)
    with stage(MODULE, made) as one:
        result = run(one, leavers=[leaver])
        assert not result["failed"], result["msg"]
        assert (result["summary"]["revoked"], open_names(made)) == (0, before)
        assert any("may be that of somebody else" in text for text in result["warnings"])


def test_another_name_is_another_person() -> None:
    with stage(MODULE, invited("gone@example.com", "gon@example.org", "xgone@example.org", CAROL)) as one:
        assert run(one, **LEAVERS)["changes"] == []


# What holds a revocation back.


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"max_leavers": "0"}, "removal_limit"),
        ({"max_total_removals": 0}, "removal_limit"),
        ({"protected_users": [GONE.upper()]}, "protected"),
        ({"protected_users": ["nobody@example.org"]}, "unresolved_names"),
        ({"memberships": [{"group": "viewers", "users": [ALICE], "protected_users": [GONE]}]}, "protected"),
    ],
)
def test_a_guard_refuses_it(params: dict[str, Any], code: str) -> None:
    with stage(MODULE, invited(GONE)) as one:
        result = run(one, **LEAVERS, **params)
        assert (result["error"]["code"], one.writes()) == (code, {}), result["msg"]


def test_it_is_revoked_although_the_guard_of_a_list_refuses_the_rest() -> None:
    entries = [{"group": "viewers", "users": [ALICE], "exclusive": True, "max_removals": "0"}]
    with stage(MODULE, invited(GONE)) as one:
        result = run(one, memberships=entries, **LEAVERS)
        assert (result["error"]["code"], one.writes(), open_names(one.world)) == ("partial_failure", {REVOKE: 1}, [])


def test_an_application_says_that_it_sees_no_invitation() -> None:
    with stage(MODULE, invited(GONE)) as one:
        url, simulator = one.environment["CSP_BASE_URL"], one.simulator
        client = {"CSP_CLIENT_ID": simulator.client_id, "CSP_CLIENT_SECRET": simulator.client_secret}
        one.road = Road(MODULE, {"CSP_BASE_URL": url, **client})
        result = run(one, **LEAVERS)
        assert (result["changes"], result["unknown_users"]) == ([], [GONE])
        assert "application cannot see invitations" in result["warnings"][0]
        assert "list_invitations" not in one.calls()


def test_an_invitation_that_the_caller_may_not_see_is_told() -> None:
    made = invited(GONE)
    made.unreadable_invitations = dict.fromkeys(made.invitations, 403)
    with stage(MODULE, made) as one:
        result = run(one, **LEAVERS)
        assert result["changes"] == []
        assert "would stay" in result["warnings"][0]


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
        assert run(one, **LEAVERS)["summary"]["revoked"] == 1
        assert open_names(one.world) == sorted(hostile)


# The caller, as the documentation of allow_self_removal promises.


@pytest.mark.parametrize("where", ["a group", "an invitation"])
@pytest.mark.parametrize(
    "params", [{"leavers": [ADMIN]}, {"all_groups": True, "state": "absent", "users": ["ADMIN@example.com"]}]
)
def test_whoever_runs_the_task_is_no_leaver_unless_that_is_allowed(params: dict[str, Any], where: str) -> None:
    made = invited(*([ADMIN] if where == "an invitation" else []))
    if where == "a group":
        made.join("viewers", ADMIN)
    with stage(MODULE, made) as one:
        result = run(one, **params)
        assert (result["error"]["code"], one.writes()) == ("protected", {})
        assert "allow_self_removal" in result["msg"]
        allowed = run(one, **params, allow_self_removal=True)
        assert not allowed["failed"], allowed["msg"]
        assert ADMIN not in made.members_of("viewers")
        assert open_names(made) == []


def test_an_exclusive_list_removes_the_caller_only_when_that_is_allowed() -> None:
    made = world()
    made.join("viewers", ADMIN)
    wanted = {"group": "viewers", "users": [ALICE, BOB], "exclusive": True, "max_removals": "100%"}
    with stage(MODULE, made) as one:
        assert run(one, **wanted)["memberships"][0]["kept"] == [ADMIN]
        assert run(one, **wanted, allow_self_removal=True)["memberships"][0]["removed"] == [ADMIN]

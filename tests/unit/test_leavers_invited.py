# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Open invitations of leavers: whoever accepts one comes back, so they are revoked in the plan of everything else."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.csp import CspWorld
from support.invited import (
    ADMIN,
    ALICE,
    BOB,
    CAROL,
    GET,
    GONE,
    LEAVERS,
    MODULE,
    OTHER,
    REVOKE,
    invited,
    open_names,
    planned_and_done,
    world,
)
from support.road import Road
from support.stage import stage


def test_the_open_invitation_of_a_leaver_is_revoked_and_shown() -> None:
    with stage(MODULE, invited(GONE, OTHER)) as one:
        result = planned_and_done(one, **LEAVERS)
        assert not result["failed"], result["msg"]
        (row,) = result["changes"]
        assert (row["action"], row["kind"], row["before"], row["after"]) == ("revoke", "invitation", "invited", None)
        assert row["text"] == f"revoke the invitation of {GONE} to operators, viewers"
        assert result["diff"]["before"] == f"operators: {GONE} (invitation)\nviewers: {GONE} (invitation)\n"
        assert result["msg"] == "1 open invitation revoked."
        assert (result["summary"]["revoked"], result["unknown_users"]) == (1, [])
        assert one.writes() == {REVOKE: 1}
        assert open_names(one.world) == [OTHER]
        again = planned_and_done(one, **LEAVERS)
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
        result = planned_and_done(one, leavers=[made.user(BOB).id if leaver == "id" else leaver], max_leavers="1")
        assert not result["failed"], result["msg"]
        assert (result["summary"]["removed"], result["summary"]["revoked"]) == (2, 1)
        assert open_names(made) == []


def test_the_leaver_wins_over_every_wish_and_is_not_invited_again() -> None:
    entries = [{"group": "operators", "users": [ALICE, GONE.upper()]}]
    with stage(MODULE, invited(GONE)) as one:
        for _run in range(2):
            result = planned_and_done(one, memberships=entries, invite_unknown=True, **LEAVERS)
            assert not result["failed"], result["msg"]
            assert open_names(one.world) == []
        assert one.writes() == {}


def test_all_invitations_of_a_name_are_revoked_by_one_request_and_all_are_shown() -> None:
    made = invited(GONE)
    made.invite(GONE.upper(), [])
    with stage(MODULE, made) as one:
        result = planned_and_done(one, **LEAVERS)
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
        assert planned_and_done(one, **LEAVERS)["changes"] == []


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
        result = planned_and_done(one, leavers=[leaver])
        assert not result["failed"], result["msg"]
        assert (result["summary"]["revoked"], open_names(made)) == (0, before)
        assert any("may be that of somebody else" in text for text in result["warnings"])


def test_another_name_is_another_person() -> None:
    with stage(MODULE, invited("gone@example.com", "gon@example.org", "xgone@example.org", CAROL)) as one:
        assert planned_and_done(one, **LEAVERS)["changes"] == []


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
        result = planned_and_done(one, **LEAVERS, **params)
        assert (result["error"]["code"], one.writes()) == (code, {}), result["msg"]


def test_it_is_revoked_although_the_guard_of_a_list_refuses_the_rest() -> None:
    entries = [{"group": "viewers", "users": [ALICE], "exclusive": True, "max_removals": "0"}]
    with stage(MODULE, invited(GONE)) as one:
        result = planned_and_done(one, memberships=entries, **LEAVERS)
        assert (result["error"]["code"], one.writes(), open_names(one.world)) == ("partial_failure", {REVOKE: 1}, [])


def test_an_application_says_that_it_sees_no_invitation() -> None:
    with stage(MODULE, invited(GONE)) as one:
        url, simulator = one.environment["CSP_BASE_URL"], one.simulator
        client = {"CSP_CLIENT_ID": simulator.client_id, "CSP_CLIENT_SECRET": simulator.client_secret}
        one.road = Road(MODULE, {"CSP_BASE_URL": url, **client})
        result = planned_and_done(one, **LEAVERS)
        assert (result["changes"], result["unknown_users"]) == ([], [GONE])
        assert "application cannot see invitations" in result["warnings"][0]
        assert "list_invitations" not in one.calls()


def test_an_invitation_that_the_caller_may_not_see_is_told() -> None:
    made = invited(GONE)
    made.unreadable_invitations = dict.fromkeys(made.invitations, 403)
    with stage(MODULE, made) as one:
        result = planned_and_done(one, **LEAVERS)
        assert result["changes"] == []
        assert "would stay" in result["warnings"][0]


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
        result = planned_and_done(one, **params)
        assert (result["error"]["code"], one.writes()) == ("protected", {})
        assert "allow_self_removal" in result["msg"]
        allowed = planned_and_done(one, **params, allow_self_removal=True)
        assert not allowed["failed"], allowed["msg"]
        assert ADMIN not in made.members_of("viewers")
        assert open_names(made) == []


def test_an_exclusive_list_removes_the_caller_only_when_that_is_allowed() -> None:
    made = world()
    made.join("viewers", ADMIN)
    wanted = {"group": "viewers", "users": [ALICE, BOB], "exclusive": True, "max_removals": "100%"}
    with stage(MODULE, made) as one:
        assert planned_and_done(one, **wanted)["memberships"][0]["kept"] == [ADMIN]
        assert planned_and_done(one, **wanted, allow_self_removal=True)["memberships"][0]["removed"] == [ADMIN]

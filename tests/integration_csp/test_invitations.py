# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users who are not in the organization, their invitations, and the mails that go out."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.csp import CspSimulator, CspWorld
from support.road import Road

Settled = Callable[..., dict[str, Any]]
ALICE, BOB, CAROL = (f"{name}@example.com" for name in ("alice", "bob", "carol"))
PARTNER = "partner@example.org"
WISH: dict[str, Any] = {"group": "operators", "users": [ALICE, PARTNER]}
SWAP: dict[str, Any] = {**WISH, "users": [PARTNER, CAROL], "exclusive": True, "max_removals": "100%"}


@pytest.fixture
def application(simulator: CspSimulator, environment: dict[str, str]) -> Road:
    """The module, run by an application instead of a user."""
    url = environment["CSP_BASE_URL"]
    client = {"CSP_CLIENT_ID": simulator.client_id, "CSP_CLIENT_SECRET": simulator.client_secret}
    return Road("csp_group_users", {"CSP_BASE_URL": url, **client})


def row_of(result: dict[str, Any]) -> dict[str, Any]:
    (row,) = result["memberships"]
    return dict(row)


@pytest.mark.parametrize("in_world", [False, True])
def test_a_user_from_outside_is_an_error_unless_invitations_are_allowed(
    group_users: Road, simulator: CspSimulator, world: CspWorld, in_world: bool
) -> None:
    if in_world:
        world.add_user(PARTNER, in_org=False)
    result = group_users(**WISH)
    assert (result["failed"], result["error"]["code"]) == (True, "unresolved_names")
    assert result["error"]["items"] == [{"name": PARTNER, "kind": "user", "group": "operators", "candidates": []}]
    assert simulator.log.writes() == []


def test_all_unknown_users_stand_in_one_error_with_the_names_that_are_near(group_users: Road) -> None:
    result = group_users(group="operators", users=["alicia@example.com", "carrol@example.com", CAROL])
    near = {item["name"]: [row["name"] for row in item["candidates"]] for item in result["error"]["items"]}
    assert near.keys() == {"alicia@example.com", "carrol@example.com"}
    assert ALICE in near["alicia@example.com"]
    assert CAROL in near["carrol@example.com"]


def test_a_user_from_outside_whom_the_service_adds_at_once_is_added(settled: Settled, world: CspWorld) -> None:
    world.stranger_mode = "add"
    done = settled(**WISH, invite_unknown=True)
    assert [(row["action"], row["status"]) for row in done["changes"]] == [("invite", "done")]
    assert (row_of(done)["added"], row_of(done)["pending"]) == ([PARTNER], [])
    assert PARTNER in world.members_of("operators")


def test_a_user_from_outside_whom_the_service_invites_is_pending(settled: Settled, world: CspWorld) -> None:
    world.stranger_mode = "invite"
    done = settled(**WISH, invite_unknown=True)
    assert [(row["action"], row["status"]) for row in done["changes"]] == [("invite", "pending")]
    assert (row_of(done)["added"], row_of(done)["pending"], done["changed"]) == ([], [PARTNER], True)
    assert [invitation.username for invitation in world.invitations.values()] == [PARTNER]


def test_a_user_from_outside_whom_the_service_refuses_fails_the_task_when_all_else_is_done(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    other = {"group": "viewers", "users": [ALICE], "exclusive": True}
    result = group_users(memberships=[SWAP, other], invite_unknown=True, max_removals="100%")
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, True, "partial_failure")
    statuses = {(row["target"]["name"], row["subject"]["name"]): row["status"] for row in result["changes"]}
    assert statuses["operators", PARTNER] == "failed"
    assert statuses["operators", CAROL] == "done"
    assert {statuses["operators", user] for user in (ALICE, BOB)} == {"not_tried"}
    assert {status for (group, _user), status in statuses.items() if group == "viewers"} == {"done"}
    assert (world.members_of("operators"), world.members_of("viewers")) == ({ALICE, BOB, CAROL}, {ALICE})
    removed_from = {entry["url"] for entry in simulator.log.writes() if entry["action"] == "remove_group_users"}
    assert len(removed_from) == 1
    row = next(row for row in result["memberships"] if row["group"]["name"] == "operators")
    assert (row["added"], row["failed"], row["not_tried"]) == ([CAROL], [PARTNER], [ALICE, BOB])
    assert PARTNER in result["msg"]
    assert {item["name"] for item in result["error"]["items"]} == {PARTNER, ALICE, BOB}


def test_a_pending_invitation_lets_the_removals_of_its_group_go_on(group_users: Road, world: CspWorld) -> None:
    world.stranger_mode = "invite"
    result = group_users(**SWAP, invite_unknown=True)
    assert not result["failed"], result["msg"]
    assert world.members_of("operators") == {CAROL}


@pytest.mark.parametrize("invite_unknown", [True, False])
@pytest.mark.parametrize("written", [PARTNER, "Partner@Example.org"])
def test_a_pending_invitation_for_the_group_is_pending_and_unchanged(
    settled: Settled, simulator: CspSimulator, world: CspWorld, invite_unknown: bool, written: str
) -> None:
    world.stranger_mode = "invite"
    world.invite(PARTNER, ["operators"])
    result = settled(group="operators", users=[ALICE, written], invite_unknown=invite_unknown)
    assert (result["changed"], result["changes"], row_of(result)["pending"]) == (False, [], [written])
    assert simulator.log.writes() == []


def test_an_invitation_is_kept_but_makes_no_room_for_the_removal_of_the_last_members(
    settled: Settled, group_users: Road, world: CspWorld
) -> None:
    invitation = world.invite(PARTNER, ["operators"])
    wish: dict[str, Any] = {"group": "operators", "users": [PARTNER], "exclusive": True, "max_removals": "100%"}
    for check_mode in (True, False):
        assert group_users(check_mode=check_mode, **wish)["error"]["code"] == "empty_refused"
    settled(**wish, allow_empty=True)
    assert world.invitations[invitation].revoked_at is None


@pytest.mark.parametrize("kind", ["another group", "revoked", "expired", "redeemed by an account that left"])
def test_an_invitation_that_does_not_lead_into_the_group_does_not_count(
    group_users: Road, world: CspWorld, kind: str
) -> None:
    invitation = world.invite(PARTNER, ["viewers" if kind == "another group" else "operators"])
    if kind == "revoked":
        world.revoke(world.invitations[invitation])
    if kind == "expired":
        world.invitations[invitation].expires_at = 0
    if kind.startswith("redeemed"):
        world.remove_from_org(world.users[world.redeem(invitation)])
    assert group_users(**WISH)["error"]["code"] == "unresolved_names"
    world.stranger_mode = "invite"
    result = group_users(**WISH, invite_unknown=True)
    # An account that the service knows becomes active at once.
    at_once = kind.startswith("redeemed")
    assert [(row["action"], row["status"]) for row in result["changes"]] == [
        ("invite", "done" if at_once else "pending")
    ]
    assert (PARTNER in world.members_of("operators")) is at_once
    assert bool(world.pending_for(PARTNER, world.group("operators").id)) is not at_once


def test_an_invited_user_who_accepted_is_a_member_like_all_others(settled: Settled, world: CspWorld) -> None:
    world.stranger_mode = "invite"
    settled(**WISH, invite_unknown=True)
    world.redeem(next(iter(world.invitations)))
    result = settled(**WISH)
    assert (result["changed"], row_of(result)["unchanged_count"], row_of(result)["pending"]) == (False, 2, [])


def test_a_user_from_outside_in_two_spellings_is_invited_once(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    world.stranger_mode = "invite"
    result = group_users(group="operators", users=[PARTNER, PARTNER.upper()], invite_unknown=True)
    (post,) = simulator.log.writes()
    assert post["body"]["usernamesToAdd"] == [PARTNER]
    assert len(result["changes"]) == 1


def test_an_application_may_not_invite(application: Road, simulator: CspSimulator, world: CspWorld) -> None:
    world.stranger_mode = "invite"
    result = application(**WISH, invite_unknown=True)
    assert (result["failed"], result["error"]["code"]) == (True, "not_editable")
    assert "application may not invite" in result["msg"]
    assert application(**WISH)["error"]["code"] == "unresolved_names"
    assert simulator.log.writes() == []
    assert not simulator.log.calls().get("list_invitations")


def test_an_application_adds_and_removes_users(application: Road, world: CspWorld) -> None:
    result = application(group="operators", users=[CAROL], exclusive=True, max_removals="2")
    assert (result["failed"], result["memberships"][0]["kept"]) == (False, [])
    assert world.members_of("operators") == {CAROL}
    assert result["auth"]["source"] == "environment: client credentials"


@pytest.mark.parametrize(("notify", "invited_by"), [(None, None), (False, " "), (True, None), (True, ALICE)])
def test_notify_users_is_always_sent_as_a_boolean_and_mails_follow_it(
    group_users: Road, simulator: CspSimulator, world: CspWorld, notify: bool | None, invited_by: str | None
) -> None:
    params: dict[str, Any] = {} if notify is None else {"notify_users": notify}
    swap: dict[str, Any] = {"group": "operators", "users": [ALICE, CAROL], "exclusive": True, "max_removals": "1"}
    result = group_users(**swap, invited_by=invited_by, **params)
    assert not result["failed"], result["msg"]
    post, delete = simulator.log.writes()
    assert post["body"] == {
        "usernamesToAdd": [CAROL],
        "notifyUsers": bool(notify),
        **({"invitedBy": ALICE} if invited_by == ALICE else {}),
    }
    assert delete["body"] == {"ids": [world.user(BOB).id], "notifyUsers": bool(notify)}
    mails = [(mail["kind"], mail["to"], mail["invited_by"]) for mail in world.mails]
    if notify:
        inviter = invited_by or simulator.caller
        assert mails == [("added_to_group", CAROL, inviter), ("removed_from_group", BOB, None)]
    else:
        assert mails == []

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations as the CSP simulator has them, over real HTTP."""

from __future__ import annotations

import time
from typing import Any

import pytest

from support.csp_session import API, Session

STRANGER = "stranger@example.com"


def sent(session: Session, *names: str, **more: Any) -> int:
    """Invite, and give the status of the answer."""
    return session.call("POST", f"{session.org}/invitations", {"usernames": names, **more}).status_code


def revoked(session: Session, *names: str) -> int:
    """Revoke, and give the status of the answer."""
    body = {"usernames": names}
    return session.call("POST", f"{session.org}/invitations", body, action="revoke").status_code


def listed(session: Session) -> list[str]:
    """Give the links of the list."""
    return [row["refLink"] for row in session.get(f"{session.org}/invitations")]


def statuses(session: Session) -> dict[str, str]:
    """Give the status of each listed invitation by its user name."""
    rows = [session.get(link[len(API) :]) for link in listed(session)]
    return {row["username"]: row["status"] for row in rows}


def test_11_invitations(session: Session) -> None:
    world, path = session.world, f"{session.org}/invitations"
    team = world.group("team").id
    body = {"usernames": [STRANGER, "other@example.com"], "customGroupsIds": [team], "skipNotify": True}
    sent = session.call("POST", path, body)
    assert (sent.status_code, sent.content, world.mails) == (202, b"", [])
    links = session.get(path)
    assert [set(link) for link in links] == [{"refLink"}, {"refLink"}]
    first, second = (link["refLink"] for link in links)

    def shown(link: str) -> Any:
        return session.get(link[len(API) :])

    row = shown(first)
    assert (row["username"], row["status"], row["customGroupsIds"]) == (STRANGER, "PENDING", [team])
    assert row["generatedAt"] < row["expirationTime"]
    world.redeem(row["id"])
    assert shown(first)["status"] == "REDEEMED"
    assert STRANGER in world.members_of("team")
    assert session.call("POST", path, {"usernames": ["other@example.com"]}, action="revoke").status_code == 202
    assert shown(second)["status"] == "REVOKED"
    late = world.invite("late@example.com")
    world.clock = lambda: time.time() + 7 * 24 * 3600
    assert shown(f"{API}{path}/{late}")["status"] == "EXPIRED"
    with pytest.raises(ValueError, match="EXPIRED"):
        world.redeem(late)
    assert session.call("POST", path, {**body, "customGroupsIds": [team] * 16}).status_code == 400


def test_a_new_invitation_may_be_some_reads_late(session: Session) -> None:
    session.world.invitation_delay = 2
    assert sent(session, STRANGER) == 202
    (number,) = session.world.invitations
    assert session.call("GET", f"{session.org}/invitations/{number}").status_code == 404
    assert [len(listed(session)) for _read in range(3)] == [0, 0, 1]
    assert session.call("GET", f"{session.org}/invitations/{number}").status_code == 200


def test_a_known_account_becomes_active_at_once(session: Session) -> None:
    known = session.world.add_user("known@example.com", in_org=False)
    assert sent(session, "known@example.com", organizationRoles=[{"name": "developer"}]) == 202
    assert session.world.user(known).in_org
    assert session.world.user(known).roles == ["developer"]
    assert statuses(session) == {"known@example.com": "REDEEMED"}


def test_a_redeemed_invitation_gives_its_roles_and_groups(session: Session) -> None:
    team = session.world.group("team").id
    sent(session, STRANGER, organizationRoles=[{"name": "org_member"}, {"name": "developer"}], customGroupsIds=[team])
    (number,) = session.world.invitations
    session.world.redeem(number)
    assert session.world.user(STRANGER).roles == ["org_member", "developer"]
    assert STRANGER in session.world.members_of("team")


def test_an_invitation_expires_when_the_clock_of_the_world_says_so(session: Session) -> None:
    sent(session, STRANGER)
    session.world.invite("old@example.com", days_ago=8)
    assert statuses(session) == {STRANGER: "PENDING", "old@example.com": "EXPIRED"}
    session.world.pass_time(days=6.9)
    assert statuses(session)[STRANGER] == "PENDING"
    session.world.pass_time(days=0.2)
    assert statuses(session)[STRANGER] == "EXPIRED"


def test_a_revocation_is_told_in_the_invitation(session: Session) -> None:
    sent(session, STRANGER)
    (number,) = session.world.invitations
    assert revoked(session, STRANGER) == 202
    row = session.get(f"{session.org}/invitations/{number}")
    assert (row["status"], row["revokedBy"]) == ("REVOKED", session.simulator.caller)
    assert row["revokedAt"] is not None


def test_a_revocation_may_be_accepted_and_do_nothing(session: Session) -> None:
    session.world.revocations = False
    sent(session, STRANGER)
    assert revoked(session, STRANGER) == 202
    assert statuses(session) == {STRANGER: "PENDING"}


@pytest.mark.parametrize(("mode", "status", "count"), [("add", 202, 2), ("keep", 202, 1), ("conflict", 409, 1)])
def test_inviting_twice(session: Session, mode: str, status: int, count: int) -> None:
    session.world.invitation_duplicates = mode
    sent(session, STRANGER)
    assert sent(session, STRANGER.upper()) == status
    assert len(listed(session)) == count


@pytest.mark.parametrize("status", [403, 404])
def test_one_invitation_may_be_hidden(session: Session, status: int) -> None:
    sent(session, STRANGER, "other@example.com")
    hidden, shown = session.world.invitations
    session.world.unreadable_invitations[hidden] = status
    assert len(listed(session)) == 2
    assert session.call("GET", f"{session.org}/invitations/{hidden}").status_code == status
    assert session.call("GET", f"{session.org}/invitations/{shown}").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"usernames": "text"},
        {"usernames": [STRANGER], "organizationRoles": [{"name": "emperor"}]},
        {"usernames": [STRANGER], "organizationRoles": ["org_member"]},
        {"usernames": [STRANGER], "customGroupsIds": ["missing"]},
        {"usernames": []},
        {"usernames": [STRANGER, " "]},
        {"usernames": ["nobody"]},
        {"usernames": ["@"]},
        {"usernames": [STRANGER], "serviceRolesDtos": []},
        {},
    ],
)
def test_a_bad_invitation_is_refused(session: Session, body: dict[str, Any]) -> None:
    assert session.call("POST", f"{session.org}/invitations", body).status_code == 400
    assert not session.world.invitations


@pytest.mark.parametrize("names", [[], [" "], "text"])
def test_a_revocation_names_somebody(session: Session, names: Any) -> None:
    sent(session, STRANGER)
    path = f"{session.org}/invitations"
    assert session.call("POST", path, {"usernames": names}, action="revoke").status_code == 400
    assert session.call("POST", path, {"ids": list(session.world.invitations)}, action="revoke").status_code == 400
    assert statuses(session) == {STRANGER: "PENDING"}


def test_a_revocation_does_not_ask_for_the_case_of_a_name(session: Session) -> None:
    sent(session, STRANGER, "other@example.com")
    assert revoked(session, STRANGER.upper()) == 202
    assert statuses(session) == {STRANGER: "REVOKED", "other@example.com": "PENDING"}


@pytest.mark.parametrize(("role", "status"), [("org_owner", 202), ("org_admin", 403)])
def test_only_an_owner_invites_owners(session: Session, role: str, status: int) -> None:
    session.simulator.caller_role = role
    assert sent(session, STRANGER, organizationRoles=[{"name": "org_member"}, {"name": "org_owner"}]) == status
    assert sent(session, STRANGER, customGroupsIds=[session.world.group("owners").id]) == status
    assert bool(session.world.invitations) is (status == 202)


def added(session: Session, *names: str) -> Any:
    """Post user names to the members of a group, in a world that invites strangers."""
    session.world.stranger_mode = "invite"
    return session.add("team", *names)


@pytest.mark.parametrize(("mode", "status", "count"), [("add", 200, 2), ("keep", 200, 1), ("conflict", 409, 1)])
def test_a_group_invites_like_the_organization(session: Session, mode: str, status: int, count: int) -> None:
    session.world.invitation_duplicates = mode
    sent(session, STRANGER)
    assert added(session, STRANGER.upper()).status_code == status
    assert len(listed(session)) == count
    assert added(session, "carol@example.com").status_code == 200


def test_an_invitation_by_a_group_may_be_late_and_expires(session: Session) -> None:
    session.world.invitation_delay = 1
    assert added(session, STRANGER).json()["succeeded"] == [STRANGER]
    assert [len(listed(session)) for _read in range(2)] == [0, 1]
    assert statuses(session) == {STRANGER: "PENDING"}
    session.world.pass_time(days=7)
    assert statuses(session) == {STRANGER: "EXPIRED"}


def test_a_known_account_that_a_group_invites_becomes_a_member_at_once(session: Session) -> None:
    session.world.add_user("known@example.com", in_org=False)
    assert added(session, "known@example.com").json()["succeeded"] == ["known@example.com"]
    assert "known@example.com" in session.world.members_of("team")


@pytest.mark.parametrize("mode", ["invite", "add"])
def test_a_group_does_not_invite_what_is_no_address(session: Session, mode: str) -> None:
    session.world.stranger_mode = mode
    assert session.add("team", "", " ", "nobody").json() == {"failed": ["", " ", "nobody"], "succeeded": []}
    assert not session.world.invitations


def test_only_custom_groups_can_be_named(session: Session) -> None:
    for name in ("directory", "shared"):
        assert sent(session, STRANGER, customGroupsIds=[session.world.group(name).id]) == 400


@pytest.mark.parametrize("role", ["org_member", "service_account"])
def test_who_may_not_invite(session: Session, role: str) -> None:
    number = session.world.invite("old@example.com")
    session.simulator.caller_role = role
    assert sent(session, STRANGER) == revoked(session, "old@example.com") == 403
    for path in ("", f"/{number}"):
        assert session.call("GET", f"{session.org}/invitations{path}").status_code == 403


def test_mails_of_invitations(session: Session) -> None:
    sent(session, STRANGER, skipNotify=True)
    assert session.world.mails == []
    sent(session, "other@example.com", invitedBy="bob@example.com")
    mail = {"kind": "invitation", "to": "other@example.com", "group": None}
    assert session.world.mails == [{**mail, "invited_by": "bob@example.com"}]

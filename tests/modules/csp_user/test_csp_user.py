# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is special about people of Cloud Services: invitations that hide, stay open or become active at once, and who may not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.cases import cases_of
from support.stage import Stage, stage

NEW = "new@example.com"
OPEN = "open@example.com"
EXPIRED = "expired@example.com"


@pytest.fixture
def one() -> Iterator[Stage]:
    """The world of the cases."""
    with stage("csp_user", cases_of("csp_user").world()) as made:
        yield made


def as_application(one: Stage) -> None:
    """Use the credentials of an application from now on."""
    del one.environment["CSP_API_TOKEN"]
    one.environment.update(CSP_CLIENT_ID=one.simulator.client_id, CSP_CLIENT_SECRET=one.simulator.client_secret)


def body(one: Stage) -> Any:
    """The body of the only writing request of the last run."""
    (entry,) = one.simulator.log.writes()
    return entry["body"]


def statuses(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["subject"]["name"], row["status"]) for row in result["changes"]]


def test_an_invitation_says_everything_that_was_asked_for(one: Stage) -> None:
    groups, operators = ["operators"], one.world.group("operators").id
    one.run({"name": NEW, "organization_roles": ["developer"], "groups": groups, "invited_by": "bob@example.com"})
    assert body(one) == {
        "usernames": [NEW],
        "organizationRoles": [{"name": "developer"}],
        "customGroupsIds": [operators],
        "skipNotify": False,
        "invitedBy": "bob@example.com",
    }
    one.run({"name": "other@example.com", "notify_users": False})
    assert body(one) == {
        "usernames": ["other@example.com"],
        "organizationRoles": [{"name": "org_member"}],
        "skipNotify": True,
    }


def test_somebody_who_is_invited_is_pending_until_they_accept(one: Stage) -> None:
    result = one.run({"name": NEW})
    assert statuses(result) == [(NEW, "pending")]
    assert (result["changed"], result["summary"]["pending"]) == (True, 1)
    (row,) = result["users"]
    assert (row["status"], row["organization_roles"]) == ("invited", ["org_member"])
    again = one.run({"name": NEW})
    assert (again["changed"], again["summary"]["unchanged"], again["users"]) == (False, 1, [row])
    one.world.redeem(row["id"])
    assert one.run({"name": NEW})["users"][0]["status"] == "accessible"


def test_an_account_that_the_service_knows_becomes_active_at_once(one: Stage) -> None:
    known = one.world.add_user(NEW, in_org=False)
    result = one.run({"name": NEW})
    assert statuses(result) == [(NEW, "done")]
    assert [(row["id"], row["status"]) for row in result["users"]] == [(known, "accessible")]


def test_an_invitation_that_shows_late_is_waited_for(one: Stage) -> None:
    one.world.invitation_delay = 2
    result = one.run({"name": NEW})
    assert (statuses(result), result["warnings"]) == ([(NEW, "pending")], [])
    assert one.calls()["list_invitations"] == 4


def test_an_invitation_that_never_shows_is_told(one: Stage) -> None:
    one.world.invitation_delay = 100
    result = one.run({"name": NEW})
    assert not result["failed"]
    assert f"not visible yet: invite user {NEW}" in result["warnings"][0]


@pytest.mark.parametrize("status", [403, 404])
def test_one_hidden_invitation_says_nothing_about_the_others(one: Stage, status: int) -> None:
    one.world.unreadable_invitations[cases_of("csp_user").invitation_id(EXPIRED)] = status
    result = one.run({"name": OPEN})
    assert (result["failed"], result["changed"]) == (False, False)


def test_an_expired_invitation_is_told_and_not_renewed(one: Stage) -> None:
    result = one.run({"name": EXPIRED})
    assert (result["changed"], result["users"][0]["status"]) == (False, "expired")
    (warning,) = result["warnings"]
    assert f'The invitation of "{EXPIRED}" has expired' in warning
    assert "renew_invitations" in warning
    renewed = one.run({"name": EXPIRED, "renew_invitations": True})
    assert (statuses(renewed), renewed["warnings"]) == ([(EXPIRED, "pending")], [])
    assert renewed["users"][0]["status"] == "invited"


def test_nobody_warns_of_an_expired_invitation_of_somebody_else(one: Stage) -> None:
    assert one.run({"name": OPEN})["warnings"] == []


@pytest.mark.parametrize("mode", ["add", "keep", "conflict"])
def test_an_open_invitation_is_never_sent_twice(one: Stage, mode: str) -> None:
    one.world.invitation_duplicates = mode
    one.run({"users": [{"name": OPEN}, {"name": NEW}]})
    assert body(one)["usernames"] == [NEW]


def test_a_revocation_is_believed_only_when_the_invitation_says_so(one: Stage) -> None:
    one.world.revocations = False
    result = one.run({"name": OPEN, "state": "absent"})
    # The service does not say what became of it, and the list may lag behind.
    assert (result["failed"], statuses(result)) == (True, [(OPEN, "outcome_unknown")])
    assert result["error"]["code"] == "outcome_unknown"
    assert f'The invitation of "{OPEN}" is still open' in result["msg"]
    assert "revoke it in the console" in result["msg"]


def test_a_revocation_names_the_user(one: Stage) -> None:
    result = one.run({"name": OPEN, "state": "absent"})
    assert (statuses(result), body(one)) == ([(OPEN, "done")], {"usernames": [OPEN]})
    assert one.simulator.log.writes()[0]["url"].endswith("/invitations?action=revoke")


def test_all_open_invitations_of_somebody_are_revoked(one: Stage) -> None:
    one.world.invite(OPEN)
    assert not one.run({"name": OPEN, "state": "absent"})["failed"]
    assert not any(row.status(one.world.clock()) == "PENDING" for row in one.world.invitations.values())


def test_an_application_may_not_invite_and_is_told_before_anything_is_sent(one: Stage) -> None:
    as_application(one)
    result = one.run({"users": [{"name": NEW}, {"name": "alice@example.com", "state": "absent"}]})
    assert (result["error"]["code"], one.writes()) == ("refused", {})
    assert f'"{NEW}" is not in the organization, and an application may not invite' in result["msg"]
    assert "list_invitations" not in one.calls()


def test_an_application_removes_users_and_says_what_it_cannot_see(one: Stage) -> None:
    as_application(one)
    gone = {"users": [{"name": "alice@example.com"}, {"name": OPEN}], "state": "absent"}
    result = one.run(gone)
    assert statuses(result) == [("alice@example.com", "done")]
    assert result["warnings"] == [f"An application cannot see invitations: open ones would stay as they are: {OPEN}."]


def test_a_refused_removal_is_told_by_name_and_the_others_go(one: Stage) -> None:
    one.world.unremovable.add(one.world.user("alice@example.com").id)
    gone = {"users": [{"name": "alice@example.com"}, {"name": "bob@example.com"}], "state": "absent"}
    result = one.run(gone)
    assert statuses(result) == [("alice@example.com", "failed"), ("bob@example.com", "done")]
    assert (result["failed"], one.writes()) == (True, {"remove_users": 1})


def test_one_bad_user_does_not_keep_the_others_from_being_invited(one: Stage) -> None:
    bad = [{"name": NEW}, {"name": "other@example.com"}, {"name": "x@example.com", "organization_roles": ["emperor"]}]
    result = one.run({"users": bad})
    assert sorted(statuses(result)) == [(NEW, "pending"), ("other@example.com", "pending"), ("x@example.com", "failed")]


def test_a_refused_batch_is_sent_one_by_one(one: Stage) -> None:
    names = [NEW, "other@example.com"]
    result = one.run({"users": [{"name": name, "organization_roles": ["emperor"]} for name in names]})
    assert one.writes() == {"create_invitations": 3}
    assert [status for _name, status in statuses(result)] == ["failed", "failed"]


def test_removal_takes_the_memberships_along(one: Stage) -> None:
    one.run({"name": "alice@example.com", "state": "absent", "notify_users": False})
    assert one.world.members_of("operators") == set()
    assert body(one) == {"ids": [one.world.user("alice@example.com").id], "notifyUsers": False}


def test_the_message_speaks_of_invitations(one: Stage) -> None:
    assert one.run({"name": NEW}, check_mode=True)["msg"] == "1 to invite of 1 user."


def test_the_invitation_shows_in_the_diff(one: Stage) -> None:
    diff = one.run({"name": NEW, "groups": ["operators"]}, check_mode=True)["diff"]
    assert f"{NEW}: organization_roles: org_member" in diff["after"]
    assert f"{NEW}: groups: operators" in diff["after"]

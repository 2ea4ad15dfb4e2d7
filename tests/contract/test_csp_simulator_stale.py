# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads of the CSP simulator that lag behind writes, over real HTTP: every list has its own lag."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from support.csp_session import API, Session

STRANGER = "stranger@example.com"
Read = Callable[[Session], Any]


def group_names(session: Session) -> list[str]:
    return [row["displayName"] for row in session.get(f"{session.org}/groups")["results"]]


def roles_in_list(session: Session) -> list[str]:
    rows = {row["displayName"]: row for row in session.get(f"{session.org}/groups")["results"]}
    return [role["name"] for role in rows["team"]["organizationRoles"]]


def roles_of_team(session: Session) -> list[str]:
    path = f"{session.org}/groups/{session.world.group('team').id}/roles"
    return [role["name"] for role in session.get(path)["organizationRoles"]]


def user_names(session: Session) -> list[str]:
    return [row["user"]["username"] for row in session.get(f"/v2{session.org}/users")["results"]]


def invitations(session: Session) -> int:
    return len(session.get(f"{session.org}/invitations"))


def create(session: Session) -> Any:
    return session.call("POST", f"{session.org}/groups", {"name": "new"})


def delete(session: Session) -> Any:
    return session.call("DELETE", f"{session.org}/groups", {"ids": [session.world.group("owners").id]})


def rename(session: Session) -> Any:
    return session.call("PATCH", f"{session.org}/groups/{session.world.group('owners').id}", {"name": "others"})


def give_role(session: Session) -> Any:
    path = f"{session.org}/groups/{session.world.group('team').id}/roles"
    return session.call("PATCH", path, {"organizationRoles": {"roleNamesToAdd": ["developer"]}})


def remove(session: Session) -> Any:
    return session.call("DELETE", f"/v2{session.org}/users", {"ids": [session.world.user("alice@example.com").id]})


def invite(session: Session) -> Any:
    return session.call("POST", f"{session.org}/invitations", {"usernames": [STRANGER]})


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (create, group_names),
        (delete, group_names),
        (rename, group_names),
        (give_role, roles_in_list),
        (give_role, roles_of_team),
        (remove, user_names),
        (remove, lambda session: session.listed("team")),
        (invite, invitations),
    ],
)
def test_10_a_list_shows_for_some_reads_what_was_before_a_write(
    session: Session, write: Callable[[Session], Any], read: Read
) -> None:
    before = read(session)
    session.simulator.stale_reads = 2
    assert write(session).is_success
    seen = [read(session) for _read in range(3)]
    assert seen[:2] == [before, before]
    assert seen[2] != before


def test_10_an_invitation_lags_behind_its_revocation(session: Session) -> None:
    number = session.world.invite(STRANGER)
    session.simulator.stale_reads = 1
    session.call("POST", f"{session.org}/invitations", {"usernames": [STRANGER]}, action="revoke")
    link = session.get(f"{session.org}/invitations")[0]["refLink"][len(API) :]
    assert link.endswith(number)
    assert [session.get(link)["status"] for _read in range(2)] == ["PENDING", "REVOKED"]


def test_10_what_a_write_leaves_alone_is_shown_as_it_is(session: Session) -> None:
    session.simulator.stale_reads = 5
    create(session)
    session.simulator.stale_reads = 0
    remove(session)
    assert "alice@example.com" not in user_names(session)
    assert "new" not in group_names(session)


def test_10_an_older_view_outlasts_the_next_write(session: Session) -> None:
    before = group_names(session)
    session.simulator.stale_reads = 2
    create(session)
    assert group_names(session) == before
    rename(session)
    assert [group_names(session) == before for _read in range(3)] == [True, True, False]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups, the roles they give, and users as the CSP simulator has them, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from support.csp_session import Session

SERVICE = "cluster-service"


def roles_path(session: Session, group: str) -> str:
    """Give the path of a group's roles."""
    return f"{session.org}/groups/{session.world.group(group).id}/roles"


def change(session: Session, group: str, **body: Any) -> int:
    """Change the roles of a group, and give the status of the answer."""
    return session.call("PATCH", roles_path(session, group), body).status_code


def held(session: Session, group: str) -> tuple[list[str], dict[str, list[str]]]:
    """Give the roles that the list of groups shows."""
    rows = {row["displayName"]: row for row in session.get(f"{session.org}/groups")["results"]}
    organization = [role["name"] for role in rows[group]["organizationRoles"]]
    return organization, {row["serviceDefinitionId"]: row["serviceRoleNames"] for row in rows[group]["serviceRoles"]}


@pytest.fixture
def session(session: Session) -> Session:
    """The session of all contract tests, with a service that has two roles."""
    session.world.add_service(SERVICE, "admin", "viewer")
    return session


def test_roles_are_added_and_removed_by_name(session: Session) -> None:
    added = {"serviceDefinitionId": SERVICE, "roleNamesToAdd": ["admin", "viewer"]}
    organization = {"roleNamesToAdd": ["org_member", "developer"]}
    assert change(session, "team", organizationRoles=organization, serviceRoles=[added]) == 200
    assert held(session, "team") == (["org_member", "developer"], {SERVICE: ["admin", "viewer"]})
    shown = session.get(roles_path(session, "team"))
    assert [role["name"] for role in shown["organizationRoles"]] == ["org_member", "developer"]
    assert shown["serviceRoles"][0]["serviceRoleNames"] == ["admin", "viewer"]
    removed = {"serviceDefinitionId": SERVICE, "roleNamesToRemove": ["admin", "viewer"]}
    assert (
        change(session, "team", organizationRoles={"roleNamesToRemove": ["developer"]}, serviceRoles=[removed]) == 200
    )
    assert held(session, "team") == (["org_member"], {})


def test_the_answer_to_a_change_of_roles_is_empty(session: Session) -> None:
    answer = session.call(
        "PATCH", roles_path(session, "team"), {"organizationRoles": {"roleNamesToAdd": ["developer"]}}
    )
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "body",
    [
        {"organizationRoles": {"roleNamesToAdd": ["developer", "emperor"]}},
        {"organizationRoles": {"roleNamesToAdd": "developer"}},
        {"organizationRoles": ["developer"]},
        {"organizationRoles": {"roleNamesToAdd": ["developer"], "rolesToAdd": []}},
        {"organizationRoles": {"roleNamesToAdd": ["developer"]}, "customRoles": {}},
        {"serviceRoles": {"roleNamesToAdd": ["admin"]}},
        {"serviceRoles": [{"serviceDefinitionId": "missing", "roleNamesToAdd": ["admin"]}]},
        {"serviceRoles": [{"roleNamesToAdd": ["admin"]}]},
        {
            "organizationRoles": {"roleNamesToAdd": ["developer"]},
            "serviceRoles": [{"serviceDefinitionId": SERVICE, "roleNamesToAdd": ["emperor"]}],
        },
    ],
)
def test_a_bad_change_of_roles_changes_nothing(session: Session, body: dict[str, Any]) -> None:
    assert change(session, "team", **body) == 400
    assert held(session, "team") == ([], {})


def test_whose_roles_can_be_changed(session: Session) -> None:
    body = {"organizationRoles": {"roleNamesToAdd": ["developer"]}}
    assert [change(session, name, **body) for name in ("directory", "shared")] == [400, 403]
    assert session.call("PATCH", f"{session.org}/groups/missing/roles", body).status_code == 404
    assert session.call("GET", f"{session.org}/groups/missing/roles").status_code == 404
    session.simulator.caller_role = "org_member"
    assert change(session, "team", **body) == session.call("GET", roles_path(session, "team")).status_code == 403


def test_an_administrator_leaves_groups_of_owners_alone(session: Session) -> None:
    session.simulator.caller_role = "org_admin"
    groups, owners = f"{session.org}/groups", session.world.group("owners").id
    assert change(session, "owners", organizationRoles={"roleNamesToAdd": ["developer"]}) == 403
    assert change(session, "team", organizationRoles={"roleNamesToAdd": ["org_owner"]}) == 403
    assert session.call("PATCH", f"{groups}/{owners}", {"name": "others"}).status_code == 403
    assert session.add("owners", "carol@example.com").status_code == 403
    deleted = session.call("DELETE", groups, {"ids": [owners]}).json()
    assert (deleted["succeeded"], deleted["failures"][0]["errorCode"]) == ([], "owner_group")
    assert change(session, "team", organizationRoles={"roleNamesToAdd": ["developer"]}) == 200


def test_mails_of_a_change_of_roles(session: Session) -> None:
    body = {"organizationRoles": {"roleNamesToAdd": ["developer"]}}
    change(session, "team", **body, notifyUsersInGroups=False)
    assert session.world.mails == []
    change(session, "team", **body, notifyUsersInGroups=True)
    assert [mail["to"] for mail in session.world.mails] == ["alice@example.com", "bob@example.com", "dave@example.com"]
    session.world.mails.clear()
    session.world.join("team", *[session.world.add_user(f"user{number}@example.com") for number in range(500)])
    change(session, "team", **body, notifyUsersInGroups=True)
    assert session.world.mails == []


def test_deleting_groups_says_for_each_what_happened(session: Session) -> None:
    groups, team, shared = f"{session.org}/groups", session.world.group("team").id, session.world.group("shared").id
    directory = session.world.group("directory").id
    body = {"ids": [team, "missing", shared, directory], "notifyUsersInGroups": True}
    answer = session.call("DELETE", groups, body).json()
    assert (answer["succeeded"], answer["failed"]) == ([team], ["missing", shared, directory])
    codes = [row["errorCode"] for row in answer["failures"]]
    assert codes == ["group_not_found", "shared_group", "enterprise_group"]
    assert all(set(row) == {"id", "errorCode", "message"} for row in answer["failures"])
    assert [mail["kind"] for mail in session.world.mails] == ["group_deleted", "group_deleted"]
    assert session.call("GET", f"{groups}/{team}").status_code == 404
    assert session.call("DELETE", groups, {}).status_code == 400


def test_users_show_direct_and_inherited_roles(session: Session) -> None:
    world, path = session.world, f"/v2{session.org}/users"
    world.grant("team", "developer")
    world.grant("team", "viewer", service=SERVICE)
    world.grant("alice@example.com", "support_user")
    world.grant("alice@example.com", "admin", service=SERVICE)
    team = world.group("team").id
    rows = {row["user"]["username"]: row for row in session.get(path, includeGroupIdsInRoles="")["results"]}
    alice, dave = rows["alice@example.com"], rows["dave@example.com"]
    found = [(role["name"], role.get("groupIds")) for role in alice["organizationRoles"]]
    assert found == [("org_member", None), ("support_user", None), ("developer", [team])]
    services = [(row["serviceRoleNames"], row.get("groupIds")) for row in alice["serviceRoles"]]
    assert services == [(["admin"], None), (["viewer"], [team])]
    assert [role["name"] for role in dave["organizationRoles"]] == ["org_member", "developer"]  # by nesting
    plain = session.get(path)["results"]
    assert not any("groupIds" in role for row in plain for role in row["organizationRoles"])
    assert "organizationRoles" not in session.get(path, excludeRoles="")["results"][0]


def test_users_of_one_service(session: Session) -> None:
    world, path = session.world, f"/v2{session.org}/users"
    world.add_service("other-service", "viewer")
    world.grant("team", "viewer", service=SERVICE)
    world.grant("carol@example.com", "admin", service=SERVICE)
    shown = session.get(path, serviceDefinitionId=SERVICE)
    names = [row["user"]["username"] for row in shown["results"]]
    assert names == [f"{name}@example.com" for name in ("alice", "bob", "carol", "dave")]
    assert shown["totalResults"] == 4
    assert session.get(path, serviceDefinitionId="other-service")["results"] == []


def remove(session: Session, *names: str, **more: Any) -> Any:
    """Remove users from the organization."""
    ids = [session.world.user(name).id for name in names]
    return session.call("DELETE", f"/v2{session.org}/users", {"ids": ids, **more})


def test_a_group_of_owners_counts_for_the_last_owner(session: Session) -> None:
    owner = session.simulator.caller
    assert remove(session, owner).status_code == 400
    session.world.join("owners", "bob@example.com")
    assert remove(session, owner, "bob@example.com").status_code == 400
    assert remove(session, owner, "alice@example.com").status_code == 200
    assert session.world.members_of("owners") == {"bob@example.com"}
    assert remove(session, "bob@example.com").status_code == 400


def test_removal_takes_roles_and_memberships_along(session: Session) -> None:
    session.world.grant("alice@example.com", "admin", service=SERVICE)
    alice = session.world.user("alice@example.com")
    assert remove(session, "alice@example.com", notifyUsers=True).json()["succeeded"] == [alice.id]
    assert (alice.in_org, alice.roles, alice.service_roles) == (False, [], {})
    assert session.world.members_of("team") == {"bob@example.com"}
    assert [mail["kind"] for mail in session.world.mails] == ["removed_from_organization"]


def test_some_removals_may_fail_in_a_good_answer(session: Session) -> None:
    alice, bob = session.world.user("alice@example.com").id, session.world.user("bob@example.com").id
    session.world.unremovable.add(alice)
    answer = remove(session, "alice@example.com", "bob@example.com")
    assert (answer.status_code, answer.json()) == (200, {"failed": [alice], "succeeded": [bob]})
    assert session.world.user(alice).in_org


def test_more_than_twenty_users_are_too_many(session: Session) -> None:
    names = [f"user{number}@example.com" for number in range(21)]
    for name in names:
        session.world.add_user(name)
    assert remove(session, *names).status_code == 400
    assert remove(session, *names[:20]).status_code == 200
    assert remove(session, *names[20:], *names[:1]).status_code == 404

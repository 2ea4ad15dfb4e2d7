# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the CSP simulator promises, over real HTTP. The numbers are those of the contract's list of twelve points."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.csp.demo import demo_world
from support.csp_session import API, Session

EXCHANGE = f"{API}/auth/api-tokens/authorize"
OUTSIDER = "outsider@example.com"


def exchange(session: Session, **form: str) -> httpx.Response:
    return session.plain.post(EXCHANGE, data=form)


def test_1_token_exchange(session: Session) -> None:
    token = session.simulator.api_token
    for field in ("api_token", "refresh_token"):
        granted = exchange(session, **{field: token}).json()
        assert (granted["token_type"], granted["expires_in"]) == ("bearer", 1800)
    assert session.plain.post(EXCHANGE, params={"api_token": token}).status_code == 400
    assert session.plain.post(EXCHANGE, json={"api_token": token}).status_code == 400
    refused = exchange(session, api_token="another").json()
    assert (refused["statusCode"], refused["moduleCode"]) == (400, 340)
    assert refused["message"].startswith("invalid_grant: Invalid refresh token: ")
    session.simulator.passcode = "123456"
    assert exchange(session, api_token=token).status_code == 400
    assert exchange(session, api_token=token, passcode="123456").status_code == 200
    session.simulator.api_token_expired = True
    assert exchange(session, api_token=token, passcode="123456").status_code == 400


@pytest.mark.parametrize("path", ["authorize", "token"])
def test_1_client_credentials(session: Session, path: str) -> None:
    simulator, form = session.simulator, {"grant_type": "client_credentials"}
    url, pair = f"{API}/auth/{path}", (simulator.client_id, simulator.client_secret)
    assert session.plain.post(url, data=form).status_code == 401
    assert session.plain.post(url, data=form, auth=("another", "app")).status_code == 401
    assert session.plain.post(url, auth=pair).status_code == 400
    granted = session.plain.post(url, data={**form, "orgId": session.world.org_id}, auth=pair).json()
    claims = claims_of(granted["access_token"])
    assert (claims["sub"], claims.get("username")) == (simulator.client_id, None)
    assert "refresh_token" not in granted


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def test_2_access_tokens(session: Session) -> None:
    simulator, path = session.simulator, API + session.org
    token = simulator.access_token()
    claims = claims_of(token)
    assert (claims["context_name"], claims["username"]) == (session.world.org_id, simulator.caller)
    assert {"sub", "domain", "acct", "context", "iss", "azp", "iat", "exp", "jti"} <= set(claims)
    for headers in ({"Authorization": f"Bearer {token}"}, {"csp-auth-token": token}):
        assert session.plain.get(path, headers=headers).status_code == 200
    for bad in ("", "x", token[:-3] + "abc", CspSimulator().access_token(), simulator.access_token(expires_in=-1)):
        assert session.plain.get(path, headers={"csp-auth-token": bad}).status_code == 401
    foreign = simulator.access_token(org_id="00000000-0000-4000-8000-000000000000")
    assert session.plain.get(path, headers={"csp-auth-token": foreign}).status_code == 404
    session.world.foreign_org_status = 403
    assert session.call("GET", "/orgs/00000000-0000-4000-8000-000000000000").status_code == 403
    simulator.expire_tokens()
    assert session.plain.get(path, headers={"csp-auth-token": token}).status_code == 401


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("org_owner", [200, 200, 200, 200, 200, 200]),
        ("org_admin", [200, 200, 200, 200, 200, 403]),
        ("org_member", [403, 200, 200, 403, 200, 403]),
        ("service_account", [200, 200, 200, 403, 403, 200]),
    ],
)
def test_3_roles(session: Session, role: str, expected: list[int]) -> None:
    session.simulator.caller_role = role
    paths = (f"{session.org}/groups", f"/v2{session.org}/users", f"{session.org}/invitations", "/loggedin/user")
    groups, users, invitations, user = (session.call("GET", path) for path in paths)
    found = session.call("GET", f"{session.org}/groups-search", groupSearchTerm="team")
    added = session.add("owners", "carol@example.com")
    assert [answer.status_code for answer in (groups, found, users, invitations, user, added)] == expected
    assert ("organizationRoles" in found.json()["results"][0]) == (role != "org_member")


def test_4_groups_of_four_types(session: Session) -> None:
    world, groups = session.world, f"{session.org}/groups"
    world.add_group("elsewhere", owner_org_id="00000000-0000-4000-8000-000000000000")
    rows = {row["displayName"]: row for row in session.get(groups)["results"]}
    assert set(rows) == {"team", "directory", "shared", "owners"}
    assert rows["directory"]["description"] is None
    assert rows["shared"]["ownerOrgId"] != world.org_id == rows["team"]["ownerOrgId"]
    assert session.get(groups, groupId=rows["team"]["id"])["results"] == [rows["team"]]
    nested = session.get(f"{groups}/{rows['team']['id']}/groups")["results"]
    assert [row["displayName"] for row in nested] == ["directory"]
    for name, status in {"directory": 400, "shared": 403, "elsewhere": 400}.items():
        assert session.add(name, "carol@example.com").status_code == status
    assert session.call("GET", f"{groups}/missing/users").status_code == 404
    for name, expected in {"alice@example.com": ["team", "directory"], "carol@example.com": []}.items():
        found = session.get(f"/v2/users/{world.user(name).id}{session.org}/groups")["groups"]
        assert [row["displayName"] for row in found] == expected
    assert session.call("GET", f"/v2/users/nobody{session.org}/groups").status_code == 404


def test_4_group_writes(session: Session) -> None:
    groups = f"{session.org}/groups"
    made = session.call("POST", groups, {"name": "new", "description": "d"})
    path = f"{groups}/{made.json()['id']}"
    assert session.call("POST", groups, {"name": "new"}).status_code == 409
    assert session.call("POST", groups, {"name": "a@b"}).status_code == 400
    changed = session.call("PATCH", path, {"name": "newer"})
    assert (changed.status_code, changed.content) == (200, b"")
    assert session.call("PATCH", path, {"name": "team"}).status_code == 409
    assert session.call("PATCH", path, {"description": "no name"}).status_code == 400
    assert [session.get(path)[key] for key in ("displayName", "description")] == ["newer", "d"]
    shared = session.world.group("shared").id
    deleted = session.call("DELETE", groups, {"ids": [made.json()["id"], shared]}).json()
    assert (deleted["succeeded"], deleted["failures"][0]["id"]) == ([made.json()["id"]], shared)
    assert session.call("DELETE", groups, {"ids": ["missing"]}).status_code == 404


def test_5_direct_and_nested_members(session: Session) -> None:
    direct = ["alice@example.com", "bob@example.com"]
    everybody = [*direct, "dave@example.com"]
    assert session.listed("team", onlyDirectUsers="true") == direct
    assert session.listed("team") == session.listed("team", onlyDirectUsers="false") == everybody
    assert session.listed("team", email="OB@") == ["bob@example.com"]
    session.world.ignore_only_direct = True
    assert session.listed("team", onlyDirectUsers="true") == everybody
    row = session.get(session.members("team"), expandProfile="false")["results"][0]
    assert row["userProfile"]["language"] == "en"  # the flag counts by its presence
    wrapped = session.get(f"/v2{session.org}/users", excludeRoles="false")["results"][0]
    assert set(wrapped) == {"user", "orgId"}
    assert "userProfile" not in wrapped["user"]


def test_6_paging(session: Session) -> None:
    world, path = session.world, f"/v2{session.org}/users"
    for number in range(240):
        world.add_user(f"user{number:03}@example.com")
    first = session.get(path)
    assert (len(first["results"]), first["totalResults"], first["prevLink"]) == (200, 245, None)
    assert first["nextLink"] == f"/csp/am/api{path}?pageStart=201&pageLimit=200"
    last = session.get(path, pageStart="241", pageLimit="10")
    assert last["results"][-1]["user"]["username"] == "user239@example.com"
    assert (len(last["results"]), last["nextLink"]) == (5, None)
    assert session.get(path, pageStart="246")["results"] == []
    for wrong in ({"pageStart": "0"}, {"pageLimit": "201"}, {"pageLimit": "0"}, {"pageLimit": "x"}):
        assert session.call("GET", path, None, **wrong).status_code == 400
    world.totals = world.links = False
    assert set(session.get(path)) == {"results"}
    assert len(session.get(f"{session.org}/users/search", userSearchTerm="USER")["results"]) == 20


def test_7_add(session: Session) -> None:
    world = session.world
    answer = session.add("team", "CAROL@example.com", "bob@example.com", OUTSIDER, notifyUsers="false")
    assert answer.json() == {"succeeded": ["CAROL@example.com", "bob@example.com"], "failed": [OUTSIDER]}
    assert "carol@example.com" in world.members_of("team")
    assert world.mails == []
    assert session.add("team", "dave@example.com", notifyUsers=True, invitedBy="bob@example.com").status_code == 200
    mail = {"kind": "added_to_group", "to": "dave@example.com", "group": "team"}
    assert world.mails == [{**mail, "invited_by": "bob@example.com"}]
    assert session.add("team", *[f"u{number}" for number in range(21)]).status_code == 400
    assert session.call("POST", session.members("team"), {"notifyUsers": False}).status_code == 400
    world.duplicate_mode = "conflict"
    assert session.add("team", "alice@example.com").status_code == 409


def test_7_users_from_outside(session: Session) -> None:
    world = session.world
    world.stranger_mode = "invite"
    assert session.add("team", OUTSIDER).json()["succeeded"] == [OUTSIDER]
    assert OUTSIDER not in world.members_of("team")
    assert [invitation.username for invitation in world.invitations.values()] == [OUTSIDER]
    session.simulator.caller_role = "service_account"
    assert session.add("owners", OUTSIDER).json()["failed"] == [OUTSIDER]
    world.stranger_mode = "add"
    world.add_user("known@example.com", in_org=False)
    assert session.add("team", OUTSIDER, "known@example.com").json()["failed"] == []
    assert {OUTSIDER, "known@example.com"} <= world.members_of("team")
    assert world.user("known@example.com").in_org


def test_8_remove(session: Session) -> None:
    ids = [session.world.user(f"{name}@example.com").id for name in ("alice", "carol", "dave")]
    sent = [*ids, "bob@example.com", "vmwareid:unknown"]
    answer = session.call("DELETE", session.members("team"), {"ids": sent, "notifyUsers": False})
    assert answer.json() == {"succeeded": ids[:1], "failed": [*ids[1:], "bob@example.com", "vmwareid:unknown"]}
    assert session.world.members_of("team") == {"bob@example.com"}
    assert session.call("DELETE", session.members("team"), {"usernames": ["bob@example.com"]}).status_code == 400
    assert session.call("DELETE", session.members("team")).status_code == 400


def test_8_remove_from_the_organization(session: Session) -> None:
    path, world = f"/v2{session.org}/users", session.world
    alice, owner = world.user("alice@example.com").id, world.user(session.simulator.caller).id
    assert session.call("DELETE", path, {"ids": [owner]}).status_code == 400
    assert session.call("DELETE", path, {"ids": ["unknown"]}).status_code == 404
    assert session.call("DELETE", path, {"ids": [alice], "notifyUsers": False}).json()["succeeded"] == [alice]
    assert world.members_of("team") == {"bob@example.com"}


def test_9_identities(session: Session) -> None:
    world = session.world
    federated = world.add_user("mmeyer", "m.meyer@example.com", "MM", "corp.example.com")
    old = world.add_user("twin@example.com", accessible=False)
    new = world.add_user("Twin@example.com", domain="corp.example.com")
    assert session.add("team", "mmeyer@corp.example.com", "TWIN@example.com").json()["failed"] == []
    assert session.add("team", "m.meyer@example.com").json()["failed"] == ["m.meyer@example.com"]
    rows = session.get(session.members("team"), onlyDirectUsers="true")["results"]
    found = {row["userId"]: (row["username"], row["acct"], row["email"]) for row in rows}
    assert found[federated] == ("mmeyer", "MM", "m.meyer@example.com")
    assert old not in found
    assert [user_id for user_id in found if user_id.startswith("corp.example.com:")] == [federated, new]
    assert CspWorld().add_user("a") == CspWorld().add_user("a")  # ids are the same in every run


def test_10_stale_reads(session: Session) -> None:
    session.simulator.stale_reads = 2
    assert session.add("team", "carol@example.com").status_code == 200
    assert ["carol@example.com" in session.listed("team") for _read in range(3)] == [False, False, True]


def test_10_rate_limit_and_latency(session: Session) -> None:
    session.simulator.rate_limit, session.simulator.latency = 2, 0.02
    answers = [session.call("GET", session.org) for _request in range(3)]
    assert all(answer.elapsed.total_seconds() >= 0.02 for answer in answers)
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "retry-after" not in answers[2].headers


def test_12_request_log(session: Session) -> None:
    simulator = session.simulator
    exchange(session, api_token=simulator.api_token, passcode="123456")
    session.listed("team", onlyDirectUsers="true")
    session.add("team", "carol@example.com")
    assert simulator.log.calls() == {"token": 1, "list_group_users": 1, "add_group_users": 1}
    assert [entry["body"] for entry in simulator.log.writes()] == [{"usernamesToAdd": ["carol@example.com"]}]
    assert simulator.log.entries[1]["url"].endswith("/users?onlyDirectUsers=true")
    text = json.dumps(simulator.log.entries)
    assert not any(secret in text for secret in (simulator.api_token, "123456", "Bearer"))
    exchange(session, api_token="wrong")
    assert simulator.log.entries[-1]["error"] == "invalid_grant"
    session.plain.post(EXCHANGE, params={"api_token": "leak"})
    assert "leak" in simulator.log.entries[-1]["url"]  # URLs stay as they came, so that tests notice


def test_demo_world() -> None:
    world = demo_world()
    simulator = CspSimulator(world)
    assert (len(world.users), len(world.groups)) == (12, 5)
    statuses = [invitation.status(world.clock()) for invitation in world.invitations.values()]
    assert statuses == ["PENDING", "EXPIRED"]
    assert all(world.group(name).service_roles for name in ("platform-operators", "billing-viewers", "auditors"))
    assert simulator.caller in world.members_of("organization-owners")
    url = "http://127.0.0.1:1"
    assert simulator.environment(url) == {"CSP_API_TOKEN": simulator.api_token, "CSP_BASE_URL": url}

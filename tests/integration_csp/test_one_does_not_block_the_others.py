# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One bad name, one unreadable group or one hidden invitation concerns that one only; the others are done."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._csp.directory import CspDirectory, CspOptions
from simulators.csp import CspSimulator, CspWorld
from support.intercepted import intercepted
from support.road import Road

ALICE, BOB, CAROL = (f"{name}@example.com" for name in ("alice", "bob", "carol"))
TOWN = [f"user{number:02}@example.com" for number in range(20)]


def populate(world: CspWorld) -> None:
    for name in TOWN:
        world.add_user(name)


def statuses(result: dict[str, Any]) -> dict[str, str]:
    return {row["subject"]["name"]: row["status"] for row in result["changes"]}


@pytest.mark.parametrize("connections", [1, 8])
@pytest.mark.parametrize("bad", [[0], [7], [19], [0, 19], [3, 4]])
@pytest.mark.parametrize("status", [400, 409])
def test_a_name_that_makes_the_api_refuse_a_batch_does_not_block_the_others(
    world: CspWorld, bad: list[int], status: int, connections: int
) -> None:
    populate(world)
    names = {TOWN[number] for number in bad}

    def refuse(verb: str, path: str, body: Any) -> int | None:
        return status if body and names & set(body.get("usernamesToAdd", ())) else None

    with intercepted(world, "csp_group_users", refuse) as (road, _app):
        wishes = [{"group": "operators", "users": TOWN}, {"group": "auditors", "users": [ALICE]}]
        result = road(memberships=wishes, max_connections=connections)
    assert result["failed"]
    assert set(world.members_of("operators")) >= set(TOWN) - names
    assert ALICE in world.members_of("auditors")
    wrong = {name for name, told in statuses(result).items() if told != "done"}
    assert wrong == names
    assert {statuses(result)[name] for name in names} == {"failed" if status == 400 else "outcome_unknown"}
    assert "error" not in next(row for row in result["changes"] if row["subject"]["name"] == ALICE)


def test_what_another_controller_added_meanwhile_is_no_failure(world: CspWorld, group_users: Road) -> None:
    joined = []

    def refuse(verb: str, path: str, body: Any) -> int | None:
        if body and "usernamesToAdd" in body and not joined:
            joined.append(world.join("operators", CAROL))
        return None

    with intercepted(world, "csp_group_users", refuse) as (road, _app):
        result = road(group="operators", users=[ALICE, CAROL], exclusive=True, max_removals="100%")
    assert not result["failed"], result["msg"]
    assert sorted(world.members_of("operators")) == [ALICE, CAROL]


@pytest.mark.parametrize("status", [403, 404])
def test_a_leaver_leaves_all_groups_that_can_be_read(world: CspWorld, status: int) -> None:
    world.join("directory", BOB)
    unreadable = world.group("viewers").id

    def refuse(verb: str, path: str, body: Any) -> int | None:
        return status if verb == "GET" and path.endswith(f"/groups/{unreadable}/users") else None

    with intercepted(world, "csp_group_users", refuse) as (road, app):
        result = road(all_groups=True, state="absent", users=[BOB])
    assert (result["failed"], result["error"]["code"]) == (True, "not_removable")
    left = {row["group"]["name"] for row in result["not_removable"]}
    assert left >= {"viewers", "directory"}
    assert BOB not in world.members_of("operators")
    assert BOB in world.members_of("viewers")
    enterprise = world.group("directory").id
    assert not [path for verb, path, _body in app.requests if path.endswith(f"/groups/{enterprise}/users")]
    assert "\x1b" not in str([row["reason"] for row in result["not_removable"]]) + result["msg"]


@pytest.mark.parametrize("status", [403, 404])
def test_a_group_that_cannot_be_read_is_told_and_the_others_are_given(world: CspWorld, status: int) -> None:
    unreadable = world.group("viewers").id

    def refuse(verb: str, path: str, body: Any) -> int | None:
        return status if path.endswith(f"/groups/{unreadable}/users") else None

    with intercepted(world, "csp_group_users_info", refuse) as (road, _app):
        result = road()
    assert not result["failed"], result["msg"]
    assert [row["group"]["name"] for row in result["unreadable"]] == ["viewers"]
    assert "viewers" not in [row["group"] for row in result["as_input"]["memberships"]]
    assert any("viewers" in warning for warning in result["warnings"])
    assert "\x1b" not in str(result["unreadable"][0]["reason"]) + "".join(result["warnings"])


@pytest.mark.parametrize("status", [403, 404])
def test_an_invitation_that_cannot_be_read_does_not_hide_an_unknown_user(world: CspWorld, status: int) -> None:
    world.unreadable_invitations[world.invite("guest@example.org", ["operators"])] = status
    simulator = CspSimulator(world)
    with intercepted(world, "csp_group_users", lambda *_: None) as (road, _app):
        result = road(group="operators", users=[ALICE, "alicia@example.com"])
    assert result["error"]["code"] == "unresolved_names", result["msg"]
    assert simulator.log.writes() == []


def test_a_user_without_a_name_is_never_sent_as_nothing(world: CspWorld) -> None:
    nameless = world.add_user("", "nameless@example.com", "")
    with intercepted(world, "csp_group_users", lambda *_: None) as (road, app):
        result = road(group="auditors", users=[nameless])
    assert result["failed"], result["msg"]
    assert not [body for verb, _path, body in app.requests if verb == "POST" and body]


@pytest.mark.parametrize("owner", ["", "upper", "another"])
def test_the_own_organization_is_recognized_whatever_its_spelling(owner: str) -> None:
    client = type("Client", (), {"org_id": "aaaa-bbbb", "login": None})()
    told = {"": "", "upper": "AAAA-BBBB", "another": "cccc"}[owner]
    row = {"id": "g", "displayName": "auditors", "groupType": "USER_GROUP", "ownerOrgId": told}
    directory = CspDirectory(client, CspOptions())  # type: ignore[arg-type]
    assert directory._group(row).type == ("SHARED_GROUP" if owner == "another" else "USER_GROUP")

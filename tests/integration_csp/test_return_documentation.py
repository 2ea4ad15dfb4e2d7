# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results have the keys that RETURN tells, in every case; what the info module gives changes nothing as input."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest
import yaml

from simulators.csp import CspSimulator, CspWorld
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))
PARTNER = "partner@example.org"
# Keys that every Ansible result has.
COMMON = {"changed", "failed", "msg", "warnings"}
CONNECTED = "unless options or credentials were refused"
REF = {"id", "name"}
SWAP: Params = {"group": "operators", "users": [ALICE, CAROL], "exclusive": True, "max_removals": "1"}
MANY: Params = {
    "memberships": [
        SWAP,
        {"group": "viewers", "users": [PARTNER, ALICE], "exclusive": False},
        {"group": "auditors", "users": ["gone@example.com"], "state": "absent"},
    ],
    "invite_unknown": True,
}


def documented(module: str) -> dict[str, Any]:
    """RETURN of a module, decoded."""
    code = importlib.import_module(f"ansible_collections.orgkit.cloud.plugins.modules.{module}")
    content: dict[str, Any] = yaml.safe_load(code.RETURN)
    return content


RETURN = documented("csp_group_users")
INFO_RETURN = documented("csp_group_users_info")


def keys(documentation: dict[str, Any], *when: str) -> set[str]:
    """The names that are returned always, or under one of these conditions."""
    return {name for name, row in documentation.items() if row["returned"] in ("always", *when)}


def check(result: dict[str, Any], *, return_members: bool = False) -> None:
    """All keys of a result of csp_group_users, on every level, are the documented ones."""
    when = [CONNECTED, "in diff mode", *(["failure"] if result["failed"] else [])]
    assert set(result) - COMMON == keys(RETURN, *when)
    assert set(result) >= COMMON - {"warnings"}
    rows = RETURN["memberships"]["contains"]
    wanted = keys(rows, *(["when O(return_members=true)"] if return_members else []))
    for row in result["memberships"]:
        assert set(row) == wanted
        assert set(row["group"]) == REF
    for row in result["changes"]:
        check_change(row)
    for name in ("summary", "auth"):
        assert set(result[name]) == set(RETURN[name]["sample"])
    assert set(result["api"]) == set(RETURN["api"]["sample"])
    assert set(result["diff"]) >= {"before", "after"}
    for row in result["not_removable"]:
        assert set(row) == {"group", "user", "reason"}
        assert set(row["group"]) == set(row["user"]) == REF
    if result["failed"]:
        check_error(result["error"])


def check_change(row: dict[str, Any]) -> None:
    """The keys of a change; which of the optional ones it has follows from its status."""
    contains = RETURN["changes"]["contains"]
    always = keys(contains)
    assert always <= set(row) <= set(contains)
    assert row["status"] in contains["status"]["description"][0]
    assert row["action"] in contains["action"]["description"]
    assert set(row["subject"]) == set(row["target"]) == REF
    was_sent = row["status"] not in ("planned", "not_tried")
    assert ("time" in row) is was_sent
    assert ("error" in row) is (row["status"] in ("failed", "outcome_unknown"))
    if contains["request_id"]["returned"] == "when the change was sent":
        assert ("request_id" in row) is was_sent
    if "error" in row:
        check_error(row["error"])


def check_error(error: dict[str, Any]) -> None:
    sample = RETURN["error"]["sample"]
    assert set(error) == set(sample)
    for item in error["items"]:
        assert set(item) == set(sample["items"][0])
        assert all(set(row) == REF for row in item["candidates"])


@pytest.mark.parametrize("params", [SWAP, MANY])
@pytest.mark.parametrize("return_members", [False, True])
@pytest.mark.parametrize("check_mode", [False, True])
def test_a_plan_and_a_real_run_have_the_documented_keys(
    group_users: Road, world: CspWorld, params: Params, return_members: bool, check_mode: bool
) -> None:
    world.stranger_mode = "invite"
    result = group_users(check_mode=check_mode, return_members=return_members, **params)
    assert (result["failed"], result["changed"]) == (False, True), result["msg"]
    check(result, return_members=return_members)


@pytest.mark.parametrize("kind", ["cut_before", "throttled", "http_503", "unauthorized"])
def test_a_failed_run_has_the_documented_keys(group_users: Road, simulator: CspSimulator, kind: str) -> None:
    simulator.faults.add(kind, "add_group_users", times=2)
    result = group_users(**SWAP, retry_timeout=0)
    assert result["failed"]
    assert {row["status"] for row in result["changes"]} <= {"failed", "outcome_unknown", "not_tried"}
    check(result)


@pytest.mark.parametrize(
    "params",
    [
        {**SWAP, "max_removals": "0"},
        {"group": "directory", "users": [ALICE]},
        {"group": "operatrs", "users": [ALICE]},
        {"group": "operators", "users": ["dora@mail.example.org"]},
        {"group": "operators", "users": [ALICE], "org_id": "another"},
        {"group": "operators", "users": [ALICE], "api_token": "fictional-wrong"},
        {"all_groups": True, "users": ["mallory"], "state": "absent"},
    ],
)
@pytest.mark.parametrize("check_mode", [False, True])
def test_a_refused_run_has_the_documented_keys(group_users: Road, params: Params, check_mode: bool) -> None:
    result = group_users(check_mode=check_mode, **params)
    assert result["failed"]
    check(result)
    codes = json.dumps(RETURN["error"]["description"])
    code = result["error"]["code"]
    assert f"V({code})" in codes or code.startswith("csp.")


@pytest.mark.parametrize(
    "params", [{}, {"group": "{{ x }}", "users": []}, {**SWAP, "api_token": "a", "client_id": "b"}]
)
def test_refused_options_give_an_error_and_nothing_else(group_users: Road, params: Params) -> None:
    result = group_users(**params)
    assert set(result) - COMMON == {"error"}
    check_error(result["error"])


@pytest.mark.parametrize("include_inherited", [False, True])
def test_the_info_module_has_the_documented_keys(group_users_info: Road, include_inherited: bool) -> None:
    result = group_users_info(include_inherited=include_inherited)
    assert set(result) - COMMON == keys(INFO_RETURN, CONNECTED, "success")
    rows = INFO_RETURN["groups"]["contains"]
    wanted = keys(rows, *(["when O(include_inherited=true)"] if include_inherited else []))
    assert all(set(row) == wanted for row in result["groups"])
    people = [user for row in result["groups"] for user in row["members"] + row.get("inherited_members", [])]
    assert {frozenset(user) for user in people} == {frozenset(rows["members"]["sample"][0])}
    for name in ("api", "auth"):
        assert set(result[name]) == set(INFO_RETURN[name]["sample"])


def test_a_failed_info_module_has_the_documented_keys(group_users_info: Road) -> None:
    result = group_users_info(groups=["operatrs"])
    assert set(result) - COMMON == keys(INFO_RETURN, CONNECTED, "failure")
    check_error(result["error"])


def as_found(info: Road, module: Road, simulator: CspSimulator, **params: Any) -> list[Params]:
    """What the info module gives, after it was proved to change nothing as input."""
    memberships: list[Params] = info(**params)["as_input"]["memberships"]
    result = module(memberships=memberships)
    assert (result["failed"], result["changed"], result["changes"]) == (False, False, []), result["msg"]
    assert simulator.log.writes() == []
    return memberships


def test_what_was_found_changes_nothing_as_input(
    group_users_info: Road, group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    # Names that mean several groups or members, in other cases too, and the caller among the members.
    world.add_group("operators", "AD_GROUP")
    world.join(world.add_group("Viewers"), ALICE)
    first, second = (world.add_user("sam", domain=domain) for domain in ("corp.example.com", "lab.example.com"))
    world.join("auditors", "dora", "dora.old@example.com", "Frank.Fischer@example.com", "mallory", first, second)
    world.join("mixed", world.add_user("dora@mail.example.org"), "dora", "admin@example.com")
    memberships = as_found(group_users_info, group_users, simulator)
    assert len(memberships) == len(world.visible_groups())
    by_group = {entry["group"]: entry for entry in memberships}
    assert by_group["directory"] == {"group": "directory", "users": ["mallory", "niaj"], "exclusive": True}
    assert by_group["auditors"]["exclusive"]
    assert {first, second} <= set(by_group["auditors"]["users"])
    assert "operators" not in by_group
    assert "viewers" not in by_group


def test_an_empty_group_is_found_and_stays_empty(
    group_users_info: Road, group_users: Road, simulator: CspSimulator
) -> None:
    memberships = as_found(group_users_info, group_users, simulator, groups=["Auditors"])
    assert memberships == [{"group": "auditors", "users": [], "exclusive": True, "allow_empty": True}]


def test_the_memberships_of_some_users_change_nothing_as_input(
    group_users_info: Road, group_users: Road, simulator: CspSimulator
) -> None:
    memberships = as_found(group_users_info, group_users, simulator, users=[ALICE, "MALLORY"])
    assert {entry["group"]: entry["users"] for entry in memberships if entry["users"]} == {
        "directory": ["mallory"],
        "everybody": [ALICE],
        "mixed": [ALICE],
        "operators": [ALICE],
        "shared": [ALICE],
    }
    assert not any(entry["exclusive"] for entry in memberships)


def test_what_was_found_brings_a_changed_group_back(
    group_users_info: Road, group_users: Road, world: CspWorld, simulator: CspSimulator
) -> None:
    before = group_users_info()["as_input"]["memberships"]
    world.leave("operators", ALICE)
    world.join("auditors", DAVE)
    result = group_users(memberships=before, max_removals="100%")
    assert not result["failed"], result["msg"]
    assert (world.members_of("operators"), world.members_of("auditors")) == ({ALICE, BOB}, set())


def test_inherited_members_are_told_apart_from_direct_ones(group_users_info: Road, world: CspWorld) -> None:
    world.join("mixed", "mallory")
    (row,) = group_users_info(groups=["mixed"], include_inherited=True)["groups"]
    assert [user["name"] for user in row["members"]] == [ALICE, BOB, "mallory"]
    assert [user["name"] for user in row["inherited_members"]] == ["niaj"]
    assert row["members_count"] == 3
    assert "inherited_members" not in group_users_info(groups=["mixed"])["groups"][0]
    (row,) = group_users_info(groups=["mixed"], users=["niaj"], include_inherited=True)["groups"]
    assert (row["members"], [user["name"] for user in row["inherited_members"]]) == ([], ["niaj"])


def test_user_rows_tell_who_somebody_is(group_users_info: Road, world: CspWorld) -> None:
    world.join("auditors", "dora.old@example.com", ALICE)
    (row,) = group_users_info(groups=["auditors"])["groups"]
    alice, dora = row["members"]
    assert alice == {
        "id": world.user(ALICE).id,
        "name": ALICE,
        "email": ALICE,
        "display_name": "Alice",
        "type": "vmwareid",
        "status": "accessible",
        "joined": None,
    }
    assert (dora["email"], dora["status"]) == ("dora@mail.example.org", "inaccessible")
    assert (row["id"], row["type"], row["description"]) == (world.group("auditors").id, "USER_GROUP", "The auditors")

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What RETURN of a module promises is what its results hold, and what is read can be given back as input."""

from __future__ import annotations

import importlib
from typing import Any, Callable

import pytest
import yaml

from simulators.tencent import TencentSimulator, World
from support.road import Road

Documentation = dict[str, Any]
Result = dict[str, Any]
MODULES = "ansible_collections.orgkit.cloud.plugins.modules.tencent_"
# Ansible's common return values, which no module documents. The warnings are handed to Ansible.
COMMON = frozenset({"changed", "failed", "msg", "warnings"})
# The shape of these stands in their sample.
SHOWN_BY_SAMPLE = ("summary", "auth", "error")
HOST = "200010000001"


def documentation(module: str) -> Documentation:
    loaded: Documentation = yaml.safe_load(importlib.import_module(MODULES + module).RETURN)
    return loaded


def is_due(words: str, row: Result) -> bool | None:
    """Whether a key with this `returned` must be in a row (True), must not (False), or may be (None)."""
    if words == "always":
        return True
    if words in ("success", "failure"):
        return bool(row["failed"]) is (words == "failure")
    if words == "in diff mode":
        return None if row["failed"] else True
    if words == "when the change was sent":
        return str(row["status"]) == "done" if row["status"] != "failed" else None
    if words == "when the change failed or its outcome is unknown":
        return row["status"] in ("failed", "outcome_unknown")
    # Some other condition, such as an option.
    assert words.startswith(("when ", "unless ", "if ")), words
    return None


def compare(documented: Documentation, row: Result, owner: str, common: frozenset[str] = frozenset()) -> None:
    """Keys of a row, and of the rows below it, against the documentation."""
    assert set(row) - set(documented) - common == set(), f"{owner} has keys that are not documented"
    for name, details in documented.items():
        due = is_due(details["returned"], row)
        assert due is None or (name in row) is due, f"{owner}.{name} is documented as returned: {details['returned']}"
        value = row.get(name)
        if name in SHOWN_BY_SAMPLE and value is not None and "sample" in details:
            assert set(value) == set(details["sample"]), f"{owner}.{name}"
        if name == "api" and value is not None:
            assert set(value) == {"calls", "writes", "retries", "throttled_seconds"}
        if "contains" in details and value is not None:
            for inner in value if details["type"] == "list" else [value]:
                compare(details["contains"], inner, f"{owner}.{name}")


def check(module: str, result: Result) -> None:
    compare(documentation(module), result, module, COMMON)


def group_user_cases(world: World, group_user: Road) -> dict[str, Result]:
    swap: dict[str, Any] = {"group": "viewers", "users": ["alice@example.com", "bob@example.com"], "exclusive": True}
    few: dict[str, Any] = {"max_removals": "75%", "return_members": True, "max_connections": 1}
    cases = {"check": group_user(check_mode=True, **swap, **few), "refused": group_user(**swap)}
    cases["unresolved"] = group_user(group="viewer", users=[])
    world.groups_per_user_quota = 1
    cases["failed"] = group_user(**swap, **few)
    world.groups_per_user_quota = 500
    cases["real"] = group_user(**swap, **few)
    cases["unchanged"] = group_user(**swap, **few)
    return cases


def org_member_cases(world: World, org_member: Road) -> dict[str, Result]:
    new: dict[str, Any] = {"name": "new-account", "node": "Finance", "permissions": [1, 2], "allow_quit": True}
    cases = {"check": org_member(check_mode=True, **new), "refused": org_member(name="web-shop", allow_quit=True)}
    cases["unresolved"] = org_member(**{**new, "node": "Finanse"})
    world.member_quota = 1
    cases["failed"] = org_member(**new)
    world.member_quota = 100
    cases["real"] = org_member(**new)
    cases["unchanged"] = org_member(**new)
    cases["refused, is there"] = org_member(name="data-lake", state="absent")
    cases["absent"] = org_member(name="partner", state="absent")
    return cases


CASES: dict[str, Callable[[World, Road], dict[str, Result]]] = {
    "cic_group_user": group_user_cases,
    "org_member": org_member_cases,
}
PARAMS: dict[str, dict[str, Any]] = {
    "cic_group_user": {"group": "viewers", "users": []},
    "org_member": {"name": "data-lake"},
}
EXPECTED_FAILURES = {"failed", "refused", "unresolved", "refused, is there"}
WITHOUT_CHANGES = {"unchanged", "unresolved", "refused, is there"}


@pytest.mark.parametrize("module", CASES)
def test_the_documented_keys_of_a_writing_module_are_the_real_ones(
    world: World, group_user: Road, org_member: Road, module: str
) -> None:
    road = group_user if module == "cic_group_user" else org_member
    for case, result in CASES[module](world, road).items():
        assert result["failed"] is (case in EXPECTED_FAILURES), f"{case}: {result['msg']}"
        assert result["changes"] or case in WITHOUT_CHANGES, case
        check(module, result)


@pytest.mark.parametrize("module", ["cic_group_user", "org_member", "cic_group_user_info", "org_member_info"])
@pytest.mark.parametrize("fault", ["input", "credentials", "organization", "denied"])
def test_the_documented_keys_hold_for_a_task_that_fails_early(
    world: World, environment: dict[str, str], module: str, fault: str
) -> None:
    road = Road("tencent_" + module, environment)
    params = PARAMS.get(module, {})
    if fault == "input":
        params = {**params, **({"name": "{", "users": None} if "org" in module else {"users": ["{"]})}
        params = {name: value for name, value in params.items() if value is not None}
    elif fault == "credentials":
        params = {**params, "secret_id": "EXAMPLEONLY"}
    elif fault == "organization":
        params = {**params, "org_id": "1"}
    else:
        world.denied_actions = {"ListGroups", "DescribeOrganizationMembers", "DescribeOrganizationNodes"}
    result = road(**params)
    assert result["failed"]
    check(module, result)


def test_the_documented_keys_of_the_reading_modules_are_the_real_ones(
    world: World, group_user_info: Road, org_member_info: Road
) -> None:
    for road, module, rows, options in (
        (group_user_info, "cic_group_user_info", "groups", {"groups": ["viewers"]}),
        (org_member_info, "org_member_info", "members", {"node": "Finance"}),
    ):
        documented = documentation(module)
        for result in (road(), road(**options)):
            assert not result["failed"], result["msg"]
            assert result[rows]
            check(module, result)
        assert road(**{"groups": ["nobody"]} if rows == "groups" else {"node": "nobody"})["failed"]
        if rows == "members":
            assert {name for row in result[rows] for name in row} == set(documented[rows]["sample"][0])
            assert {name for row in result["as_input"] for name in row} <= set(documented["as_input"]["sample"][0])
        else:
            sample = documented[rows]["contains"]["members"]["sample"][0]
            assert set(result[rows][0]["members"][0]) == set(sample)


def test_the_rows_of_members_are_the_same_in_both_modules(org_member: Road, org_member_info: Road) -> None:
    (row,) = org_member_info(name="data-lake")["members"]
    assert org_member(name="data-lake", node="Platform")["member"] == row
    assert set(documentation("org_member")["member"]["contains"]) == set(row)


def test_memberships_as_they_are_change_nothing(world: World, group_user: Road, group_user_info: Road) -> None:
    world.add_group("VIEWERS")
    world.join("VIEWERS", "alice@example.com")
    # One user is called as another one's e-mail address.
    world.join("platform-admins", world.add_user("frank.f@example.com"), "frank")
    info = group_user_info()
    assert {row["name"]: row["members_count"] for row in info["groups"]} == {
        "VIEWERS": 1, "auditors": 0, "directory": 2, "platform-admins": 4, "viewers": 4,
    }  # fmt: skip
    for check_mode in (True, False):
        result = group_user(check_mode=check_mode, memberships=info["as_input"]["memberships"], max_removals="0")
        assert (result["failed"], result["changed"], result["warnings"]) == (False, False, []), result["msg"]
        assert result["summary"]["groups"] == 5
    assert world.members_of("viewers") == {f"{name}@example.com" for name in ("bob", "carol", "dave", "erin")}


def test_the_memberships_of_one_user_as_they_are_change_nothing(group_user: Road, group_user_info: Road) -> None:
    info = group_user_info(users=["BOB@example.com"])
    assert [row["name"] for row in info["groups"]] == ["platform-admins", "viewers"]
    assert {row["members_count"] for row in info["groups"]} == {1}
    result = group_user(memberships=info["as_input"]["memberships"])
    assert (result["failed"], result["changed"]) == (False, False)


def test_members_as_they_are_change_nothing(
    world: World, simulator: TencentSimulator, org_member: Road, org_member_info: Road
) -> None:
    world.consent_needed = True
    org_member(name="data-lake", permissions=[1, 2, 9])
    world.add_member("free", "Finance", allow_quit="Allow", member_type="Invite", identities=(), remark="May go")
    world.add_member("few", permissions=(1,), uin=int(HOST) + 7)
    world.add_node("platform", "Finance")
    world.add_member("twin", "platform")
    simulator.log.clear()
    info = org_member_info()
    assert [row["name"] for row in info["members"]] == [
        "data-lake", "example-management", "few", "free", "partner", "twin", "web-shop",
    ]  # fmt: skip
    for row in info["as_input"]:
        result = org_member(**row)
        assert (result["failed"], result["changed"], result["changes"]) == (False, False, []), f"{row}: {result['msg']}"
    assert simulator.log.writes() == []
    (management,) = [row for row in info["as_input"] if row["name"] == "example-management"]
    assert (management["uin"], management["node"]) == (HOST, "/")

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that go wrong, and reads that lag behind."""

from __future__ import annotations

import json
import time
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from simulators.tencent import contract
from support.tencent_caller import Caller, code_of


def test_list_faults(caller: Caller) -> None:
    world, faults = caller.simulator.world, caller.simulator.faults
    for number in range(3):
        world.add_node(f"node-{number}")
    faults.add("repeat_page", "DescribeOrganizationNodes", position=2)
    faults.add("null_lists", "DescribeOrganizationNodes", position=3)
    faults.add("missing_fields", "DescribeOrganizationNodes", position=4)
    faults.add("charset", "DescribeOrganizationNodes", position=5)
    first = caller.ask("DescribeOrganizationNodes", Offset=0, Limit=2)["Items"]
    assert caller.ask("DescribeOrganizationNodes", Offset=2, Limit=2)["Items"] == first
    assert caller.ask("DescribeOrganizationNodes", Offset=4, Limit=2)["Items"] is None
    bare = caller.ask("DescribeOrganizationNodes", Offset=0, Limit=1)["Items"]
    assert bare == [{"NodeId": world.root_node_id, "Name": "Root", "ParentNodeId": 0}]
    response = caller.send("DescribeOrganizationNodes", {"Offset": 0, "Limit": 2})
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.json()["Response"]["Items"] == first
    assert faults.injected == 4


@pytest.mark.parametrize(
    ("kind", "executed", "status", "error"),
    [
        ("cut_before", False, None, "cut_before"),
        ("cut_after", True, None, "cut_after"),
        ("internal_error", False, 200, "internal_error"),
        ("internal_error_after", True, 200, "internal_error_after"),
        ("http_503", False, 503, "http_503"),
        ("http_502_after", True, 502, "http_502_after"),
        ("throttled", False, 200, "throttled"),
        ("html", False, 200, "html"),
        ("html_after", True, 200, "html_after"),
        ("malformed", False, 200, "malformed"),
        ("malformed_after", True, 200, "malformed_after"),
    ],
)
def test_faults(caller: Caller, kind: str, executed: bool, status: int | None, error: str) -> None:
    simulator = caller.simulator
    simulator.faults.add(kind, "AddOrganizationNode", position=2)
    wish = {"ParentNodeId": simulator.world.root_node_id}
    assert caller.code("AddOrganizationNode", **wish, Name="one") == ""
    if status is None:
        with pytest.raises(httpx.TransportError):
            caller.send("AddOrganizationNode", {**wish, "Name": "two"})
    else:
        response = caller.send("AddOrganizationNode", {**wish, "Name": "two"})
        assert response.status_code == status
        if kind.startswith("internal_error"):
            assert code_of(response) == "InternalError"
        elif kind == "throttled":
            assert code_of(response) == "RequestLimitExceeded"
        else:
            with pytest.raises(json.JSONDecodeError):
                response.json()
    assert caller.code("AddOrganizationNode", **wish, Name="three") == ""
    names = {node.name for node in simulator.world.nodes.values()}
    assert names == {"Root", "one", "three"} | ({"two"} if executed else set())
    assert [entry["status"] for entry in simulator.log.entries] == [200, status, 200]
    assert [entry["error"] for entry in simulator.log.writes()] == [None, error, None]


def test_retry_after(caller: Caller) -> None:
    for seconds in (None, 1.5, "date"):
        caller.simulator.faults.add("throttled", seconds=seconds)
    values = [caller.send("DescribeOrganization").headers.get("retry-after") for _index in range(3)]
    assert values[:2] == [None, "1.5"]
    assert parsedate_to_datetime(values[2]).timestamp() > time.time()


def test_stale_reads(caller: Caller) -> None:
    world, simulator = caller.simulator.world, caller.simulator
    group, user = world.add_group("admins"), world.add_user("alice")
    pair = {"ZoneId": world.zone_id, "GroupId": group}
    simulator.stale_reads = 2
    assert caller.code("AddUserToGroup", **pair, UserId=user) == ""
    assert caller.code("AddUserToGroup", **pair, UserId=user) == "InvalidParameter.GroupUserAlreadyExists"
    counts = [caller.ask("ListGroupMembers", **pair)["TotalCounts"] for _index in range(3)]
    assert counts == [0, 0, 1]
    groups = [caller.ask("GetGroup", **pair)["GroupInfo"]["MemberCount"] for _index in range(3)]
    assert groups == [0, 0, 1]


def test_roles_lag_behind_too(caller: Caller) -> None:
    world, simulator = caller.simulator.world, caller.simulator
    here = {"ZoneId": world.zone_id}
    uin, user = world.add_member("prod"), world.add_user("alice")
    world.tasks_end_at_once = True
    simulator.stale_reads = 2

    def counts(action: str) -> list[int]:
        return [caller.ask(action, **here)["TotalCounts"] for _index in range(3)]

    made = caller.ask("CreateRoleConfiguration", **here, RoleConfigurationName="auditor")["RoleConfigurationInfo"]
    role = {**here, "RoleConfigurationId": made["RoleConfigurationId"]}
    gone = "InvalidParameter.RoleConfigurationNotExist"
    assert [caller.code("GetRoleConfiguration", **role) for _index in range(3)] == [gone, gone, ""]
    policies = "ListPermissionPoliciesInRoleConfiguration"
    assert [caller.code(policies, **role) for _index in range(3)] == [gone, gone, ""]
    grant = {"TargetUin": uin, "TargetType": "MemberUin", "PrincipalType": "User", "PrincipalId": user}
    entry = {**grant, "RoleConfigurationId": made["RoleConfigurationId"]}
    assert caller.code("CreateRoleAssignment", **here, RoleAssignmentInfo=[entry]) == ""
    assert counts("ListRoleAssignments") == [0, 0, 1]
    assert counts("ListRoleConfigurationProvisionings") == [0, 0, 1]
    assert caller.code("CreateUserSyncProvisioning", **here, UserSyncProvisionings=[grant]) == ""
    assert counts("ListUserSyncProvisionings") == [0, 0, 1]


PAGED = sorted(name for name, action in contract.actions().items() if "pagination" in action)


@pytest.mark.parametrize("action", PAGED)
def test_every_list_can_be_null_and_throttled(caller: Caller, action: str) -> None:
    world, simulator = caller.simulator.world, caller.simulator
    pagination = contract.actions()[action]["pagination"]
    known: dict[str, Any] = {
        "ZoneId": world.zone_id,
        "GroupId": world.add_group("admins"),
        "UserId": world.add_user("alice"),
    }
    known |= {"Offset": 0, "Limit": 10}
    needed = [field["name"] for field in contract.actions()[action]["request"] if field.get("required")]
    params = {name: known[name] for name in needed}
    simulator.faults.add("null_lists", action)
    answer = caller.ask(action, **params)
    # A list that has rows keeps them; what is null is every list without any, here or in a row.
    assert answer[pagination["items"]] is None or answer[pagination["items"]]
    assert pagination["total"] in answer
    simulator.rate_limit = True
    simulator.limiter.clock = lambda: 100.0
    codes = [caller.code(action, **params) for _index in range(contract.rate_limit(action) + 1)]
    assert codes[-2:] == ["", "RequestLimitExceeded"]

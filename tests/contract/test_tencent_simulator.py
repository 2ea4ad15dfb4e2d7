# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the Tencent simulator promises to the tests that use it."""

from __future__ import annotations

import hashlib
import threading
import time
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator, contract, signature
from simulators.tencent.app import HANDLERS
from simulators.tencent.demo import demo_world
from support.tencent_caller import Caller, code_of


@pytest.mark.parametrize("vector", contract.load()["transport"]["test_vectors"], ids=lambda vector: vector["name"])
def test_signature_vectors(vector: dict[str, Any]) -> None:
    first = contract.load()["transport"]["test_vectors"][0]
    headers = {"content-type": first["content_type"], "host": first["host"]}
    request = signature.Request("POST", "/", "", headers, vector["body"].encode())
    canonical = signature.canonical_request(request, ["content-type", "host"])
    assert hashlib.sha256(canonical.encode()).hexdigest() == vector["canonical_request_sha256"]
    made = signature.signature(first["secret_key"], canonical, str(vector["timestamp"]), "2023-11-14", "organization")
    assert made == vector["signature"]


def test_refused_credentials(caller: Caller) -> None:
    def code(**headers: Any) -> str:
        return code_of(caller.send("DescribeOrganization", **headers))

    assert code() == ""
    assert code(Authorization=None) == "AuthFailure.InvalidAuthorization"
    assert code(Authorization="SKIP") == "AuthFailure.InvalidAuthorization"
    assert code(X_TC_Timestamp=str(int(time.time()) - 400)) == "AuthFailure.SignatureExpire"
    assert code(X_TC_Token="unexpected") == "AuthFailure.TokenFailure"
    assert code(X_TC_Version="2018-12-25") == "NoSuchVersion"
    assert code(X_TC_Language="de-DE") == "InvalidParameter"
    assert code_of(caller.send("DropOrganization")) == "InvalidAction"
    caller.secret_key = "ANOTHEREXAMPLEKEY"
    assert code() == "AuthFailure.SignatureFailure"
    caller.secret_id = "AKIDUNKNOWNEXAMPLE"
    assert code() == "AuthFailure.SecretIdNotFound"


def test_clock_of_the_server_can_be_wrong(simulator: TencentSimulator, caller: Caller) -> None:
    simulator.clock_offset = 1000.0
    response = caller.send("DescribeOrganization")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert code_of(response) == "AuthFailure.SignatureExpire"
    assert parsedate_to_datetime(response.headers["date"]).timestamp() - time.time() == pytest.approx(1000, abs=3)


def test_temporary_keys(simulator: TencentSimulator, caller: Caller) -> None:
    wish = {"RoleArn": "qcs::cam::uin/200010000001:roleName/ansible", "RoleSessionName": "ansible"}
    assert code_of(caller.send("AssumeRole", wish)) == "MissingParameter"
    answer = caller.send("AssumeRole", wish, X_TC_Region="ap-singapore").json()["Response"]
    keys = answer["Credentials"]
    assert answer["ExpiredTime"] > time.time()
    caller.secret_id, caller.secret_key = keys["TmpSecretId"], keys["TmpSecretKey"]
    assert code_of(caller.send("DescribeOrganization")) == "AuthFailure.TokenFailure"
    assert code_of(caller.send("DescribeOrganization", X_TC_Token=keys["Token"])) == ""
    assert keys["Token"] not in repr(simulator.log.entries)
    simulator.world.assumable_roles = set()
    response = caller.send("AssumeRole", wish, X_TC_Region="ap-singapore", X_TC_Token=keys["Token"])
    assert code_of(response) == "ResourceNotFound.RoleNotFound"


def test_arguments_are_checked(caller: Caller) -> None:
    world = caller.simulator.world
    page = {"Offset": 0, "Limit": 10}
    expected: list[tuple[str, str, dict[str, Any]]] = [
        ("MissingParameter", "DescribeOrganizationMembers", {"Offset": 0}),
        ("UnknownParameter", "DescribeOrganizationMembers", {**page, "Name": "x"}),
        ("InvalidParameter", "DescribeOrganizationMembers", {**page, "NodeId": "1"}),
        ("InvalidParameter", "DescribeOrganizationMembers", {**page, "NodeId": True}),
        ("InvalidParameter", "DescribeOrganizationMembers", {**page, "SearchKey": None}),
        ("InvalidParameter", "DescribeOrganizationMembers", {"Offset": -1, "Limit": 10}),
        ("InvalidParameter", "DescribeOrganizationMembers", {"Offset": 5, "Limit": 10}),
        ("InvalidParameter", "DescribeOrganizationMembers", {"Offset": 0, "Limit": 51}),
        ("InvalidParameter", "DescribeOrganizationMembers", {"Offset": 0, "Limit": 0}),
        ("InvalidParameterValue", "DescribeOrganizationMembers", {**page, "Tags": []}),
        ("InvalidParameter", "DescribeOrganizationMembers", {**page, "Tags": [{"TagKey": 1}]}),
        ("UnknownParameter", "DescribeOrganizationMembers", {**page, "Tags": [{"Key": "x"}]}),
        ("InvalidParameterValue", "DescribeOrganizationMembers", {**page, "Lang": "de"}),
        ("InvalidParameterValue", "AddOrganizationNode", {"ParentNodeId": world.root_node_id, "Name": "a b"}),
        ("InvalidParameterValue", "AddOrganizationNode", {"ParentNodeId": world.root_node_id, "Name": "x" * 41}),
        ("InvalidParameter.ParamError", "ListGroups", {"ZoneId": world.zone_id, "MaxResults": 101}),
        ("InvalidParameter.ParamError", "ListGroups", {"ZoneId": world.zone_id, "Filter": "admins"}),
        ("InvalidParameter.GroupNameFormatError", "CreateGroup", {"ZoneId": world.zone_id, "GroupName": "a_b"}),
        ("InvalidParameter.UsernameFormatError", "CreateUser", {"ZoneId": world.zone_id, "UserName": "a b"}),
        ("FailedOperation.ZoneIdNotExist", "ListGroups", {"ZoneId": "z-000000000000"}),
    ]
    wrong = [(code, action, params) for code, action, params in expected if caller.code(action, **params) != code]
    assert wrong == []
    answer = caller.ask("DescribeOrganizationMembers", **page, Tags=[{"TagKey": 1}])
    assert "`Tags.0.TagKey`" in answer["Error"]["Message"]
    assert code_of(caller.send("DescribeOrganization", b"[]")) == "InvalidRequest"
    assert code_of(caller.send("DescribeOrganization", b"{")) == "InvalidRequest"


def test_chinese_names_need_the_mainland_site(caller: Caller) -> None:
    assert caller.create(Name="\u6d4b\u8bd5")["Error"]["Code"] == "InvalidParameterValue"
    caller.simulator.site = "mainland"
    assert caller.create(Name="\u6d4b\u8bd5")["Uin"]


def test_policies(caller: Caller) -> None:
    caller.simulator.world.denied_actions = {"DescribeOrganization"}
    error = caller.ask("DescribeOrganization")["Error"]
    assert error["Code"] == "AuthFailure.UnauthorizedOperation"
    assert "organization:DescribeOrganization" in error["Message"]


def test_rate_limit(caller: Caller) -> None:
    caller.simulator.rate_limit = True
    now = [100.0]
    caller.simulator.limiter.clock = lambda: now[0]
    codes = [caller.code("DescribeIdentityCenter") for _index in range(21)]
    assert codes == [""] * 20 + ["RequestLimitExceeded"]
    error = caller.ask("DescribeIdentityCenter")["Error"]
    assert "21" in error["Message"]
    assert "20" in error["Message"]
    assert [caller.code("DescribeOrganization") for _index in range(41)] == [""] * 40 + ["RequestLimitExceeded"]
    now[0] += 1.0
    assert caller.code("DescribeIdentityCenter") == ""


def test_latency_overlaps(caller: Caller) -> None:
    caller.simulator.latency = 0.05
    threads = [threading.Thread(target=caller.code, args=("DescribeOrganization",)) for _index in range(8)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0.05 <= time.monotonic() - start < 0.3


def test_tokens_belong_to_one_list(caller: Caller) -> None:
    world = caller.simulator.world
    groups = [world.add_group(f"group-{number}") for number in range(12)]
    user = world.add_user("alice")
    for group in groups:
        world.join(group, user)
    first = caller.ask("ListGroups", ZoneId=world.zone_id)
    assert (len(first["Groups"]), first["MaxResults"], first["TotalCounts"], first["IsTruncated"]) == (10, 10, 12, True)
    token = first["NextToken"]
    last = caller.ask("ListGroups", ZoneId=world.zone_id, NextToken=token, Offset=0)
    assert ([row["GroupName"] for row in last["Groups"]], last["IsTruncated"]) == (["group-10", "group-11"], False)
    assert "NextToken" not in last
    exact = caller.ask("ListGroups", ZoneId=world.zone_id, MaxResults=12)
    assert (len(exact["Groups"]), exact["IsTruncated"]) == (12, False)
    wrong = {"ZoneId": world.zone_id, "NextToken": token}
    assert caller.code("ListUsers", **wrong) == "InvalidParameter.NextTokenInvalid"
    assert caller.code("ListGroups", **wrong, GroupType="Manual") == "InvalidParameter.NextTokenInvalid"
    assert caller.code("ListJoinedGroupsForUser", **wrong, UserId=user) == "InvalidParameter"
    assert caller.code("ListGroups", ZoneId=world.zone_id, NextToken="?") == "InvalidParameter.NextTokenInvalid"


def test_filters(caller: Caller) -> None:
    world = caller.simulator.world
    node = world.add_node("data")
    uin = world.add_member("lake", node, tags={"team": "data"})
    world.add_member("lake-test")
    page = {"Offset": 0, "Limit": 50}

    def names(**filters: Any) -> list[str]:
        return [row["Name"] for row in caller.ask("DescribeOrganizationMembers", **page, **filters)["Items"]]

    assert names() == ["example-management", "lake", "lake-test"]
    assert names(SearchKey="lake") == ["lake", "lake-test"]
    assert names(SearchKey=str(uin)) == names(NodeId=node) == names(NodeName="data") == ["lake"]
    assert names(Tags=[{"TagKey": "team", "TagValue": "data"}]) == ["lake"]
    assert caller.code("DescribeOrganizationMembers", **page, NodeId=1) == "ResourceNotFound.OrganizationNodeNotExist"
    world.list_management_account = False
    assert names() == ["lake", "lake-test"]
    world.join(world.add_group("admins"), world.add_user("alice", "alice@example.com"))
    world.add_group("auditors")
    wish = {"ZoneId": world.zone_id, "Filter": 'GroupName sw "A"', "FilterUsers": [world.user("alice").id]}
    rows = caller.ask("ListGroups", **wish)["Groups"]
    assert [(row["GroupName"], row["IsSelected"]) for row in rows] == [("admins", True), ("auditors", False)]
    assert caller.ask("ListUsers", ZoneId=world.zone_id, Filter="EXAMPLE.com")["TotalCounts"] == 1


def test_log_and_environment(simulator: TencentSimulator, caller: Caller) -> None:
    caller.ask("DescribeOrganization")
    caller.create()
    assert simulator.log.calls() == {"DescribeOrganization": 1, "CreateOrganizationMember": 1}
    [write] = simulator.log.writes()
    assert (write["body"]["Name"], write["status"], write["error"]) == ("new", 200, None)
    assert write["headers"]["authorization"] == "***"
    assert set(simulator.environment("http://x")) == {
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_ENDPOINT",
    }


def test_worlds_are_the_same_every_time() -> None:
    one, two = demo_world(), demo_world()
    assert vars(one).keys() == vars(two).keys()
    assert (one.nodes, one.members, one.users, one.groups) == (two.nodes, two.members, two.users, two.groups)
    assert (len(one.nodes), len(one.members), len(one.users), len(one.groups)) == (9, 8, 14, 6)
    assert one.role_configurations == two.role_configurations
    assert (one.assignments, one.deployments) == (two.assignments, two.deployments)
    assert (len(one.role_configurations), len(one.assignments)) == (2, 5)


def test_every_action_of_the_contract_is_carried_out() -> None:
    assert set(HANDLERS) == set(contract.actions())


def test_servers_start_and_stop_at_once(simulator: TencentSimulator) -> None:
    start = time.monotonic()
    for _index in range(5):
        with Server(simulator.app):
            pass
    assert time.monotonic() - start < 1.0
    assert not [thread for thread in threading.enumerate() if thread.name == "simulator"]

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the Tencent simulator promises to the tests that use it."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator, World, contract, signature
from simulators.tencent.demo import demo_world

VERSIONS = {"AssumeRole": "2018-08-13"}


def sign(secret_key: str, headers: dict[str, str], body: bytes, service: str) -> str:
    """The end of an Authorization line, written apart from the simulator's own code; signs three headers."""
    stamp = headers["X-TC-Timestamp"]
    day = datetime.fromtimestamp(int(stamp), timezone.utc).strftime("%Y-%m-%d")
    signed = {"content-type": headers["Content-Type"], "host": headers["Host"], "x-tc-action": headers["X-TC-Action"]}
    block = "".join(f"{name}:{value.lower()}\n" for name, value in signed.items())
    names = ";".join(signed)
    digest = hashlib.sha256(f"POST\n/\n\n{block}\n{names}\n{hashlib.sha256(body).hexdigest()}".encode()).hexdigest()
    key = b"TC3" + secret_key.encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    scope = f"{day}/{service}/tc3_request"
    made = hmac.new(key, f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{digest}".encode(), "sha256").hexdigest()
    return f"{scope}, SignedHeaders={names}, Signature={made}"


class Caller:
    """Sends signed requests to one simulator."""

    def __init__(self, simulator: TencentSimulator, url: str) -> None:
        self.simulator = simulator
        self.http = httpx.Client(base_url=url, trust_env=False, timeout=5)
        self.secret_id, self.secret_key = simulator.secret_id, simulator.secret_key

    def send(self, action: str, body: Any = None, **headers: Any) -> httpx.Response:
        """One request; `headers` (with _ for -) replace or, if None, remove what is sent."""
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        sent = {
            "Content-Type": "application/json",
            "Host": self.http.base_url.netloc.decode(),
            "X-TC-Action": action,
            "X-TC-Version": VERSIONS.get(action, "2021-03-31"),
            "X-TC-Timestamp": str(int(time.time())),
        }
        changes = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.update({name: value for name, value in changes.items() if value is not None and name != "Authorization"})
        service = "sts" if action == "AssumeRole" else "organization"
        line = sign(self.secret_key, sent, content, service)
        sent["Authorization"] = f"TC3-HMAC-SHA256 Credential={self.secret_id}/{line}"
        sent.update({name: value for name, value in changes.items() if name == "Authorization"})
        for name in [name for name, value in changes.items() if value is None]:
            del sent[name]
        return self.http.post("/", content=content, headers=sent)

    def ask(self, action: str, **params: Any) -> dict[str, Any]:
        """The inner part of the answer."""
        answer: dict[str, Any] = self.send(action, params).json()["Response"]
        assert answer["RequestId"]
        return answer

    def code(self, action: str, **params: Any) -> str:
        """The error code of the answer, "" for success."""
        return str(self.ask(action, **params).get("Error", {}).get("Code", ""))

    def create(self, **params: Any) -> dict[str, Any]:
        """CreateOrganizationMember with usual arguments."""
        usual: dict[str, Any] = {"Name": "new", "AccountName": "new", "PermissionIds": [1, 2]}
        usual["PolicyType"] = "Financial"
        usual["NodeId"] = self.simulator.world.root_node_id
        return self.ask("CreateOrganizationMember", **{**usual, **params})


@pytest.fixture
def simulator() -> TencentSimulator:
    return TencentSimulator(World())


@pytest.fixture
def caller(simulator: TencentSimulator) -> Iterator[Caller]:
    with Server(simulator.app) as server:
        made = Caller(simulator, server.url)
        with made.http:
            yield made


def code_of(response: httpx.Response) -> str:
    return str(response.json()["Response"].get("Error", {}).get("Code", ""))


# The gateway


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


# Lists


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


# Faults that spoil the answer


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


def test_servers_start_and_stop_at_once(simulator: TencentSimulator) -> None:
    start = time.monotonic()
    for _index in range(5):
        with Server(simulator.app):
            pass
    assert time.monotonic() - start < 1.0
    assert not [thread for thread in threading.enumerate() if thread.name == "simulator"]

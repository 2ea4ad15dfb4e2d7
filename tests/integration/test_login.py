# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the keys come from, and what is said when they do not open the door."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from support.road import Road

ROLE = "qcs::cam::uin/200010000001:roleName/orgkit"
GROUP: dict[str, Any] = {"group": "viewers", "users": ["bob@example.com"]}
ADDITIONS: dict[str, Any] = {
    "group": "auditors",
    "users": [f"{name}@example.com" for name in ("alice", "bob", "carol")],
}
MEMBER: dict[str, Any] = {"name": "data-lake"}
MODULES: dict[str, dict[str, Any]] = {
    "cic_group_user": GROUP,
    "cic_group_user_info": {},
    "org_member": MEMBER,
    "org_member_info": {},
}


@pytest.fixture
def bare(server: Server, tmp_path: Path) -> dict[str, str]:
    """The endpoint, an empty home, and a metadata service that nobody answers for."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    return {
        "HOME": str(tmp_path),
        "TENCENTCLOUD_ENDPOINT": server.url,
        "ORGKIT_METADATA_URL": f"http://127.0.0.1:{port}/",
    }


@pytest.fixture
def metadata(simulator: TencentSimulator) -> Iterator[tuple[str, dict[str, str]]]:
    """A metadata service: its URL, and path -> answer."""
    answers = {
        "/keys/": "example-role",
        "/keys/example-role": json.dumps(
            {"TmpSecretId": simulator.secret_id, "TmpSecretKey": simulator.secret_key, "Token": "", "Code": "Success"}
        ),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    service = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{service.server_address[1]}/keys/", answers
    service.shutdown()
    service.server_close()
    thread.join(5)


def failure(road: Road, code: str, *words: str, **params: Any) -> dict[str, Any]:
    """The result of a task that must fail with this code and these words, the same in check mode."""
    checked, result = road(check_mode=True, **params), road(**params)
    assert (checked["failed"], checked["msg"]) == (True, result["msg"])
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, code), result["msg"]
    for word in words:
        assert word in result["msg"]
    return result


@pytest.mark.parametrize("module", MODULES)
def test_nothing_configured_says_what_can_be_set_and_where(
    simulator: TencentSimulator, bare: dict[str, str], module: str
) -> None:
    failure(
        Road("tencent_" + module, {**bare, "TENCENTCLOUD_SECRET_ID": "", "TENCENTCLOUD_SECRET_KEY": " "}),
        "credentials",
        "secret_id and secret_key",
        "profile",
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "~/.tccli/default.credential",
        "~/.tencentcloud/credentials",
        **MODULES[module],
    )
    assert simulator.log.entries == []


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize(
    ("params", "code", "words"),
    [
        ({"secret_id": "AKIDEXAMPLEWRONG", "secret_key": "EXAMPLEWRONG"}, "AuthFailure.SecretIdNotFound", "unknown, disabled or deleted"),
        ({"secret_id": TencentSimulator.secret_id, "secret_key": "EXAMPLEWRONG"}, "AuthFailure.SignatureFailure", "does not belong"),
        (
            {"secret_id": TencentSimulator.secret_id, "secret_key": TencentSimulator.secret_key, "token": "EXAMPLEWRONG"},
            "AuthFailure.TokenFailure",
            "wrong or has expired",
        ),
    ],
    ids=["id", "key", "token"],
)  # fmt: skip
def test_a_wrong_key_fails_at_the_first_request(
    simulator: TencentSimulator, bare: dict[str, str], module: str, params: dict[str, str], code: str, words: str
) -> None:
    result = failure(Road("tencent_" + module, bare), code, words, **MODULES[module], **params)
    assert result["auth"]["source"] == "options"
    assert sum(result["api"]["calls"].values()) == 1
    assert "WRONG" not in str(result)
    assert simulator.log.writes() == []


def test_profiles_of_both_kinds_are_read_and_two_of_them_go_in_one_play(
    simulator: TencentSimulator, bare: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / ".tccli"
    folder.mkdir()
    keys = {"secretId": simulator.secret_id, "secretKey": simulator.secret_key}
    (folder / "good.credential").write_text(json.dumps(keys), encoding="utf-8")
    (folder / "default.credential").write_text(json.dumps({**keys, "secretId": "AKIDEXAMPLEWRONG"}), encoding="utf-8")
    sdk = tmp_path / ".tencentcloud"
    sdk.mkdir()
    text = f"[other]\nsecret_id = {simulator.secret_id}\nsecret_key = '{simulator.secret_key}'\n"
    (sdk / "credentials").write_text(text, encoding="utf-8")
    road = Road("tencent_cic_group_user", bare)
    assert road(**GROUP)["error"]["code"] == "AuthFailure.SecretIdNotFound"
    for profile in ("good", "other"):
        result = road(**GROUP, profile=profile)
        assert (result["failed"], result["auth"]["source"]) == (False, f"profile {profile}")
    road.environment["TENCENTCLOUD_PROFILE"] = "good"
    assert road(**GROUP)["auth"]["source"] == "profile good"
    road.environment.update(TENCENTCLOUD_SECRET_ID=simulator.secret_id, TENCENTCLOUD_SECRET_KEY=simulator.secret_key)
    assert road(**GROUP)["auth"]["source"] == "environment"
    assert road(**GROUP, profile="other")["auth"]["source"] == "profile other"
    result = road(**GROUP, profile="other", secret_id=simulator.secret_id, secret_key=simulator.secret_key)
    assert result["auth"]["source"] == "options"


@pytest.mark.parametrize("module", MODULES)
def test_a_role_is_assumed_by_sts(simulator: TencentSimulator, environment: dict[str, str], module: str) -> None:
    result = Road("tencent_" + module, environment)(**MODULES[module], role_arn=ROLE, role_session_name="nightly")
    assert not result["failed"], result["msg"]
    assert result["auth"]["source"] == f"environment, role {ROLE}"
    assert result["api"]["calls"]["AssumeRole"] == simulator.log.calls()["AssumeRole"] == 1
    assert result["api"]["writes"] == 0
    (login,) = [entry for entry in simulator.log.entries if entry["action"] == "AssumeRole"]
    assert (login["body"]["RoleArn"], login["body"]["RoleSessionName"]) == (ROLE, "nightly")
    assert "simulated-session" not in str(result)


def test_a_role_works_in_check_mode_and_for_writes(world: World, environment: dict[str, str]) -> None:
    road = Road("tencent_cic_group_user", {**environment, "TENCENTCLOUD_ROLE_ARN": ROLE})
    assert road(check_mode=True, **ADDITIONS)["changed"]
    assert not road(**ADDITIONS)["failed"]
    assert len(world.members_of("auditors")) == 3


def test_a_role_that_cannot_be_assumed_is_told_with_the_full_result(
    world: World, simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    world.assumable_roles = set()
    result = failure(
        Road("tencent_cic_group_user", environment),
        "ResourceNotFound.RoleNotFound",
        "AssumeRole",
        **GROUP,
        role_arn=ROLE,
    )
    assert set(simulator.log.calls()) == {"AssumeRole"}
    assert result["error"]["request_id"]


def test_the_role_of_the_machine_is_used_when_nothing_else_is_configured(
    bare: dict[str, str], metadata: tuple[str, dict[str, str]]
) -> None:
    url, _answers = metadata
    environment = {
        **bare,
        "ORGKIT_METADATA_URL": url,
        "HTTP_PROXY": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
    }
    result = Road("tencent_cic_group_user", environment)(**GROUP)
    assert not result["failed"], result["msg"]
    assert result["auth"]["source"] == "machine role example-role"


def test_a_profile_may_mean_the_role_of_the_machine(
    bare: dict[str, str], metadata: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "profile.json"
    file.write_text(json.dumps({"type": "cvm-role"}), encoding="utf-8")
    environment = {**bare, "ORGKIT_METADATA_URL": metadata[0]}
    result = Road("tencent_org_member", environment)(**MEMBER, credentials_file=str(file))
    assert (result["failed"], result["auth"]["source"]) == (False, "machine role example-role")


@pytest.mark.parametrize("answer", ["no json", "{}", '{"Code": "Failed"}'])
def test_a_machine_role_without_keys_is_told(
    simulator: TencentSimulator, bare: dict[str, str], metadata: tuple[str, dict[str, str]], answer: str
) -> None:
    url, answers = metadata
    answers["/keys/example-role"] = answer
    road = Road("tencent_cic_group_user", {**bare, "ORGKIT_METADATA_URL": url})
    failure(road, "credentials", "example-role", "CAM role", **GROUP)
    assert simulator.log.entries == []


def test_a_metadata_address_that_already_contains_the_role_does_not_print_its_keys(
    simulator: TencentSimulator, bare: dict[str, str], metadata: tuple[str, dict[str, str]]
) -> None:
    road = Road("tencent_cic_group_user", {**bare, "ORGKIT_METADATA_URL": metadata[0] + "example-role"})
    result = failure(road, "credentials", "not the name of a role", "ORGKIT_METADATA_URL", **GROUP)
    for secret in (simulator.secret_id, simulator.secret_key, "TmpSecretKey"):
        assert secret not in str(result)
    assert simulator.log.entries == []


def test_a_blank_key_is_not_replaced_by_the_identity_of_the_environment(
    simulator: TencentSimulator, environment: dict[str, str]
) -> None:
    road = Road("tencent_org_member", environment)
    failure(road, "credentials", "secret_key is blank", **MEMBER, secret_id="AKIDEXAMPLE", secret_key="")
    failure(road, "invalid_input", "org_id is blank", **MEMBER, org_id=" ")
    assert simulator.log.entries == []


def test_a_role_of_the_environment_does_not_change_keys_of_options_or_of_a_profile(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    keys = {"secretId": simulator.secret_id, "secretKey": simulator.secret_key}
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(keys), encoding="utf-8")
    file.chmod(0o600)
    road = Road("tencent_org_member", {**environment, "TENCENTCLOUD_ROLE_ARN": ROLE})
    for params in (
        {"secret_id": simulator.secret_id, "secret_key": simulator.secret_key},
        {"credentials_file": str(file)},
    ):
        result = road(**MEMBER, **params)
        assert (result["failed"], result["warnings"]) == (False, [])
        assert "AssumeRole" not in result["api"]["calls"]
    assert road(**MEMBER)["api"]["calls"]["AssumeRole"] == 1


def test_what_its_user_should_know_about_keys_and_certificates_is_a_warning(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "keys.json"
    keys = {"secretId": simulator.secret_id, "secretKey": simulator.secret_key}
    file.write_text(json.dumps(keys), encoding="utf-8")
    file.chmod(0o644)
    road = Road("tencent_org_member", {**environment, "ORGKIT_VALIDATE_CERTS": "0"})
    for check_mode in (True, False):
        result = road(check_mode=check_mode, **MEMBER, credentials_file=str(file))
        certificate, readable = result["warnings"]
        assert "certificate of the server is not checked" in certificate
        assert "keys.json can be read by every user" in readable


@pytest.mark.parametrize("module", MODULES)
def test_keys_of_another_organization_write_nothing(
    simulator: TencentSimulator, environment: dict[str, str], module: str
) -> None:
    params = {"cic_group_user": ADDITIONS, "org_member": {**MEMBER, "remark": "x"}}.get(module, {})
    road = Road("tencent_" + module, environment)
    result = failure(road, "organization_mismatch", "10001", "20002", "environment", **params, org_id="20002")
    assert result["api"]["calls"] == {"DescribeOrganization": 1}
    assert simulator.log.writes() == []


def test_keys_without_an_organization_are_told(world: World, environment: dict[str, str]) -> None:
    world.has_organization = False
    failure(
        Road("tencent_org_member", environment),
        "ResourceNotFound.OrganizationNotExist",
        "keys of the management account",
        **MEMBER,
    )


def test_an_account_that_is_no_management_account_is_told(world: World, environment: dict[str, str]) -> None:
    world.is_manager = False
    result = Road("tencent_org_member", environment)(**MEMBER, remark="x", node="Finance")
    assert result["error"]["code"] == "UnauthorizedOperation"
    assert [row["status"] for row in result["changes"]] == ["failed", "not_tried"]


@pytest.mark.parametrize("action", ["AddUserToGroup", "RemoveUserFromGroup"])
def test_a_denied_write_stops_all_further_writes_and_says_what_to_grant(
    world: World, simulator: TencentSimulator, environment: dict[str, str], action: str
) -> None:
    world.denied_actions = {action}
    memberships = [
        {"group": "auditors", "users": ADDITIONS["users"]},
        {"group": "viewers", "users": ["bob@example.com", "carol@example.com", "dave@example.com"], "state": "absent"},
    ]
    result = Road("tencent_cic_group_user", environment)(memberships=memberships, max_connections=1)
    assert result["failed"]
    assert f"organization:{action}" in result["msg"]
    assert "Grant the CAM action" in result["msg"]
    status = [row["status"] for row in result["changes"]]
    assert simulator.log.calls()[action] == 1
    if action == "AddUserToGroup":
        assert status == ["failed", *["not_tried"] * 5]
        assert (result["error"]["code"], result["changed"]) == ("AuthFailure.UnauthorizedOperation", False)
        assert len(simulator.log.writes()) == 1
    else:
        assert status == ["done"] * 3 + ["failed", "not_tried", "not_tried"]
        assert result["error"]["code"] == "partial_failure"
        assert len(world.members_of("viewers")) == 4


@pytest.mark.parametrize(
    ("action", "module"),
    [
        ("ListGroups", "cic_group_user"),
        ("ListGroupMembers", "cic_group_user_info"),
        ("DescribeOrganizationMembers", "org_member"),
    ],
)
def test_a_denied_read_says_what_to_grant(world: World, environment: dict[str, str], action: str, module: str) -> None:
    world.denied_actions = {action}
    road = Road("tencent_" + module, environment)
    failure(
        road, "AuthFailure.UnauthorizedOperation", f"organization:{action}", "Grant the CAM action", **MODULES[module]
    )


@pytest.mark.parametrize(("offset", "direction"), [(4000.0, "behind"), (-4000.0, "ahead of")])
def test_a_wrong_clock_is_explained_and_not_looped_on(
    simulator: TencentSimulator, environment: dict[str, str], offset: float, direction: str
) -> None:
    simulator.clock_offset = offset
    road = Road("tencent_cic_group_user", environment)
    for check_mode in (True, False):
        result = road(check_mode=check_mode, **ADDITIONS)
        assert result["error"]["code"] == "AuthFailure.SignatureExpire"
        assert f"seconds {direction} the server's" in result["msg"]
        assert any(str(seconds) in result["msg"] for seconds in range(3998, 4003))
        assert "NTP" in result["msg"]
        assert result["api"]["calls"] == {"DescribeIdentityCenter": 1}


@pytest.mark.parametrize("module", ["cic_group_user", "cic_group_user_info"])
@pytest.mark.parametrize("way", ["closed", "no zone", "zone given"])
def test_a_switched_off_identity_center_is_told(
    world: World, environment: dict[str, str], module: str, way: str
) -> None:
    zone = {"zone_id": world.zone_id} if way == "zone given" else {}
    world.service_open = False
    if way == "no zone":
        world.zone_id = ""
    code = "not_editable" if way == "closed" else "FailedOperation.IdentityCenterNotOpen"
    failure(Road("tencent_" + module, environment), code, "Switch", "Identity Center", **MODULES[module], **zone)

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the keys come from, and what is said when they do not open the door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulators.tencent import TencentSimulator, World
from support.road import Road
from support.tencent_logins import ADDITIONS, GROUP, MEMBER, MODULES, failure

ROLE = "qcs::cam::uin/200010000001:roleName/orgkit"


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

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys in files: profiles of both kinds, files that are named, missing or broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import Credentials
from support.machine import FROM_ENVIRONMENT, ROLE, SECRET, Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(
    "values",
    [{"secretKey": None}, {"secretId": ""}, {"secretKey": " "}, {"secretId": None, "secretKey": None, "token": SECRET}],
)
def test_half_a_pair_in_a_profile_is_an_error(machine: Machine, values: dict[str, Any]) -> None:
    machine.tccli("half", **values)
    assert "profile half are incomplete" in machine.failure(FROM_ENVIRONMENT, profile="half").message


def test_two_profiles_in_one_play_do_not_mix(machine: Machine) -> None:
    machine.tccli("one", token="EXAMPLETOKEN", **{"role-arn": ROLE})
    machine.tccli("two")
    first, second = machine.find(FROM_ENVIRONMENT, profile="one"), machine.find(FROM_ENVIRONMENT, profile="two")
    assert (first.secret_id, first.token, first.role_arn, first.source) == (
        "ID-one",
        "EXAMPLETOKEN",
        ROLE,
        "profile one",
    )
    assert (second.secret_id, second.token, second.role_arn, second.source) == ("ID-two", None, None, "profile two")


@pytest.mark.parametrize("variable", ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"])
def test_the_environment_can_choose_the_profile_but_its_keys_come_first(machine: Machine, variable: str) -> None:
    machine.tccli("chosen")
    assert machine.find({variable: "chosen"}).source == "profile chosen"
    assert machine.find({variable: "chosen", **FROM_ENVIRONMENT}).source == "environment"


INI = f"""
[default]
secret_id = ID-default
secret_key = {SECRET}-default

[partner]
secret_id = "ID-partner"
secret_key = '{SECRET}%partner'
token = EXAMPLETOKEN
role_arn = {ROLE}
role_session_name = nightly
"""


def test_sections_of_the_sdk_file_are_profiles(machine: Machine) -> None:
    machine.ini(INI)
    assert machine.find().secret_id == "ID-default"
    assert machine.find(profile="partner") == Credentials(
        "ID-partner", f"{SECRET}%partner", "EXAMPLETOKEN", "profile partner", ROLE, "nightly"
    )


def test_the_file_of_tccli_comes_before_the_sdk_file(machine: Machine) -> None:
    machine.ini(INI.replace("ID-default", "ID-ini"))
    machine.tccli()
    assert machine.find().secret_id == "ID-default"


@pytest.mark.parametrize("content", [INI, json.dumps({"secretId": "ID-partner", "secretKey": SECRET})])
@pytest.mark.parametrize("by", ["option", "environment", "both"])
def test_a_credentials_file_may_be_anywhere_and_of_either_form(machine: Machine, content: str, by: str) -> None:
    path = str(machine.write("elsewhere/keys", content))
    machine.tccli("partner", secretId="ID-wrong")
    variables = {"TENCENTCLOUD_CREDENTIALS_FILE": path, "TENCENTCLOUD_PROFILE": "partner"}
    if by == "environment":
        found = machine.find(variables)
    elif by == "option":
        found = machine.find(FROM_ENVIRONMENT, profile="partner", credentials_file=path)
    else:
        found = machine.find({**FROM_ENVIRONMENT, "TENCENTCLOUD_CREDENTIALS_FILE": path}, profile="partner")
    assert (found.secret_id, found.source) == ("ID-partner", "profile partner")


def test_a_file_that_the_task_names_is_read_for_the_profile_that_the_environment_names(machine: Machine) -> None:
    path = str(machine.write("keys", INI))
    assert machine.find({"TENCENTCLOUD_PROFILE": "partner"}, credentials_file=path).secret_id == "ID-partner"


def test_a_tilde_in_a_variable_means_the_home_folder(machine: Machine) -> None:
    machine.write("keys", INI)
    assert machine.find({"TENCENTCLOUD_CREDENTIALS_FILE": "~/keys"}).secret_id == "ID-default"


@pytest.mark.parametrize(
    ("params", "environment"),
    [
        ({"profile": "lost"}, {}),
        ({"profile": "lost"}, FROM_ENVIRONMENT),
        ({}, {"TENCENTCLOUD_PROFILE": "lost"}),
        ({"credentials_file": "/nowhere/keys"}, FROM_ENVIRONMENT),
        ({}, {"TENCENTCLOUD_CREDENTIALS_FILE": "/nowhere/keys"}),
    ],
)
def test_a_profile_or_file_that_is_named_but_missing_is_an_error(
    machine: Machine, params: dict[str, Any], environment: dict[str, str]
) -> None:
    machine.tccli()
    machine.role()
    error = machine.failure(environment, **params)
    assert "was not found in" in error.message
    assert "no other source is tried" in error.hint


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f'{{"secretId": "{SECRET}"', "is not valid JSON"),
        (f"secret_id = {SECRET}", "is neither JSON nor INI"),
        (f"[default]\n{SECRET}\n", "is neither JSON nor INI"),
        (f"[default]\nsecret_id = a\nsecret_id = {SECRET}\n", "is neither JSON nor INI"),
        ("[default]\nregion = ap-guangzhou\n", "has neither secret_id nor secret_key"),
    ],
)
def test_a_broken_file_is_named_without_its_content(machine: Machine, content: str, told: str) -> None:
    machine.ini(content)
    assert told in machine.failure().message


def test_a_file_that_cannot_be_read_is_named(machine: Machine) -> None:
    (machine.home / ".tccli" / "default.credential").mkdir(parents=True)
    assert "default.credential cannot be read: IsADirectoryError" in machine.failure().message
    (machine.home / "binary").write_bytes(b"\xff\xfe\x00")
    path = str(machine.home / "binary")
    assert "cannot be read: UnicodeDecodeError" in machine.failure(credentials_file=path).message

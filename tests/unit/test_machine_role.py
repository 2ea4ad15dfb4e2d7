# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role of the virtual machine: its keys are used when they can be, and its answer is never quoted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import METADATA_URL
from support.machine import FROM_ENVIRONMENT, ROLE, SECRET, Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_role_of_the_machine_gives_temporary_keys(machine: Machine) -> None:
    machine.role("vm-role")
    found = machine.find()
    assert (found.secret_id, found.token, found.source) == ("ID-machine", "EXAMPLETOKEN", "machine role vm-role")
    assert machine.fetched == [METADATA_URL, METADATA_URL + "vm-role"]


def test_a_profile_can_mean_the_role_of_the_machine(machine: Machine) -> None:
    machine.write(".tccli/vm.credential", json.dumps({"type": "cvm-role"}))
    machine.role()
    assert machine.find(FROM_ENVIRONMENT, profile="vm").source == "machine role vm-role"


def test_a_profile_that_means_the_role_of_the_machine_never_falls_back_to_other_keys(machine: Machine) -> None:
    machine.write(".tccli/vm.credential", json.dumps({"type": "cvm-role"}))
    assert "vm" in machine.failure(FROM_ENVIRONMENT, profile="vm").message


@pytest.mark.parametrize(
    "answer", [None, b"", b"<html>", b"[]", b'{"Code": "Failed"}', b'{"TmpSecretId": "EXAMPLEKEY"}']
)
def test_a_role_without_usable_keys_is_an_error(machine: Machine, answer: bytes | None) -> None:
    machine.role()
    if answer is None:
        del machine.metadata[METADATA_URL + "vm-role"]
    else:
        machine.metadata[METADATA_URL + "vm-role"] = answer
    assert "gives no temporary keys for the role vm-role" in machine.failure().message


@pytest.mark.parametrize(
    "keys",
    [
        {"TmpSecretId": 1, "TmpSecretKey": SECRET, "Token": "x"},
        {"TmpSecretId": "ID", "TmpSecretKey": [SECRET], "Token": "x"},
        {"TmpSecretId": "ID", "TmpSecretKey": SECRET, "Token": None},
        {"TmpSecretId": "ID", "TmpSecretKey": SECRET, "Token": "t\u00f6ken"},
        {"TmpSecretId": "ID", "TmpSecretKey": SECRET + "\nX-Header: x", "Token": ""},
    ],
)
def test_keys_of_the_machine_that_are_no_text_or_cannot_be_sent_are_an_error(
    machine: Machine, keys: dict[str, Any]
) -> None:
    machine.role()
    machine.metadata[METADATA_URL + "vm-role"] = json.dumps(keys).encode()
    assert "gives no temporary keys for the role vm-role" in machine.failure().message


def test_an_endless_nesting_instead_of_keys_is_an_error(machine: Machine) -> None:
    machine.role()
    machine.metadata[METADATA_URL + "vm-role"] = b"[" * 200_000
    assert "gives no temporary keys" in machine.failure().message


@pytest.mark.parametrize(
    "body", [json.dumps({"TmpSecretKey": SECRET}), SECRET + "\n" + SECRET, "../" + SECRET, "..", SECRET * 100, "\u00f6"]
)
def test_what_is_no_name_of_a_role_is_neither_quoted_nor_asked_for(machine: Machine, body: str) -> None:
    machine.metadata = {METADATA_URL: body.encode()}
    error = machine.failure()
    assert "not the name of a role" in error.message
    assert "ORGKIT_METADATA_URL" in error.hint
    assert machine.fetched == [METADATA_URL]


def test_a_role_of_the_environment_does_not_count_for_a_profile_that_means_the_machine(machine: Machine) -> None:
    machine.write(".tccli/vm.credential", json.dumps({"type": "cvm-role"}))
    machine.role()
    assert machine.find({"TENCENTCLOUD_ROLE_ARN": ROLE}, profile="vm").role_arn is None

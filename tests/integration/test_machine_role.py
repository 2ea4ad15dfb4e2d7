# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role of the machine, from a metadata service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators.tencent import TencentSimulator
from support.plain_service import Quiet, serving
from support.road import Road
from support.tencent_logins import GROUP, MEMBER, failure


@pytest.fixture
def metadata(simulator: TencentSimulator) -> Iterator[tuple[str, dict[str, str]]]:
    """A metadata service: its URL, and path -> answer."""
    answers = {
        "/keys/": "example-role",
        "/keys/example-role": json.dumps(
            {"TmpSecretId": simulator.secret_id, "TmpSecretKey": simulator.secret_key, "Token": "", "Code": "Success"}
        ),
    }

    class Handler(Quiet):
        def do_GET(self) -> None:
            body = answers.get(self.path, "").encode()
            self.answer(200 if body else 404, body)

    with serving(Handler) as url:
        yield f"{url}/keys/", answers


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

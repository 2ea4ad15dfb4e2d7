# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The credential types: what AWX accepts, and what the modules understand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulators.csp import CspSimulator
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.awx import Asked
from support.awx_rules import blank, faults_of_type, injected, rendered
from support.road import Road
from support.small_worlds import csp_organization, tencent_organization

PLUGINS = Path(__file__).parents[2] / "plugins" / "module_utils"
TENCENT, CSP, NETWORK = NAMES = ("Orgkit Tencent Cloud", "Orgkit Cloud Services", "Orgkit network")
# The fields of a type in use cannot be changed, so all of them are there from the start.
FIELDS = {
    TENCENT: {"secret_id", "secret_key", "token", "role_arn", "role_session_name", "org_id", "site", "endpoint"},
    CSP: {"api_token", "client_id", "client_secret", "access_token", "base_url", "org_id"},
    NETWORK: {"proxy", "ca_bundle", "skip_certificate_check"},
}
SECRETS = {"secret_id", "secret_key", "token", "api_token", "client_secret", "access_token", "proxy"}


@pytest.mark.parametrize("name", NAMES)
def test_awx_accepts_the_type(asked: Asked, name: str) -> None:
    kind = asked.one("credential_type", name)
    assert kind["kind"] == "cloud"
    assert faults_of_type(kind) == []
    # What stands in the file as a template arrives as one.
    assert all("{{" in template for template in kind["injectors"]["env"].values())


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_there_from_the_start(asked: Asked, name: str) -> None:
    fields = asked.one("credential_type", name)["inputs"]["fields"]
    assert {row["id"] for row in fields} == FIELDS[name]


def test_what_is_secret_is_hidden_and_nothing_else(asked: Asked) -> None:
    rows = [row for kind in asked.every("credential_type") for row in kind["inputs"]["fields"]]
    assert {row["id"] for row in rows if row.get("secret")} == SECRETS


def test_every_field_is_used_and_every_variable_is_read_by_the_modules(asked: Asked) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in PLUGINS.rglob("*.py"))
    for kind in asked.every("credential_type"):
        templates = " ".join([*kind["injectors"]["env"].values(), *kind["injectors"].get("file", {}).values()])
        assert all(re.search(rf"\b{row['id']}\b", templates) for row in kind["inputs"]["fields"])
        assert all(f'"{name}"' in sources for name in kind["injectors"]["env"])


def test_no_two_types_set_the_same_variable(asked: Asked) -> None:
    # A job may have all of them, and the last one would win, also with a blank.
    names = [name for kind in asked.every("credential_type") for name in kind["injectors"]["env"]]
    assert len(names) == len(set(names))


def test_a_blank_network_changes_nothing(asked: Asked) -> None:
    kind = asked.one("credential_type", NETWORK)
    assert injected(kind, {}) == {"ORGKIT_PROXY": "", "ORGKIT_CA_PATH": "", "ORGKIT_VALIDATE_CERTS": "true"}
    full = injected(kind, {"ca_bundle": "-----BEGIN CERTIFICATE-----\n", "skip_certificate_check": True})
    assert full == {"ORGKIT_PROXY": "", "ORGKIT_CA_PATH": "/runner/env/template.ca", "ORGKIT_VALIDATE_CERTS": "false"}
    given = blank(kind["inputs"], {"ca_bundle": "-----BEGIN"})
    assert rendered(kind["injectors"]["file"]["template.ca"], given) == "-----BEGIN"


def test_the_sandbox_refuses_what_is_no_field(asked: Asked) -> None:
    kind = asked.one("credential_type", TENCENT)
    broken = {**kind, "injectors": {"env": {"TENCENTCLOUD_SITE": "{{ sight }}"}}}
    with pytest.raises(Exception, match="'sight' is undefined"):
        injected(broken, {})


def test_keys_of_tencent_cloud_arrive_and_blanks_are_not_given(asked: Asked) -> None:
    simulator = TencentSimulator(tencent_organization())
    with Server(simulator.app) as server:
        given = {"secret_id": simulator.secret_id, "secret_key": simulator.secret_key, "endpoint": server.url}
        environment = injected(asked.one("credential_type", TENCENT), given)
        environment |= injected(asked.one("credential_type", NETWORK), {})
        result = Road("tencent_org_member_info", {**environment, "HOME": "/nonexistent"})()
    assert result["failed"] is False, result["msg"]
    assert result["auth"] == {"source": "environment", "endpoint": server.url}


def test_a_token_of_cloud_services_arrives_and_blanks_are_not_given(asked: Asked) -> None:
    simulator = CspSimulator(csp_organization())
    with Server(simulator.app) as server:
        own = simulator.environment(server.url)
        given = {"api_token": own["CSP_API_TOKEN"], "base_url": own["CSP_BASE_URL"]}
        environment = injected(asked.one("credential_type", CSP), given)
        environment |= injected(asked.one("credential_type", NETWORK), {})
        result = Road("csp_group_users_info", {**environment, "HOME": "/nonexistent"})()
    assert result["failed"] is False, result["msg"]


@pytest.mark.parametrize(("name", "module"), [(TENCENT, "tencent_org_member_info"), (CSP, "csp_group_users_info")])
def test_a_credential_that_was_left_empty_fails_the_job(asked: Asked, name: str, module: str) -> None:
    # AWX saves it, also without the fields that are required.
    nowhere = {"HOME": "/nonexistent", "ORGKIT_METADATA_URL": "http://127.0.0.1:9/"}
    result = Road(module, {**injected(asked.one("credential_type", name), {}), **nowhere})()
    assert result["failed"] is True
    assert result["error"]["code"] == "credentials"

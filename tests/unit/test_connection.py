# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A connection is read once, for both clouds: what it refuses, what it warns of and what it keeps secret."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._csp import login as csp
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent import login as tencent
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import (
    TransportSettings,
    transport_settings,
    url_secrets,
)
from support.road import validated

USER, PASSWORD = "example-user", "EXAMPLE/pass word"
SENT = "EXAMPLE%2Fpass%20word"
PROXY = f"http://{USER}:{SENT}@proxy.example.com:3128"
Params = dict[str, Any]
# Module of the cloud, keys, name of the option with the address, its variable, and the variable of the organization.
Cloud = tuple[Any, Params, str, str, str]
TENCENT: Cloud = (
    tencent,
    {"secret_id": "AKIDEXAMPLE", "secret_key": "EXAMPLEKEY"},
    "endpoint",
    "TENCENTCLOUD_ENDPOINT",
    "TENCENTCLOUD_ORG_ID",
)
CSP: Cloud = (csp, {"api_token": "EXAMPLETOKEN"}, "base_url", "CSP_BASE_URL", "CSP_ORG_ID")
CLOUDS = pytest.mark.parametrize("cloud", [TENCENT, CSP], ids=["tencent", "csp"])


def task_of(cloud: Cloud, environment: dict[str, str] | None = None, **params: Any) -> Task:
    options = validated({"argument_spec": cloud[0].CONNECTION_SPEC}, {**cloud[1], **params})
    return Task(options, {"HOME": "/nowhere", **(environment or {})})


def refused(read: Callable[[Task], object], task: Task) -> OrgkitError:
    with pytest.raises(OrgkitError) as caught:
        read(task)
    return caught.value


@CLOUDS
@pytest.mark.parametrize("by", ["option", "variable"])
@pytest.mark.parametrize(
    "address",
    [
        f"https://{USER}:{SENT}@api.example.com",
        f"{USER}:{SENT}@api.example.com",
        f"https://{USER}:{SENT}@api.example.com:port/x?y#z",
        f"https://{USER}:{PASSWORD}@[::1",
    ],
)
def test_a_password_in_an_address_is_a_secret_before_the_address_is_refused(
    cloud: Cloud, by: str, address: str
) -> None:
    login, _keys, option, variable, _org = cloud
    task = task_of(cloud, **{option: address}) if by == "option" else task_of(cloud, {variable: address})
    error = refused(login.connect, task)
    assert error.code == "invalid_input"
    assert {address, USER} <= task.secrets
    assert {SENT, PASSWORD} & task.secrets
    for secret in (USER, SENT, PASSWORD, "EXAMPLE"):
        assert secret not in str(error.report())


@CLOUDS
@pytest.mark.parametrize("variable", ["option", "ORGKIT_PROXY", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_user_and_password_of_the_proxy_are_secrets_in_every_form(cloud: Cloud, variable: str) -> None:
    task = task_of(cloud, proxy=PROXY) if variable == "option" else task_of(cloud, {variable: PROXY})
    cloud[0].connect(task)
    basic = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    assert {USER, PASSWORD, SENT, f"{USER}:{SENT}", basic, PROXY} <= task.secrets


@pytest.mark.parametrize("url", ["", "https://api.example.com", "proxy.example.com:3128", "http://127.0.0.1:80/a?b#c"])
def test_a_url_without_a_user_holds_no_secret(url: str) -> None:
    assert url_secrets(url) == set()


@pytest.mark.parametrize("name", ["ORGKIT_PROXY", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_the_settings_tell_where_the_proxy_comes_from(name: str) -> None:
    settings = settings_of({name: PROXY, "NO_PROXY": "other.example.com"})
    assert (settings.proxy, settings.proxy_source) == (PROXY, name)
    assert settings.no_proxy == (None if name == "ORGKIT_PROXY" else "other.example.com")
    assert settings_of({name: PROXY}, proxy="http://mine:1").proxy_source == "proxy"
    assert SENT not in repr(settings)


def test_the_settings_hold_the_authorities_that_the_environment_names() -> None:
    settings = settings_of({"SSL_CERT_FILE": "/etc/a.pem", "SSL_CERT_DIR": " /etc/certs "})
    assert (settings.cert_file, settings.cert_dir) == ("/etc/a.pem", "/etc/certs")


def settings_of(environment: dict[str, str], **params: Any) -> TransportSettings:
    options = {"retry_timeout": 60.0, "max_connections": 8, **params}
    return transport_settings(options, environment, requests_per_second=20.0)


@CLOUDS
@pytest.mark.parametrize(
    ("params", "environment", "warned"),
    [
        ({}, {}, False),
        ({"validate_certs": True}, {"ORGKIT_VALIDATE_CERTS": "0"}, False),
        ({"validate_certs": False}, {}, True),
        ({}, {"ORGKIT_VALIDATE_CERTS": "0"}, True),
    ],
)
def test_a_certificate_that_is_not_checked_gives_a_warning(
    cloud: Cloud, params: Params, environment: dict[str, str], warned: bool
) -> None:
    task = task_of(cloud, environment, **params)
    cloud[0].connect(task)
    assert [("not checked" in warning, "ORGKIT_VALIDATE_CERTS" in warning) for warning in task.warnings] == (
        [(True, True)] if warned else []
    )


@CLOUDS
@pytest.mark.parametrize("org_id", ["", "  ", "..", "a/b", "../x"])
def test_an_organization_that_is_blank_or_no_id_is_refused(cloud: Cloud, org_id: str) -> None:
    login, _keys, _option, _variable, org_variable = cloud
    error = refused(login.connect, task_of(cloud, {org_variable: "10001"}, org_id=org_id))
    assert (error.code, error.message.split()[0]) == ("invalid_input", "org_id")
    if org_id.strip():
        error = refused(login.connect, task_of(cloud, {org_variable: org_id}))
        assert error.message.startswith(org_variable)
    else:
        assert login.read_connection(task_of(cloud, {org_variable: org_id})).org_id is None


@CLOUDS
def test_options_and_environment_may_change_once_the_connection_is_read(cloud: Cloud) -> None:
    login, _keys, _option, _variable, org_variable = cloud
    task = task_of(cloud, {org_variable: "10001", "HTTPS_PROXY": PROXY})
    first = login.read_connection(task)
    second = login.read_connection(task_of(cloud, {org_variable: "20002"}))
    assert (first.org_id, second.org_id) == ("10001", "20002")
    assert (first.transport.proxy, second.transport.proxy) == (PROXY, None)
    with pytest.raises(AttributeError):
        first.org_id = "20002"
    for secret in ("AKIDEXAMPLE", "EXAMPLEKEY", "EXAMPLETOKEN", SENT):
        assert secret not in repr(first)


@pytest.mark.parametrize("region", ["g\u00fcangzhou", "ap guangzhou", "ap\r\nX-Header: x"])
def test_a_region_that_cannot_be_a_header_is_refused(region: str) -> None:
    assert "region" in refused(tencent.connect, task_of(TENCENT, region=region)).message


@CLOUDS
@pytest.mark.parametrize(
    "address", ["https://\u00e4pi.example.com", "https://api.example.com\x00", "api\x1b.example.com"]
)
def test_an_address_that_cannot_be_a_header_is_refused(cloud: Cloud, address: str) -> None:
    login, _keys, option, _variable, _org = cloud
    assert refused(login.connect, task_of(cloud, **{option: address})).message.startswith(option)


KEYS = {"TmpSecretId": "AKIDTEMPORARY", "TmpSecretKey": "EXAMPLETEMPORARY", "Token": "EXAMPLESESSION"}
ODD: list[Any] = [
    None, "keys", [KEYS], {}, {**KEYS, "Token": "t\u00f6ken"}, {**KEYS, "Token": None}, {**KEYS, "Token": 7},
    {**KEYS, "TmpSecretId": ["x"]}, {**KEYS, "TmpSecretKey": ""}, {**KEYS, "TmpSecretKey": {"a": 1}},
    {**KEYS, "TmpSecretId": "AKID\r\nX-Header: x"},
]  # fmt: skip


@pytest.mark.parametrize("keys", ODD)
def test_temporary_keys_that_cannot_be_used_are_an_error_that_does_not_show_them(keys: Any) -> None:
    task = task_of(TENCENT, role_arn="qcs::cam::uin/100000000001:roleName/example", retry_timeout=0)
    answer = {"Response": {"Credentials": keys, "RequestId": "1"}}
    task.transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answer))
    error = refused(tencent.connect, task)
    assert error.code == "credentials"
    assert "STS gave no temporary keys" in error.message
    assert not any(secret in str(error.report()) for secret in ("EXAMPLETEMPORARY", "AKIDTEMPORARY", "X-Header"))


def test_temporary_keys_are_secrets() -> None:
    task = task_of(TENCENT, role_arn="qcs::cam::uin/100000000001:roleName/example")
    answer = {"Response": {"Credentials": {**KEYS, "Token": "EXAMPLE+SESSION/="}, "RequestId": "1"}}
    task.transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answer))
    tencent.connect(task)
    assert {"AKIDTEMPORARY", "EXAMPLETEMPORARY", "EXAMPLE+SESSION/=", "EXAMPLE%2BSESSION%2F%3D"} <= task.secrets

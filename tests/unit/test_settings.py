# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options and environment variables of a connection."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import TencentClient
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect, site_of
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import (
    TRANSPORT_SPEC,
    TransportSettings,
    base_url,
    from_environment,
    is_loopback,
    setting,
    transport_settings,
)
from support.road import validated

KEYS = {"secret_id": "AKIDEXAMPLE", "secret_key": "EXAMPLEKEY"}


def transport(environment: dict[str, str] | None = None, **params: Any) -> TransportSettings:
    options = validated({"argument_spec": TRANSPORT_SPEC}, params)
    return transport_settings(options, environment or {}, requests_per_second=20.0)


def connected(environment: dict[str, str] | None = None, **params: Any) -> TencentClient:
    options = validated({"argument_spec": CONNECTION_SPEC}, {**KEYS, **params})
    return connect(Task(options, {"HOME": "/nowhere", **(environment or {})}))


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("organization.example.com", "https://organization.example.com"),
        ("organization.example.com:8443", "https://organization.example.com:8443"),
        ("https://organization.example.com", "https://organization.example.com"),
        ("https://organization.example.com/", "https://organization.example.com"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.2", "http://127.0.0.2"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://LOCALHOST:8080", "http://LOCALHOST:8080"),
    ],
)
def test_a_host_or_url_becomes_scheme_and_host(value: str, url: str) -> None:
    assert base_url(value, "endpoint") == url


@pytest.mark.parametrize(
    ("value", "fragment"),
    [
        ("http://organization.example.com", "must use https"),
        ("http://localhost.example.com", "must use https"),
        ("http://127.0.0.1.example.com", "must use https"),
        ("http://128.0.0.1", "must use https"),
        ("http://0.0.0.0:8080", "must use https"),
        ("http://10.0.0.1", "must use https"),
        ("http://[2001:db8::1]", "must use https"),
        ("https://me:EXAMPLEKEY@organization.example.com", "no user"),
        ("https://me@organization.example.com", "no user"),
        ("https://@organization.example.com", "no user"),
        ("http://127.0.0.1@organization.example.com", ""),
        ("https://organization.example.com/v1", "no user, path"),
        ("organization.example.com/v1", "no user, path"),
        ("https://organization.example.com?a=b", "query"),
        ("https://organization.example.com#top", "fragment"),
        ("ftp://organization.example.com", "host name or an https URL"),
        ("https://", "host name or an https URL"),
        ("https://organization.example.com:port", "host name or an https URL"),
        ("https://organization.example.com:0", "host name or an https URL"),
        ("https://organization.example.com:99999", "host name or an https URL"),
        ("https://[::1", "host name or an https URL"),
        ("organization example.com", "host name or an https URL"),
    ],
)
def test_other_addresses_are_refused_and_the_option_is_named(value: str, fragment: str) -> None:
    with pytest.raises(OrgkitError) as caught:
        base_url(value, "endpoint")
    assert caught.value.code == "invalid_input"
    assert caught.value.message.startswith("endpoint must")
    assert fragment in caught.value.message
    assert "EXAMPLEKEY" not in str(caught.value.report())


@pytest.mark.parametrize(
    ("url", "loopback"), [("https://127.0.0.1", True), ("https://[::1]", True), ("https://a", False)]
)
def test_loopback_is_told_from_the_host(url: str, loopback: bool) -> None:
    assert is_loopback(url) is loopback


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_blank_option_counts_as_not_given(value: str | None) -> None:
    assert text_option({"proxy": value}, "proxy") is None
    assert setting({"proxy": value}, "proxy", {"ORGKIT_PROXY": " http://p "}, "ORGKIT_PROXY") == "http://p"


def test_blank_variables_walk_on_to_the_next_one() -> None:
    environment = {"FIRST": "", "SECOND": "  ", "THIRD": " value "}
    assert from_environment(environment, "MISSING", "FIRST", "SECOND", "THIRD") == "value"
    assert from_environment(environment, "FIRST", "SECOND") is None


def test_an_option_wins_over_its_variable() -> None:
    environment = {
        "ORGKIT_TIMEOUT": "5",
        "ORGKIT_VALIDATE_CERTS": "true",
        "ORGKIT_CA_PATH": "/etc/a",
        "ORGKIT_PROXY": "http://a",
    }
    settings = transport(environment, timeout=7, validate_certs=False, ca_path="/etc/b", proxy="http://b")
    assert settings == TransportSettings(7.0, 60.0, 20.0, 8, False, "/etc/b", "http://b")


def test_the_variables_count_when_the_options_are_not_given() -> None:
    environment = {
        "ORGKIT_TIMEOUT": " 2.5 ",
        "ORGKIT_VALIDATE_CERTS": "no",
        "ORGKIT_CA_PATH": "/etc/a",
        "ORGKIT_PROXY": "http://a",
    }
    assert transport(environment) == TransportSettings(2.5, 60.0, 20.0, 8, False, "/etc/a", "http://a")


@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_variables_leave_the_defaults(blank: str) -> None:
    names = ("ORGKIT_TIMEOUT", "ORGKIT_VALIDATE_CERTS", "ORGKIT_CA_PATH", "ORGKIT_PROXY")
    expected = TransportSettings(30.0, 60.0, 20.0, 8, True, None, None)
    assert transport(dict.fromkeys(names, blank)) == transport() == expected


@pytest.mark.parametrize(("text", "value"), [(text, True) for text in ("1", "true", "True", "YES", "on", "y", "t")])
def test_true_in_the_environment(text: str, value: bool) -> None:
    assert transport({"ORGKIT_VALIDATE_CERTS": text}).validate_certs is value


@pytest.mark.parametrize("text", ["0", "false", "False", "NO", "off", "n", "f"])
def test_false_in_the_environment(text: str) -> None:
    assert transport({"ORGKIT_VALIDATE_CERTS": text}).validate_certs is False


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ORGKIT_VALIDATE_CERTS", "maybe"),
        ("ORGKIT_VALIDATE_CERTS", "2"),
        ("ORGKIT_TIMEOUT", "soon"),
        ("ORGKIT_TIMEOUT", "5s"),
    ],
)
def test_a_variable_that_cannot_be_understood_is_named(name: str, text: str) -> None:
    with pytest.raises(OrgkitError, match=f"The environment variable {name} must be") as caught:
        transport({name: text})
    assert caught.value.code == "invalid_input"


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"timeout": 0}, "timeout must be greater than 0"),
        ({"timeout": -1}, "timeout must be greater than 0"),
        ({"requests_per_second": 0}, "requests_per_second must be greater than 0"),
        ({"max_connections": 0}, "max_connections must be greater than 0"),
        ({"retry_timeout": -1}, "retry_timeout must not be negative"),
        ({"timeout": "nan"}, "timeout must be greater than 0"),
        ({"timeout": "inf"}, "timeout must be at most 3600"),
        ({"timeout": 1e9}, "timeout must be at most 3600"),
        ({"retry_timeout": "nan"}, "retry_timeout must not be negative"),
        ({"retry_timeout": "inf"}, "retry_timeout must be at most 86400"),
        ({"requests_per_second": "inf"}, "requests_per_second must be at most 1000"),
        ({"requests_per_second": "nan"}, "requests_per_second must be greater than 0"),
        ({"requests_per_second": "-inf"}, "requests_per_second must be greater than 0"),
        ({"requests_per_second": 1e12}, "requests_per_second must be at most 1000"),
        ({"requests_per_second": 1e-300}, "requests_per_second must be at least 0.01"),
        ({"max_connections": 10**12}, "max_connections must be at most 256"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(params: dict[str, Any], told: str) -> None:
    spec = {**TRANSPORT_SPEC, "requests_per_second": {"type": "float"}}
    options = validated({"argument_spec": spec}, params)
    with pytest.raises(OrgkitError, match=told):
        transport_settings(options, {}, requests_per_second=20.0)


def test_all_numbers_that_make_no_sense_are_told_in_one_error() -> None:
    with pytest.raises(OrgkitError) as caught:
        transport(timeout=0, max_connections=-2, retry_timeout=-1)
    for name in ("timeout", "max_connections", "retry_timeout"):
        assert name in caught.value.message


def test_a_timeout_of_zero_or_not_a_number_in_the_environment_is_refused() -> None:
    for text in ("0", "-3", "nan"):
        with pytest.raises(OrgkitError, match="timeout must be greater than 0"):
            transport({"ORGKIT_TIMEOUT": text})


def test_the_rate_is_the_one_of_the_cloud_unless_it_is_given() -> None:
    assert transport().requests_per_second == 20.0
    assert connected(requests_per_second=5).http.settings.requests_per_second == 5.0


@pytest.mark.parametrize(
    ("environment", "params", "url"),
    [
        ({}, {}, "https://organization.intl.tencentcloudapi.com"),
        ({}, {"site": "mainland"}, "https://organization.tencentcloudapi.com"),
        ({"TENCENTCLOUD_SITE": "mainland"}, {}, "https://organization.tencentcloudapi.com"),
        ({"TENCENTCLOUD_SITE": "mainland"}, {"site": "intl"}, "https://organization.intl.tencentcloudapi.com"),
        ({}, {"site": ""}, "https://organization.intl.tencentcloudapi.com"),
        ({}, {"site": None, "endpoint": None}, "https://organization.intl.tencentcloudapi.com"),
        ({"TENCENTCLOUD_SITE": " "}, {}, "https://organization.intl.tencentcloudapi.com"),
        ({"TENCENTCLOUD_ENDPOINT": "http://127.0.0.1:1"}, {}, "http://127.0.0.1:1"),
        ({"TENCENTCLOUD_ENDPOINT": "a.example.com"}, {"endpoint": "b.example.com"}, "https://b.example.com"),
        ({"TENCENTCLOUD_ENDPOINT": " "}, {"endpoint": " "}, "https://organization.intl.tencentcloudapi.com"),
    ],
)
def test_site_and_endpoint_choose_the_host(environment: dict[str, str], params: dict[str, Any], url: str) -> None:
    assert connected(environment, **params).auth() == {"source": "options", "endpoint": url}


def test_a_site_that_does_not_exist_is_named() -> None:
    with pytest.raises(OrgkitError, match="must be one of intl, mainland, not moon"):
        site_of({}, {"TENCENTCLOUD_SITE": "moon"})

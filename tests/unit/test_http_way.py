# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way that requests take: proxy and certificates."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import (
    TransportSettings,
    transport_settings,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.tls import proxy_for, tls_context

URL = "https://api.example.com"
SETTINGS = TransportSettings(30.0, 60.0, 20.0, 8, True, None, None)


def settings_of(environment: dict[str, str] | None = None, **params: Any) -> TransportSettings:
    options = {"retry_timeout": 60.0, "max_connections": 8, **params}
    return transport_settings(options, environment or {}, requests_per_second=20.0)


def proxy(environment: dict[str, str] | None = None, url: str = URL, option: str | None = None) -> str | None:
    return proxy_for(settings_of(environment, proxy=option), url)


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://a:1"}, "http://a:1"),
        ({"https_proxy": "http://a:1"}, "http://a:1"),
        ({"ALL_PROXY": "http://b:1"}, "http://b:1"),
        ({"HTTPS_PROXY": "http://a:1", "ALL_PROXY": "http://b:1"}, "http://a:1"),
        ({"HTTP_PROXY": "http://c:1"}, None),
        ({"HTTPS_PROXY": ""}, None),
        ({"HTTPS_PROXY": "  "}, None),
        ({"https_proxy": "", "HTTPS_PROXY": "http://a:1"}, "http://a:1"),
        ({"HTTPS_PROXY": "a.example.com:3128"}, "http://a.example.com:3128"),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "api.example.com"}, None),
        ({"HTTPS_PROXY": "http://a:1", "no_proxy": "other.org, .example.com"}, None),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "notexample.com"}, "http://a:1"),
    ],
)
def test_the_usual_variables_choose_the_proxy(environment: dict[str, str], chosen: str | None) -> None:
    assert proxy(environment) == chosen


def test_the_option_wins_over_the_variables() -> None:
    environment = {"HTTPS_PROXY": "http://a:1", "NO_PROXY": "api.example.com"}
    assert proxy(environment, option="http://mine:1") == "http://mine:1"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost:1", "https://127.0.0.2"]
)
def test_loopback_is_always_reached_directly(url: str) -> None:
    assert proxy({"HTTPS_PROXY": "http://a:1", "ALL_PROXY": "http://b:1"}, url, option="http://mine:1") is None


@pytest.mark.parametrize("address", ["ftp://me:EXAMPLEKEY@a:1", "me:EXAMPLEKEY@a.example.com:x"])
def test_a_proxy_that_cannot_be_used_is_an_error_without_its_password(address: str) -> None:
    settings = replace(SETTINGS, proxy=address)
    with pytest.raises(OrgkitError) as caught:
        Http(settings, URL)
    assert caught.value.code == "invalid_input"
    assert "proxy" in caught.value.message
    assert "EXAMPLEKEY" not in str(caught.value.report())


def context(url: str = URL, environment: dict[str, str] | None = None, **settings: Any) -> ssl.SSLContext:
    return tls_context(settings_of(environment, **settings), url)


def test_certificates_are_checked_unless_that_is_switched_off() -> None:
    checked, unchecked = context(), context(validate_certs=False)
    assert (checked.verify_mode, checked.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (unchecked.verify_mode, unchecked.check_hostname) == (ssl.CERT_NONE, False)


def test_plain_http_trusts_nobody_should_it_ever_meet_tls() -> None:
    plain = context("http://127.0.0.1:8080")
    assert (plain.verify_mode, plain.get_ca_certs()) == (ssl.CERT_REQUIRED, [])


def test_a_private_authority_replaces_the_store_of_the_system(tmp_path: Path) -> None:
    assert context(ca_path=str(tmp_path)).get_ca_certs() == []


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_certificates_that_cannot_be_read_are_an_error_that_names_the_file(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    for given in ({"ca_path": str(path)}, {"environment": {"SSL_CERT_FILE": str(path)}}):
        with pytest.raises(OrgkitError) as caught:
            context(**given)
        assert caught.value.code == "invalid_input"
        assert f"The certificates in {path} cannot be read" in caught.value.message

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way that requests take: proxy and certificates."""

from __future__ import annotations

import ssl
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError, OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http, Request
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import (
    TransportSettings,
    transport_settings,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.tls import proxy_for, tls_context

URL = "https://api.example.com"


def settings_of(environment: dict[str, str] | None = None, **params: Any) -> TransportSettings:
    options = {"retry_timeout": 60.0, "max_connections": 8, **params}
    return transport_settings(options, environment or {}, requests_per_second=20.0)


def proxy(environment: dict[str, str] | None = None, url: str = URL, option: str | None = None) -> str | None:
    chosen = proxy_for(settings_of(environment, proxy=option), url)
    return chosen.url if chosen else None


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
    settings = settings_of(proxy=address)
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
    (tmp_path / "5ed36f99.0").write_text("", encoding="utf-8")
    assert context(ca_path=str(tmp_path)).get_ca_certs() == []


def test_a_folder_in_which_no_certificate_can_be_found_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("a certificate without a link", encoding="utf-8")
    with pytest.raises(OrgkitError, match=f"{tmp_path} .*hash links") as caught:
        context(ca_path=str(tmp_path))
    assert f"openssl rehash {tmp_path}" in caught.value.hint
    assert context(ca_path=str(tmp_path), validate_certs=False).verify_mode == ssl.CERT_NONE


@pytest.mark.parametrize(
    ("environment", "option", "origin"),
    [
        ({"HTTPS_PROXY": "http://me:EXAMPLEKEY@127.0.0.1:9"}, None, "the variable HTTPS_PROXY"),
        ({"https_proxy": "me:EXAMPLEKEY@127.0.0.1:9"}, None, "the variable https_proxy"),
        ({"ALL_PROXY": "http://me:EXAMPLEKEY@127.0.0.1:9"}, None, "the variable ALL_PROXY"),
        ({"HTTPS_PROXY": "http://other:1"}, "http://me:EXAMPLEKEY@127.0.0.1:9", "the option proxy"),
        (
            {"ORGKIT_PROXY": "http://me:EXAMPLEKEY@127.0.0.1:9"},
            None,
            "the variable ORGKIT_PROXY",
        ),
    ],
)
def test_a_dead_proxy_is_named_with_its_origin_and_without_its_password(
    environment: dict[str, str], option: str | None, origin: str
) -> None:
    http = Http(settings_of(environment, proxy=option, retry_timeout=0.0), URL)
    with pytest.raises(ApiError) as caught:
        http.exchange("Act", lambda: Request("GET", URL + "/", {}), lambda response: response, bucket="")
    assert f"through the proxy http://127.0.0.1:9 (from {origin})" in caught.value.message
    assert origin in caught.value.hint
    assert "EXAMPLEKEY" not in str(caught.value.report())
    assert {"EXAMPLEKEY", b64encode(b"me:EXAMPLEKEY").decode()} <= http.secrets


@pytest.mark.parametrize("variable", ["ALL_PROXY", "HTTPS_PROXY"])
def test_a_socks_proxy_is_called_so(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(OrgkitError, match=f"{variable}.* is a SOCKS proxy") as caught:
        Http(settings_of({variable: "socks5h://me:EXAMPLEKEY@proxy.example.com:1080"}), URL)
    assert "EXAMPLEKEY" not in str(caught.value.report())


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

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the credentials of the Cloud Services Platform come from, how they travel, and what a token says."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qs, quote, quote_plus

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.secrets import forms_of
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.credentials import find_login
from support.csp_service import API, API_TOKEN, HOST, ORG, TOKEN, Service, jwt, listed

SECRET = "fictional secret & more"
ENVIRONMENT = {
    "CSP_ACCESS_TOKEN": "env-access-token",
    "CSP_API_TOKEN": "env-api-token",
    "CSP_CLIENT_ID": "env-client",
    "CSP_CLIENT_SECRET": "env-client-secret",
}


def form(request: httpx.Request) -> dict[str, list[str]]:
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    return parse_qs(request.content.decode(), strict_parsing=True)


def test_an_api_token_is_exchanged_in_a_form_without_an_authorization_header() -> None:
    service = Service()
    client, task = service.client(api_token=API_TOKEN)
    assert (listed(client), listed(client)) == ([], [])
    login, first, second = service.requests
    assert (login.method, str(login.url)) == ("POST", f"{HOST}{API}/auth/api-tokens/authorize")
    assert form(login) == {"api_token": [API_TOKEN]}
    assert "authorization" not in login.headers
    assert first.headers["authorization"] == second.headers["authorization"] == f"Bearer {TOKEN}"
    assert first.url.path == f"{API}/orgs/{ORG}/groups"
    assert task.secrets >= {API_TOKEN, TOKEN}
    assert client.auth() == {"source": "options: API token", "endpoint": HOST}


def test_client_credentials_go_into_a_basic_header() -> None:
    service = Service(jwt(context_name=ORG, sub="fictional-client"))
    client, task = service.client(client_id="fictional-client", client_secret=SECRET)
    listed(client)
    login, _list = service.requests
    assert (login.method, str(login.url)) == ("POST", f"{HOST}{API}/auth/authorize")
    assert form(login) == {"grant_type": ["client_credentials"]}
    scheme, pair = login.headers["authorization"].split(" ")
    assert (scheme, base64.b64decode(pair).decode()) == ("Basic", f"fictional-client:{SECRET}")
    assert {SECRET, pair, quote(SECRET), quote_plus(SECRET)} <= task.secrets
    assert client.auth()["source"] == "options: client credentials"


def test_an_access_token_is_used_as_it_is() -> None:
    service = Service()
    client, task = service.client(access_token=f" {TOKEN}\n")
    listed(client)
    (request,) = service.requests
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert task.secrets == {TOKEN}
    assert client.http.usage()["calls"] == {"list_groups": 1}


@pytest.mark.parametrize(
    "params",
    [
        {"api_token": API_TOKEN},
        {"client_id": "fictional-client", "client_secret": SECRET},
        {"access_token": TOKEN},
    ],
)
def test_no_secret_stands_in_an_address_or_in_a_text_of_the_login(params: dict[str, Any]) -> None:
    service = Service()
    client, task = service.client(**params)
    listed(client)
    for text in [*(str(request.url) for request in service.requests), repr(client.login), repr(client.auth())]:
        assert not any(secret in text for secret in task.secrets)
        assert "token=" not in text.replace("access_token=None", "").replace("api_token=None", "")


# Options (None: not given), names of the environment variables that are set, and the source that wins.
SOURCES: dict[str, tuple[dict[str, str | None], list[str], str]] = {
    "options before everything": ({"api_token": API_TOKEN}, list(ENVIRONMENT), "options: API token"),
    "client of the options": (
        {"client_id": "fictional-client", "client_secret": SECRET},
        list(ENVIRONMENT),
        "options: client credentials",
    ),
    "access token first": ({}, list(ENVIRONMENT), "environment: access token"),
    "then the API token": ({}, list(ENVIRONMENT)[1:], "environment: API token"),
    "then the client": ({}, list(ENVIRONMENT)[2:], "environment: client credentials"),
    "options that are null": ({"api_token": None, "client_id": None}, ["CSP_API_TOKEN"], "environment: API token"),
}


@pytest.mark.parametrize("name", SOURCES)
def test_one_source_is_taken_whole(name: str) -> None:
    params, variables, source = SOURCES[name]
    login = find_login(params, {variable: ENVIRONMENT[variable] for variable in variables})
    assert login.source == source
    given = [login.access_token, login.api_token, login.client]
    assert sum(1 for way in given if way) == 1
    if source.startswith("environment"):
        basic = base64.b64encode(b"env-client:env-client-secret").decode()
        assert login.secrets() <= {form for text in (*ENVIRONMENT.values(), basic) for form in forms_of(text)}


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_a_blank_variable_counts_as_not_set(blank: str) -> None:
    environment = {**ENVIRONMENT, "CSP_ACCESS_TOKEN": blank}
    assert find_login({}, environment).source == "environment: API token"
    environment["CSP_API_TOKEN"] = blank
    assert find_login({}, environment).source == "environment: client credentials"


@pytest.mark.parametrize(
    "params",
    [
        {"api_token": API_TOKEN, "access_token": TOKEN},
        {"api_token": API_TOKEN, "client_id": "fictional-client", "client_secret": SECRET},
        {"access_token": TOKEN, "client_secret": SECRET},
        {"access_token": TOKEN, "api_token": API_TOKEN, "client_id": "x", "client_secret": SECRET},
    ],
)
def test_two_ways_in_the_options_are_an_error(params: dict[str, str]) -> None:
    with pytest.raises(OrgkitError) as caught:
        find_login(params, ENVIRONMENT)
    assert caught.value.code == "invalid_input"
    assert "one way" in caught.value.sentence()
    assert not any(secret in caught.value.sentence() for secret in (API_TOKEN, TOKEN, SECRET))


@pytest.mark.parametrize(
    ("params", "environment", "said"),
    [
        ({"client_id": "fictional-client"}, ENVIRONMENT, "client_id and client_secret"),
        ({"client_secret": SECRET}, ENVIRONMENT, "client_id and client_secret"),
        ({}, {"CSP_CLIENT_ID": "env-client"}, "CSP_CLIENT_ID and CSP_CLIENT_SECRET"),
        ({}, {"CSP_CLIENT_SECRET": "env-client-secret"}, "CSP_CLIENT_ID and CSP_CLIENT_SECRET"),
        ({"client_id": "fictional-client"}, {"CSP_CLIENT_SECRET": "env-client-secret"}, "client_id and client_secret"),
    ],
)
def test_half_a_client_is_an_error_and_nothing_is_mixed(
    params: dict[str, str], environment: dict[str, str], said: str
) -> None:
    with pytest.raises(OrgkitError) as caught:
        find_login(params, environment)
    assert caught.value.code == "credentials"
    assert said in caught.value.sentence()
    assert "secret" not in caught.value.sentence().replace("client_secret", "").replace("CLIENT_SECRET", "")


def test_with_nothing_configured_one_sentence_says_what_can_be_set() -> None:
    with pytest.raises(OrgkitError) as caught:
        find_login({"api_token": None}, {"CSP_API_TOKEN": " "})
    sentence = caught.value.sentence()
    assert caught.value.code == "credentials"
    assert (sentence.count("."), sentence.count("\n")) == (1, 0)
    for name in ("access_token", "api_token", "client_id", "client_secret"):
        assert name in sentence
        assert f"CSP_{name.upper()}" in sentence


@pytest.mark.parametrize("option", ["access_token", "api_token", "client_id", "client_secret"])
@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_an_empty_variable_of_a_vault_does_not_become_the_identity_of_the_environment(option: str, blank: str) -> None:
    for params in ({option: blank}, {"api_token": API_TOKEN, option: blank}):
        with pytest.raises(OrgkitError) as caught:
            find_login(params, ENVIRONMENT)
        assert caught.value.code == "credentials"
        assert f"{option} is blank" in caught.value.message


@pytest.mark.parametrize("broken", ["\udcff", "client\ud800"])
def test_client_credentials_that_are_no_text_are_an_error(broken: str) -> None:
    for environment in (
        {"CSP_CLIENT_ID": broken, "CSP_CLIENT_SECRET": "x"},
        {"CSP_CLIENT_ID": "x", "CSP_CLIENT_SECRET": broken},
    ):
        with pytest.raises(OrgkitError) as caught:
            find_login({}, environment)
        assert caught.value.code == "credentials"


@pytest.mark.parametrize("token", [None, "", 7, True, ["x"], {"a": 1}, "t\u00f6ken", "to ken", "x\r\nX-Header: y"])
def test_an_access_token_that_is_no_text_or_cannot_be_sent_is_an_error_that_does_not_show_it(token: Any) -> None:
    client, _task = Service(token).client(api_token=API_TOKEN, org_id=ORG)
    with pytest.raises(OrgkitError) as caught:
        client.verify()
    assert (caught.value.code, caught.value.message) == (
        "bad_response",
        "The login was answered without an access token.",
    )


def test_an_access_token_is_a_secret_in_every_form() -> None:
    client, task = Service("opaque+access/token==").client(api_token=API_TOKEN)
    client.claims()
    assert {"opaque+access/token==", "opaque%2Baccess%2Ftoken%3D%3D"} <= task.secrets


def test_a_token_that_cannot_be_a_header_is_an_error_that_does_not_show_it() -> None:
    with pytest.raises(OrgkitError) as caught:
        Service().client(access_token="t\u00f6ken", org_id=ORG)
    assert "ken" not in caught.value.sentence().replace("token", "")


@pytest.mark.parametrize(
    "url",
    [
        "http://csp.example.com",
        "https://user:pass@csp.example.com",
        "https://csp.example.com/csp/gateway",
        "https://csp.example.com?token=x",
        "ftp://csp.example.com",
        "https://",
        "https://csp.example.com:port",
    ],
)
def test_an_address_that_cannot_be_right_is_refused(url: str) -> None:
    with pytest.raises(OrgkitError) as caught:
        Service().client(api_token=API_TOKEN, base_url=url)
    assert caught.value.code == "invalid_input"
    assert "base_url" in caught.value.sentence()
    assert "pass" not in caught.value.sentence()


@pytest.mark.parametrize(
    ("params", "environment", "endpoint"),
    [
        ({"base_url": None}, {}, "https://console.cloud.vmware.com"),
        ({"base_url": "console.tanzu.example.com"}, {}, "https://console.tanzu.example.com"),
        ({"base_url": " "}, {"CSP_BASE_URL": "https://env.example.com/"}, "https://env.example.com"),
        ({"base_url": "http://127.0.0.1:8080"}, {}, "http://127.0.0.1:8080"),
    ],
)
def test_the_host_may_be_given_with_and_without_scheme(
    params: dict[str, Any], environment: dict[str, str], endpoint: str
) -> None:
    service = Service()
    client, _task = service.client(environment, api_token=API_TOKEN, **params)
    assert client.auth()["endpoint"] == endpoint
    client.claims()
    assert str(service.requests[0].url).startswith(endpoint + API)

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""To which organization a token belongs: the task believes only what the token proves."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.credentials import claims_of
from support.csp_service import API, API_TOKEN, ORG, Service, jwt, listed


def test_the_organization_is_the_one_of_the_token() -> None:
    service = Service()
    client, _task = service.client(api_token=API_TOKEN)
    client.verify()
    assert client.org_id == ORG
    assert len(service.requests) == 1


@pytest.mark.parametrize(("params", "environment"), [({"org_id": ORG}, {}), ({}, {"CSP_ORG_ID": ORG})])
def test_the_right_organization_may_be_named(params: dict[str, str], environment: dict[str, str]) -> None:
    client, _task = Service().client(environment, api_token=API_TOKEN, **params)
    client.verify()
    assert client.org_id == ORG


@pytest.mark.parametrize(("params", "environment"), [({"org_id": "other"}, {}), ({}, {"CSP_ORG_ID": "other"})])
def test_a_token_of_another_organization_is_a_mismatch(params: dict[str, str], environment: dict[str, str]) -> None:
    client, _task = Service().client(environment, api_token=API_TOKEN, **params)
    with pytest.raises(OrgkitError) as caught:
        client.verify()
    assert caught.value.code == "organization_mismatch"
    assert ORG in caught.value.message
    assert "other" in caught.value.message


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_organization_is_an_error_and_a_blank_variable_is_none(blank: str) -> None:
    with pytest.raises(OrgkitError) as caught:
        Service().client({"CSP_ORG_ID": ORG}, api_token=API_TOKEN, org_id=blank)
    assert (caught.value.code, caught.value.message) == ("invalid_input", "org_id is blank.")
    client, _task = Service().client({"CSP_ORG_ID": blank}, api_token=API_TOKEN)
    assert client.org_id == ORG


@pytest.mark.parametrize("org_id", ["..", ".", "...", "a/b", "../users", "a b", "a?b", "a%2Fb", "\u00f6", "x" * 200])
def test_what_is_no_id_of_an_organization_never_reaches_a_path(org_id: str) -> None:
    service = Service(jwt(context_name=org_id))
    for params, environment in (({"org_id": org_id}, {}), ({}, {"CSP_ORG_ID": org_id})):
        with pytest.raises(OrgkitError) as caught:
            service.client(environment, api_token=API_TOKEN, **params)
        assert caught.value.code == "invalid_input"
        assert ("org_id" if params else "CSP_ORG_ID") in caught.value.message
    client, _task = service.client(api_token=API_TOKEN)
    with pytest.raises(OrgkitError) as caught:
        listed(client)
    assert caught.value.code == "invalid_input"
    assert [request.url.path for request in service.requests] == [f"{API}/auth/api-tokens/authorize"]


NO_CLAIM = [
    {},
    {"context_name": ""},
    {"context_name": None},
    {"context_name": ["x"]},
    {"context_name": 7},
    {"context_name": ".."},
]


@pytest.mark.parametrize("claims", NO_CLAIM)
def test_a_token_that_does_not_tell_its_organization_proves_none(claims: dict[str, Any]) -> None:
    service = Service(jwt(**claims))
    client, _task = service.client(api_token=API_TOKEN, org_id=ORG)
    with pytest.raises(OrgkitError) as caught:
        client.verify()
    assert caught.value.code == "organization_mismatch"
    assert "cannot prove" in caught.value.message
    assert ORG in caught.value.message
    client, _task = service.client(api_token=API_TOKEN)
    client.claims()
    assert client.known_organization() == {"id": None, "name": None}
    with pytest.raises(OrgkitError, match="does not tell its organization"):
        client.scope()


NO_JWT = [
    "a." + base64.urlsafe_b64encode(b"[" * 200_000).decode() + ".c",
    "opaque",
    "a.b",
    "a.b.c",
    "a.bm90IGpzb24.c",
    "a.WzFd.c",
    "a._w.c",
    "",
]


@pytest.mark.parametrize("token", NO_JWT)
def test_a_token_that_is_no_jwt_has_no_claims(token: str) -> None:
    assert claims_of(token) == {}


def test_a_token_that_is_no_jwt_proves_no_organization() -> None:
    service = Service()
    client, _task = service.client(access_token="opaque")
    client.verify()
    with pytest.raises(OrgkitError) as caught:
        listed(client)
    assert caught.value.code == "invalid_input"
    assert "org_id" in caught.value.sentence()
    client, _task = service.client(access_token="opaque", org_id="any")
    with pytest.raises(OrgkitError) as caught:
        client.verify()
    assert caught.value.code == "organization_mismatch"
    assert service.requests == []

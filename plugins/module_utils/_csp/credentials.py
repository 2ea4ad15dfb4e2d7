# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ways to log in to the Cloud Services Platform: one source, taken whole.

API pages: POST /auth/api-tokens/authorize (api_token), POST /auth/authorize (client credentials).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from .._core.errors import CREDENTIALS, OrgkitError, invalid_input
from .._core.options import text_option
from .._core.secrets import forms_of
from .._transport.client import Request
from .._transport.settings import blank_options, can_be_sent, from_environment, is_organization_id

_NOTHING_FOUND = (
    "No credentials for the Cloud Services Platform were found: set one of the options api_token, access_token, or client_id "
    "with client_secret, or the environment variable CSP_API_TOKEN, CSP_ACCESS_TOKEN, or CSP_CLIENT_ID with CSP_CLIENT_SECRET."
)


@dataclass(frozen=True)
class Login:
    """One way to get an access token; exactly one of the three is filled."""

    source: str
    access_token: str | None = field(default=None, repr=False)
    api_token: str | None = field(default=None, repr=False)
    client: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def can_renew(self) -> bool:
        """Whether a new access token can be had."""
        return self.access_token is None

    @property
    def is_service_account(self) -> bool:
        """Whether this is an application, which has no user and may not invite."""
        return self.client is not None

    def secrets(self) -> set[str]:
        """What must never be shown, in every form in which it is sent or quoted."""
        parts = (self.access_token, self.api_token, *((self.client[1], _basic(self.client)) if self.client else ()))
        return {form for part in parts if part for form in forms_of(part)}

    def request(self, api: str) -> Request:
        """The request for an access token. Secrets stand in body and header, never in the URL."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if self.client is None:
            body = urlencode({"api_token": self.api_token})
            return Request("POST", api + "/auth/api-tokens/authorize", headers, body.encode())
        headers["Authorization"] = f"Basic {_basic(self.client)}"
        return Request("POST", api + "/auth/authorize", headers, b"grant_type=client_credentials")


def find_login(params: Mapping[str, Any], environment: Mapping[str, str]) -> Login:
    """The way to log in: from the options, else from the environment. Raises OrgkitError.

    A blank option is an error: an empty variable of a vault must not become the identity of the environment.
    """
    names = ("access_token", "api_token", "client_id", "client_secret")
    if blank := blank_options(params, names):
        raise OrgkitError(
            CREDENTIALS,
            f"The options for the login are incomplete: {' and '.join(blank)} is blank.",
            hint="Give a value, or leave the option out (default(omit)) to use the login of the environment.",
        )
    options = {name: text_option(params, name) for name in names}
    if any(options.values()):
        ways = [options["access_token"], options["api_token"], options["client_id"] or options["client_secret"]]
        if sum(1 for way in ways if way) > 1:
            raise invalid_input(
                ["Give one way to log in: access_token, or api_token, or client_id with client_secret."]
            )
        return _login(options, "options", "client_id and client_secret")
    for variables in (["CSP_ACCESS_TOKEN"], ["CSP_API_TOKEN"], ["CSP_CLIENT_ID", "CSP_CLIENT_SECRET"]):
        values = {name[4:].lower(): from_environment(environment, name) for name in variables}
        if any(values.values()):
            return _login(values, "environment", "CSP_CLIENT_ID and CSP_CLIENT_SECRET")
    raise OrgkitError(CREDENTIALS, _NOTHING_FOUND)


def claims_of(token: str) -> dict[str, Any]:
    """The claims of an access token, unverified; empty for a token that is no JWT."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def organization_in(claims: Mapping[str, Any]) -> str | None:
    """The organization that a token belongs to, or None when the token does not say it in a way that can be believed."""
    organization = claims.get("context_name")
    return organization if is_organization_id(organization) else None


def _is_text(value: str) -> bool:
    """Whether a value can be encoded; bytes of the environment that are no UTF-8 cannot."""
    return re.search("[\ud800-\udfff]", value) is None


def _basic(client: tuple[str, str]) -> str:
    return base64.b64encode(":".join(client).encode()).decode()


def _login(values: Mapping[str, str | None], source: str, pair: str) -> Login:
    # Client credentials are sent encoded, so they may hold anything that is text.
    given = {name: value for name, value in values.items() if value}
    fits = {"client_id": _is_text, "client_secret": _is_text}
    if broken := [name for name, value in given.items() if not fits.get(name, can_be_sent)(value)]:
        raise OrgkitError(
            CREDENTIALS,
            f"The {' and '.join(broken)} from {source} cannot be sent: it holds a blank, a line break or a letter beyond ASCII.",
            hint="It was probably copied with something around it.",
        )
    if values.get("access_token"):
        return Login(f"{source}: access token", access_token=values["access_token"])
    if values.get("api_token"):
        return Login(f"{source}: API token", api_token=values["api_token"])
    client_id, client_secret = values.get("client_id"), values.get("client_secret")
    if not (client_id and client_secret):
        raise OrgkitError(CREDENTIALS, f"The client credentials from {source} are incomplete: {pair} go together.")
    return Login(f"{source}: client credentials", client=(client_id, client_secret))

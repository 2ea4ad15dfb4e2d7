# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two ways to an access token: an API token, or the credentials of an OAuth app."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any

from ..calls import AUTH_MODULE, Answer, ApiError, Call
from ..tokens import service_claims

if TYPE_CHECKING:
    from ..app import CspSimulator


def by_api_token(simulator: CspSimulator, call: Call) -> Answer:
    """Exchange an API token of the form body; one in the URL does not count. Bad tokens are a 400, never a 401."""
    form = call.form()
    token = form.get("api_token") or form.get("refresh_token")
    if not token:
        raise ApiError(400, "invalid_request", "the form field api_token is required", AUTH_MODULE)
    if token != simulator.api_token:
        # The service quotes the token, so clients have to mask what they show.
        raise _invalid_grant(f"Invalid refresh token: {token}")
    if simulator.api_token_expired:
        raise _invalid_grant("Expired refresh token")
    if simulator.passcode is not None and form.get("passcode") != simulator.passcode:
        raise _invalid_grant("a valid passcode is required")
    return _granted(simulator.access_token(expires_in=simulator.token_ttl), simulator.token_ttl, refresh_token=token)


def by_client_credentials(simulator: CspSimulator, call: Call) -> Answer:
    """Exchange client id and secret, sent as HTTP Basic, for the token of a service account."""
    form = call.form()
    if form.get("grant_type") != "client_credentials":
        raise ApiError(400, "invalid_request", "grant_type must be client_credentials", AUTH_MODULE)
    if _basic(call.headers.get("authorization", "")) != f"{simulator.client_id}:{simulator.client_secret}":
        raise ApiError(401, "invalid_client", "client id or client secret is wrong", AUTH_MODULE)
    org_id = simulator.world.org_id
    if form.get("orgId", org_id) != org_id:
        raise ApiError(403, "access_denied", "the app is not part of this organization", AUTH_MODULE)
    claims = service_claims(simulator.client_id, org_id)
    return _granted(simulator.mint.mint(claims, simulator.token_ttl), simulator.token_ttl)


def _invalid_grant(reason: str) -> ApiError:
    return ApiError(400, "invalid_grant", f"invalid_grant: {reason}", AUTH_MODULE)


def _basic(header: str) -> str | None:
    scheme, _space, pair = header.partition(" ")
    try:
        return base64.b64decode(pair, validate=True).decode() if scheme.lower() == "basic" else None
    except ValueError:
        return None


def _granted(token: str, lifetime: float, **more: Any) -> Answer:
    body = {"access_token": token, "token_type": "bearer", "expires_in": math.ceil(lifetime), **more}
    return Answer({**body, "scope": "ALL_PERMISSIONS"})

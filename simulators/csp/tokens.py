# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access tokens: the exchange of API tokens and client credentials, minting, and checking."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from .calls import ApiError, Call, Caller
from .records import User

SERVICE_ACCOUNT = "service_account"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class TokenMint:
    """Makes signed access tokens and reads them back; tokens of another mint are refused."""

    key: bytes = field(default_factory=lambda: uuid.uuid4().bytes)
    expiry: dict[str, float] = field(default_factory=dict)

    def mint(self, claims: dict[str, Any], lifetime: float) -> str:
        """Give a token of three parts with these claims, `iat`, `exp` and `jti`."""
        now = time.time()
        jti = str(uuid.uuid4())
        # The claim has whole seconds; the exact end of life is kept here, so that very short lives can be tested.
        self.expiry[jti] = now + lifetime
        payload = {**claims, "iat": int(now), "exp": math.ceil(now + lifetime), "jti": jti}
        parts = [_encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, payload)]
        return ".".join([*parts, self._signature(".".join(parts))])

    def caller(self, token: str) -> Caller:
        """Give the caller that a token stands for; 401 when it is forged or too old."""
        signed, _dot, signature = token.rpartition(".")
        if not signed or not hmac.compare_digest(signature.encode(), self._signature(signed).encode()):
            raise ApiError(401, "invalid_token", "the access token is not valid")
        claims = json.loads(_decoded(signed.split(".")[1]))
        if time.time() >= self.expiry[claims["jti"]]:
            raise ApiError(401, "invalid_token", "the access token has expired")
        username = claims.get("username")
        role = SERVICE_ACCOUNT if username is None else claims["perms"][0].rpartition(":")[2]
        return Caller(role, claims["sub"], username, claims["context_name"])

    def expire_all(self) -> None:
        """End the life of all tokens made so far."""
        self.expiry = dict.fromkeys(self.expiry, 0.0)

    def _signature(self, signed: str) -> str:
        return _encoded(hmac.new(self.key, signed.encode(), hashlib.sha256).digest())


def bearer(call: Call) -> str:
    """Give the access token of a request, from either header; 401 without one."""
    scheme, _space, token = call.headers.get("authorization", "").partition(" ")
    found = token if scheme.lower() == "bearer" else call.headers.get("csp-auth-token", "")
    if not found:
        raise ApiError(401, "unauthorized", "an access token is required")
    return found


def user_claims(user: User, role: str, org_id: str) -> dict[str, Any]:
    """Give the claims of a token that belongs to a user."""
    claims = {"domain": user.domain, "username": user.username, "acct": user.acct}
    return {"sub": user.id, **claims, **_context(org_id, [f"csp:{role}"])}


def service_claims(client_id: str, org_id: str) -> dict[str, Any]:
    """Give the claims of a token that belongs to an OAuth app: no user in it."""
    return {"sub": client_id, **_context(org_id, ["csp:org_owner"]), "azp": client_id}


def _context(org_id: str, perms: list[str]) -> dict[str, Any]:
    context = str(uuid.uuid5(uuid.NAMESPACE_OID, org_id))
    return {"context": context, "context_name": org_id, "perms": perms, "iss": "https://gaz.example.com", "azp": "csp"}

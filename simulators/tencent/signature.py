# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server's side of TC3-HMAC-SHA256: who is calling, and is the signature right."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone

from simulators.tencent.errors import ApiError

ALGORITHM = "TC3-HMAC-SHA256"
WINDOW = 300
UNSIGNED = "UNSIGNED-PAYLOAD"
AUTHORIZATION = re.compile(
    r"^TC3-HMAC-SHA256 Credential=(?P<id>[^/\s,]+)/(?P<date>\d{4}-\d\d-\d\d)/(?P<service>[a-z0-9]+)/tc3_request,"
    r" *SignedHeaders=(?P<names>[a-z0-9;-]+), *Signature=(?P<signature>[0-9a-f]{64})$"
)


@dataclass
class SecretKey:
    """One key pair; temporary ones have a token and an end (Unix seconds)."""

    secret_id: str
    secret_key: str
    token: str = ""
    expires: float = 0.0


@dataclass
class Request:
    """What of an HTTP request is signed. Header names are lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass
class KeyRing:
    """All keys that the server knows."""

    keys: dict[str, SecretKey] = field(default_factory=dict)

    def add(self, key: SecretKey) -> None:
        self.keys[key.secret_id] = key

    def verify(self, request: Request, service: str, now: float) -> SecretKey:
        """The caller's key. Raises an AuthFailure in the order: syntax, clock, key, token, signature."""
        match = AUTHORIZATION.match(request.headers.get("authorization", ""))
        stamp = request.headers.get("x-tc-timestamp", "")
        if match is None:
            raise ApiError("AuthFailure.InvalidAuthorization", "The header Authorization cannot be understood.")
        if not re.match(r"^\d{1,12}$", stamp):
            raise ApiError("AuthFailure.InvalidAuthorization", "The header X-TC-Timestamp is not a Unix time.")
        names = match["names"].split(";")
        if not {"content-type", "host"} <= set(names):
            raise ApiError("AuthFailure.InvalidAuthorization", "content-type and host must be signed.")
        if abs(now - int(stamp)) > WINDOW:
            raise ApiError("AuthFailure.SignatureExpire", "The request was signed more than five minutes ago or ahead.")
        key = self.keys.get(match["id"])
        if key is None:
            raise ApiError("AuthFailure.SecretIdNotFound", "The SecretId is not known.")
        if key.token != request.headers.get("x-tc-token", "") or (key.token and key.expires <= now):
            raise ApiError("AuthFailure.TokenFailure", "The token does not belong to this key or has expired.")
        day = datetime.fromtimestamp(int(stamp), timezone.utc).strftime("%Y-%m-%d")
        expected = signature(key.secret_key, canonical_request(request, names), stamp, day, service)
        scope_is_right = match["date"] == day and match["service"] == service
        if not scope_is_right or not hmac.compare_digest(expected, match["signature"]):
            raise ApiError("AuthFailure.SignatureFailure", "The signature does not match the request.")
        return key


def canonical_request(request: Request, names: list[str]) -> str:
    """The text that is hashed; `names` are the signed headers as the caller listed them."""
    # Values count in lower case too: a signed x-tc-action is, by the public walk-through.
    lines = "".join(f"{name}:{request.headers.get(name, '').strip().lower()}\n" for name in sorted(names))
    payload = request.body
    if request.headers.get("x-tc-content-sha256") == UNSIGNED:
        payload = UNSIGNED.encode()
    parts = [request.method, request.path, request.query, lines, ";".join(sorted(names))]
    return "\n".join([*parts, hashlib.sha256(payload).hexdigest()])


def signature(secret_key: str, canonical: str, stamp: str, day: str, service: str) -> str:
    """The hex signature of a canonical request."""
    scope = "/".join([day, service, "tc3_request"])
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = ("TC3" + secret_key).encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    text = "\n".join([ALGORITHM, stamp, scope, digest])
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

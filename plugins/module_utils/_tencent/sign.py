# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The signature TC3-HMAC-SHA256 of Tencent Cloud. Pure."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import NamedTuple

ALGORITHM = "TC3-HMAC-SHA256"
CONTENT_TYPE = "application/json"
_SIGNED_HEADERS = "content-type;host"


class Signed(NamedTuple):
    """The Authorization header, and the signature's intermediate results."""

    authorization: str
    canonical_request_hash: str
    signing_key: bytes
    signature: str


def sign(*, secret_id: str, secret_key: str, service: str, host: str, body: bytes, timestamp: int) -> Signed:
    """Sign a POST of body (the exact bytes) to path / of host; timestamp is in Unix seconds."""
    canonical_request = "\n".join(
        (
            "POST",
            "/",
            "",
            f"content-type:{CONTENT_TYPE}\nhost:{host.lower()}\n",
            _SIGNED_HEADERS,
            hashlib.sha256(body).hexdigest(),
        )
    )
    canonical_request_hash = hashlib.sha256(canonical_request.encode()).hexdigest()
    date = time.strftime("%Y-%m-%d", time.gmtime(timestamp))
    scope = f"{date}/{service}/tc3_request"
    string_to_sign = "\n".join((ALGORITHM, str(timestamp), scope, canonical_request_hash))
    signing_key = ("TC3" + secret_key).encode()
    for part in (date, service, "tc3_request"):
        signing_key = hmac.new(signing_key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(signing_key, string_to_sign.encode(), hashlib.sha256).hexdigest()
    authorization = (
        f"{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={_SIGNED_HEADERS}, Signature={signature}"
    )
    return Signed(authorization, canonical_request_hash, signing_key, signature)

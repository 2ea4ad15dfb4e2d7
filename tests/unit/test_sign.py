# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TC3-HMAC-SHA256 against the vectors of the contract, which were computed apart from this code."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import ORGANIZATION, signed_request
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import Credentials
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.sign import Signed, sign

CONTRACT = Path(__file__).parents[2] / "simulators" / "tencent" / "contract.json"
TRANSPORT = json.loads(CONTRACT.read_text(encoding="utf-8"))["transport"]
VECTORS: list[dict[str, Any]] = TRANSPORT["test_vectors"]
FIRST = VECTORS[0]


def signed(vector: dict[str, Any], **different: Any) -> Signed:
    """A vector's request, signed; what a vector does not give is as in the first one."""
    values: dict[str, Any] = {
        "secret_id": FIRST["secret_id"],
        "secret_key": FIRST["secret_key"],
        "service": "organization",
        "host": FIRST["host"],
        "body": vector["body"].encode(),
        "timestamp": vector["timestamp"],
    }
    return sign(**{**values, **different})


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_hash_key_and_signature_are_those_of_the_contract(vector: dict[str, Any]) -> None:
    result = signed(vector)
    assert hashlib.sha256(vector["body"].encode()).hexdigest() == vector["payload_sha256"]
    assert result.canonical_request_hash == vector["canonical_request_sha256"]
    assert result.signing_key.hex() == vector.get("k_signing", FIRST["k_signing"]), "same key, day and service"
    assert result.signature == vector["signature"]


def test_there_are_the_three_vectors() -> None:
    assert [vector["name"] for vector in VECTORS] == ["A", "B", "C"]


def test_the_authorization_header_names_id_scope_and_signed_headers() -> None:
    assert signed(FIRST).authorization == (
        f"TC3-HMAC-SHA256 Credential={FIRST['secret_id']}/2023-11-14/organization/tc3_request, "
        f"SignedHeaders=content-type;host, Signature={FIRST['signature']}"
    )


def test_the_host_is_signed_in_lower_case() -> None:
    assert signed(FIRST, host=FIRST["host"].upper()).signature == FIRST["signature"]


@pytest.mark.parametrize(
    "different",
    [{"secret_key": "EXAMPLEKEYOTHER"}, {"service": "sts"}, {"host": "h"}, {"body": b"{ }"}, {"timestamp": 1700000001}],
)
def test_everything_that_is_signed_changes_the_signature(different: dict[str, Any]) -> None:
    assert signed(FIRST, **different).signature != FIRST["signature"]


def test_the_day_of_the_scope_is_the_one_of_the_timestamp_in_utc() -> None:
    assert "/2023-11-14/" in signed(FIRST, timestamp=1700006399).authorization
    assert "/2023-11-15/" in signed(FIRST, timestamp=1700006400).authorization


def test_a_request_carries_the_headers_that_the_contract_requires_and_its_body_as_signed() -> None:
    keys = Credentials(FIRST["secret_id"], FIRST["secret_key"], "EXAMPLETOKEN", "options")
    body = FIRST["body"].encode()
    request = signed_request(keys, f"https://{FIRST['host']}", ORGANIZATION, "AddUserToGroup", body, 1700000000, {})
    assert set(TRANSPORT["headers"]["required"]) <= set(request.headers)
    assert (request.method, request.url) == ("POST", f"https://{FIRST['host']}/")
    assert request.body == body
    assert request.headers["Authorization"].endswith(FIRST["signature"]), "the token is not signed"
    assert request.headers["X-TC-Token"] == "EXAMPLETOKEN"
    assert request.headers["X-TC-Timestamp"] == "1700000000"
    assert FIRST["secret_key"] not in str(request)

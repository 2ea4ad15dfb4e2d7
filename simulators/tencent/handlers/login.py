# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one STS action that a client needs here: AssumeRole."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

from simulators.tencent.errors import ApiError
from simulators.tencent.signature import KeyRing, SecretKey
from simulators.tencent.world import World

ACTION = "AssumeRole"
SERVICE = "sts"
VERSION = "2018-08-13"
LONGEST = 43200
ROLE = re.compile(r"^qcs::cam::uin/\d+:(roleName/[\w+=,.@-]+|role/\w+)\Z")
SESSION = re.compile(r"^[\w+=,.@-]{2,128}\Z")
FIELDS: list[dict[str, Any]] = [
    {"name": "RoleArn", "type": "string", "required": True},
    {"name": "RoleSessionName", "type": "string", "required": True},
    {"name": "DurationSeconds", "type": "uint"},
    {"name": "Policy", "type": "string"},
    {"name": "ExternalId", "type": "string"},
    {"name": "SourceIdentity", "type": "string"},
    {"name": "SerialNumber", "type": "string"},
    {"name": "TokenCode", "type": "string"},
]


def assume_role(world: World, ring: KeyRing, params: dict[str, Any], region: str, now: float) -> dict[str, Any]:
    """Make a temporary key, put it on the ring, and answer it."""
    if not region:
        raise ApiError("MissingParameter", "The header X-TC-Region is missing.")
    duration = params.get("DurationSeconds", 7200)
    if not ROLE.match(params["RoleArn"]) or not SESSION.match(params["RoleSessionName"]) or duration > LONGEST:
        raise ApiError("InvalidParameter.ParamError", "RoleArn, RoleSessionName or DurationSeconds is not valid.")
    if world.assumable_roles is not None and params["RoleArn"] not in world.assumable_roles:
        raise ApiError("ResourceNotFound.RoleNotFound", "The role does not exist.")
    number = len(ring.keys)
    key = SecretKey(
        f"AKIDTEMPORARYEXAMPLE{number:04}",
        f"TEMPORARYEXAMPLEKEY{number:04}",
        token=f"simulated-session-{number:04}-{params['RoleSessionName']}",
        expires=int(now) + duration,
    )
    ring.add(key)
    end = datetime.fromtimestamp(key.expires, timezone.utc)
    return {
        "Credentials": {"Token": key.token, "TmpSecretId": key.secret_id, "TmpSecretKey": key.secret_key},
        "ExpiredTime": int(key.expires),
        "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }

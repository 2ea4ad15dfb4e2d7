# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The gateway: what a request must pass before a handler sees it."""

from __future__ import annotations

import json
import re
import time
from collections import deque
from typing import Any, Callable

from simulators.tencent import contract
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers import login
from simulators.tencent.signature import Request
from simulators.tencent.world import World

# The one action of the Identity Center that needs no zone: it tells the zone.
IDENTITY_CENTER = "DescribeIdentityCenter"


class RateLimit:
    """Counts what was let through, by action, over a rolling second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._passed: dict[str, deque[float]] = {}

    def check(self, action: str) -> None:
        """Let one request through, or raise RequestLimitExceeded."""
        now = self.clock()
        passed = self._passed.setdefault(action, deque())
        while passed and now - passed[0] >= 1.0:
            passed.popleft()
        allowed = contract.rate_limit(action)
        if len(passed) >= allowed:
            text = "Request rate %d per second of %s is over the limit of %d per second."
            raise ApiError("RequestLimitExceeded", text % (len(passed) + 1, action, allowed))
        passed.append(now)


def check_transport(request: Request) -> None:
    """Method, path, size, media type, language."""
    if request.method != "POST" or request.path != "/":
        raise ApiError("UnsupportedProtocol", "Only POST to / is supported.")
    if len(request.body) > contract.load()["transport"]["max_body_bytes"]:
        raise ApiError("RequestSizeLimitExceeded")
    if not re.match(r"^application/json *(;|\Z)", request.headers.get("content-type", "")):
        raise ApiError("InvalidRequest", "The body must be application/json.")
    language = request.headers.get("x-tc-language")
    if language is not None and language not in contract.load()["transport"]["languages"]:
        raise ApiError("InvalidParameter", "The header X-TC-Language is not valid.")


def service_of(action: str) -> str:
    """The service name in the credential scope."""
    return login.SERVICE if action == login.ACTION else str(contract.service(action)["service"])


def check_action(request: Request, action: str, site: str) -> None:
    """Action and version are known."""
    version = request.headers.get("x-tc-version", "")
    wanted = login.VERSION if action == login.ACTION else contract.service(action)["version"]
    if not action or not version:
        raise ApiError("MissingParameter", "The headers X-TC-Action and X-TC-Version are needed.")
    if version != wanted:
        raise ApiError("NoSuchVersion", f"The version `{version}` does not exist.")
    elsewhere = contract.load()["mainland_only_actions"] if site == "mainland" else ()
    if action in elsewhere:
        raise ApiError("UnsupportedOperation", f"The simulator does not do `{action}`.")
    if action != login.ACTION and action not in contract.actions():
        raise ApiError("InvalidAction", f"The action `{action}` does not exist.")


def check_policy(world: World, action: str) -> None:
    """The access policies of the caller."""
    if action in world.denied_actions:
        text = "You are not authorized to perform operation (%s:%s) on resource (*)."
        raise ApiError("AuthFailure.UnauthorizedOperation", text % (service_of(action), action))


def fields_of(action: str) -> list[dict[str, Any]]:
    """The arguments of an action."""
    if action == login.ACTION:
        return login.FIELDS
    fields: list[dict[str, Any]] = contract.actions()[action]["request"]
    return fields


def decoded(body: bytes) -> dict[str, Any]:
    """The arguments of a request."""
    try:
        params = json.loads(body)
    except ValueError:
        raise ApiError("InvalidRequest", "The body is not JSON.") from None
    if not isinstance(params, dict):
        raise ApiError("InvalidRequest", "The body is not a JSON object.")
    return params


def check_service(world: World, action: str, params: dict[str, Any]) -> None:
    """What all actions of a family need: an organization and its management account, or an open Identity Center."""
    description = contract.actions()[action]
    if any(field["name"] == "ZoneId" for field in description["request"]) or action == IDENTITY_CENTER:
        _check_zone(world, action, params)
        return
    if service_of(action) != contract.load()["meta"]["service"]:
        return
    if not world.has_organization:
        raise ApiError("ResourceNotFound.OrganizationNotExist")
    if not world.is_manager and description["kind"] == "write":
        raise ApiError("UnauthorizedOperation", "Only the management account of the organization may do this.")


def _check_zone(world: World, action: str, params: dict[str, Any]) -> None:
    closed = contract.documented(action, "FailedOperation.IdentityCenterNotOpen")
    if not world.zone_id:
        raise ApiError(closed)
    if action == IDENTITY_CENTER:
        return
    if not world.service_open:
        raise ApiError(closed)
    if params.get("ZoneId") != world.zone_id:
        raise ApiError(contract.documented(action, "FailedOperation.ZoneIdNotExist"))

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a refusal of the Cloud Services Platform means for the caller.

Sources: the error envelope and status codes of the API pages of groups, users and authentication.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .._core.errors import BAD_RESPONSE, ApiError
from .._core.secrets import masked
from .._transport.client import Response
from .._transport.pacing import retry_after
from .._transport.repeats import FEW_REPEATS

_HINTS = {
    400: "The API refused the request. Only custom groups of this organization can be changed.",
    401: "The access token is wrong or has expired: get a new one.",
    403: "The caller needs the role org_owner, or org_admin for groups that do not hold org_owner. "
    "A shared group can be changed in the organization that owns it only.",
    404: "The organization or group does not exist for this token. Check org_id, and that the token is of this organization.",
    409: "The API reports a conflict and does not say with what.",
    429: "The rate limit held longer than retry_timeout: run again later, or lower requests_per_second.",
    500: "The service failed inside: run again later.",
}
_LOGIN_HINT = (
    "The API token or client is wrong, has expired or was revoked, or belongs to the other host: check it and base_url. "
    "A token that asks for a second factor cannot be used."
)
# A refusal of the whole group, or of everything, is not worth trying with the next names.
# The status by which an operation says that what was asked for is there, or gone, already.
_ALREADY = {"create_group": 409, "delete_groups": 404, "remove_users": 404}
# A conflict whose cause is known: another group has the name.
_NAME_TAKEN = "update_group"
_SCOPES = {400: "group", 401: "task", 403: "group", 404: "group"}


def api_error(operation: str, response: Response, secrets: Iterable[str], *, login: bool, now: float) -> ApiError:
    """The typed error for an answer that is no success; now is the time in Unix seconds."""
    try:
        envelope = json.loads(response.body)
    except (ValueError, RecursionError):
        envelope = None
    if not isinstance(envelope, dict):
        envelope = {}
    message = str(envelope.get("message") or f"HTTP {response.status}")
    code = str(envelope.get("cspErrorCode") or envelope.get("errorCode") or f"http_{response.status}")
    return ApiError(
        masked(code, secrets),
        f"{'The login' if login else operation} was refused: {masked(message, secrets)}",
        hint=_LOGIN_HINT if login and response.status < 429 else _hint(response.status),
        request_id=envelope.get("requestId") or response.headers.get("x-request-id"),
        http_status=response.status,
        throttled=response.status == 429,
        transient=response.status >= 500,
        # The cause of a conflict is not given as a rule, so only a look can tell what is there now.
        outcome_unknown=response.status == 409 and operation != _NAME_TAKEN,
        already=response.status == _ALREADY.get(operation),
        scope="task" if login else _SCOPES.get(response.status, "item"),
        retry_after=retry_after(response.headers.get("retry-after"), now),
    )


def unreadable(operation: str, response: Response) -> ApiError:
    """The error for an answer with a good status that is not of the API."""
    return ApiError(
        BAD_RESPONSE,
        f"{operation} got an answer that is not of the API (HTTP {response.status}).",
        hint="Check base_url and proxy: something between this machine and the API answered.",
        http_status=response.status,
        transient=True,
        max_repeats=FEW_REPEATS,
    )


def status_inside(answer: dict[str, Any]) -> int | None:
    """The status of an error envelope that came with a good HTTP status, or None when the answer is none."""
    status = answer.get("statusCode")
    if isinstance(status, str) and status.isdecimal():
        status = int(status[:4])
    if isinstance(status, int) and 400 <= status < 600:
        return status
    return 500 if answer.get("errorCode") or answer.get("cspErrorCode") else None


def _hint(status: int) -> str:
    return _HINTS.get(500 if status >= 500 else status, "")

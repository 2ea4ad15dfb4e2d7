# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers as a test orders them spoilt: before the request is executed, or after."""

from __future__ import annotations

import json
import time
from email.utils import formatdate
from typing import Any

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from simulators.faults import DEEP, EXECUTED, KINDS, SLOW, Fault, Faults, _Order, bomb, changed_page
from simulators.serving import CutResponse, DripResponse

from .calls import ApiError

CSP_EXECUTED = frozenset({"list_errors", "neither_list"})
CSP_KINDS = ("unauthorized", *sorted(CSP_EXECUTED))
JSON_TYPE = "application/json"
HTML_PAGE = "<html><head><title>Request unsuccessful</title></head><body>Incident 0000-0000</body></html>"
LISTS = ("results", "groups")
# Fields that the documentation calls optional and that no client needs to tell users and groups apart.
# fmt: off
OPTIONAL = frozenset(
    {
        "acct", "email", "domain", "idpId", "firstName", "lastName", "accessible", "userProfile",
        "description", "sharedOrgIds", "usersCount", "organizationRoles", "serviceRoles", "customRoles",
        "totalResults", "nextLink", "prevLink", "scope", "token_type", "expires_in", "generatedBy",
        "redeemedBy", "revokedBy", "orgRoleNames", "customGroups",
    }
)
# fmt: on


class CspFaults(Faults):
    """The shared list of faults, which also takes the kinds that only this API has."""

    def add(
        self,
        kind: str,
        action: str | None = None,
        position: int = 1,
        times: int = 1,
        seconds: float | str | None = None,
    ) -> None:
        """Order a fault for the `position`-th matching request from now on, and the `times` - 1 after it."""
        if kind in (*KINDS, *SLOW) or kind not in CSP_KINDS:
            super().add(kind, action, position, times, seconds)
            return
        with self._lock:
            self._orders.append(_Order(Fault(kind, action, position, times, seconds)))


def executes(fault: Fault) -> bool:
    """Say whether the request is carried out in spite of the fault."""
    return fault.kind in EXECUTED or fault.kind in CSP_EXECUTED


def json_response(body: Any, status: int, content_type: str = JSON_TYPE) -> Response:
    """Give a JSON response; a body of None makes an empty one."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    return Response(content, status, {"content-type": content_type})


def error_response(error: ApiError, request_id: str) -> Response:
    """Give the response of an error."""
    return json_response(error.envelope(request_id), error.status)


def throttled(seconds: float | str | None, request_id: str) -> Response:
    """Give a 429, with Retry-After as a number, as a date, or without it."""
    response = error_response(ApiError(429, "too_many_requests", "too many requests"), request_id)
    if seconds is not None:
        date = formatdate(time.time() + 1, usegmt=True)
        response.headers["retry-after"] = date if seconds == "date" else f"{seconds}"
    return response


def replaced(fault: Fault, request_id: str) -> Response | CutResponse | DripResponse | None:
    """Give the response that a fault puts in the place of the real one, or None when it only changes the real one."""
    kind = fault.kind
    if kind in ("cut_before", "cut_after"):
        return CutResponse()
    if kind == "drip_after":
        return DripResponse()
    if kind == "bomb_after":
        return Response(bomb(), 200, {"content-type": JSON_TYPE, "content-encoding": "gzip"})
    if kind == "deep_after":
        return Response(DEEP, 200, {"content-type": JSON_TYPE})
    if kind == "status_inside":
        return json_response(ApiError(503, "unavailable", "the service is unavailable").envelope(request_id), 200)
    if kind in ("internal_error", "internal_error_after"):
        return error_response(ApiError(500, "internal_error", "an internal error occurred"), request_id)
    if kind == "unauthorized":
        return error_response(ApiError(401, "invalid_token", "the access token has expired"), request_id)
    if kind == "throttled":
        return throttled(fault.seconds, request_id)
    if kind == "http_503":
        return PlainTextResponse("Service Unavailable", 503)
    if kind == "http_502_after":
        return PlainTextResponse("Bad Gateway", 502)
    if kind in ("html", "html_after"):
        return HTMLResponse(HTML_PAGE, 503 if kind == "html" else 502)
    if kind in ("malformed", "malformed_after"):
        return Response(b'{"results": [{"userId": "vmw', 200, {"content-type": JSON_TYPE})
    return None


def changed(fault: Fault, body: Any, *, is_first: bool) -> Any:
    """Give the body of a successful answer as a fault changes it; is_first: it is the first page, or no page."""
    if fault.kind == "null_lists":
        return _without_empty_lists(body)
    if fault.kind == "missing_fields":
        return _without_optional_fields(body)
    if not isinstance(body, dict):
        return body
    body = changed_page(fault.kind, body, "results", "totalResults", is_first=is_first)
    if fault.kind == "neither_list" and "succeeded" in body:
        return {name: [] for name in body}
    if fault.kind == "list_errors" and isinstance(body.get("results"), list):
        return _cut_short(body)
    return body


def _without_empty_lists(body: Any) -> Any:
    if isinstance(body, dict):
        return {name: _without_empty_lists(value) for name, value in body.items()}
    if isinstance(body, list):
        return [_without_empty_lists(item) for item in body] or None
    return body


def _without_optional_fields(body: Any) -> Any:
    if isinstance(body, dict):
        # An answer without its list says nothing, so only other empty lists are left out.
        kept = {
            name: value
            for name, value in body.items()
            if name not in OPTIONAL and (value not in (None, []) or (name in LISTS and value == []))
        }
        return {name: _without_optional_fields(value) for name, value in kept.items()}
    if isinstance(body, list):
        return [_without_optional_fields(item) for item in body]
    return body


def _cut_short(body: dict[str, Any]) -> dict[str, Any]:
    # Nothing but `errors` tells that rows are missing: that is what clients have to notice.
    rows = body["results"][: len(body["results"]) // 2]
    short = {**body, "results": rows, "errors": [{"message": "some of the results could not be read"}]}
    if "totalResults" in short:
        short["totalResults"] = len(rows)
    if "nextLink" in short:
        short["nextLink"] = None
    return short

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers on the wire: the envelope, and what faults make of it."""

from __future__ import annotations

import json
from email.utils import formatdate
from typing import Any

from starlette.responses import Response

from simulators.faults import DEEP, Fault, bomb
from simulators.serving import CutResponse, DripResponse

JSON = "application/json"
PAGE = "<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>"
# What remains of an object when the optional fields are left out: what identifies it, and what paging needs.
OPTIONAL = frozenset(
    {
        "AccountName",
        "CreateTime",
        "Description",
        "IsSelected",
        "JoinTime",
        "MaxResults",
        "MemberCount",
        "NickName",
        "NodeName",
        "OrgPolicyName",
        "PayName",
        "TotalCounts",
        "UpdateTime",
    }
)


def envelope(result: dict[str, Any], request_id: str) -> dict[str, Any]:
    """A result, or {"Error": ...}, as the API wraps it."""
    return {"Response": {**result, "RequestId": request_id}}


def error(code: str, message: str) -> dict[str, Any]:
    """The result of a refused call."""
    return {"Error": {"Code": code, "Message": message}}


def plain(payload: dict[str, Any], now: float) -> Response:
    """The normal answer; `now` is the server's clock."""
    return _response(_bytes(payload), now)


def spoilt(fault: Fault, payload: dict[str, Any], request_id: str, now: float) -> Response | CutResponse | DripResponse:
    """The answer that a fault makes of a payload (an empty one when nothing was executed)."""
    kind = fault.kind
    if kind.startswith("cut_"):
        return CutResponse()
    if kind == "drip_after":
        return DripResponse()
    if kind == "bomb_after":
        return _response(bomb(), now, headers={"content-encoding": "gzip"})
    if kind == "deep_after":
        return _response(DEEP, now)
    if kind == "status_inside":
        return _response(_bytes({"statusCode": 503, "message": "Service Unavailable"}), now)
    if kind.startswith("internal_error"):
        return plain(envelope(error("InternalError", "An internal error has occurred."), request_id), now)
    if kind == "throttled":
        message = "Request rate 21 per second is over the limit of 20 per second."
        body = _bytes(envelope(error("RequestLimitExceeded", message), request_id))
        return _response(body, now, headers=_retry_after(fault.seconds, now))
    if kind == "http_503":
        return _html("Service Unavailable", now, 503)
    if kind == "http_502_after":
        return _html("Bad Gateway", now, 502)
    if kind.startswith("html"):
        return _html("Welcome", now, 200)
    if kind.startswith("malformed"):
        body = _bytes(payload or envelope({}, request_id))
        return _response(body[: len(body) // 2], now)
    if kind == "charset":
        return _response(_bytes(payload), now, content_type=JSON + "; charset=utf-8")
    if kind == "null_lists":
        payload = _with_null_lists(payload)
    elif kind == "missing_fields":
        lists = {name: value for name, value in payload["Response"].items() if isinstance(value, list)}
        payload = _without_optional(payload)
        # Inside a row an empty list may be left out, but an answer without its list says nothing.
        payload["Response"] = {**{name: [] for name in lists}, **payload["Response"]}
    return plain(payload, now)


def _bytes(payload: dict[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def _response(
    body: bytes,
    now: float,
    status: int = 200,
    content_type: str = JSON,
    headers: dict[str, str] | None = None,
) -> Response:
    fixed = {"content-type": content_type, "date": formatdate(now, usegmt=True)}
    return Response(body, status, {**fixed, **(headers or {})})


def _html(title: str, now: float, status: int) -> Response:
    return _response((PAGE % (title, title)).encode(), now, status, "text/html")


def _retry_after(seconds: float | str | None, now: float) -> dict[str, str]:
    if seconds is None:
        return {}
    # A date has whole seconds; the second one ahead is surely in the future.
    return {"retry-after": formatdate(now + 2, usegmt=True) if seconds == "date" else str(seconds)}


def _with_null_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_null_lists(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_null_lists(item) for item in value] or None
    return value


def _without_optional(value: Any) -> Any:
    """Leaves out descriptive fields, and all that are empty."""
    if isinstance(value, dict):
        return {
            key: _without_optional(item)
            for key, item in value.items()
            if key not in OPTIONAL and ((item not in ("", None, {}) and item != []) or key == "Response")
        }
    if isinstance(value, list):
        return [_without_optional(item) for item in value]
    return value

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""The client of Tencent Cloud Organization, API version 2021-03-31: call, pages, write."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any, Callable, NamedTuple

from .._core.errors import BAD_RESPONSE, ORGANIZATION_MISMATCH, ApiError, OrgkitError
from .._transport.client import FEW_REPEATS, Http, Request, Response
from .._transport.pages import Pages
from .credentials import Credentials
from .errors import api_error
from .sign import CONTENT_TYPE, sign

VERSION = "2021-03-31"


class Listing(NamedTuple):
    """How a list action pages: style `offset` or `token`, where rows stand and what tells them apart (fields, with blanks between)."""

    style: str
    rows: str
    row_id: str


READING = (
    "DescribeIdentityCenter",
    "DescribeOrganization",
    "GetProvisioningTaskStatus",
    "GetTaskStatus",
    "GetZoneStatistics",
)
LISTING = {
    "DescribeOrganizationMembers": Listing("offset", "Items", "MemberUin"),
    "DescribeOrganizationNodes": Listing("offset", "Items", "NodeId"),
    "ListGroups": Listing("token", "Groups", "GroupId"),
    "ListGroupMembers": Listing("token", "GroupMembers", "UserId"),
    "ListJoinedGroupsForUser": Listing("token", "JoinedGroups", "GroupId"),
    "ListRoleAssignments": Listing("token", "RoleAssignments", "RoleConfigurationId TargetUin PrincipalId"),
    "ListUserSyncProvisionings": Listing("token", "UserProvisionings", "UserProvisioningId"),
    "ListUsers": Listing("token", "Users", "UserId"),
}
WRITING = (
    "AddOrganizationNode",
    "AddUserToGroup",
    "CreateGroup",
    "CreateOrganizationMember",
    "CreateUser",
    "DeleteGroup",
    "DeleteOrganizationMembers",
    "DeleteOrganizationNodes",
    "DeleteRoleAssignment",
    "DeleteUser",
    "DeleteUserSyncProvisioning",
    "MoveOrganizationNodeMembers",
    "RemoveUserFromGroup",
    "UpdateGroup",
    "UpdateOrganizationMember",
    "UpdateOrganizationNode",
    "UpdateUser",
    "UpdateUserStatus",
)
# Opens a paying account: not even a refused request is sent a second time.
SENT_ONCE = ("CreateOrganizationMember",)
OFFSET_PAGE = 50
TOKEN_PAGE = 100


class TencentClient:
    """Calls actions of the organization service, signed with the credentials of the task."""

    cloud = "tencent"

    def __init__(
        self,
        http: Http,
        credentials: Credentials,
        url: str,
        *,
        region: str | None,
        language: str,
        org_id: str | None,
        check_mode: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.http = http
        self.credentials = credentials
        self.url = url
        self._region = region
        self._language = language
        self._org_id = org_id
        self._check_mode = check_mode
        self._clock = clock
        self._organization: dict[str, Any] | None = None
        # Noted by whoever works in a zone, since it tells two plans apart.
        self.zone_id: str | None = None

    def known_organization(self) -> dict[str, str | None]:
        """id of the organization, when DescribeOrganization was asked; the API gives it no name."""
        known = self._organization or {}
        return {"id": str(known["OrgId"]) if known.get("OrgId") else self._org_id, "name": None}

    def scope(self) -> str:
        """The organization when the task names it, else the Identity Center zone that it works in, else nothing."""
        return self._org_id or self.zone_id or ""

    def auth(self) -> dict[str, Any]:
        """The `auth` key of a result."""
        return {"source": self.credentials.source, "endpoint": self.url}

    def verify(self) -> None:
        """Prove that the keys belong to the organization that the task names, if it names one. Raises OrgkitError."""
        if self._org_id is None:
            return
        actual = str(self.organization().get("OrgId"))
        if actual != self._org_id:
            raise OrgkitError(
                ORGANIZATION_MISMATCH,
                f"These keys ({self.credentials.source}) belong to organization {actual}, not to {self._org_id}.",
                hint="Check org_id and the source of the credentials. Nothing was written.",
            )

    def organization(self) -> dict[str, Any]:
        """The organization as the caller sees it (DescribeOrganization), read once. Raises ApiError."""
        if self._organization is None:
            self._organization = self.call("DescribeOrganization")
        return self._organization

    def call(self, action: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Answer of a reading action. Raises ApiError."""
        if action not in READING and action not in LISTING:
            raise ValueError(f"{action} is not a reading action of this client")
        return self._exchange(action, body or {})

    def pages(self, action: str, body: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """All rows of a list action, page after page; complete or an error. Raises ApiError."""
        listing = LISTING[action]
        position: dict[str, Any] = {"Offset": 0, "Limit": OFFSET_PAGE} if listing.style == "offset" else {}
        if listing.style == "token":
            position["MaxResults"] = TOKEN_PAGE
        pages = Pages(self.http.track, action, lambda row: _row_id(row, listing))
        while True:
            answer = self.call(action, {**(body or {}), **position})
            rows = answer.get(listing.rows) or []
            total = answer.get("Total" if listing.style == "offset" else "TotalCounts")
            fresh = pages.take(rows, total)
            yield from fresh
            following = _next_position(listing, position, answer, len(rows))
            if following is None:
                break
            if not fresh or following == position:
                raise pages.stuck()
            position = following
        pages.finish(total)

    def write(self, action: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a writing action: the only way out for a change. Raises ApiError.

        Never repeats a request whose outcome is unknown; the error then has outcome_unknown set.
        """
        if action not in WRITING:
            raise ValueError(f"{action} is not a writing action of this client")
        if self._check_mode:
            raise ValueError(f"{action} must not be sent in check mode")
        return self._exchange(action, body, write=True)

    def _exchange(self, action: str, body: dict[str, Any], *, write: bool = False) -> dict[str, Any]:
        payload = json.dumps(body).encode()
        headers = {"X-TC-Language": self._language}
        if self._region:
            headers["X-TC-Region"] = self._region

        def build() -> Request:
            return signed_request(
                self.credentials, self.url, "organization", VERSION, action, payload, int(self._clock()), headers
            )

        def read(response: Response) -> dict[str, Any]:
            return read_answer(action, response, self._clock())

        return self.http.exchange(action, build, read, bucket=action, write=write, repeatable=action not in SENT_ONCE)


def signed_request(
    credentials: Credentials,
    url: str,
    service: str,
    version: str,
    action: str,
    payload: bytes,
    timestamp: int,
    headers: dict[str, str],
) -> Request:
    """A POST that is signed for `timestamp` (Unix seconds)."""
    host = url.split("://", 1)[1]
    signed = sign(
        secret_id=credentials.secret_id,
        secret_key=credentials.secret_key,
        service=service,
        host=host,
        body=payload,
        timestamp=timestamp,
    )
    all_headers = {
        "Host": host,
        "Content-Type": CONTENT_TYPE,
        "X-TC-Action": action,
        "X-TC-Version": version,
        "X-TC-Timestamp": str(timestamp),
        "Authorization": signed.authorization,
        **headers,
    }
    if credentials.token:
        all_headers["X-TC-Token"] = credentials.token
    return Request("POST", url + "/", all_headers, payload)


def read_answer(action: str, response: Response, now: float) -> dict[str, Any]:
    """The `Response` object of an answer, whatever its content type. Raises ApiError for an error inside."""
    try:
        answer = json.loads(response.body)["Response"]
        if not isinstance(answer, dict) or not isinstance(answer.get("Error") or {}, dict):
            raise ValueError("no object")
    except (ValueError, KeyError, TypeError):
        raise ApiError(
            BAD_RESPONSE,
            f"{action} got an answer that is not of the API (HTTP {response.status}).",
            hint="Check endpoint and proxy: something between this machine and the API answered.",
            http_status=response.status,
            throttled=response.status == 429,
            max_repeats=FEW_REPEATS if response.status == 200 else None,
            transient=response.status == 200 or response.status >= 500,
        ) from None
    error = answer.get("Error")
    if error is None and response.status == 200:
        return answer
    error = error or {"Code": "InternalError", "Message": f"HTTP {response.status}"}
    refusal = api_error(action, str(error.get("Code")), str(error.get("Message", "")), answer.get("RequestId"))
    refusal.http_status = response.status
    refusal.transient = refusal.transient or response.status >= 500
    if refusal.code == "AuthFailure.SignatureExpire":
        refusal.hint = _clock_hint(response.headers.get("date"), now) + refusal.hint
    raise refusal


def _row_id(row: dict[str, Any], listing: Listing) -> tuple[Any, ...] | None:
    values = tuple(row.get(name) for name in listing.row_id.split())
    return None if any(value in (None, "") for value in values) else values


def _next_position(
    listing: Listing, position: dict[str, Any], answer: dict[str, Any], rows_count: int
) -> dict[str, Any] | None:
    if listing.style == "token":
        token = answer.get("NextToken")
        truncated = answer.get("IsTruncated")
        if truncated is None:
            truncated = bool(token)
        return {"MaxResults": TOKEN_PAGE, "NextToken": token} if truncated else None
    offset = position["Offset"] + OFFSET_PAGE
    total = answer.get("Total")
    more = rows_count > 0 if total is None else offset < total
    return {"Offset": offset, "Limit": OFFSET_PAGE} if more else None


def _clock_hint(date: str | None, now: float) -> str:
    try:
        skew = now - parsedate_to_datetime(date or "").timestamp()
    except (TypeError, ValueError):
        return ""
    direction = "ahead of" if skew > 0 else "behind"
    return f"This machine's clock is {abs(skew):.0f} seconds {direction} the server's. "

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""The client of Tencent Cloud Organization and of the reading actions of access management (CAM): call, pages, write."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any, Callable, NamedTuple

from .._core.errors import BAD_RESPONSE, ORGANIZATION_MISMATCH, ApiError, OrgkitError
from .._core.rows import bad_response, number
from .._core.secrets import forms_of, masked
from .._transport.client import Http, Request, Response
from .._transport.pacing import retry_after
from .._transport.pages import Page, Shifted, passing, rows_of, whole_list
from .._transport.repeats import FEW_REPEATS
from .credentials import Credentials
from .errors import api_error
from .sign import CONTENT_TYPE, sign


class Service(NamedTuple):
    """A service of Tencent Cloud, as a request to it is signed."""

    name: str
    version: str


ORGANIZATION = Service("organization", "2021-03-31")
CAM = Service("cam", "2019-01-16")
# All other actions are those of the organization.
OF_CAM = ("GetPolicy", "ListPolicies")


class Listing(NamedTuple):
    """How a list action pages, where rows stand and what tells them apart (fields, with blanks between).

    style: `offset`, `token`, `page` (numbered), or `whole` (all rows in one answer).
    """

    style: str
    rows: str
    row_id: str


READING = (
    "DescribeIdentityCenter",
    "DescribeOrganization",
    "GetPolicy",
    "GetProvisioningTaskStatus",
    "GetTaskStatus",
    "GetZoneStatistics",
)
# An answer that has none of these says nothing, whatever its status is.
TOLD_BY = {
    "DescribeIdentityCenter": ("ZoneId", "ServiceStatus"),
    "DescribeOrganization": ("OrgId",),
    "GetPolicy": ("PolicyName",),
    "GetProvisioningTaskStatus": ("TaskStatus",),
    "GetTaskStatus": ("TaskStatus",),
    "GetZoneStatistics": ("ZoneStatistics",),
}
LISTING = {
    "DescribeOrganizationMembers": Listing("offset", "Items", "MemberUin"),
    "DescribeOrganizationNodes": Listing("offset", "Items", "NodeId"),
    "ListGroups": Listing("token", "Groups", "GroupId"),
    "ListGroupMembers": Listing("token", "GroupMembers", "UserId"),
    "ListJoinedGroupsForUser": Listing("token", "JoinedGroups", "GroupId"),
    "ListPermissionPoliciesInRoleConfiguration": Listing("whole", "RolePolicies", "RolePolicyType RolePolicyName"),
    "ListPolicies": Listing("page", "List", "PolicyId"),
    "ListRoleAssignments": Listing("token", "RoleAssignments", "RoleConfigurationId TargetUin PrincipalId"),
    "ListRoleConfigurationProvisionings": Listing(
        "token", "RoleConfigurationProvisionings", "RoleConfigurationId TargetUin"
    ),
    "ListRoleConfigurations": Listing("token", "RoleConfigurations", "RoleConfigurationId"),
    "ListTasks": Listing("token", "Tasks", "TaskId"),
    "ListUserSyncProvisionings": Listing("token", "UserProvisionings", "UserProvisioningId"),
    "ListUsers": Listing("token", "Users", "UserId"),
}
WRITING = (
    "AddOrganizationNode",
    "AddPermissionPolicyToRoleConfiguration",
    "AddUserToGroup",
    "CreateGroup",
    "CreateOrganizationMember",
    "CreateRoleConfiguration",
    "CreateRoleAssignment",
    "CreateUser",
    "DeleteGroup",
    "DeleteOrganizationMembers",
    "DeleteOrganizationNodes",
    "DeleteRoleAssignment",
    "DeleteRoleConfiguration",
    "DeleteUser",
    "DeleteUserSyncProvisioning",
    "DismantleRoleConfiguration",
    "MoveOrganizationNodeMembers",
    "ProvisionRoleConfiguration",
    "RemovePermissionPolicyFromRoleConfiguration",
    "RemoveUserFromGroup",
    "UpdateCustomPolicyForRoleConfiguration",
    "UpdateGroup",
    "UpdateOrganizationMember",
    "UpdateOrganizationNode",
    "UpdateRoleConfiguration",
    "UpdateUser",
    "UpdateUserStatus",
)
# Opens a paying account: not even a refused request is sent a second time.
SENT_ONCE = ("CreateOrganizationMember",)
OFFSET_PAGE = 50
TOKEN_PAGE = 100
NUMBERED_PAGE = 200
TOTALS = {"offset": "Total", "page": "TotalNum"}
FIRST_POSITIONS: dict[str, dict[str, Any]] = {
    "offset": {"Offset": 0, "Limit": OFFSET_PAGE},
    "token": {"MaxResults": TOKEN_PAGE},
    "page": {"Page": 1, "Rp": NUMBERED_PAGE},
    "whole": {},
}


class TencentClient:
    """Calls actions, signed with the credentials of the task. cam_url is where access management is asked."""

    cloud = "tencent"

    def __init__(
        self,
        http: Http,
        credentials: Credentials,
        url: str,
        *,
        cam_url: str,
        region: str | None,
        language: str,
        org_id: str | None,
        check_mode: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.http = http
        self.credentials = credentials
        self.url = url
        self._cam_url = cam_url
        self._region = region
        self._language = language
        self._org_id = org_id
        self._check_mode = check_mode
        self._clock = clock
        known = (credentials.secret_id, credentials.secret_key, credentials.token)
        self._secrets = {form for secret in known for form in forms_of(secret or "")}
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
        return self._exchange(action, body or {}, check=lambda answer: _check_object(action, answer))

    def pages(self, action: str, body: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """All rows of a list action, each once: complete, and of one moment as far as the answers tell. Raises OrgkitError."""
        listing = LISTING[action]
        return whole_list(
            action,
            lambda row: _row_id(row, listing),
            lambda: self._read_pages(action, listing, body or {}),
            self.http.track,
        )

    def _read_pages(self, action: str, listing: Listing, body: dict[str, Any]) -> Iterator[Page]:
        position = FIRST_POSITIONS[listing.style]
        cursors: set[str] = set()
        while True:
            answer = self._exchange(action, {**body, **position}, check=lambda answer: _page(action, listing, answer))
            page = _page(action, listing, answer)
            yield page
            following = _next_position(listing, position, answer, page)
            if following is None:
                return
            cursor = str(following.get("NextToken") or following.get("Offset") or following.get("Page") or "")
            if not cursor or cursor in cursors:
                raise Shifted("it says that there is more, and not where")
            cursors.add(cursor)
            position = following

    def write(self, action: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a writing action: the only way out for a change. Raises ApiError.

        Never repeats a request whose outcome is unknown; the error then has outcome_unknown set.
        """
        if action not in WRITING:
            raise ValueError(f"{action} is not a writing action of this client")
        if self._check_mode:
            raise ValueError(f"{action} must not be sent in check mode")
        return self._exchange(action, body, write=True)

    def _exchange(
        self,
        action: str,
        body: dict[str, Any],
        *,
        write: bool = False,
        check: Callable[[dict[str, Any]], object] | None = None,
    ) -> dict[str, Any]:
        """Send an action. check raises OrgkitError for an answer that cannot be believed; it is asked for again."""
        payload = json.dumps(body).encode()
        service, url = (CAM, self._cam_url) if action in OF_CAM else (ORGANIZATION, self.url)
        headers = {"X-TC-Language": self._language}
        if self._region:
            headers["X-TC-Region"] = self._region

        def build() -> Request:
            return signed_request(self.credentials, url, service, action, payload, int(self._clock()), headers)

        def read(response: Response) -> dict[str, Any]:
            answer = read_answer(action, response, self._clock(), self._secrets)
            if check is None:
                return answer
            try:
                check(answer)
            except OrgkitError as error:
                raise passing(error, response.status) from None
            return answer

        return self.http.exchange(action, build, read, bucket=action, write=write, repeatable=action not in SENT_ONCE)


def signed_request(
    credentials: Credentials,
    url: str,
    service: Service,
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
        service=service.name,
        host=host,
        body=payload,
        timestamp=timestamp,
    )
    all_headers = {
        "Host": host,
        "Content-Type": CONTENT_TYPE,
        "X-TC-Action": action,
        "X-TC-Version": service.version,
        "X-TC-Timestamp": str(timestamp),
        "Authorization": signed.authorization,
        **headers,
    }
    if credentials.token:
        all_headers["X-TC-Token"] = credentials.token
    return Request("POST", url + "/", all_headers, payload)


def read_answer(action: str, response: Response, now: float, secrets: Iterable[str] = ()) -> dict[str, Any]:
    """The `Response` object of an answer, whatever its content type. Raises ApiError for an error inside, without secrets."""
    try:
        answer = json.loads(response.body)["Response"]
        if not isinstance(answer, dict) or not isinstance(answer.get("Error") or {}, dict):
            raise ValueError("no object")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ApiError(
            BAD_RESPONSE,
            f"{action} got an answer that is not of the API (HTTP {response.status}).",
            hint="Check endpoint and proxy: something between this machine and the API answered.",
            http_status=response.status,
            throttled=response.status == 429,
            max_repeats=FEW_REPEATS if response.status == 200 else None,
            transient=response.status == 200 or response.status >= 500,
            retry_after=retry_after(response.headers.get("retry-after"), now),
        ) from None
    error = answer.get("Error")
    if error is None and response.status == 200:
        return answer
    error = error or {"Code": "InternalError", "Message": f"HTTP {response.status}"}
    message = masked(str(error.get("Message", "")), secrets)
    refusal = api_error(action, masked(str(error.get("Code")), secrets), message, answer.get("RequestId"))
    refusal.http_status = response.status
    refusal.retry_after = retry_after(response.headers.get("retry-after"), now)
    refusal.transient = refusal.transient or response.status >= 500
    if refusal.code == "AuthFailure.SignatureExpire":
        refusal.hint = _clock_hint(response.headers.get("date"), now) + refusal.hint
    raise refusal


def _check_object(action: str, answer: dict[str, Any]) -> None:
    told_by = TOLD_BY.get(action)
    if told_by and all(answer.get(key) in (None, "") for key in told_by):
        raise bad_response(action, f"it has no {' or '.join(told_by)}")


def _page(action: str, listing: Listing, answer: dict[str, Any]) -> Page:
    """The rows and the total of an answer. Raises bad_response."""
    total = number(answer, TOTALS.get(listing.style, "TotalCounts"), action)
    return Page(rows_of(answer, listing.rows, total, lambda row: _row_id(row, listing), action), total)


def _row_id(row: dict[str, Any], listing: Listing) -> Any:
    """What tells a row apart; several fields together where there is no id."""
    names = listing.row_id.split()
    if len(names) == 1:
        return row.get(listing.row_id)
    values = tuple(row.get(name) for name in names)
    return None if any(value in (None, "") for value in values) else repr(values)


def _next_position(
    listing: Listing, position: dict[str, Any], answer: dict[str, Any], page: Page
) -> dict[str, Any] | None:
    if listing.style == "whole":
        return None
    if listing.style == "token":
        token = answer.get("NextToken")
        truncated = answer.get("IsTruncated")
        if truncated is None:
            truncated = bool(token)
        is_last = str(truncated).lower() in ("false", "0", "")
        return None if is_last else {"MaxResults": TOKEN_PAGE, "NextToken": token}
    if listing.style == "page":
        seen = position["Page"] * NUMBERED_PAGE
        following = {**position, "Page": position["Page"] + 1}
    else:
        seen = position["Offset"] + OFFSET_PAGE
        following = {**position, "Offset": seen}
    more = bool(page.rows) if page.total is None else seen < page.total
    return following if more else None


def _clock_hint(date: str | None, now: float) -> str:
    try:
        skew = now - parsedate_to_datetime(date or "").timestamp()
    except (TypeError, ValueError, OverflowError):
        return ""
    direction = "ahead of" if skew > 0 else "behind"
    return f"This machine's clock is {abs(skew):.0f} seconds {direction} the server's. "

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations into an organization of the Cloud Services Platform: read, send, revoke. One room for all modules.

API pages: GET and POST /orgs/{orgId}/invitations, GET /orgs/{orgId}/invitations/{id}. How a revocation names its invitations is
documented nowhere: it takes the body of the invitation, and only a look tells what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable

from .._core import rows
from .._core.errors import ApiError
from .._core.text import time_text
from .client import CspClient

OPEN = "open"
EXPIRED = "expired"
OVER = "over"
MOST_GROUPS = 15
_ACCEPTED = "REDEEMED"
_OVER = (_ACCEPTED, "REVOKED")
_GONE = 404
_HIDDEN = (403, _GONE)
_ROW = "get_invitation"


@dataclass(frozen=True)
class Invitation:
    """One invitation. status is OPEN, EXPIRED or OVER; groups are ids; expires is in Unix seconds, None where it is not told.

    is_accepted: it is over because the user came.
    """

    id: str
    name: str
    status: str
    groups: tuple[str, ...]
    roles: tuple[str, ...]
    expires: float | None
    is_accepted: bool = False

    @property
    def expires_text(self) -> str | None:
        """When it runs out, in UTC."""
        return None if self.expires is None else time_text(self.expires)


def read_invitations(
    client: CspClient, now: float, hidden: Callable[[str, str], object] = lambda number, reason: None
) -> list[Invitation]:
    """All invitations that the caller may see; now is in Unix seconds. Raises OrgkitError.

    One that is gone, or is not for the caller to see, is left out: it says nothing about the others. hidden is told the latter,
    by id and reason; an invitation that is listed without an id cannot be looked at at all.
    """
    listed = rows.list_of(client.read("list_invitations"), "results", "list_invitations")
    ids = [rows.text(row, "refLink", "list_invitations").rstrip("/").rsplit("/", 1)[-1] for row in listed]
    if not all(ids):
        hidden("", "it is listed without an id.")
    found = client.http.map(
        lambda number: read_invitation(client, number, now, hidden), dict.fromkeys(filter(None, ids))
    )
    return [invitation for invitation in found if invitation is not None]


def invite(
    client: CspClient,
    names: Sequence[str],
    *,
    roles: Sequence[str],
    groups: Sequence[str],
    notify: bool,
    invited_by: str | None,
) -> None:
    """Send invitations; groups are ids. What became of them shows only later. Raises ApiError."""
    body: dict[str, Any] = {
        "usernames": list(names),
        "organizationRoles": [{"name": role} for role in roles],
        "skipNotify": not notify,
    }
    if groups:
        body["customGroupsIds"] = list(groups)
    if invited_by:
        body["invitedBy"] = invited_by
    client.write("create_invitations", body)


def revoke(client: CspClient, names: Sequence[str]) -> None:
    """Ask for the open invitations of these user names to be revoked. Raises ApiError."""
    client.write("revoke_invitations", {"usernames": list(names)})


def read_invitation(
    client: CspClient, number: str, now: float, hidden: Callable[[str, str], object] = lambda number, reason: None
) -> Invitation | None:
    """One invitation by its id, None when it is gone or not for the caller to see; hidden is told the latter. Raises OrgkitError."""
    try:
        row = client.read(_ROW, invitation=number)
    except ApiError as error:
        if error.http_status not in _HIDDEN:
            raise
        if error.http_status != _GONE:
            hidden(number, error.sentence())
        return None
    expires = _seconds(row.get("expirationTime"))
    told = rows.text(row, "status", _ROW).upper()
    return Invitation(
        id=number,
        name=rows.name(row, "username", _ROW),
        status=_status(told, row, expires, now),
        groups=tuple(str(group) for group in row.get("customGroupsIds") or ()),
        roles=tuple(str(role) for role in row.get("orgRoleNames") or ()),
        expires=expires,
        is_accepted=told == _ACCEPTED or bool(row.get("redeemedAt")),
    )


def _status(told: str, row: dict[str, Any], expires: float | None, now: float) -> str:
    if told in _OVER or row.get("redeemedAt") or row.get("revokedAt"):
        return OVER
    return EXPIRED if told == "EXPIRED" or (expires is not None and expires < now) else OPEN


def _seconds(moment: Any) -> float | None:
    """A time of the API in Unix seconds: some answers count milliseconds, others give a text."""
    if isinstance(moment, (int, float)) and not isinstance(moment, bool):
        return moment / (1000 if moment > 1e11 else 1)
    try:
        return datetime.fromisoformat(str(moment).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None

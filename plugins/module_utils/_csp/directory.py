# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups and users of an organization of the Cloud Services Platform as a directory.

API pages: GET /orgs/{orgId}/groups, GET, POST and DELETE /orgs/{orgId}/groups/{groupId}/users, GET /v2/orgs/{orgId}/users,
GET /v2/users/{userId}/orgs/{orgId}/groups, GET /orgs/{orgId}/invitations.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .._core.errors import REFUSED, ApiError, OrgkitError
from .._core.plan import Change
from .._core.write import Reply
from .._membership.plan import Group, User
from .client import CspClient

CUSTOM = "USER_GROUP"
SHARED = "SHARED_GROUP"
_REASONS = {
    "AD_GROUP": "it is an enterprise group, whose members come from the identity provider.",
    SHARED: "it is shared by another organization and can be changed there only.",
    "DOMAIN_GROUP": "it is a domain group, whose members follow from their mail domain.",
}
_OVER = ("REDEEMED", "REVOKED", "EXPIRED")


@dataclass(frozen=True)
class CspOptions:
    """The options that only this cloud has."""

    invited_by: str | None = None
    notify_users: bool = False
    invite_unknown: bool = False
    allow_self_removal: bool = False


class CspDirectory:
    """Groups and users of the organization of a client."""

    batch_size = 20

    def __init__(self, client: CspClient, options: CspOptions) -> None:
        self.client = client
        self.invite_unknown = options.invite_unknown
        self._options = options
        # Users whose user name is not the only one of its kind, by id: how they are named to the API, and all who
        # would be meant by it.
        self._spelling: dict[str, str] = {}
        self._namesakes: dict[str, list[str]] = {}
        self._invitations: dict[str, set[str]] | None = None

    @property
    def caller(self) -> str | None:
        """User id of the caller, who is protected, or None for an application or when self-removal is allowed."""
        if self._options.allow_self_removal:
            return None
        claims = self.client.claims()
        return claims.get("sub") if claims.get("username") or claims.get("acct") else None

    def groups(self) -> list[Group]:
        """All groups, enterprise and shared ones too."""
        return [self._group(row) for row in self.client.pages("list_groups", lambda row: row.get("id"))]

    def members(self, group: Group) -> list[User]:
        """All direct members of a group, without those of nested groups."""
        rows = self.client.pages("list_group_users", _user_id, {"onlyDirectUsers": "true"}, group=str(group.id))
        return [_user(row) for row in rows]

    def inherited_members(self, group: Group) -> list[User]:
        """All members that come from nested groups only."""
        direct = {user.id for user in self.members(group)}
        rows = self.client.pages("list_group_users", _user_id, group=str(group.id))
        return [user for user in map(_user, rows) if user.id not in direct]

    def users(self) -> Iterator[User]:
        """All users of the organization."""
        first: dict[str, User] = {}
        for user in map(_user, self.client.pages("list_users", _user_id)):
            other = first.setdefault(user.name.casefold(), user)
            if other is not user:
                self._note_namesakes(user, other)
            yield user

    def _note_namesakes(self, *users: User) -> None:
        for user in users:
            spelling = _with_domain(user)
            same = [str(one.id) for one in users if _with_domain(one).casefold() == spelling.casefold()]
            self._spelling[str(user.id)] = spelling
            if len(same) > 1:
                known = self._namesakes.setdefault(str(user.id), [])
                known.extend(one for one in same if one not in known)

    def groups_of(self, user: User) -> list[str]:
        """Ids of the groups of a user, inherited ones too."""
        answer = self.client.read("groups_of_user", user=str(user.id))
        return [str(row["id"]) for row in answer.get("groups") or () if isinstance(row, dict) and row.get("id")]

    def invitations(self) -> Mapping[str, set[str]]:
        """Pending invitations, read once: case-folded user name to the ids of their groups."""
        if self._invitations is None:
            self._invitations = {} if self.client.login.is_service_account else self._read_invitations()
        return self._invitations

    def study(self, touched: Sequence[tuple[str, Group, User]]) -> None:
        """Everything that refusal() needs was read with the groups."""

    def refusal(self, action: str, group: Group, user: User) -> str:
        """Why the members of a group that is not a custom group of this organization cannot be changed."""
        if group.type and group.type != CUSTOM:
            return _REASONS.get(group.type, f"it is a group of the type {group.type}.")
        if action == "add" and str(user.id) in self._namesakes:
            same = ", ".join(self._namesakes[str(user.id)])
            return f"the API adds by user name, and this one means several users: {same}."
        if action == "invite" and self.client.login.is_service_account:
            return "an application may not invite users; use an API token of a user."
        return ""

    def write(self, action: str, group_id: str, changes: Sequence[Change]) -> Reply:
        """Add by user name (POST) or remove by user id (DELETE). A 200 answer can name failures."""
        body: dict[str, Any] = {"notifyUsers": self._options.notify_users}
        if action == "remove":
            sent = [str(change.subject.id) for change in changes]
            answer = self.client.write("remove_group_users", {"ids": sent, **body}, group=group_id)
        else:
            sent = [self._spelling.get(change.subject.id or "", change.subject.name) for change in changes]
            if self._options.invited_by:
                body["invitedBy"] = self._options.invited_by
            answer = self.client.write("add_group_users", {"usernamesToAdd": sent, **body}, group=group_id)
        return Reply(failures=_failures(answer, sent))

    def pending(self, changes: Sequence[Change]) -> list[Change]:
        """Invited users whose invitation for the group is open."""
        invited = [change for change in changes if change.action == "invite"]
        if not invited:
            return []
        invitations = self._invitations = self._read_invitations()
        return [change for change in invited if change.target.id in invitations.get(change.subject.name.casefold(), ())]

    def _group(self, row: dict[str, Any]) -> Group:
        owner = row.get("ownerOrgId")
        foreign = owner is not None and owner != self.client.org_id
        group_type = SHARED if foreign else row.get("groupType") or ""
        return Group(row["id"], row.get("displayName") or row["id"], group_type, row.get("description") or "")

    def _read_invitations(self) -> dict[str, set[str]]:
        rows = self.client.read("list_invitations").get("results") or ()
        ids = [str(row.get("refLink") or "").rstrip("/").rsplit("/", 1)[-1] for row in rows if isinstance(row, dict)]
        pending: dict[str, set[str]] = {}
        for row in self.client.http.map(
            lambda number: self.client.read("get_invitation", invitation=number), filter(None, ids)
        ):
            if not _is_over(row, time.time()):
                name = str(row.get("username") or "").casefold()
                pending.setdefault(name, set()).update(row.get("customGroupsIds") or ())
        return pending


def _failures(answer: Mapping[str, Any], sent: Sequence[str]) -> dict[int, OrgkitError]:
    """Which of the sent names an answer lists as failed, or does not list at all."""
    failed = {str(name).casefold() for name in answer.get("failed") or ()}
    succeeded = {str(name).casefold() for name in answer.get("succeeded") or ()}
    failures: dict[int, OrgkitError] = {}
    for number, name in enumerate(sent):
        if name.casefold() in failed:
            failures[number] = ApiError(
                REFUSED,
                f"The API lists {name} as failed and gives no reason.",
                hint="Check that the user can sign in and may be in this group.",
                http_status=200,
            )
        elif name.casefold() not in succeeded:
            failures[number] = ApiError(
                REFUSED, f"The API does not say what became of {name}.", http_status=200, outcome_unknown=True
            )
    return failures


def _is_over(invitation: dict[str, Any], now: float) -> bool:
    """Whether an invitation was accepted, revoked, or has run out; now is in Unix seconds."""
    status = str(invitation.get("status") or "").upper()
    if status in _OVER or invitation.get("redeemedAt") or invitation.get("revokedAt"):
        return True
    expires = invitation.get("expirationTime")
    if isinstance(expires, (int, float)):
        # Some answers count milliseconds.
        return expires / (1000 if expires > 1e11 else 1) < now
    try:
        return datetime.fromisoformat(str(expires).replace("Z", "+00:00")).timestamp() < now
    except ValueError:
        return False


def _inner(row: dict[str, Any]) -> dict[str, Any]:
    """A user row, also when it is wrapped as {"user": {...}}."""
    inner = row.get("user")
    return inner if isinstance(inner, dict) else row


def _user_id(row: dict[str, Any]) -> Any:
    return _inner(row).get("userId")


def _user(row: dict[str, Any]) -> User:
    row = _inner(row)
    name, domain = row.get("username") or row.get("acct") or "", row.get("domain") or ""
    acct = row.get("acct") or ""
    user = User(
        id=row["userId"],
        name=name,
        email=row.get("email") or "",
        display_name=" ".join(filter(None, (row.get("firstName"), row.get("lastName")))),
        type=domain,
        status="inaccessible" if row.get("accessible") is False else "accessible",
    )
    aliases = {acct, _with_domain(user)} - {"", name}
    return user._replace(aliases=tuple(sorted(aliases))) if aliases else user


def _with_domain(user: User) -> str:
    """The user name with the domain (the type of a user here), which some identity providers leave out."""
    return user.name if "@" in user.name or not user.type else f"{user.name}@{user.type}"

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups and users of an organization of the Cloud Services Platform as a directory.

API pages: GET /orgs/{orgId}/groups, GET, POST and DELETE /orgs/{orgId}/groups/{groupId}/users, GET /v2/orgs/{orgId}/users,
GET /v2/users/{userId}/orgs/{orgId}/groups, GET /orgs/{orgId}/invitations.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from .._core import rows
from .._core.errors import CONFLICT, OrgkitError
from .._core.plan import Change
from .._core.write import Reply
from .._membership.directory import Directory, Invitations, Invited
from .._membership.plan import REVOKE, Group, User
from .client import CspClient
from .invitations import OPEN, Invitation, read_invitation, read_invitations, revoke
from .partial import failures_of
from .person import Person, is_meant, person, person_id, tells_user

CUSTOM = "USER_GROUP"
SHARED = "SHARED_GROUP"
_REASONS = {
    "AD_GROUP": "it is an enterprise group, whose members come from the identity provider.",
    SHARED: "it is shared by another organization and can be changed there only.",
    "DOMAIN_GROUP": "it is a domain group, whose members follow from their mail domain.",
}


@dataclass(frozen=True)
class CspOptions:
    """The options that only this cloud has.

    assumed_invitations are those that an earlier task of the play sends (check mode).
    """

    invited_by: str | None = None
    notify_users: bool = False
    invite_unknown: bool = False
    allow_self_removal: bool = False
    assumed_invitations: tuple[Invited, ...] = ()


class CspDirectory(Directory):
    """Groups and users of the organization of a client."""

    client: CspClient
    batch_size = 20
    # One name can make the API refuse a whole batch.
    split_after = frozenset((400, 409))

    def __init__(self, client: CspClient, options: CspOptions) -> None:
        self.client = client
        self.invite_unknown = options.invite_unknown
        self._options = options
        # Users whose user name is not the only one of its kind, by id: how they are named to the API, and all who
        # would be meant by it.
        self._spelling: dict[str, str] = {}
        self._namesakes: dict[str, list[str]] = {}
        self._nameless: set[str] = set()
        self._invitations: list[Invitation] | None = None
        self._unseen: list[str] = []

    def is_caller(self, user: User) -> bool:
        """Whether this is the user who runs the task and is protected; nobody is when self-removal is allowed."""
        if self._options.allow_self_removal or self.client.login.is_service_account:
            return False
        return is_meant(self.client.claims(), user.id, filter(None, (user.name, user.email, *user.aliases)))

    def groups(self) -> list[Group]:
        """All groups, enterprise and shared ones too."""
        return [self._group(row) for row in self.client.pages("list_groups", lambda row: row.get("id"))]

    def _is_caller_unknown(self) -> bool:
        """Whether a token of a user does not tell the user, so that any removal could be that of the caller."""
        if self._options.allow_self_removal or self.client.login.is_service_account:
            return False
        return not tells_user(self.client.claims())

    def members(self, group: Group) -> list[User]:
        """All direct members of a group, without those of nested groups."""
        found = self.client.pages("list_group_users", person_id, {"onlyDirectUsers": "true"}, group=str(group.id))
        return [_user(person(row, "list_group_users")) for row in found]

    def inherited_members(self, group: Group) -> list[User]:
        """All members that come from nested groups only."""
        direct = {user.id for user in self.members(group)}
        found = self.client.pages("list_group_users", person_id, group=str(group.id))
        users = (_user(person(row, "list_group_users")) for row in found)
        return [user for user in users if user.id not in direct]

    def users(self) -> Iterator[User]:
        """All users of the organization."""
        first: dict[str, User] = {}
        for row in self.client.pages("list_users", person_id):
            found = person(row, "list_users")
            user = _user(found)
            if not found.has_user_name:
                self._nameless.add(found.id)
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
        return [rows.identity(row, "id", "groups_of_user") for row in rows.list_of(answer, "groups", "groups_of_user")]

    def invitations(self) -> Mapping[str, Set[str]]:
        """Pending invitations, read once, and those of an earlier task: case-folded user name to groups."""
        pending: dict[str, set[str]] = {}
        for one in self._options.assumed_invitations:
            pending[one.name.casefold()] = {*one.groups, *(group.casefold() for group in one.groups)}
        return {**pending, **_by_name(self._known_invitations())}

    def open_invitations(self) -> Invitations:
        """The open invitations, read once, and those of an earlier task; an application cannot see them."""
        listed = [Invited(one.id, one.name, one.groups) for one in self._known_invitations() if one.status == OPEN]
        names = {one.name.casefold() for one in listed}
        # Somebody who has an open invitation is left as is by the earlier task.
        assumed = [one for one in self._options.assumed_invitations if one.name.casefold() not in names]
        return Invitations((*listed, *assumed), tuple(dict.fromkeys(self._unseen)))

    def prepare(self, touched: Sequence[tuple[str, Group, User]]) -> None:
        """Everything that refusal() needs was read with the groups."""

    def refusal(self, action: str, group: Group, user: User) -> str:
        """Why the members of a group that is not a custom group of this organization cannot be changed."""
        if group.type and group.type != CUSTOM:
            return _REASONS.get(group.type, f"it is a group of the type {group.type}.")
        if action in ("remove", REVOKE) and self._is_caller_unknown():
            return "the access token does not tell whose it is, so this could be you; set allow_self_removal to true to do it."
        if action == "add" and str(user.id) in self._nameless:
            return "the API adds by user name, and this user has none."
        if action == "add" and str(user.id) in self._namesakes:
            same = ", ".join(self._namesakes[str(user.id)])
            return f"the API adds by user name, and this one means several users: {same}."
        if action == "invite" and self.client.login.is_service_account:
            return "an application may not invite users; use an API token of a user."
        return ""

    def write(self, action: str, changes: Sequence[Change]) -> Reply:
        """Add by user name (POST), remove by user id (DELETE), or revoke by user name. A 200 answer can name failures."""
        body: dict[str, Any] = {"notifyUsers": self._options.notify_users}
        group_id = str(changes[0].target.id)
        if action == REVOKE:
            revoke(self.client, list(dict.fromkeys(change.subject.name for change in changes)))
            return Reply()
        if action == "remove":
            sent = [str(change.subject.id) for change in changes]
            answer = self.client.write("remove_group_users", {"ids": sent, **body}, group=group_id)
        else:
            sent = [self._spelling.get(change.subject.id or "", change.subject.name) for change in changes]
            if self._options.invited_by:
                body["invitedBy"] = self._options.invited_by
            answer = self.client.write("add_group_users", {"usernamesToAdd": sent, **body}, group=group_id)
        return Reply(failures=failures_of(answer, sent, "Check that the user can sign in and may be in this group."))

    def pending(self, changes: Sequence[Change]) -> list[Change]:
        """Invited users whose invitation for the group is open."""
        invited = [change for change in changes if change.action == "invite"]
        if not invited:
            return []
        self._invitations = None
        invitations = _by_name(self._known_invitations())
        return [change for change in invited if change.target.id in invitations.get(change.subject.name.casefold(), ())]

    def together(self, change: Change) -> tuple[str, ...]:
        """A revocation is about all open invitations of a user name."""
        if change.action == REVOKE:
            return (REVOKE, change.subject.name.casefold())
        return super().together(change)

    def revoked(self, changes: Sequence[Change]) -> Mapping[Change, OrgkitError | None]:
        """Each invitation is looked at by itself: a list that lacks it proves nothing."""
        ends: dict[Change, OrgkitError | None] = {}
        unseen: list[str] = []

        def look(change: Change) -> Invitation | None:
            return read_invitation(
                self.client, str(change.subject.id), time.time(), lambda number, _why: unseen.append(number)
            )

        for change, found in zip(changes, self.client.http.map(look, changes)):
            if found is not None and found.is_accepted:
                message = f'The invitation of "{change.subject.name}" was accepted before it could be revoked.'
                ends[change] = OrgkitError(CONFLICT, message, hint="Run again: the user is in the organization now.")
                continue
            is_over = change.subject.id not in unseen if found is None else found.status != OPEN
            if is_over:
                ends[change] = None
        return ends

    def _group(self, row: dict[str, Any]) -> Group:
        where = "list_groups"
        owner, group_id = rows.text(row, "ownerOrgId", where), rows.identity(row, "id", where)
        foreign = bool(owner) and owner.casefold() != self.client.org_id.casefold()
        group_type = SHARED if foreign else rows.text(row, "groupType", where)
        name = rows.text(row, "displayName", where) or group_id
        return Group(group_id, name, group_type, rows.text(row, "description", where))

    def _known_invitations(self) -> list[Invitation]:
        """All invitations, read once; none where they cannot be seen."""
        if self._invitations is None:
            if self.client.login.is_service_account:
                self._invitations, self._unseen = [], ["an application cannot see invitations."]
            else:
                self._unseen = []
                self._invitations = read_invitations(
                    self.client, time.time(), lambda _number, reason: self._unseen.append(reason)
                )
        return self._invitations


def _by_name(invitations: Sequence[Invitation]) -> dict[str, set[str]]:
    """The groups of the open invitations by case-folded user name."""
    pending: dict[str, set[str]] = {}
    for one in invitations:
        if one.status == OPEN:
            pending.setdefault(one.name.casefold(), set()).update(one.groups)
    return pending


def _user(one: Person) -> User:
    return User(
        id=one.id,
        name=one.name,
        email=one.email,
        display_name=one.display_name,
        type=one.domain,
        status="accessible" if one.accessible else "inaccessible",
        aliases=tuple(sorted(set(one.names) - {one.name, one.email, one.id})),
    )


def _with_domain(user: User) -> str:
    """The user name with the domain (the type of a user here), which some identity providers leave out."""
    return user.name if "@" in user.name or not user.type else f"{user.name}@{user.type}"

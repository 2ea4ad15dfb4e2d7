# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of one CSP organization, in memory, with ids that are the same in every run."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .records import (
    AD_GROUP,
    GROUP_TYPES,
    ORGANIZATION_ROLES,
    OWNER,
    SHARED_GROUP,
    USER_GROUP,
    Group,
    Invitation,
    StaleView,
    User,
)

DAY = 24 * 3600
SEVEN_DAYS = 7 * DAY
ADD_LIMIT = 20
# What reads look for an older view of; the members of a group, and an invitation, have their ids as keys.
GROUPS, USERS, INVITATIONS = "groups", "users", "invitations"
ROLES = "roles of "
_NAMESPACE = uuid.UUID("6f1d7a52-0c3e-4b8e-9a55-c5b0de300001")


class CspWorld:
    """Users, groups and invitations of one organization, and the switches for what the documentation leaves open."""

    def __init__(self, org_name: str = "Example Organization") -> None:
        self.org_name = org_name
        self.org_id = self.guid("organization", org_name)
        self.users: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self.invitations: dict[str, Invitation] = {}
        self.mails: list[dict[str, Any]] = []
        self.stale: dict[str, StaleView] = {}
        self.clock: Callable[[], float] = time.time
        self.stranger_mode = "fail"  # or "invite", "add": a posted user name that is not in the organization
        self.duplicate_mode = "succeeded"  # or "conflict": a posted user who is already a direct member
        self.spelling = "sent"  # or "directory": how succeeded and failed spell a known user name
        self.ignore_only_direct = False
        self.totals = True
        self.links = True
        self.count_nested = True  # usersCount includes members of nested groups
        self.add_limit = ADD_LIMIT
        self.services: dict[str, list[str]] = {}  # the roles that each service knows, by its definition id
        self.invitation_delay = 0  # reads of the list that do not show an invitation yet
        self.invitation_duplicates = "add"  # or "keep", "conflict": a name with an open invitation is invited again
        self.unreadable_invitations: dict[str, int] = {}  # the status that a single invitation is answered with
        self.revocations = True  # False: a revocation is accepted, and nothing happens
        self.unremovable: set[str] = set()  # ids of users whose removal from the organization comes back as failed
        self.foreign_org_status = 404
        self.notify_default = True  # what an absent notifyUsers means
        self._counter = 0
        self._by_name: dict[str, list[User]] = {}

    def shown(self, key: str, present: Any) -> Any:
        """Give what a read shows, which may be some reads late: the older view under this key, else what is there."""
        view = self.stale.get(key)
        if view is None or view.reads_left <= 0:
            return present
        view.reads_left -= 1
        return view.rows

    def guid(self, kind: str, name: str) -> str:
        """Give the GUID that belongs to a kind and a name."""
        return str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))

    def _next_guid(self, kind: str, name: str) -> str:
        self._counter += 1
        return self.guid(kind, f"{name}/{self._counter}")

    # Users

    def add_user(
        self,
        username: str,
        email: str | None = None,
        acct: str | None = None,
        domain: str = "vmwareid",
        first_name: str = "",
        last_name: str = "",
        accessible: bool = True,
        role: str = "org_member",
        in_org: bool = True,
        more_roles: Iterable[str] = (),
    ) -> str:
        """Make an account and give its id; in_org=False makes one that the organization does not have yet."""
        user_id = f"{domain}:{self._next_guid('user', username)}"
        mail = email if email is not None else username if "@" in username else f"{username}@{domain}"
        login = acct if acct is not None else username
        roles = [role, *more_roles]
        user = User(user_id, username, mail, login, domain, first_name, last_name, accessible, roles, in_org)
        self.users[user_id] = user
        for name in user.posted_names():
            self._by_name.setdefault(name, []).append(user)
        return user_id

    def user(self, name_or_id: str) -> User:
        """Give the one account with this id or exact user name; several or none is a KeyError."""
        if name_or_id in self.users:
            return self.users[name_or_id]
        hits = [user for user in self._by_name.get(name_or_id.casefold(), []) if user.username == name_or_id]
        if len(hits) != 1:
            raise KeyError(f"{len(hits)} accounts are called {name_or_id!r}")
        return hits[0]

    def account(self, posted: str) -> User | None:
        """Give the account that a posted user name means: in the organization first, then one that can sign in."""
        hits = self._by_name.get(posted.casefold(), [])
        return min(hits, key=lambda user: (not user.in_org, not user.accessible), default=None)

    def org_users(self) -> list[User]:
        """Give the users of the organization, oldest first."""
        return [user for user in self.users.values() if user.in_org]

    def owners(self) -> set[str]:
        """Give the ids of the users who own the organization, directly or as members of a group."""
        found = {user.id for user in self.org_users() if OWNER in user.roles}
        for group in self.visible_groups():
            if OWNER in group.roles:
                found.update(user_id for user_id in self.everybody_in(group) if self.users[user_id].in_org)
        return found

    def remove_from_org(self, user: User) -> None:
        """Take a user out of the organization, its roles and the groups that it owns; the account goes on to exist."""
        user.in_org, user.roles, user.service_roles = False, [], {}
        for group in self.groups.values():
            if group.type == USER_GROUP and user.id in group.direct:
                group.direct.remove(user.id)

    # Groups

    def add_group(
        self,
        name: str,
        group_type: str = USER_GROUP,
        description: str = "",
        owner_org_id: str | None = None,
        roles: Iterable[str] = (),
    ) -> str:
        """Make a group and give its id; a custom group with another owner is not part of this organization."""
        if group_type not in GROUP_TYPES:
            raise ValueError(f"unknown group type {group_type!r}")
        guid = self._next_guid("group", name)
        # Ids of directory groups are no GUIDs, so that clients quote them.
        group_id = f"{name}@corp.example.com" if group_type == AD_GROUP else guid
        while group_id in self.groups:
            group_id = f"{guid}@corp.example.com"
        elsewhere = self.guid("organization", "Another Organization")
        owner = owner_org_id or (elsewhere if group_type == SHARED_GROUP else self.org_id)
        self.groups[group_id] = Group(group_id, name, group_type, description, owner, list(roles))
        return group_id

    def group(self, name_or_id: str) -> Group:
        """Give the one group with this id or exact name; several or none is a KeyError."""
        if name_or_id in self.groups:
            return self.groups[name_or_id]
        hits = [group for group in self.groups.values() if group.name == name_or_id]
        if len(hits) != 1:
            raise KeyError(f"{len(hits)} groups are called {name_or_id!r}")
        return hits[0]

    def visible(self, group: Group) -> bool:
        """Say whether a group is part of this organization: owned by it, or shared with it."""
        return group.owner_org_id == self.org_id or group.type == SHARED_GROUP

    def visible_groups(self) -> list[Group]:
        """Give the groups of the organization, oldest first."""
        return [group for group in self.groups.values() if self.visible(group)]

    # Roles

    def add_service(self, service_id: str, *roles: str) -> str:
        """Make a service with its roles known to the organization, and give its definition id."""
        self.services[service_id] = list(roles)
        return service_id

    def known_role(self, name: str, service_id: str | None = None) -> bool:
        """Say whether the organization, or a service of it, has this role."""
        return name in (ORGANIZATION_ROLES if service_id is None else self.services.get(service_id, ()))

    def holds_role_of(self, service_id: str, user: User) -> bool:
        """Say whether a user holds a role of a service, directly or as a member of a group."""
        return bool(user.service_roles.get(service_id)) or any(
            group.service_roles.get(service_id) and user.id in self.everybody_in(group)
            for group in self.visible_groups()
        )

    def grant(self, holder: str, *roles: str, service: str | None = None) -> None:
        """Give roles of the organization, or of a service, to a group or directly to a user."""
        found = self._holder(holder)
        held = found.roles if service is None else found.service_roles.setdefault(service, [])
        held.extend(role for role in roles if role not in held)

    def _holder(self, name_or_id: str) -> Group | User:
        try:
            return self.group(name_or_id)
        except KeyError:
            return self.user(name_or_id)

    # Members

    def join(self, group: str, *users: str) -> None:
        """Make users direct members of a group."""
        joined = self.group(group)
        joined.direct = list(dict.fromkeys([*joined.direct, *self._ids(users)]))

    def leave(self, group: str, *users: str) -> None:
        """End the direct membership of users in a group."""
        direct = self.group(group).direct
        for user_id in self._ids(users):
            direct.remove(user_id)

    def nest(self, group: str, enterprise_group: str) -> None:
        """Put an enterprise group into a custom group."""
        outer, inner = self.group(group), self.group(enterprise_group)
        if outer.type != USER_GROUP or not inner.enterprise:
            raise ValueError("only an enterprise group can be nested, and only in a custom group")
        outer.nested.append(inner.id)

    def members_of(self, group: str) -> set[str]:
        """Give the user names of the direct members."""
        return {self.users[user_id].username for user_id in self.group(group).direct}

    def inherited(self, group: Group) -> list[str]:
        """Give the ids of users who are members only through nested groups."""
        direct = set(group.direct)
        found: dict[str, None] = {}
        for inner in group.nested:
            found.update((user_id, None) for user_id in self.groups[inner].direct if user_id not in direct)
        return list(found)

    def everybody_in(self, group: Group) -> list[str]:
        """Give the ids of the direct members and of those through nested groups."""
        return [*group.direct, *self.inherited(group)]

    def _ids(self, users: Sequence[str]) -> list[str]:
        return [self.user(user).id for user in users]

    # Invitations

    def invite(
        self,
        username: str,
        groups: Iterable[str] = (),
        roles: Iterable[str] = (),
        invited_by: str | None = None,
        days_ago: float = 0,
    ) -> str:
        """Make an invitation into the organization and some groups, and give its id; it is open for seven days."""
        invitation_id = self._next_guid("invitation", username)
        now = self.clock() - days_ago * DAY
        self.invitations[invitation_id] = Invitation(
            invitation_id,
            username,
            [self.group(group).id for group in groups],
            list(roles) or ["org_member"],
            now,
            invited_by,
            now + SEVEN_DAYS,
        )
        return invitation_id

    def pass_time(self, *, days: float) -> None:
        """Move the clock of this world forward."""
        clock = self.clock
        self.clock = lambda: clock() + days * DAY

    def pending_for(self, username: str, group_id: str | None = None) -> Invitation | None:
        """Give the pending invitation of a user name, if a group is named the one into it."""
        for invitation in self.invitations.values():
            same = invitation.username.casefold() == username.casefold() and (
                group_id is None or group_id in invitation.group_ids
            )
            if same and invitation.status(self.clock()) == "PENDING":
                return invitation
        return None

    def redeem(self, invitation_id: str) -> str:
        """Accept a pending invitation: the user moves into the organization and its groups. Gives the user's id."""
        invitation = self.invitations[invitation_id]
        now = self.clock()
        if invitation.status(now) != "PENDING":
            raise ValueError(f"the invitation is {invitation.status(now)}")
        invitation.redeemed_at = now
        user = self.account(invitation.username) or self.users[self.add_user(invitation.username, in_org=False)]
        if not user.in_org:
            user.in_org, user.roles = True, list(invitation.roles)
        for group_id in invitation.group_ids:
            if group_id in self.groups:
                self.join(group_id, user.id)
        return user.id

    def revoke(self, invitation: Invitation, revoked_by: str | None = None) -> bool:
        """Take back a pending invitation; False when it is not pending any more."""
        if invitation.status(self.clock()) != "PENDING":
            return False
        invitation.revoked_at, invitation.revoked_by = self.clock(), revoked_by
        return True

    def mail(self, kind: str, to: str, group: Group | None = None, invited_by: str | None = None) -> None:
        """Note a mail that the service would have sent."""
        self.mails.append({"kind": kind, "to": to, "group": group.name if group else None, "invited_by": invited_by})

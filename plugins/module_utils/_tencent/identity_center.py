# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity Center of Tencent Cloud as a directory of groups and users.

API pages: DescribeIdentityCenter, ListGroups, ListGroupMembers, ListUsers, ListJoinedGroupsForUser, AddUserToGroup,
RemoveUserFromGroup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .._core import rows
from .._core.plan import Change
from .._core.write import Reply
from .._membership.directory import Directory
from .._membership.plan import Group, User
from .client import TencentClient
from .zone import SYNCHRONIZED, Zone

USERS, GROUPS = "ListUsers", "ListGroups"
_ACTIONS = {"add": "AddUserToGroup", "remove": "RemoveUserFromGroup"}


class IdentityCenter(Directory):
    """Groups and users of one Identity Center space (zone)."""

    client: TencentClient

    def __init__(self, client: TencentClient, zone_id: str | None) -> None:
        self.client = client
        self._zone = Zone(client, zone_id)
        self._scim_enabled = False

    @property
    def zone_id(self) -> str:
        """The zone of the task, else the only one of the organization. Raises OrgkitError when it is switched off."""
        return self._zone.id

    def groups(self) -> list[Group]:
        """All groups (ListGroups)."""
        return [group_of(row) for row in self.client.pages(GROUPS, {"ZoneId": self._zone.id})]

    def members(self, group: Group) -> list[User]:
        """All members of a group (ListGroupMembers)."""
        body = {"ZoneId": self._zone.id, "GroupId": group.id}
        return [user_of(row, "ListGroupMembers") for row in self.client.pages("ListGroupMembers", body)]

    def users(self) -> Iterator[User]:
        """All users (ListUsers)."""
        return (user_of(row, USERS) for row in self.client.pages(USERS, {"ZoneId": self._zone.id}))

    def groups_of(self, user: User) -> list[str]:
        """Ids of the groups of a user (ListJoinedGroupsForUser)."""
        body = {"ZoneId": self._zone.id, "UserId": user.id}
        listed = self.client.pages("ListJoinedGroupsForUser", body)
        return [rows.identity(row, "GroupId", "ListJoinedGroupsForUser") for row in listed]

    def prepare(self, touched: Sequence[tuple[str, Group, User]]) -> None:
        """Read whether SCIM synchronization is on, when a synchronized group or user would be changed."""
        if any(SYNCHRONIZED in (group.type, user.type) for _action, group, user in touched):
            self._scim_enabled = self._zone.is_synchronized()

    def refusal(self, action: str, group: Group, user: User) -> str:
        """Why a synchronized group or user cannot be changed now, or why the types do not match."""
        if action == "add" and group.type and user.type and group.type != user.type:
            return f"the group is {group.type} and the user is {user.type}; they do not match."
        if SYNCHRONIZED in (group.type, user.type) and self._scim_enabled:
            return "it is delivered by SCIM, and synchronization is on: change it in the identity provider."
        return ""

    def write(self, action: str, changes: Sequence[Change]) -> Reply:
        """Add or remove one user (AddUserToGroup, RemoveUserFromGroup)."""
        (change,) = changes
        body = {"ZoneId": self._zone.id, "GroupId": change.target.id, "UserId": change.subject.id}
        return Reply(request_id=self.client.write(_ACTIONS[action], body).get("RequestId"))


def group_of(row: dict[str, Any]) -> Group:
    """The group of a row of ListGroups. Raises bad_response."""
    return Group(
        rows.identity(row, "GroupId", GROUPS),
        rows.name(row, "GroupName", GROUPS),
        rows.text(row, "GroupType", GROUPS),
        rows.text(row, "Description", GROUPS),
    )


def user_of(row: dict[str, Any], where: str) -> User:
    """The user of a row of an action. Raises bad_response."""
    return User(
        id=rows.identity(row, "UserId", where),
        name=rows.name(row, "UserName", where),
        email=rows.text(row, "Email", where),
        display_name=rows.text(row, "DisplayName", where),
        type=rows.text(row, "UserType", where),
        status=rows.text(row, "UserStatus", where),
        joined=rows.text(row, "JoinTime", where) or None,
    )

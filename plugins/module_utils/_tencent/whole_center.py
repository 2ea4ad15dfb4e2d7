# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity Center as a directory whose groups are all read at once, the cheaper way round: for the info module.

API pages: ListGroups, ListUsers, and those of all_memberships.py.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Callable

from .._core import rows
from .._core.errors import OrgkitError
from .._membership.plan import Group, User
from .all_memberships import AllMemberships, Joined, Row, calls_by_group, calls_by_user, fewest_users
from .client import TOKEN_PAGE
from .identity_center import GROUPS, USERS, IdentityCenter, group_of, user_of

# Whoever is gone is a member of nothing; the number of members of a group tells who else is missing.
_GONE = "ResourceNotFound"


class WholeCenter(IdentityCenter):
    """The groups of one zone with how many members each has."""

    def groups(self) -> list[Group]:
        """All groups (ListGroups)."""
        listed = self._list_groups()
        self._sizes = _sizes(listed)
        return [group_of(row) for row in listed]

    def all_members(self, groups: Sequence[Group]) -> list[list[User] | str]:
        """The members of each group that groups() gave, or why they cannot be told."""
        told = [
            {"id": str(group.id), "name": group.name, "members_count": self._sizes[str(group.id)]} for group in groups
        ]
        lists = _Lists(told)
        memberships = AllMemberships(self.client, self.zone_id, lambda: _sizes(self._list_groups()), user_of)
        memberships.read(self._users_when_cheaper(told), told, lists)
        return lists.results()

    def _list_groups(self) -> list[dict[str, Any]]:
        return self.client.pages(GROUPS, {"ZoneId": self.zone_id})

    def _users_when_cheaper(self, groups: Sequence[Row]) -> list[User]:
        """All users, when one request for each and for their list is less than reading every group; else none."""
        by_group = calls_by_group(groups)
        if any(group["members_count"] is None for group in groups) or by_group <= _all_calls(
            fewest_users(groups), groups
        ):
            return []
        answer = self.client.call(USERS, {"ZoneId": self.zone_id, "MaxResults": 1})
        count = rows.number(answer, "TotalCounts", USERS)
        return list(self.users()) if count is not None and _all_calls(count, groups) < by_group else []


class _Lists:
    """The members of groups, in memory."""

    def __init__(self, groups: Sequence[Row]) -> None:
        self._found: dict[str, dict[str, User]] = {group["id"]: {} for group in groups}
        self._reasons: dict[str, str] = {}
        self._lock = threading.Lock()

    def attempt(self, subject: Row, read: Callable[[], Any]) -> Any:
        """As Sink says."""
        is_group = subject["id"] in self._found
        try:
            return read()
        except OrgkitError as error:
            if error.scope == "group" and is_group:
                self._reasons[subject["id"]] = error.sentence()
            elif is_group or not error.code.startswith(_GONE):
                raise
            return None

    def add(self, user: User, group: Row, joined: str | None) -> None:
        """As Sink says; a group that came since is none of those that were asked for."""
        with self._lock:
            if group["id"] in self._found:
                self._found[group["id"]][str(user.id)] = user._replace(joined=joined)

    def correct(self, group: Row, missing: Sequence[Joined], surplus: frozenset[str]) -> None:
        """As Sink says; the later list counts."""
        for user, joined in missing:
            self.add(user, group, joined)
        for user_id in surplus:
            del self._found[group["id"]][user_id]

    def miss(self, group: Row, reason: str) -> None:
        """As Sink says."""
        self._reasons[group["id"]] = reason

    def results(self) -> list[list[User] | str]:
        """The members of each group, or the reason, in the order of the groups."""
        return [self._reasons.get(group_id) or list(found.values()) for group_id, found in self._found.items()]


def _sizes(listed: Sequence[Mapping[str, Any]]) -> dict[str, int | None]:
    return {rows.identity(row, "GroupId", GROUPS): rows.number(row, "MemberCount", GROUPS) for row in listed}


def _all_calls(users: int, groups: Sequence[Row]) -> int:
    """Requests for so many users: how many they are, their list, and the groups of each."""
    return 1 + -(-max(1, users) // TOKEN_PAGE) + calls_by_user(users, groups)

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All memberships of a zone, read the cheaper way round: by group or by user.

API pages: ListGroupMembers, ListJoinedGroupsForUser. What both ways cost is known beforehand: ListGroups tells the number of members of
each group, and a user is in few groups.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Callable

from .._access.kinds import membership
from .._access.record import Record
from .._core import rows
from .client import TOKEN_PAGE, TencentClient

MEMBERS = "ListGroupMembers"
GROUPS_OF = "ListJoinedGroupsForUser"
MOVED = "its members changed while they were read: some that were told by user are not in the group."
DIFFERS = "it says that it has {count} members, and lists {listed}."
Row = Mapping[str, Any]


def calls_by_group(groups: Sequence[Row]) -> int:
    """Requests that reading the members of every group takes; a group whose size is not told counts as one."""
    return sum(-(-max(1, group["members_count"] or 1) // TOKEN_PAGE) for group in groups)


class AllMemberships:
    """Records every membership of a zone. Memory holds one group, or one number for each membership.

    counts reads how many members each group has now, by its id.
    """

    def __init__(self, client: TencentClient, zone_id: str, counts: Callable[[], Mapping[str, int | None]]) -> None:
        self._client = client
        self._zone_id = zone_id
        self._counts = counts
        # Groups whose list disagrees with their number, and how many it lists.
        self._doubted: dict[str, int] = {}

    def read(self, users: Sequence[Row], groups: Sequence[Row], record: Record) -> None:
        """Record the memberships of these rows of a snapshot. Where the group tells another number, it is read again.

        Where it still does, and also when it is asked for its number again, its memberships are not complete.
        """
        if users and len(users) < calls_by_group(groups):
            self._by_user(users, groups, record)
        else:
            self._client.http.map(lambda group: self._by_group(group, record), groups)
        counts = self._counts() if self._doubted else {}
        for group in groups:
            listed, count = self._doubted.get(group["id"]), counts.get(group["id"])
            if listed is not None and count not in (None, listed):
                record.miss("membership", group, DIFFERS.format(count=count, listed=listed))

    def _by_group(self, group: Row, record: Record) -> None:
        members = record.attempt("membership", group, lambda: self._members(group))
        if members is not None and group["members_count"] not in (None, len(members)):
            # The number or the list is late.
            members = record.attempt("membership", group, lambda: self._members(group))
            self._doubt(group, members)
        for user, joined in members or ():
            record.add(membership(user, group, joined=joined))

    def _by_user(self, users: Sequence[Row], groups: Sequence[Row], record: Record) -> None:
        from array import array

        by_id = {group["id"]: group for group in groups}
        number = {user["id"]: place for place, user in enumerate(users)}
        found = {group["id"]: array("I") for group in groups}
        lock = threading.Lock()

        def read(user: Row) -> None:
            for listed in record.attempt("membership", user, lambda: self._groups_of(user)) or ():
                group_id = rows.identity(listed, "GroupId", GROUPS_OF)
                group = by_id.get(group_id) or {"id": group_id, "name": rows.text(listed, "GroupName", GROUPS_OF)}
                record.add(membership(user, group, joined=rows.text(listed, "JoinTime", GROUPS_OF) or None))
                with lock:
                    found.setdefault(group_id, array("I")).append(number[user["id"]])

        self._client.http.map(read, users)
        doubted = [group for group in groups if group["members_count"] not in (None, len(found[group["id"]]))]

        def again(group: Row) -> None:
            members = record.attempt("membership", group, lambda: self._members(group))
            self._doubt(group, members)
            if members is None:
                return
            known = {users[place]["id"] for place in found[group["id"]]}
            for user, joined in members:
                if user["id"] not in known:
                    record.add(membership(user, group, joined=joined))
            if known - {user["id"] for user, _joined in members}:
                record.miss("membership", group, MOVED)

        self._client.http.map(again, doubted)

    def _doubt(self, group: Row, members: Sequence[Any] | None) -> None:
        if members is not None and len(members) != group["members_count"]:
            self._doubted[group["id"]] = len(members)

    def _members(self, group: Row) -> list[tuple[dict[str, str], str | None]]:
        """The members of a group, and when each joined."""
        listed = self._client.pages(MEMBERS, {"ZoneId": self._zone_id, "GroupId": group["id"]})
        return [
            (
                {"id": rows.identity(row, "UserId", MEMBERS), "name": rows.name(row, "UserName", MEMBERS)},
                rows.text(row, "JoinTime", MEMBERS) or None,
            )
            for row in listed
        ]

    def _groups_of(self, user: Row) -> list[dict[str, Any]]:
        return self._client.pages(GROUPS_OF, {"ZoneId": self._zone_id, "UserId": user["id"]})

# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All memberships of a zone, read the cheaper way round: by group or by user. For snapshots and for the info module.

API pages: ListGroupMembers, ListJoinedGroupsForUser. What both ways cost is known beforehand: ListGroups tells the number of members of
each group, and both lists have pages of a hundred.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Callable, Protocol

from .._core import rows
from .client import TOKEN_PAGE, TencentClient

MEMBERS = "ListGroupMembers"
GROUPS_OF = "ListJoinedGroupsForUser"
DIFFERS = "it says that it has {count} members, and lists {listed}."
Row = Mapping[str, Any]


# A user, whatever the caller makes of it (it has id and name), and since when it is a member.
User = Any
Joined = tuple[Any, "str | None"]


class Sink(Protocol):
    """Where memberships are put; groups are rows with id, name and members_count. Called by several threads."""

    def attempt(self, subject: Row, read: Callable[[], Any]) -> Any:
        """What read gives about this group or user, or None where that cannot be seen. Raises what is about more than it."""

    def add(self, user: User, group: Row, joined: str | None) -> None:
        """A membership, and since when."""

    def correct(self, group: Row, missing: Sequence[Joined], surplus: frozenset[str]) -> None:
        """What reading by user has missed, and the ids of users whom it has added and the group does not list."""

    def miss(self, group: Row, reason: str) -> None:
        """The memberships of this group are not complete."""


def calls_by_group(groups: Sequence[Row]) -> int:
    """Requests that reading the members of every group takes; a group whose size is not told counts as one."""
    return sum(-(-max(1, group["members_count"] or 1) // TOKEN_PAGE) for group in groups)


def calls_by_user(users: int, groups: Sequence[Row]) -> int:
    """Requests that reading the groups of so many users takes at least: one for each, and one for every page of memberships."""
    memberships = sum(group["members_count"] or 0 for group in groups)
    return max(users, -(-memberships // TOKEN_PAGE))


def fewest_users(groups: Sequence[Row]) -> int:
    """How many users there are at least: as many as the largest group has members."""
    return max((group["members_count"] or 0 for group in groups), default=0)


class AllMemberships:
    """Reads every membership of a zone. Memory holds one group, or one number for each membership.

    counts reads how many members each group has now, by its id; member makes a user of a row of an action.
    """

    def __init__(
        self,
        client: TencentClient,
        zone_id: str,
        counts: Callable[[], Mapping[str, int | None]],
        member: Callable[[dict[str, Any], str], User],
    ) -> None:
        self._client = client
        self._zone_id = zone_id
        self._counts = counts
        self._member = member
        # Groups whose list disagrees with their number, and how many it lists.
        self._doubted: dict[str, int] = {}

    def read(self, users: Sequence[User], groups: Sequence[Row], sink: Sink) -> None:
        """Put the memberships of these groups into the sink. Where the group tells another number, it is read again.

        Where it still does, and also when it is asked for its number again, its memberships are not complete. Without users all is
        read by group.
        """
        if users and calls_by_user(len(users), groups) < calls_by_group(groups):
            self._by_user(users, groups, sink)
        else:
            self._client.http.map(lambda group: self._by_group(group, sink), groups)
        counts = self._counts() if self._doubted else {}
        for group in groups:
            listed, count = self._doubted.get(group["id"]), counts.get(group["id"])
            if listed is not None and count not in (None, listed):
                sink.miss(group, DIFFERS.format(count=count, listed=listed))

    def _by_group(self, group: Row, sink: Sink) -> None:
        members = sink.attempt(group, lambda: self._members(group))
        if members is not None and group["members_count"] not in (None, len(members)):
            # The number or the list is late.
            members = sink.attempt(group, lambda: self._members(group))
            self._doubt(group, members)
        for user, joined in members or ():
            sink.add(user, group, joined)

    def _by_user(self, users: Sequence[User], groups: Sequence[Row], sink: Sink) -> None:
        from array import array

        by_id = {group["id"]: group for group in groups}
        number = {user.id: place for place, user in enumerate(users)}
        found = {group["id"]: array("I") for group in groups}
        lock = threading.Lock()

        def read(user: User) -> None:
            subject = {"id": user.id, "name": user.name}
            for listed in sink.attempt(subject, lambda: self._groups_of(user)) or ():
                group_id = rows.identity(listed, "GroupId", GROUPS_OF)
                group = by_id.get(group_id) or {"id": group_id, "name": rows.text(listed, "GroupName", GROUPS_OF)}
                sink.add(user, group, rows.text(listed, "JoinTime", GROUPS_OF) or None)
                with lock:
                    found.setdefault(group_id, array("I")).append(number[user.id])

        self._client.http.map(read, users)
        doubted = [group for group in groups if group["members_count"] not in (None, len(found[group["id"]]))]

        def again(group: Row) -> None:
            members = sink.attempt(group, lambda: self._members(group))
            self._doubt(group, members)
            if members is not None:
                known = {str(users[place].id) for place in found[group["id"]]}
                missing = [(user, joined) for user, joined in members if user.id not in known]
                sink.correct(group, missing, frozenset(known - {str(user.id) for user, _joined in members}))

        self._client.http.map(again, doubted)

    def _doubt(self, group: Row, members: Sequence[Any] | None) -> None:
        if members is not None and len(members) != group["members_count"]:
            self._doubted[group["id"]] = len(members)

    def _members(self, group: Row) -> list[Joined]:
        """The members of a group, and when each joined."""
        listed = self._client.pages(MEMBERS, {"ZoneId": self._zone_id, "GroupId": group["id"]})
        return [(self._member(row, MEMBERS), rows.text(row, "JoinTime", MEMBERS) or None) for row in listed]

    def _groups_of(self, user: User) -> list[dict[str, Any]]:
        return self._client.pages(GROUPS_OF, {"ZoneId": self._zone_id, "UserId": user.id})

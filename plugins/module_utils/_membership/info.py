# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is in which group, for the info modules, and the same as input for the writing modules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Callable

from .._core.errors import invalid_input
from .._core.names import Index, ambiguous, not_found, refused, user_index
from .._core.options import names, survives
from .._core.text import shown
from .directory import Directory, members_or_reasons
from .plan import Group, User

INFO_SPEC: dict[str, dict[str, Any]] = {
    "groups": {"type": "list", "elements": "str"},
    "users": {"type": "list", "elements": "str"},
}


def read_filters(params: Mapping[str, Any]) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """The wished groups and users; None means all. Raises invalid_input."""
    problems: list[str] = []
    filters = names(params.get("groups"), "groups", problems), names(params.get("users"), "users", problems)
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return filters


def membership_info(
    directory: Directory,
    groups: Sequence[str] | None,
    users: Sequence[str] | None,
    inherited_members: Callable[[Group], list[User]] | None = None,
) -> dict[str, Any]:
    """groups with their members, as_input and msg. With users only their memberships. Raises OrgkitError.

    inherited_members reads the members that a group has from nested groups; they are told apart from its own.
    """
    all_groups = directory.groups()
    chosen = all_groups if groups is None else resolve("group", Index(all_groups), groups)
    wanted: set[str] | None = None
    if users is not None:
        found = resolve("user", user_index(directory.users()), users)
        wanted = {user.key for user in found}
        joined = {group_id for ids in directory.client.http.map(directory.groups_of, found) for group_id in ids}
        chosen = [group for group in chosen if group.id in joined]
    chosen = sorted(chosen, key=lambda group: (group.name, group.key))
    is_all = groups is None and users is None
    read = directory.all_members(chosen) if is_all else members_or_reasons(directory, chosen)
    reasons = {group: found for group, found in zip(chosen, read) if isinstance(found, str)}
    chosen = [group for group, found in zip(chosen, read) if not isinstance(found, str)]
    everybody = [found for found in read if not isinstance(found, str)]
    members = [_wanted(found, wanted) for found in everybody]
    rows = [_group_row(group, own) for group, own in zip(chosen, members)]
    if inherited_members is not None:
        for row, others in zip(rows, directory.client.http.map(inherited_members, chosen)):
            row["inherited_members"] = _user_rows(_wanted(others, wanted))
    index = Index(all_groups)
    times = Counter(group.name.casefold() for group in all_groups)
    count = sum(len(own) for own in members)
    return {
        "groups": rows,
        "as_input": {
            "memberships": [
                _entry(
                    group,
                    own,
                    user_index(all_members),
                    by_id=times[group.name.casefold()] > 1 or index.find(group.name) != [group],
                    complete=wanted is None,
                )
                for group, own, all_members in zip(chosen, members, everybody)
            ]
        },
        "unreadable": [
            {"group": {"id": group.id, "name": group.name}, "reason": shown(reason)}
            for group, reason in reasons.items()
        ],
        "msg": f"{count} memberships in {len(chosen)} groups.",
        "warnings": [f'Group "{group.name}" cannot be read: {reason}' for group, reason in reasons.items()],
    }


def user_row(user: User) -> dict[str, Any]:
    """A user as it stands in a result."""
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "display_name": user.display_name,
        "type": user.type,
        "status": user.status,
        "joined": user.joined,
    }


def called(users: Iterable[User], index: Index) -> list[str]:
    """How an option names users of the index: by the id where the name does not survive or means somebody else too."""
    return sorted(
        user.name if survives(user.name) and index.find(user.name) == [user] else str(user.id) for user in users
    )


def _wanted(users: list[User], wanted: set[str] | None) -> list[User]:
    return users if wanted is None else [user for user in users if user.key in wanted]


def _group_row(group: Group, members: Iterable[User]) -> dict[str, Any]:
    rows = _user_rows(members)
    fields = {"id": group.id, "name": group.name, "type": group.type, "description": group.description}
    return {**fields, "members_count": len(rows), "members": rows}


def _user_rows(users: Iterable[User]) -> list[dict[str, Any]]:
    return sorted((user_row(user) for user in users), key=lambda row: (row["name"], row["id"]))


def _entry(group: Group, members: Sequence[User], index: Index, *, by_id: bool, complete: bool) -> dict[str, Any]:
    """What the writing module takes to find this group unchanged; ids stand where names are ambiguous.

    index holds all members of the group, also when only the memberships of some are told.
    """
    users = called(members, index)
    name = group.id if by_id or not survives(group.name) else group.name
    entry: dict[str, Any] = {"group": name, "users": users, "exclusive": complete}
    if complete and not users:
        entry["allow_empty"] = True
    return entry


def resolve(kind: str, index: Index, wanted: Iterable[str]) -> list[Any]:
    """The rows that the names mean. Raises one error for all names that mean none or several."""
    found = {name: index.find(name) for name in wanted}
    missing = {name: index.near(name) for name, rows in found.items() if not rows}
    problems = [ambiguous(kind, name, rows) for name, rows in found.items() if len(rows) > 1]
    problems += [not_found(kind, missing)] if missing else []
    if problems:
        raise refused(problems)
    return list(dict.fromkeys(rows[0] for rows in found.values()))

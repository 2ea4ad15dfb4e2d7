# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who has which role in which account, also through which group, and the same as input for the writing module.

API pages: as in role_assignment, and ListGroupMembers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._core.errors import invalid_input
from .._core.names import refused, user_index
from .._core.options import names, survives
from .._core.plan import Problem, Ref
from .._core.text import shown
from .._membership.directory import members_or_reason
from .._membership.info import called, resolve
from .._membership.plan import GROUP, USER, Group, User
from .pairs import ACCOUNT, CONFIGURATION, Known, Naming
from .role_assignment import Assignment, RoleAssignments

FILTERS = ("role_configurations", "accounts", "users", "groups")
INFO_SPEC: dict[str, dict[str, Any]] = {
    **{name: {"type": "list", "elements": "str"} for name in FILTERS},
    "effective": {"type": "bool", "default": False},
}
Filters = Mapping[str, "tuple[str, ...] | None"]


@dataclass
class Pair:
    """A role configuration in an account, and its assignments."""

    group: Group
    configuration: Ref
    account: Ref
    assignments: list[Assignment] = field(default_factory=list)


@dataclass
class GroupMembers:
    """The users of the assigned groups, as far as they were read, and why some could not be."""

    users: dict[str, list[User]] = field(default_factory=dict)
    unreadable: dict[Ref, str] = field(default_factory=dict)


def read_filters(params: Mapping[str, Any]) -> Filters:
    """The wished names by option; None means all. Raises invalid_input."""
    problems: list[str] = []
    filters = {name: names(params.get(name), name, problems) for name in FILTERS}
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return filters


def assignment_info(directory: RoleAssignments, filters: Filters, *, effective: bool) -> dict[str, Any]:
    """The pairs with their assignments, as_input and msg. With users or groups only what they have. Raises OrgkitError."""
    present, configurations, accounts = directory.read_all()
    known = Known(CONFIGURATION, configurations)
    places = Known(ACCOUNT, accounts)
    if any(not places.find(name) for name in filters["accounts"] or ()):
        places = Known(ACCOUNT, [directory.manager(), *accounts])
    chosen = _chosen(present, known, places, _ids(known, places, filters))
    wanted = _principals(directory, filters)
    through = _members_of_groups(directory, chosen) if effective else GroupMembers()
    rows, entries = [], []
    for pair in chosen:
        own = [one for one in pair.assignments if wanted is None or one.member.key in wanted]
        more = {"effective": _effective(pair, through, wanted)} if effective else {}
        if own or any(more.values()) or wanted is None:
            rows.append({**pair.group.row(), "members_count": len(own), "members": _member_rows(own), **more})
        if own:
            entries.append(_entry(pair, own, known, places, complete=wanted is None))
    count = sum(row["members_count"] for row in rows)
    pairs = "pair" if len(rows) == 1 else "pairs"
    return {
        "assignments": rows,
        "as_input": {"assignments": entries},
        "unreadable": [
            {"group": group._asdict(), "reason": shown(reason)} for group, reason in through.unreadable.items()
        ],
        "msg": f"{count} assignment{'s' * (count != 1)} in {len(rows)} {pairs} of role configuration and account.",
        "warnings": [f'Group "{group.name}" cannot be read: {reason}' for group, reason in through.unreadable.items()],
    }


def _ids(known: Known, places: Known, filters: Filters) -> tuple[set[str] | None, set[str] | None]:
    """The ids of the wished role configurations and accounts; None means all. Raises one error for all unknown names."""
    problems: list[Problem] = []
    ids: list[set[str] | None] = []
    for things, option in ((known, "role_configurations"), (places, "accounts")):
        wished = filters[option]
        found, faults = things.resolve(wished or ())
        problems += faults
        ids.append(None if wished is None else {str(ref.id) for ref in found.values()})
    if problems:
        raise refused(problems)
    return ids[0], ids[1]


def _principals(directory: RoleAssignments, filters: Filters) -> set[str] | None:
    """The keys of the wished users and groups; None means all. Raises one error for the unknown names of a kind."""
    wished = {kind: filters[f"{kind}s"] for kind in (USER, GROUP)}
    if all(found is None for found in wished.values()):
        return None
    return {
        row.key
        for kind, given in wished.items()
        if given is not None
        for row in resolve(kind, user_index(directory.everybody(kind)), given)
    }


def _chosen(
    present: Iterable[Assignment], known: Known, places: Known, ids: tuple[set[str] | None, set[str] | None]
) -> list[Pair]:
    """The pairs that have assignments and are wished, sorted by name."""
    configurations, accounts = ({ref.id: ref for ref in things.existing} for things in (known, places))
    naming = Naming(places.existing)
    pairs: dict[str, Pair] = {}
    for one in present:
        configuration, account = configurations[one.configuration.id], accounts[one.account.id]
        if any(wished is not None and ref.id not in wished for ref, wished in zip((configuration, account), ids)):
            continue
        if one.key.pair not in pairs:
            pairs[one.key.pair] = Pair(naming.pair(configuration, account), configuration, account)
        pairs[one.key.pair].assignments.append(one)
    return sorted(pairs.values(), key=lambda pair: (pair.group.name, pair.group.key))


def _members_of_groups(directory: RoleAssignments, pairs: Iterable[Pair]) -> GroupMembers:
    """The users of every assigned group, each group read once."""
    groups = {one.member.key: one.member for pair in pairs for one in pair.assignments if one.member.kind == GROUP}
    wanted = sorted(groups.values(), key=lambda group: (group.name, group.key))
    read = directory.client.http.map(
        lambda group: members_or_reason(directory.center, Group(group.id, group.name)), wanted
    )
    result = GroupMembers()
    for group, found in zip(wanted, read):
        if isinstance(found, str):
            result.unreadable[Ref(group.id, group.name)] = found
        else:
            result.users[group.key] = found
    return result


def _effective(pair: Pair, through: GroupMembers, wanted: set[str] | None) -> list[dict[str, Any]]:
    """Every user who has the role in the account: by an assignment of its own, through groups, or both."""
    users: dict[str, dict[str, Any]] = {}

    def row(user: User) -> dict[str, Any]:
        return users.setdefault(user.key, {"id": user.id, "name": user.name, "direct": False, "groups": []})

    for one in sorted(pair.assignments, key=lambda one: (one.member.name, one.member.key)):
        member = one.member
        if member.kind == USER and _counts(wanted, member.key):
            row(member)["direct"] = True
        elif member.kind == GROUP:
            for user in through.users.get(member.key, ()):
                if _counts(wanted, user.key, member.key):
                    row(user)["groups"].append({"id": member.id, "name": member.name})
    return sorted(users.values(), key=lambda found: (found["name"], found["id"]))


def _counts(wanted: set[str] | None, *keys: str) -> bool:
    return wanted is None or any(key in wanted for key in keys)


def _member_rows(assignments: Iterable[Assignment]) -> list[dict[str, Any]]:
    rows = [
        {
            "id": one.member.id,
            "name": one.member.name,
            "type": one.member.kind,
            "create_time": one.create_time or None,
            "update_time": one.update_time or None,
        }
        for one in assignments
    ]
    return sorted(rows, key=lambda row: (str(row["type"]), str(row["name"]), str(row["id"])))


def _entry(pair: Pair, own: Sequence[Assignment], known: Known, places: Known, *, complete: bool) -> dict[str, Any]:
    """What the writing module takes to find this pair unchanged; ids stand where names are ambiguous."""
    everybody = [one.member for one in pair.assignments]
    named = {
        kind: called(
            [one.member for one in own if one.member.kind == kind],
            user_index([member for member in everybody if member.kind == kind]),
        )
        for kind in (USER, GROUP)
    }
    return {
        "role_configuration": _name(pair.configuration, known),
        "accounts": [_name(pair.account, places)],
        "users": named[USER],
        "groups": named[GROUP],
        "exclusive": complete,
    }


def _name(ref: Ref, known: Known) -> str:
    found = known.find(ref.name)
    return ref.name if survives(ref.name) and [one.id for one in found] == [ref.id] else str(ref.id)

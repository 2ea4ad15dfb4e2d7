# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declared memberships against those of a snapshot. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .._core.plan import Ref
from .declared import GroupWish
from .findings import Finding, finding
from .resolve import Resolved, Resolver


@dataclass
class _Wanted:
    """All that is declared for one group, by what the names mean."""

    group: Resolved
    present: dict[str, Resolved] = field(default_factory=dict)
    absent: dict[str, Resolved] = field(default_factory=dict)
    left: dict[str, Resolved] = field(default_factory=dict)
    # May be members without being wanted: not before their first day, or in doubt who is meant.
    tolerated: set[str] = field(default_factory=set)


def compare_members(resolver: Resolver) -> Iterator[Finding]:
    """Findings about every group that is named anywhere; the members of others are told with their group."""
    wanted = _by_group(resolver, resolver.wishes.groups)
    yield from _wanted_leavers(resolver, wanted.values())
    for one in wanted.values():
        if one.group.ambiguous:
            continue
        if one.group.thing is None:
            if one.group.key not in resolver.declared["group"]:
                text = f"The group {one.group.name} is declared, and the cloud does not know it."
                yield finding(resolver.world.cloud, "unresolved", "group", one.group.ref, None, text)
        elif resolver.world.unread("membership", one.group.key) is None:
            yield from _of_group(resolver, one)
    for group_id in sorted(resolver.named["group"] - set(wanted)):
        row = resolver.world.snapshot.of("group")[group_id]
        if row["editable"] and resolver.world.unread("membership", group_id) is None:
            yield from _nobody_declared(resolver, _Wanted(resolver.thing("group", group_id)))


def _by_group(resolver: Resolver, wishes: Iterable[GroupWish]) -> dict[str, _Wanted]:
    found: dict[str, _Wanted] = {}
    for wish in wishes:
        group = resolver.thing("group", wish.group)
        wanted = found.setdefault(group.key, _Wanted(group))
        for names, users in ((wish.present, wanted.present), (wish.absent, wanted.absent)):
            for name in names:
                user = resolver.thing("user", name)
                if group.thing and names is wish.present:
                    resolver.wish(name, group.key)
                if user.ambiguous:
                    wanted.tolerated.update(thing.id for thing in resolver.world.find("user", name))
                else:
                    users[user.key] = user
        wanted.left.update({user.key: user for user in (resolver.thing("user", name) for name in wish.left)})
        for name in wish.early:
            resolver.thing("user", name)
            wanted.tolerated.update(thing.id for thing in resolver.world.find("user", name))
            if group.thing:
                resolver.wish(name, group.key)
    return found


def _wanted_leavers(resolver: Resolver, wanted: Iterable[_Wanted]) -> Iterator[Finding]:
    """Leavers who are still in a list: the leaver wins, and whoever keeps the file is told."""
    groups: dict[str, list[str]] = {}
    people: dict[str, Resolved] = {}
    for one in wanted:
        # By other names they are known to the cloud only.
        aliases = {key: user for key, user in one.present.items() if resolver.gone(key)}
        for key, user in {**one.left, **aliases}.items():
            groups.setdefault(key, []).append(one.group.ref.name)
            people[key] = user
    for key, names in groups.items():
        reason = resolver.gone(key) or "is a leaver"
        text = f"{people[key].ref.name} {reason}, and is still wanted in {', '.join(sorted(names))}. The leaver wins."
        yield finding(resolver.world.cloud, "conflict", "user", people[key].ref, None, text)


def _of_group(resolver: Resolver, wanted: _Wanted) -> Iterator[Finding]:
    cloud, group = resolver.world.cloud, wanted.group.ref
    members = {row["user"]["id"] for row in resolver.world.members.get(wanted.group.key, ())}
    for key, user in wanted.present.items():
        if key in wanted.absent:
            text = f"{user.ref.name} is declared both present in and absent from group {group.name}."
            yield finding(cloud, "conflict", "membership", user.ref, group, text)
        elif key not in members and not resolver.gone(key):
            yield _not_a_member(resolver, user, group)
    for key, user in wanted.absent.items():
        if key in members and key not in wanted.present and not resolver.gone(key):
            text = f"{user.ref.name} is in group {group.name}, and is declared absent from it."
            yield finding(cloud, "unmanaged", "membership", user.ref, group, text)
    yield from _nobody_declared(resolver, wanted)


def _not_a_member(resolver: Resolver, user: Resolved, group: Ref) -> Finding:
    world, name = resolver.world, user.ref.name
    if world.invitations(user.name, group.id):
        text = f"{name} is invited into group {group.name} and has not accepted yet."
        return finding(world.cloud, "pending", "membership", user.ref, group, text)
    if user.thing is None and world.unread("user"):
        text = f"Whether {name} is in group {group.name} is not known: the users could not be read."
        return finding(world.cloud, "unreadable", "membership", user.ref, group, text)
    if user.thing is None and user.key not in resolver.declared["user"]:
        text = f"{name} is wanted in group {group.name}, and the cloud knows nobody of this name."
        return finding(world.cloud, "unresolved", "membership", user.ref, group, text)
    text = f"{name} is declared for group {group.name}, and is not in it."
    return finding(world.cloud, "missing", "membership", user.ref, group, text)


def _nobody_declared(resolver: Resolver, wanted: _Wanted) -> Iterator[Finding]:
    declared = {*wanted.present, *wanted.absent, *wanted.tolerated}
    for row in resolver.world.members.get(wanted.group.key, ()):
        user = Ref(row["user"]["id"], row["user"]["name"])
        if user.id not in declared and not resolver.gone(user.id or ""):
            text = f"{user.name} is in group {wanted.group.ref.name}, and nobody declared it."
            yield finding(resolver.world.cloud, "unmanaged", "membership", user, wanted.group.ref, text)

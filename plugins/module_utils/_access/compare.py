# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declared against a snapshot: everything that differs, and nothing else. Pure.

What could not be read is a finding, and no conclusion is drawn from its absence.
"""

from __future__ import annotations

from collections.abc import Iterator

from .._core.plan import Ref
from .compare_fields import changes_of
from .compare_grants import compare_grants
from .compare_members import compare_members
from .declared import KEYS, ThingWish, Wishes, named_by
from .findings import Finding, finding
from .leavers import still_there
from .resolve import Resolver
from .world import Thing, World

WORDS = {kind: kind.replace("_", " ") for kind in KEYS}


def compare(world: World, wishes: Wishes) -> list[Finding]:
    """All findings of what is declared against what is there."""
    resolver = Resolver(world, wishes)
    found = list(_unreadable(world, wishes))
    for kind in KEYS:
        found += _compare_kind(resolver, kind)
    # In this order: a group that has a grant is declared.
    found += compare_grants(resolver)
    found += compare_members(resolver)
    found += still_there(resolver)
    # Last: who and what was named anywhere is known only now.
    for kind in KEYS:
        found += _unmanaged(resolver, kind)
    found += _open_invitations(resolver)
    found += _waiting(world)
    return found + resolver.findings


def _unreadable(world: World, wishes: Wishes) -> Iterator[Finding]:
    """What is declared and of a kind that the snapshot was not to hold."""
    wanted = {wish.kind for wish in wishes.things}
    wanted |= {"group", "user", "membership"} if wishes.groups or wishes.gone else set()
    wanted |= {"assignment", "account", "role_configuration"} if wishes.grants else set()
    for kind in sorted(wanted):
        if not world.snapshot.holds(kind):
            text = f"Rows of kind {kind} are declared, and the snapshot was taken without them."
            yield finding(world.cloud, "unreadable", kind, Ref(None, kind), None, text)


def _compare_kind(resolver: Resolver, kind: str) -> Iterator[Finding]:
    world, word = resolver.world, WORDS[kind]
    if world.unread(kind):
        # Only what names things is remembered, so that nothing is called undeclared for it.
        for wish in named_by(resolver.wishes.things, kind):
            resolver.thing(kind, wish.name)
        return
    states: dict[str, set[bool]] = {}
    for wish in named_by(resolver.wishes.things, kind):
        resolved = resolver.thing(kind, wish.name)
        if resolved.ambiguous:
            continue
        states.setdefault(resolved.key, set()).add(wish.present)
        if len(states[resolved.key]) > 1:
            text = f"The {word} {wish.name} is declared both present and absent."
            yield finding(world.cloud, "conflict", kind, resolved.ref, None, text)
        elif wish.present and resolved.thing is None:
            yield _missing(resolver, kind, wish)
        elif wish.present and resolved.thing is not None:
            yield from _changed(world, resolved.thing, wish)
        elif resolved.thing is not None:
            text = f"The {word} {resolved.ref.name} is there, and is declared absent."
            yield finding(world.cloud, "unmanaged", kind, resolved.ref, None, text)


def _missing(resolver: Resolver, kind: str, wish: ThingWish) -> Finding:
    world, subject = resolver.world, Ref(None, wish.name)
    if kind == "user" and world.invitations(wish.name):
        text = f"{wish.name} is invited and has not accepted yet."
        return finding(world.cloud, "pending", kind, subject, None, text)
    return finding(world.cloud, "missing", kind, subject, None, f"The {WORDS[kind]} {wish.name} is not there.")


def _changed(world: World, thing: Thing, wish: ThingWish) -> Iterator[Finding]:
    told = changes_of(world, thing, wish)
    if told:
        text = f"The {WORDS[wish.kind]} {thing.name} is otherwise than declared: {'; '.join(told)}."
        yield finding(world.cloud, "changed", wish.kind, thing.ref, None, text)


def _unmanaged(resolver: Resolver, kind: str) -> Iterator[Finding]:
    world = resolver.world
    for row in world.snapshot.of(kind).values():
        if row["id"] in resolver.named[kind]:
            continue
        if kind == "account" and row["management"]:
            continue
        if kind == "group" and not row["editable"]:
            # A directory delivers it: nobody can declare it here.
            continue
        if kind == "department" and resolver.leads_to_a_declared_department(row["path"]):
            continue
        subject = Ref(row["id"], row["path"] if kind == "department" else row["name"])
        more = f" It has {len(world.members.get(row['id'], ()))} direct members." if kind == "group" else ""
        text = f"The {WORDS[kind]} {subject.name} is there, and nobody declared it.{more}"
        yield finding(world.cloud, "unmanaged", kind, subject, None, text)


def _open_invitations(resolver: Resolver) -> Iterator[Finding]:
    """Invitations that nobody declared: of people who are not named, or into groups that they shall not be in."""
    world = resolver.world
    for row in world.snapshot.of("invitation").values():
        subject = Ref(row["id"], row["name"])
        if resolver.why_gone(row["name"]):
            continue
        if row["name"].casefold() not in resolver.names_of_people:
            text = f"{row['name']} is invited, and nobody declared it."
            yield finding(world.cloud, "unmanaged", "invitation", subject, None, text)
            continue
        for group in row["groups"]:
            if not resolver.is_wished(row["name"], group["id"]):
                text = f"{row['name']} is invited into group {group['name']}, and nobody declared it."
                target = Ref(group["id"], group["name"])
                yield finding(world.cloud, "unmanaged", "invitation", subject, target, text)


def _waiting(world: World) -> Iterator[Finding]:
    """What waits for somebody, whether it was declared or not."""
    for row in world.snapshot.of("account").values():
        if row["pending"]:
            text = f"A change of the permissions of account {row['name']} waits for its consent."
            yield finding(world.cloud, "pending", "account", Ref(row["id"], row["name"]), None, text)
    for row in world.snapshot.of("deployment").values():
        if row["pending"]:
            configuration, account = row["role_configuration"], row["account"]
            subject, target = (Ref(one["id"], one["name"]) for one in (configuration, account))
            text = f"Role configuration {subject.name} was changed and is not deployed again in account {target.name}."
            yield finding(world.cloud, "pending", "deployment", subject, target, text)

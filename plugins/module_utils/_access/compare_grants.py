# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declared role assignments against those of a snapshot. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from .._core.plan import Ref
from .declared import GrantWish
from .findings import Finding, finding
from .kinds import grant_of, parties
from .resolve import Resolved, Resolver

Key = tuple[str, str, str, str]


def compare_grants(resolver: Resolver) -> Iterator[Finding]:
    """Findings about every declared grant, and every grant that nobody declared."""
    world = resolver.world
    wanted: dict[Key, tuple[GrantWish, list[Resolved]]] = {}
    in_conflict: set[Key] = set()
    for wish in resolver.wishes.grants:
        parts = _parts(resolver, wish)
        key = (parts[0].key, parts[1].key, wish.principal_type, parts[2].key)
        before = wanted.setdefault(key, (wish, parts))
        if before[0].present is not wish.present and key not in in_conflict:
            in_conflict.add(key)
            text = f"{_sentence(parts)} is declared both present and absent."
            yield finding(world.cloud, "conflict", "assignment", parts[2].ref, _target(parts), text)
    if world.unread("assignment"):
        return
    present = {
        (row["role_configuration"]["id"], row["account"]["id"], row["principal_type"], row["principal"]["id"]): row
        for row in world.snapshot.of("assignment").values()
    }
    for key, (wish, parts) in wanted.items():
        if key not in in_conflict and wish.present is not (key in present) and not resolver.gone(key[3]):
            yield from _disagreement(resolver, wish, parts)
    for key, row in present.items():
        if key not in wanted and not (row["principal_type"] == "user" and resolver.gone(key[3])):
            subject, target = parties(row)
            text = f"{row['name']}, and nobody declared it."
            yield finding(world.cloud, "unmanaged", "assignment", subject, target, text)


def _parts(resolver: Resolver, wish: GrantWish) -> list[Resolved]:
    return [
        resolver.thing("role_configuration", wish.role_configuration),
        resolver.thing("account", wish.account),
        resolver.thing(wish.principal_type, wish.principal),
    ]


def _disagreement(resolver: Resolver, wish: GrantWish, parts: list[Resolved]) -> Iterator[Finding]:
    cloud, subject, target = resolver.world.cloud, parts[2].ref, _target(parts)
    if any(part.ambiguous for part in parts):
        return
    if not wish.present:
        yield finding(cloud, "unmanaged", "assignment", subject, target, f"{_sentence(parts)} and is declared absent.")
        return
    kinds = ("role_configuration", "account", wish.principal_type)
    unread = [kind for kind, part in zip(kinds, parts) if part.thing is None and resolver.world.unread(kind)]
    unknown = [
        f"{kind.replace('_', ' ')} {part.name}"
        for kind, part in zip(kinds, parts)
        if part.thing is None and part.key not in resolver.declared[kind]
    ]
    if unread:
        text = f"Whether {_sentence(parts)} is not known: rows of kind {unread[0]} could not be read."
        yield finding(cloud, "unreadable", "assignment", subject, target, text)
    elif unknown:
        text = f"{_sentence(parts)}: so it is declared, and the cloud does not know {', '.join(unknown)}."
        yield finding(cloud, "unresolved", "assignment", subject, target, text)
    else:
        text = f"{_sentence(parts)}: so it is declared, and it is not so."
        yield finding(cloud, "missing", "assignment", subject, target, text)


def _target(parts: list[Resolved]) -> Ref:
    configuration, account = (part.ref for part in parts[:2])
    known = grant_of(
        {"id": configuration.id or "", "name": configuration.name}, {"id": account.id or "", "name": account.name}
    )
    return known if configuration.id and account.id else Ref(None, known.name)


def _sentence(parts: list[Resolved]) -> str:
    configuration, account, principal = (part.ref.name for part in parts)
    return f"{principal} has {configuration} in {account}"

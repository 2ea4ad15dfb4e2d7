# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who shall have nothing any more, and still has something. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from .._core.plan import Ref
from .findings import Finding, finding
from .kinds import parties
from .resolve import Resolver

# Kinds of rows that give somebody something, and the field that says whom.
HOLDERS = {"membership": "user", "assignment": "principal", "role": "principal", "synchronization": "principal"}

_THINGS = {
    "membership": "a place in group ",
    "assignment": "",
    "role": "role ",
    "synchronization": "a copy in account ",
}


def still_there(resolver: Resolver) -> Iterator[Finding]:
    """A finding for every membership, grant, role and invitation of a leaver, or of somebody whose last day is over."""
    world = resolver.world
    for kind, holder in HOLDERS.items():
        for row in world.snapshot.of(kind).values():
            reason = resolver.gone(row[holder]["id"])
            if reason is None or row.get("inherited") or row.get("principal_type") == "group":
                continue
            subject, target = parties(row)
            text = f"{subject.name} {reason}, and still has {_THINGS[kind]}{target.name if target else kind}."
            yield finding(world.cloud, "expired_person", kind, subject, target, text)
    for row in world.snapshot.of("invitation").values():
        reason = resolver.why_gone(row["name"])
        if reason is not None:
            text = f"{row['name']} {reason}, and still has an open invitation."
            yield finding(world.cloud, "expired_person", "invitation", Ref(row["id"], row["name"]), None, text)

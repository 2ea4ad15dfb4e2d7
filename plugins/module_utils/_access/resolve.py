# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the names of the declaration mean in a snapshot, and what was named at all."""

from __future__ import annotations

from typing import NamedTuple

from .._core.names import told_apart
from .._core.plan import Ref
from .declared import Wishes
from .findings import Finding, finding
from .world import Thing, World


class Resolved(NamedTuple):
    """A name and the thing that it means, if there is one. ambiguous: several have the name, and nobody is meant."""

    name: str
    thing: Thing | None
    ambiguous: bool = False

    @property
    def ref(self) -> Ref:
        """Id and name, or the name alone."""
        return self.thing.ref if self.thing else Ref(None, self.name)

    @property
    def key(self) -> str:
        """What two names of the same thing have in common."""
        return self.thing.id if self.thing else f"?{self.name.casefold()}"


class Resolver:
    """Resolves names and remembers what was named; findings are the ambiguous ones."""

    def __init__(self, world: World, wishes: Wishes) -> None:
        self.world = world
        self.wishes = wishes
        self.findings: list[Finding] = []
        self.named: dict[str, set[str]] = {
            kind: set() for kind in ("account", "department", "user", "group", "role_configuration")
        }
        self.names_of_people: set[str] = set()
        self._known: dict[tuple[str, str], Resolved] = {}
        self._wished: set[tuple[str, str]] = set()
        self._paths: set[str] = set()
        self._remember_paths()
        # What shall be there, by kind: a name in it may be missing, but it is no typing error.
        self.declared: dict[str, set[str]] = {kind: set() for kind in self.named}
        for wish in wishes.things:
            if wish.present:
                self.declared[wish.kind].add(self.thing(wish.kind, wish.name).key)
        for name in wishes.people:
            self.thing("user", name)
        self._gone = {self.thing("user", name).key: reason for name, reason in wishes.gone.items()}
        self._gone_names = {name.casefold(): reason for name, reason in wishes.gone.items()}

    def thing(self, kind: str, name: str) -> Resolved:
        """What a name means. An ambiguous one becomes a finding, and counts as named for all who have it."""
        if (kind, name) not in self._known:
            found = self.world.find(kind, name)
            self.named[kind].update(thing.id for thing in found)
            if kind == "user":
                self.names_of_people.add(name.casefold())
                self.names_of_people.update(thing.name.casefold() for thing in found)
            if len(found) > 1:
                text = (
                    f"The name {name} of a {kind.replace('_', ' ')} is ambiguous: {told_apart(found)}. Declare the id."
                )
                self.findings.append(finding(self.world.cloud, "unresolved", kind, Ref(None, name), None, text))
            self._known[kind, name] = Resolved(name, found[0] if len(found) == 1 else None, len(found) > 1)
        return self._known[kind, name]

    def gone(self, key: str) -> str | None:
        """Why a user (by id) shall have nothing any more, or None."""
        return self._gone.get(key)

    def why_gone(self, name: str) -> str | None:
        """The same for somebody who is known by name only, such as somebody who is invited."""
        return self._gone_names.get(name.casefold())

    def wish(self, user: str, group_id: str) -> None:
        """Remember that somebody is wanted in a group, if anybody of this name is invited."""
        if self.world.invitations(user):
            self._wished.add((user.casefold(), group_id))

    def is_wished(self, user: str, group_id: str) -> bool:
        """Whether somebody who is invited was named for a group."""
        return (user.casefold(), group_id) in self._wished

    def leads_to_a_declared_department(self, path: str) -> bool:
        """Whether a path is the root, or one of those that a declared department or account stands in."""
        return path.rstrip("/") in self._paths

    def _remember_paths(self) -> None:
        """Every department that is named, and all above it."""
        named = [wish.name for wish in self.wishes.things if wish.kind == "department" and wish.present]
        for wish in self.wishes.things:
            if wish.kind == "account" and wish.present:
                place = (wish.fields.get(key) for key in ("node_id", "node", "department"))
                named += [str(text) for text in place if text]
        self._paths.add("")
        for name in named:
            resolved = self.thing("department", name)
            parts = (resolved.thing.name if resolved.thing else name).strip("/").split("/")
            self._paths.update("/" + "/".join(parts[:number]) for number in range(1, len(parts) + 1))

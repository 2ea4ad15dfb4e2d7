# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A snapshot with everything in it findable by the names that people write. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .._core.names import Index
from .._core.plan import Ref
from .kinds import parties
from .snapshot import Row, Snapshot


@dataclass(frozen=True, eq=False)
class Thing:
    """A row as an index wants it. The name of a department is its path."""

    __slots__ = ("aliases", "id", "name", "row")
    id: str
    name: str
    aliases: tuple[str, ...]
    row: Row

    @property
    def ref(self) -> Ref:
        """Id and name."""
        return Ref(self.id, self.name)


class World:
    """What a snapshot says, by name, by group, and by what it could not read."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.cloud = snapshot.cloud
        self._indexes: dict[str, Index] = {}
        self._unread: dict[tuple[str, str | None], str] = {}
        for row in snapshot.of("unreadable").values():
            subject = row["subject"]["id"] if row["subject"] else None
            self._unread[row["kind"], subject] = row["reason"]
        self.members = _by((row for row in snapshot.of("membership").values() if not row["inherited"]), "group")
        self.roles = _by(snapshot.of("role").values(), "principal")
        self.policies = _by(snapshot.of("policy").values(), "role_configuration")
        self._names_of_invited = {row["name"].casefold() for row in snapshot.of("invitation").values()}

    def index(self, kind: str) -> Index:
        """The things of a kind."""
        if kind not in self._indexes:
            further = self._names_in_grants() if kind == "account" else {}
            things = [thing_of(row, further.get(row["id"], ())) for row in self.snapshot.of(kind).values()]
            self._indexes[kind] = Index(things, lambda thing: thing.aliases)
        return self._indexes[kind]

    def _names_in_grants(self) -> dict[str, set[str]]:
        """The names by which grants call accounts, by id: an organization may not list its management account."""
        found: dict[str, set[str]] = {}
        for row in self.snapshot.of("assignment").values():
            found.setdefault(row["account"]["id"], set()).add(row["account"]["name"])
        return found

    def find(self, kind: str, name: str) -> list[Thing]:
        """The things that a name means; several: it is ambiguous."""
        found: list[Thing] = self.index(kind).find(name)
        return found

    def unread(self, kind: str, subject: str | None = None) -> str | None:
        """Why the rows of a kind could not be read, about one thing or altogether; None when they were."""
        if not self.snapshot.holds(kind):
            return "the snapshot was taken without them"
        return self._unread.get((kind, None)) or self._unread.get((kind, subject))

    def invitations(self, name: str, group: str | None = None) -> list[Row]:
        """The open invitations of a name, or those of them that lead to a group (by id)."""
        if name.casefold() not in self._names_of_invited:
            return []
        return [
            row
            for row in self.snapshot.of("invitation").values()
            if row["name"].casefold() == name.casefold() and (group is None or group in _ids(row["groups"]))
        ]


def thing_of(row: Row, further: Iterable[str] = ()) -> Thing:
    """A row with the names by which it is found, and further ones."""
    subject, _target = parties(row)
    aliases = tuple(further)
    if row["row"] == "user":
        aliases = (row["email"] or "", *row["aliases"])
    elif row["row"] == "department":
        aliases = (row["name"],)
    return Thing(row["id"], subject.name, tuple(filter(None, aliases)), row)


def _by(rows: Iterable[Row], field: str) -> dict[str, list[Row]]:
    """Rows by the id of what stands in a field."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[field]["id"], []).append(row)
    return found


def _ids(refs: Iterable[dict[str, Any]]) -> set[str]:
    return {one["id"] for one in refs}

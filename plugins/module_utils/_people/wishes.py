# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the file of people wishes for one cloud: entries of memberships, leavers, users. Pure.

The entries are those of option `memberships` of the membership modules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._core.names import quoted, same_letters
from .faults import Faults
from .file import PeopleFile
from .people import ACTIVE, UPCOMING
from .values import names, unique

Entry = dict[str, Any]
# People whom a complete list does not name and does not remove, since they begin later. They need not exist yet.
TOLERATED = "tolerated_users"


@dataclass(frozen=True)
class Wishes:
    """What one cloud gets: options of its membership module, the people who have a group in it as rows of users, and the rows of
    users that stand beside the file, without leavers.

    still_wanted: who is out, and for which groups of the cloud the file and the entries still name them.
    """

    memberships: list[Entry]
    leavers: list[str]
    max_leavers: int
    users: list[dict[str, str]]
    listed_users: list[Entry]
    warnings: list[str]
    still_wanted: dict[str, list[str]] = field(default_factory=dict)


def wishes_of(
    file: PeopleFile,
    cloud: str,
    memberships: Sequence[Mapping[str, Any]] = (),
    users: Sequence[Mapping[str, Any]] = (),
) -> Wishes:
    """The wishes of the file, merged with entries and rows of users that stand beside it. Raises invalid_input."""
    faults = Faults()
    book = _Book(file, cloud)
    for number, entry in enumerate(memberships):
        book.take(entry, f"memberships[{number}]", faults)
    book.add_people()
    book.complete(faults)
    book.end_memberships()
    book.tolerate_upcoming(faults)
    error = faults.error()
    if error is not None:
        raise error
    listed, back = _listed(users, file)
    both = unique([*file.contradictions(), *book.dropped, *back])
    warnings = [f"Both leaver and wanted, the leaver wins: {quoted(both)}."] if both else []
    return Wishes(
        book.finished(), list(file.out), file.max_leavers, _users(file, cloud), listed, warnings, book.still_wanted()
    )


def _listed(users: Sequence[Mapping[str, Any]], file: PeopleFile) -> tuple[list[Entry], list[str]]:
    """Rows of users without leavers, who would be invited or enabled again; and the names of those leavers."""
    listed, back = [], []
    for row in users:
        called = [str(row[field]).strip() for field in ("name", "email") if row.get(field)]
        leaves = str(row.get("state") or "present").strip() == "present" and any(map(file.is_out, called))
        if leaves:
            back.append(called[0])
        else:
            listed.append(dict(row))
    return listed, back


def _users(file: PeopleFile, cloud: str) -> list[dict[str, str]]:
    """The present people who have a group in this cloud."""
    return [{"name": person.user, **person.details} for person in file.staying(ACTIVE) if person.groups[cloud]]


class _Book:
    """The entries while they grow. An entry that gives users to a group takes the people of the file for this group."""

    def __init__(self, file: PeopleFile, cloud: str) -> None:
        # The groups of whoever is out, by name.
        self.dropped: dict[str, list[str]] = {}
        self._file = file
        self._cloud = cloud
        self._entries: list[Entry] = []
        # By group, the entries that give users to it.
        self._present: dict[str, list[Entry]] = {}
        # Their lists are not empty by mistake: the file names people for them who are out, or not yet there.
        self._emptied: list[Entry] = []

    def take(self, given: Mapping[str, Any], place: str, faults: Faults) -> None:
        """Take an entry that stands beside the file, without leavers."""
        entry = dict(given)
        self._entries.append(entry)
        listed = entry.get("users")
        # A missing list is refused by the module, not taken for an empty one.
        if listed is None:
            return
        users = names(listed.split(",") if isinstance(listed, str) else listed, f"{place}.users", faults)
        entry["users"] = [user for user in users if not self._file.is_out(user)]
        if str(entry.get("state") or "present").strip() == "present":
            group = str(entry.get("group") or "").strip()
            for user in users:
                if self._file.is_out(user):
                    self.dropped.setdefault(user, []).append(group)
            self._present.setdefault(group, []).append(entry)
            if users and not entry["users"]:
                self._emptied.append(entry)

    def add_people(self) -> None:
        """The present people of the file shall be in their groups."""
        wanted: dict[str, list[str]] = {}
        for person in self._file.staying(ACTIVE):
            for group in person.groups[self._cloud]:
                wanted.setdefault(group, []).append(person.user)
        for group in sorted(wanted):
            users = self._entry_of(group)["users"]
            listed = {same_letters(one) for one in users}
            users += [user for user in wanted[group] if same_letters(user) not in listed]

    def complete(self, faults: Faults) -> None:
        """Make the lists of complete groups exclusive, whoever is still on them."""
        for group in sorted(self._file.complete[self._cloud]):
            entry = self._entry_of(group)
            if _says(entry.get("exclusive"), "false", "no", "off", "0"):
                faults.add("complete_groups names groups whose entry says exclusive: false", f'"{group}"')
            entry["exclusive"] = True
            if self._names_somebody(group):
                self._emptied.append(entry)

    def end_memberships(self) -> None:
        """Who stays, but not in the groups of a row that is over, leaves these. A complete list does it by itself."""
        ended: dict[str, list[str]] = {}
        for person in self._file.staying(ACTIVE):
            for group in person.ended[self._cloud]:
                present = self._present.get(group, [])
                wanted = {same_letters(user) for entry in present for user in entry["users"]}
                if not wanted & person.keys and not any(_is_exclusive(entry) for entry in present):
                    ended.setdefault(group, []).append(person.user)
        self._entries += [{"group": group, "users": ended[group], "state": "absent"} for group in sorted(ended)]

    def tolerate_upcoming(self, faults: Faults) -> None:
        """No complete list removes somebody who begins later."""
        upcoming = [person.user for person in self._file.staying(UPCOMING)]
        for group, entries in self._present.items():
            for entry in [one for one in entries if upcoming and _is_exclusive(one)]:
                own = names(entry.get(TOLERATED), f"{TOLERATED} of group {group}", faults)
                entry[TOLERATED] = unique([*own, *upcoming])

    def finished(self) -> list[Entry]:
        """The entries as the module takes them."""
        for entry in self._emptied:
            if not entry["users"] and _is_exclusive(entry):
                entry["allow_empty"] = True
        return self._entries

    def still_wanted(self) -> dict[str, list[str]]:
        """Who is out and wanted all the same, and in which groups."""
        found = {user: list(groups) for user, groups in self.dropped.items()}
        contradictions = set(self._file.contradictions())
        for person in self._file.people:
            if person.user in contradictions:
                groups = person.groups[self._cloud] | person.later[self._cloud]
                found.setdefault(person.user, []).extend(sorted(groups))
        return found

    def _entry_of(self, group: str) -> Entry:
        """The one entry that gives users to the group: several that differ in nothing else become one."""
        present = self._present.setdefault(group, [])
        if not present:
            present.append({"group": group, "users": []})
            self._entries.append(present[0])
        first = present[0]
        for other in [one for one in present[1:] if _rest_of(one) == _rest_of(first)]:
            first["users"] += [user for user in other["users"] if user not in first["users"]]
            present.remove(other)
            self._entries = [one for one in self._entries if one is not other]
        return first

    def _names_somebody(self, group: str) -> bool:
        cloud = self._cloud
        return any(
            group in person.groups[cloud] | person.later[cloud] | person.ended[cloud] for person in self._file.people
        )


def _rest_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "users" and value is not None}


def _is_exclusive(entry: Mapping[str, Any]) -> bool:
    return _says(entry.get("exclusive"), "true", "yes", "on", "1")


def _says(value: Any, *words: str) -> bool:
    """Whether a truth value, or its text from a survey, is one of these words."""
    return str(value).strip().casefold() in words
